#include "exporters/web/api/api_maintenance.hpp"

#include <algorithm>
#include <array>

#include "core/model/text.hpp"
#include "core/time/duration.hpp"

#include <nlohmann/json.hpp>

namespace commune::web {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestReason = 500;
constexpr std::array<std::string_view, 7> kKeys = {"sites", "villages", "commune", "start",
                                                   "end",   "duration", "reason"};

Result<void> check_keys(const Json& body) {
  for (const auto& [key, value] : body.items())
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end())
      return fail("", "unknown key \"{}\"{}", printable(key), suggestion(key, kKeys));
  return {};
}

Result<std::string> string_at(const Json& body, const char* key) {
  if (!body.contains(key)) return std::string();
  if (!body[key].is_string()) return fail(key, "must be text in quotes");
  return body[key].get<std::string>();
}

template <typename Id, typename Things>
Result<std::vector<Id>> ids_at(const Json& body, const char* key, const char* what,
                               const Things& things) {
  std::vector<Id> ids;
  if (!body.contains(key)) return ids;
  if (!body[key].is_array()) return fail(key, "must be a list: [\"...\"]");
  std::vector<std::string_view> known;
  known.reserve(things.size());
  for (const auto& thing : things)
    known.push_back(thing.id.value);
  for (const Json& value : body[key]) {
    if (!value.is_string()) return fail(key, "must contain ids in quotes");
    const auto id = value.get<std::string>();
    if (std::find(known.begin(), known.end(), id) == known.end())
      return fail(key, "there is no {} \"{}\"{}", what, printable(id), suggestion(id, known));
    if (std::find(ids.begin(), ids.end(), Id{id}) == ids.end()) ids.push_back(Id{id});
  }
  return ids;
}

Result<LedgerTime> time_at(const Json& body, const char* key, LedgerTime otherwise,
                           const Calendar& calendar) {
  if (!body.contains(key)) return otherwise;
  const auto text = string_at(body, key);
  if (!text) return tl::unexpected(text.error());
  const auto time = calendar.parse(*text);
  if (!time) return fail(key, "{}", time.error().message());
  return *time;
}

Result<LedgerTime> end_of(const Json& body, LedgerTime start, const Calendar& calendar) {
  if (body.contains("end") == body.contains("duration"))
    return fail("end", "give either \"end\" or \"duration\"");
  if (body.contains("end")) return time_at(body, "end", start, calendar);
  const auto text = string_at(body, "duration");
  if (!text) return tl::unexpected(text.error());
  const auto duration = parse_duration(*text);
  if (!duration) return fail("duration", "\"{}\" is not {}", printable(*text), kDurationForm);
  return start + *duration;
}

Result<void> fill_places(Maintenance& work, const Json& body, const Inventory& inventory) {
  auto sites = ids_at<SiteId>(body, "sites", "site", inventory.sites);
  if (!sites) return tl::unexpected(sites.error());
  auto villages = ids_at<VillageId>(body, "villages", "village", inventory.villages);
  if (!villages) return tl::unexpected(villages.error());
  if (body.contains("commune") && !body["commune"].is_boolean())
    return fail("commune", "must be true or false");
  const bool whole = body.value("commune", false);
  const bool named = !sites->empty() || !villages->empty();
  if (whole && named) return fail("commune", "is the whole commune: leave out sites and villages");
  if (!whole && !named)
    return fail("sites",
                "name sites or villages, or write \"commune\": true for the whole commune");
  work.sites = std::move(*sites);
  work.villages = std::move(*villages);
  return {};
}

Result<void> fill_time(Maintenance& work, const Json& body, const Calendar& calendar,
                       LedgerTime now) {
  const auto start = time_at(body, "start", now, calendar);
  if (!start) return tl::unexpected(start.error());
  const auto end = end_of(body, *start, calendar);
  if (!end) return tl::unexpected(end.error());
  if (*end <= *start)
    return fail("end", "{} is not after the start, {}", calendar.text(*end), calendar.text(*start));
  if (*end <= now) return fail("end", "{} is over already", calendar.text(*end));
  if (*end - *start > kLongestMaintenance)
    return fail("end", "at most 31 days: announce longer work again");
  work.start = *start;
  work.end = *end;
  return {};
}

Result<void> fill_reason(Maintenance& work, const Json& body) {
  const auto reason = string_at(body, "reason");
  if (!reason) return tl::unexpected(reason.error());
  work.reason = printable(*reason);
  if (work.reason.empty()) return fail("reason", "describe the work, for people who read this");
  if (work.reason.size() > kLongestReason)
    return fail("reason", "{} bytes at most", kLongestReason);
  return {};
}

Json json_of(const Maintenance& work, const Calendar& calendar) {
  Json json = {{"id", work.id}, {"sites", Json::array()}, {"villages", Json::array()}};
  for (const SiteId& site : work.sites)
    json["sites"].push_back(site.value);
  for (const VillageId& village : work.villages)
    json["villages"].push_back(village.value);
  json["commune"] = work.sites.empty() && work.villages.empty();
  json["start"] = calendar.text(work.start);
  json["end"] = calendar.text(work.end);
  json["reason"] = printable(work.reason);
  json["announced_by"] = work.announced_by.empty() ? Json() : Json(printable(work.announced_by));
  return json;
}

Response answer(int status, const Json& json) {
  return Response::of(status, "application/json", json.dump(2) + "\n");
}

}  // namespace

Result<Maintenance> parse_maintenance(std::string_view body, const Inventory& inventory,
                                      const Calendar& calendar, LedgerTime now,
                                      const std::string& user) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object())
    return fail("", "the body is not a JSON object: {{\"villages\": [\"...\"], ...}}");
  Maintenance work;
  work.announced_by = user.empty() ? std::string(kLocalUser) : user;
  work.id = fmt::format("{}-{}", work.announced_by, now.time_since_epoch().count());
  auto filled = check_keys(json);
  if (filled) filled = fill_places(work, json, inventory);
  if (filled) filled = fill_time(work, json, calendar, now);
  if (filled) filled = fill_reason(work, json);
  if (!filled) return tl::unexpected(filled.error());
  return work;
}

std::string maintenance_json(const std::vector<Maintenance>& maintenance,
                             const Calendar& calendar) {
  Json list = Json::array();
  for (const Maintenance& work : maintenance)
    list.push_back(json_of(work, calendar));
  return Json({{"maintenance", std::move(list)}}).dump(2) + "\n";
}

Response announce_maintenance(const Request& request, bool loopback_only,
                              const Inventory& inventory, const Calendar& calendar, LedgerTime now,
                              const std::function<Result<void>(const Maintenance&)>& announce) {
  if (request.user.empty() && !loopback_only)
    return answer(403, {{"error",
                         "only users with a password may announce work: add them to "
                         "the configuration, [agent.web] users"}});
  // A page of another site, open in somebody's browser, cannot send this type without asking first.
  if (!request.content_type.starts_with("application/json"))
    return answer(415, {{"error", "send it as Content-Type: application/json"}});
  const auto work = parse_maintenance(request.body, inventory, calendar, now, request.user);
  if (!work) return answer(400, {{"error", work.error().message()}});
  const auto kept = announce(*work);
  Json json = json_of(*work, calendar);
  if (!kept)
    json["warning"] = fmt::format(
        "kept until the agent stops, and after that only if it can be written to disk: {}",
        kept.error().message());
  return answer(kept ? 201 : 202, json);
}

}  // namespace commune::web
