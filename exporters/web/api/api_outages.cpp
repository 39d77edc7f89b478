#include "exporters/web/api/api_outages.hpp"

#include <vector>

#include "core/model/text.hpp"

#include <nlohmann/json.hpp>

namespace commune::web {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kJson = "application/json";

Json subject_of(const Subject& subject) {
  return {{"village", subject.village.value},
          {"site", subject.site.value},
          {"access", access_word(subject)}};
}

Json outage_of(const Outage& outage, LedgerTime taken, const Inventory& inventory,
               const Calendar& calendar) {
  Json json = {{"id", outage.id}};
  json.update(subject_of(outage.subject));
  const Site* site = inventory.find(outage.subject.site);
  json["name"] = site ? Json(printable(site->name)) : Json();
  json["start"] = calendar.text(outage.start);
  json["end"] = outage.end ? Json(calendar.text(*outage.end)) : Json();
  const auto lasted = outage.end.value_or(std::max(taken, outage.start)) - outage.start;
  json["duration_seconds"] = std::chrono::duration_cast<std::chrono::seconds>(lasted).count();
  json["open"] = !outage.end.has_value();
  json["cause"] = to_string(outage.cause);
  json["root_device"] = outage.root_device.empty() ? Json() : Json(outage.root_device.value);
  json["root"] = outage.is_root();
  json["root_outage"] = outage.root_outage;
  json["cut_off"] = Json::array();
  for (const Subject& subject : outage.cut_off)
    json["cut_off"].push_back(subject_of(subject));
  return json;
}

Response mistake(int status, std::string_view what) {
  return Response::of(status, std::string(kJson), Json({{"error", what}}).dump() + "\n");
}

// A month or day without time means the whole of it, as in the planners' files.
LedgerTime end_of_named(std::string_view text, LedgerTime start, const Calendar& calendar) {
  if (text.size() == std::string_view("2026-11").size()) return calendar.next(Period::month, start);
  if (text.size() == std::string_view("2026-11-25").size())
    return calendar.next(Period::day, start);
  return start;
}

// Empty: no range was requested.
Result<std::optional<TimeRange>> asked_range(const Request& request, LedgerTime taken,
                                             const Calendar& calendar) {
  std::optional<LedgerTime> from, to;
  for (const auto& [key, value] : request.query) {
    if (key != "from" && key != "to") {
      constexpr std::array<std::string_view, 2> kKnown = {"from", "to"};
      return fail("", "there is no parameter \"{}\"{}; there are from and to", printable(key),
                  suggestion(key, kKnown));
    }
    const auto time = calendar.parse(value);
    // A + that was not escaped arrives as a blank: it belongs to the offset.
    if (!time)
      return fail("", "{}: {}{}", key, time.error().message(),
                  value.find(' ') == std::string::npos ? "" : " (write + as %2B)");
    if (key == "from")
      from = *time;
    else
      to = end_of_named(value, *time, calendar);
  }
  if (!from && !to) return std::nullopt;
  const TimeRange range{from.value_or(LedgerTime{}), to.value_or(taken)};
  if (range.from >= range.to)
    return fail("", "from ({}) is not before to ({})", calendar.text(range.from),
                calendar.text(range.to));
  return range;
}

std::string listed(std::optional<TimeRange> range, const std::vector<Json>& outages,
                   LedgerTime taken, const Calendar& calendar) {
  Json json = {{"taken", calendar.text(taken)},
               {"from", range ? Json(calendar.text(range->from)) : Json()},
               {"to", range ? Json(calendar.text(range->to)) : Json()},
               {"outages", outages}};
  return json.dump(2) + "\n";
}

}  // namespace

std::string open_outages_json(const CoveragePicture& picture, const Inventory& inventory,
                              const Calendar& calendar) {
  std::vector<Json> outages;
  for (const Outage& outage : picture.open_outages)
    outages.push_back(outage_of(outage, picture.taken, inventory, calendar));
  return listed(std::nullopt, outages, picture.taken, calendar);
}

Response outages_response(const Request& request, const CoveragePicture& picture,
                          const Inventory& inventory, const Calendar& calendar,
                          HistoryReader* history) {
  const auto range = asked_range(request, picture.taken, calendar);
  if (!range) return mistake(400, range.error().message());
  if (!*range)
    return Response::of(200, std::string(kJson), open_outages_json(picture, inventory, calendar));
  if (!history) return mistake(503, "the history cannot be read; the agent's log says why");
  std::vector<Json> outages;
  const auto read = history->outages(**range, [&](const Outage& outage) {
    outages.push_back(outage_of(outage, picture.taken, inventory, calendar));
  });
  if (!read) return mistake(503, read.error().message());
  return Response::of(200, std::string(kJson), listed(*range, outages, picture.taken, calendar));
}

}  // namespace commune::web
