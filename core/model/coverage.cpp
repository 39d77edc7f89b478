#include "core/model/coverage.hpp"

namespace commune {
namespace {

constexpr std::array<std::string_view, kStateCount> kStateWords = {"unmeasured", "down", "degraded",
                                                                   "up", "planned"};
constexpr std::array<std::string_view, kCauseCount> kCauseWords = {
    "power",    "upstream",         "fibre",       "device",    "radio",          "congestion",
    "provider", "service",          "unknown",     "power_cut", "agent_crashed",  "agent_stopped",
    "own_path", "not_instrumented", "no_evidence", "clock",     "not_configured", "maintenance",
    "none"};

template <typename Word, std::size_t kCount>
std::optional<Word> find_word(const std::array<std::string_view, kCount>& words,
                              std::string_view word) {
  for (std::size_t i = 0; i < kCount; ++i)
    if (words[i] == word) return static_cast<Word>(i);
  return std::nullopt;
}

}  // namespace

std::string_view to_string(State state) {
  return kStateWords.at(static_cast<std::size_t>(state));
}

std::string_view to_string(Cause cause) {
  return kCauseWords.at(static_cast<std::size_t>(cause));
}

std::optional<State> state_of(std::string_view word) {
  return find_word<State>(kStateWords, word);
}

std::optional<Cause> cause_of(std::string_view word) {
  return find_word<Cause>(kCauseWords, word);
}

std::optional<Access> access_of(std::string_view word) {
  for (const Access access :
       {Access::fibre, Access::wifi, Access::mobile, Access::loudspeaker, Access::internet})
    if (to_string(access) == word) return access;
  return std::nullopt;
}

int state_number(State state) {
  return static_cast<int>(state) - 1;
}

std::string_view access_word(const Subject& subject) {
  return subject.access ? to_string(*subject.access) : std::string_view("overall");
}

}  // namespace commune
