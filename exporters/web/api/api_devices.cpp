#include "exporters/web/api/api_devices.hpp"

#include <algorithm>

#include "core/model/reachability.hpp"
#include "core/model/text.hpp"

#include <nlohmann/json.hpp>

namespace commune::web {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word(Reachability reachability) {
  switch (reachability) {
    case Reachability::reachable:
      return "reachable";
    case Reachability::silent:
      return "silent";
    case Reachability::unmeasured:
      break;
  }
  return "unmeasured";
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(printable(text));
}

struct LatestAnswers {
  Identity identity;
  std::optional<WallTime> last_answer;
  std::string failure;
};

LatestAnswers latest_answers(const DeviceView& view) {
  LatestAnswers latest;
  for (const auto& readings : view.by_source) {
    if (!readings) continue;
    if (readings->identity) latest.identity = *readings->identity;
    if (readings->last_answer)
      latest.last_answer =
          std::max(latest.last_answer.value_or(WallTime::min()), readings->last_answer->wall);
    if (!readings->failure.empty())
      latest.failure += (latest.failure.empty() ? "" : "; ") + readings->failure;
  }
  return latest;
}

Json device_of(const Device& device, const DeviceView& view, MonoTime now,
               const Calendar& calendar) {
  const LatestAnswers latest = latest_answers(view);
  const auto answered = [&](WallTime time) {
    return calendar.text(std::chrono::floor<Milliseconds>(time));
  };
  return {{"id", device.id.value},
          {"site", device.site.value},
          {"kind", to_string(device.kind)},
          {"address", device.address},
          {"upstream", text_or_null(device.upstream.value)},
          {"reachability", word(reachability(view, now))},
          {"vendor", text_or_null(latest.identity.vendor)},
          {"model", text_or_null(latest.identity.model)},
          {"firmware", text_or_null(latest.identity.firmware)},
          {"profile", text_or_null(latest.identity.profile)},
          {"last_answer", latest.last_answer ? Json(answered(*latest.last_answer)) : Json()},
          {"failure", text_or_null(latest.failure)}};
}

}  // namespace

std::string devices_json(const Snapshot& snapshot, const Calendar& calendar) {
  Json devices = Json::array();
  const auto& known = snapshot.inventory->devices;
  for (std::size_t i = 0; i < known.size() && i < snapshot.devices.size(); ++i)
    devices.push_back(device_of(known[i], snapshot.devices[i], snapshot.taken.mono, calendar));
  const Json json = {
      {"taken", calendar.text(std::chrono::floor<Milliseconds>(snapshot.taken.wall))},
      {"devices", std::move(devices)}};
  return json.dump(2) + "\n";
}

}  // namespace commune::web
