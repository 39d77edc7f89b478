// Which subjects a server knows, and its samples of two metrics paired into what each vantage said.
// Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/central/prometheus_query.hpp"
#include "agent/central/state_series.hpp"

namespace commune::central {

/// Subjects by the labels of their series.
struct Watched {
  std::set<SiteId> vantages;
  /// The vantages that stand there themselves: at the site, for a village in it.
  std::map<Subject, std::set<SiteId>> subjects;
};

/// Labels that name no subject are left out.
Watched watched_by(const std::vector<Labels>& series);

std::optional<Subject> subject_of(const Labels& labels);

/// The metrics with a subject's state and its beginning: selectors without braces.
std::string state_metric(const Subject& subject);
std::string since_metric(const Subject& subject);

/// `{__name__=~"...",village="..."...}`: both of one subject.
std::string selector_of(const Subject& subject);

/// The samples of each vantage, by time. A state whose beginning has no sample at the same moment
/// (the agent's clock was not known yet) is left out.
std::map<SiteId, std::vector<StateSample>> pair_samples(const std::vector<Series>& series);

}  // namespace commune::central
