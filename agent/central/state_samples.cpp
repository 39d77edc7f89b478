#include "agent/central/state_samples.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace commune::central {
namespace {

constexpr std::string_view kState = "coverage_state";
constexpr std::string_view kSince = "coverage_state_since_timestamp_seconds";

std::string metric(const Subject& subject, std::string_view rest) {
  return fmt::format("commune_{}{}", subject.is_village() ? "village_" : "", rest);
}

std::optional<State> state_of_number(double number) {
  for (const State state : kStates)
    if (state_number(state) == number) return state;
  return std::nullopt;
}

/// Two metrics of one scrape target.
struct Pair {
  const std::vector<Sample>* states = nullptr;
  const std::vector<Sample>* begins = nullptr;
};

void append(const Pair& pair, std::vector<StateSample>& said) {
  if (!pair.states || !pair.begins) return;
  auto begin = pair.begins->begin();
  for (const Sample& sample : *pair.states) {
    while (begin != pair.begins->end() && begin->time < sample.time)
      ++begin;
    if (begin == pair.begins->end()) return;
    const auto state = state_of_number(sample.value);
    if (begin->time != sample.time || !state) continue;
    const auto since = std::llround(begin->value * 1000);
    said.push_back({sample.time, *state, LedgerTime(Milliseconds(since))});
  }
}

}  // namespace

std::optional<Subject> subject_of(const Labels& labels) {
  Subject subject{VillageId{label(labels, "village")}, SiteId{label(labels, "site")},
                  access_of(label(labels, "access"))};
  if (subject.village.empty() || subject.site.empty() != subject.is_village()) return std::nullopt;
  return subject;
}

Watched watched_by(const std::vector<Labels>& series) {
  Watched watched;
  std::map<SiteId, VillageId> villages;
  for (const Labels& labels : series) {
    const auto subject = subject_of(labels);
    if (!subject) continue;
    watched.vantages.insert(SiteId{label(labels, "vantage")});
    watched.subjects[*subject];
    if (!subject->is_village()) villages.emplace(subject->site, subject->village);
  }
  for (auto& [subject, at_home] : watched.subjects)
    for (const SiteId& vantage : watched.vantages) {
      const auto village = villages.find(vantage);
      const bool there = subject.is_village()
                             ? village != villages.end() && village->second == subject.village
                             : vantage == subject.site;
      if (there) at_home.insert(vantage);
    }
  return watched;
}

std::string state_metric(const Subject& subject) {
  return metric(subject, kState);
}

std::string since_metric(const Subject& subject) {
  return metric(subject, kSince);
}

std::string selector_of(const Subject& subject) {
  std::string matchers =
      fmt::format("__name__=~\"{}|{}\",{}", state_metric(subject), since_metric(subject),
                  match("village", subject.village.value));
  if (!subject.is_village())
    matchers += fmt::format(",{},{}", match("site", subject.site.value),
                            match("access", access_word(subject)));
  return "{" + matchers + "}";
}

std::map<SiteId, std::vector<StateSample>> pair_samples(const std::vector<Series>& series) {
  std::map<Labels, Pair> pairs;
  for (const Series& each : series) {
    Labels target = each.labels;
    const std::string name = label(target, "__name__");
    target.erase("__name__");
    Pair& pair = pairs[target];
    (name.ends_with(kSince) ? pair.begins : pair.states) = &each.samples;
  }
  std::map<SiteId, std::vector<StateSample>> said;
  for (const auto& [target, pair] : pairs)
    append(pair, said[SiteId{label(target, "vantage")}]);
  for (auto& [vantage, samples] : said)
    std::stable_sort(samples.begin(), samples.end(),
                     [](const auto& a, const auto& b) { return a.seen < b.seen; });
  return said;
}

}  // namespace commune::central
