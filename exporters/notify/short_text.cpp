#include "exporters/notify/short_text.hpp"

#include <algorithm>

#include "exporters/notify/plain_text.hpp"
#include "exporters/notify/words.hpp"

namespace commune::notify {
namespace {

// So much of an SMS's sentence is kept before villages are left out of the list.
constexpr std::size_t kShortestSentence = 70;
constexpr std::size_t kLongestName = 24, kLongestDevice = 30;

std::vector<std::string> villages_of(const Facts& facts) {
  std::vector<std::string> names;
  std::string_view rest = text_of(facts.annotations, "cut_off");
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    std::string_view name = rest.substr(0, comma);
    while (name.starts_with(' '))
      name.remove_prefix(1);
    // "Thôn Ca, Thôn Đồi" is said as "thôn Ca, Đồi".
    for (const std::string_view kind : {"Thôn ", "thôn "})
      if (name.starts_with(kind)) name.remove_prefix(kind.size());
    if (!name.empty()) names.emplace_back(name);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  return names;
}

/// ". Mất mạng: Ca, Đồi +3 thôn, 210 hộ": the first `shown` of them.
std::string cut_off_part(const Facts& facts, Language language, std::size_t shown, bool for_sms) {
  const auto villages = villages_of(facts);
  std::string names;
  for (std::size_t i = 0; i < villages.size() && i < shown; ++i) {
    const std::string name =
        for_sms ? cut_at_word(notify::for_sms(villages[i]), kLongestName) : villages[i];
    names += (i ? ", " : "") + name;
  }
  if (villages.size() > shown)
    names += fmt::format("{}{} {}", shown ? " +" : "", villages.size() - shown,
                         in(language, "thôn", "villages"));
  const std::string households = households_text(facts, language);
  if (names.empty() && households.empty()) return {};
  return fmt::format(". {}: {}{}{}", in(language, "Mất mạng", "Cut off"), names,
                     names.empty() || households.empty() ? "" : ", ", households);
}

std::string time_part(const Facts& facts, const Frame& frame, Language language) {
  if (!facts.until)
    return fmt::format(". {} {}", in(language, "Từ", "Since"),
                       brief_moment(facts.since, frame.calendar));
  const std::string length = length_text(*facts.until - facts.since, language);
  return fmt::format(". {}{}", brief_span({facts.since, *facts.until}, frame.calendar),
                     length.empty() ? length : " (" + length + ")");
}

std::string device_part(const Facts& facts, Language language) {
  const auto device = text_of(facts.annotations, "root_device");
  if (device.empty()) return {};
  return fmt::format(". {}: {}", in(language, "Thiết bị", "Device"), device);
}

std::string sentence(const Facts& facts, const Frame& frame, Language language) {
  std::string text = headline(facts, language);
  while (text.ends_with('.') || text.ends_with(' '))
    text.pop_back();
  return frame.commune_name.empty() ? text : frame.commune_name + ": " + text;
}

bool needs_details(const Facts& facts) {
  return !facts.until || !facts.beginning_delivered;
}

}  // namespace

std::string sms_text(const Facts& facts, const Frame& frame) {
  const Language language = frame.languages.front();
  const std::string opening = for_sms(sentence(facts, frame, language));
  const std::string time = for_sms(time_part(facts, frame, language));
  std::string device;
  if (needs_details(facts)) device = for_sms(device_part(facts, language));
  if (device.size() > kLongestDevice) device.clear();
  const std::size_t least = std::min(opening.size(), kShortestSentence);
  std::string whom;
  if (needs_details(facts))
    for (std::size_t shown = villages_of(facts).size();; --shown) {
      whom = for_sms(cut_off_part(facts, language, shown, true));
      const bool fits = opening.size() + time.size() + whom.size() + device.size() <= kSmsLength;
      // Two villages are named where they fit beside the least of the sentence.
      const bool enough =
          shown <= 2 && least + time.size() + whom.size() + device.size() <= kSmsLength;
      if (fits || enough || shown == 0) break;
    }
  std::string tail = time + whom + device;
  if (least + tail.size() > kSmsLength) tail = time + whom;
  if (least + tail.size() > kSmsLength) tail = time;
  std::string said = cut_at_word(opening, kSmsLength - std::min(tail.size(), kSmsLength));
  if (said.ends_with("..") && tail.starts_with('.')) tail.erase(0, 1);
  return said + tail;
}

std::string one_line(const Facts& facts, const Frame& frame) {
  const Language language = frame.languages.front();
  std::string line = sentence(facts, frame, language) + time_part(facts, frame, language);
  if (!needs_details(facts)) return line;
  return line + cut_off_part(facts, language, villages_of(facts).size(), false) +
         device_part(facts, language);
}

}  // namespace commune::notify
