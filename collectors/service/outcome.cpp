#include "collectors/service/outcome.hpp"

#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::service {

std::string_view to_string(Reason reason) {
  static constexpr std::array<std::string_view, kReasonCount> kNames = {
      "resolve", "connect", "tls", "timeout", "status", "body", "answer", "size", "protocol"};
  return kNames[static_cast<std::size_t>(reason)];
}

std::string_view to_string(Phase phase) {
  static constexpr std::array<std::string_view, kPhaseCount> kNames = {"resolve", "connect", "tls",
                                                                       "processing", "transfer"};
  return kNames[static_cast<std::size_t>(phase)];
}

void Phases::add(const Phases& more) {
  for (std::size_t i = 0; i < kPhaseCount; ++i)
    if (more.took[i]) add(static_cast<Phase>(i), *more.took[i]);
}

std::chrono::nanoseconds Phases::sum() const {
  std::chrono::nanoseconds whole{0};
  for (const auto& phase : took)
    whole += phase.value_or(std::chrono::nanoseconds{0});
  return whole;
}

std::string text_of(Milliseconds duration) {
  if (duration.count() % 1000 != 0) return fmt::format("{} ms", duration.count());
  return fmt::format("{} s", duration.count() / 1000);
}

std::string in_quotes(std::string_view text) {
  static constexpr std::size_t kMost = 60;
  std::string shown = printable(text.substr(0, 4 * kMost));
  std::size_t at = 0, characters = 0;
  for (; at < shown.size(); ++at)
    // Continuation bytes belong to the character before.
    if ((static_cast<unsigned char>(shown[at]) & 0xC0) != 0x80 && characters++ == kMost) break;
  const bool cut = at < shown.size() || text.size() > 4 * kMost;
  shown.resize(at);
  return fmt::format("\"{}{}\"", shown, cut ? "…" : "");
}

}  // namespace commune::service
