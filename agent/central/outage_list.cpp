#include "agent/central/outage_list.hpp"

#include <algorithm>
#include <tuple>

#include "core/model/outage_id.hpp"

namespace commune::central {
namespace {

bool overlap(const Outage& one, const Outage& other) {
  const bool one_ended_before = one.end && *one.end <= other.start;
  const bool other_ended_before = other.end && *other.end <= one.start;
  return !one_ended_before && !other_ended_before;
}

bool took(const BlamedOutage& root, const BlamedOutage& taken) {
  return root.blame && root.blame->root && !root.blame->root_device.empty() &&
         root.blame->root_device == taken.blame->root_device && overlap(root.outage, taken.outage);
}

}  // namespace

Outage outage_of(const Interval& down) {
  Outage outage;
  outage.id = outage_id(down.subject, down.start);
  outage.root_outage = outage.id;
  outage.subject = down.subject;
  outage.start = down.start;
  if (!down.open) outage.end = down.end;
  return outage;
}

std::optional<Blame> best_blame(const std::vector<Blame>& all) {
  const auto order = [](const Blame& blame) {
    return std::tuple(!blame.at_the_site, -blame.samples, blame.cause);
  };
  const auto best = std::min_element(
      all.begin(), all.end(),
      [&](const Blame& one, const Blame& other) { return order(one) < order(other); });
  if (best == all.end()) return std::nullopt;
  return *best;
}

std::vector<Outage> outage_list(std::vector<BlamedOutage> found) {
  std::sort(found.begin(), found.end(), [](const BlamedOutage& one, const BlamedOutage& other) {
    return std::tie(one.outage.start, one.outage.id) <
           std::tie(other.outage.start, other.outage.id);
  });
  for (auto& taken : found) {
    if (!taken.blame) continue;
    taken.outage.cause = taken.blame->cause;
    taken.outage.root_device = taken.blame->root_device;
    if (taken.blame->root) continue;
    const auto root = std::find_if(found.begin(), found.end(),
                                   [&](const BlamedOutage& other) { return took(other, taken); });
    if (root == found.end()) continue;
    taken.outage.root_outage = root->outage.id;
    root->outage.cut_off.push_back(taken.outage.subject);
  }
  std::vector<Outage> outages;
  for (auto& each : found) {
    auto& cut_off = each.outage.cut_off;
    std::sort(cut_off.begin(), cut_off.end());
    cut_off.erase(std::unique(cut_off.begin(), cut_off.end()), cut_off.end());
    outages.push_back(std::move(each.outage));
  }
  return outages;
}

}  // namespace commune::central
