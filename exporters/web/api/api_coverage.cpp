#include "exporters/web/api/api_coverage.hpp"

#include "core/model/text.hpp"

#include <nlohmann/json.hpp>

namespace commune::web {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(printable(text));
}

Json time_or_null(std::optional<LedgerTime> time, const Calendar& calendar) {
  return time ? Json(calendar.text(*time)) : Json();
}

Json seconds_of(const StateTimes& totals) {
  Json seconds = Json::object();
  for (const State state : kStates) {
    const auto milliseconds = totals.at(static_cast<std::size_t>(state)).count();
    // Whole seconds without ".0": most totals are.
    seconds[std::string(to_string(state))] = milliseconds % 1000 == 0
                                                 ? Json(milliseconds / 1000)
                                                 : Json(static_cast<double>(milliseconds) / 1000);
  }
  return seconds;
}

void add_status(Json& into, const SubjectStatus& status, const Calendar& calendar) {
  into["state"] = to_string(status.state);
  into["cause"] = status.cause == Cause::none ? Json() : Json(to_string(status.cause));
  into["root_device"] = text_or_null(status.root_device.value);
  into["since"] = time_or_null(status.since, calendar);
  into["seconds"] = seconds_of(status.totals);
}

Json village_of(const SubjectStatus& status, const Inventory& inventory, const Calendar& calendar) {
  const Village* village = inventory.find(status.subject.village);
  Json json = {{"village", status.subject.village.value},
               {"name", village ? text_or_null(village->name) : Json()}};
  add_status(json, status, calendar);
  return json;
}

Json access_at(const SubjectStatus& status, const Inventory& inventory, const Calendar& calendar) {
  const Site* site = inventory.find(status.subject.site);
  Json json = {{"village", status.subject.village.value},
               {"site", status.subject.site.value},
               {"name", site ? text_or_null(site->name) : Json()},
               {"access", access_word(status.subject)}};
  add_status(json, status, calendar);
  return json;
}

}  // namespace

std::string coverage_json(const CoveragePicture& picture, const Inventory& inventory,
                          const Calendar& calendar) {
  Json json = {{"commune", text_or_null(inventory.commune_name)},
               {"taken", calendar.text(picture.taken)},
               {"ledger_until", time_or_null(picture.ledger_until, calendar)},
               {"villages", Json::array()},
               {"accesses", Json::array()}};
  for (const SubjectStatus& status : picture.villages)
    json["villages"].push_back(village_of(status, inventory, calendar));
  for (const SubjectStatus& status : picture.accesses)
    json["accesses"].push_back(access_at(status, inventory, calendar));
  return json.dump(2) + "\n";
}

}  // namespace commune::web
