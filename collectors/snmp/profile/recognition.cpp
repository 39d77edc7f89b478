#include "collectors/snmp/profile/recognition.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "collectors/snmp/profile/number_text.hpp"

namespace commune::snmp {
namespace {

// Length of the sys_object_id that fits, and how many conditions hold: compared in this order.
using Fit = std::pair<std::size_t, int>;

bool says_so(const Match& match, const Oid& sys_object_id, std::string_view sys_descr) {
  if (match.sys_object_id && !sys_object_id.starts_with(*match.sys_object_id)) return false;
  return !match.sys_descr || found_in(sys_descr, *match.sys_descr);
}

bool answers_so(const Match& match, const VarbindList& answers) {
  if (!match.answers) return true;
  const auto answer = std::find_if(answers.begin(), answers.end(), [&](const Varbind& varbind) {
    return varbind.oid == *match.answers && !absent(varbind.value);
  });
  if (answer == answers.end()) return false;
  return !match.answer || found_in(shown(answer->value, Show::text), *match.answer);
}

std::optional<Fit> fit(const Match& match, const DeviceFacts& facts) {
  if (!says_so(match, facts.sys_object_id, facts.sys_descr) || !answers_so(match, facts.answers))
    return std::nullopt;
  const int conditions = int{match.sys_object_id.has_value()} + int{match.sys_descr.has_value()} +
                         int{match.answers.has_value()} + int{match.answer.has_value()};
  if (conditions == 0) return std::nullopt;
  return Fit{match.sys_object_id ? match.sys_object_id->size() : 0, conditions};
}

}  // namespace

std::vector<Oid> probes_needed(std::span<const ProfilePtr> profiles, const Oid& sys_object_id,
                               std::string_view sys_descr) {
  std::vector<Oid> probes;
  for (const ProfilePtr& profile : profiles)
    for (const Match& match : profile->matches)
      if (match.answers && says_so(match, sys_object_id, sys_descr))
        probes.push_back(*match.answers);
  std::sort(probes.begin(), probes.end());
  probes.erase(std::unique(probes.begin(), probes.end()), probes.end());
  return probes;
}

ProfilePtr choose(std::span<const ProfilePtr> profiles, const DeviceFacts& facts) {
  ProfilePtr best, generic;
  std::optional<Fit> best_fit;
  for (const ProfilePtr& profile : profiles) {
    if (profile->name == "generic") generic = profile;
    for (const Match& match : profile->matches) {
      const auto found = fit(match, facts);
      if (!found || (best_fit && *found < *best_fit)) continue;
      if (best_fit && *found == *best_fit && best->name <= profile->name) continue;
      best = profile;
      best_fit = found;
    }
  }
  return best ? best : generic;
}

}  // namespace commune::snmp
