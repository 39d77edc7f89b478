// Outages of a commune from its merged intervals: one for each unbroken `down` of an access, with
// the cause that held longest and what it took with it. Pure.
#pragma once

#include <optional>
#include <vector>

#include "core/model/coverage.hpp"

namespace commune::central {

/// Whom an open outage was blamed on, and how often a server saw it so.
struct Blame {
  Cause cause = Cause::unknown;
  DeviceId root_device;
  bool root = false;
  bool at_the_site = false;  ///< Said by the vantage there.
  double samples = 0;
};

/// The outage of one `down` interval, its own root for now.
Outage outage_of(const Interval& down);

/// The blame that holds: what the vantage at the site said before what others said, then what was
/// seen most, then the outermost cause. Empty without any.
std::optional<Blame> best_blame(const std::vector<Blame>& all);

struct BlamedOutage {
  Outage outage;
  std::optional<Blame> blame;
};

/// By start, then id; causes, roots and cut_off filled in.
std::vector<Outage> outage_list(std::vector<BlamedOutage> found);

}  // namespace commune::central
