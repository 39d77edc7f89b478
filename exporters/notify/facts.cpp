#include "exporters/notify/facts.hpp"

#include "exporters/notify/words.hpp"

namespace commune::notify {

std::string_view Facts::said(const std::string& name, Language language) const {
  if (language == Language::en)
    if (const auto english = text_of(annotations, name + "_en"); !english.empty()) return english;
  return text_of(annotations, name);
}

std::string_view mark(const Facts& facts) {
  if (facts.until) return "🟢";
  const auto severity = facts.label("severity");
  if (severity == "critical") return "🔴";
  return severity == "info" ? "🔵" : "🟡";
}

std::string headline(const Facts& facts, Language language) {
  std::string summary(facts.said("summary", language));
  if (summary.empty()) summary = facts.label("alertname");
  if (!facts.until) return summary;
  const auto restored = facts.said("restored", language);
  // Whoever did not hear of the beginning must hear what it was that is over.
  if (facts.beginning_delivered && !restored.empty()) return std::string(restored);
  return fmt::format("{}: {}", in(language, "Đã hết", "Over"), summary);
}

std::string households_text(const Facts& facts, Language language) {
  const auto number = text_of(facts.annotations, "households");
  const bool digits = !number.empty() && number.size() <= 7 &&
                      number.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits || number.find_first_not_of('0') == std::string_view::npos) return {};
  return fmt::format("{} {}", number, in(language, "hộ", "households"));
}

}  // namespace commune::notify
