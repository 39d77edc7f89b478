#include "exporters/prometheus/coverage_metrics.hpp"

#include <string_view>
#include <vector>

namespace commune {
namespace {

// From milliseconds in one division: by way of nanoseconds, decades lose their last digits.
double exact_seconds(Milliseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

double exact_unix_seconds(LedgerTime time) {
  return exact_seconds(time.time_since_epoch());
}

struct SubjectMetrics {
  OwnMetric state, seconds, since;
};
constexpr SubjectMetrics kOfAccess = {OwnMetric::coverage_state, OwnMetric::coverage_seconds,
                                      OwnMetric::coverage_state_since};
constexpr SubjectMetrics kOfVillage = {OwnMetric::village_coverage_state,
                                       OwnMetric::village_coverage_seconds,
                                       OwnMetric::village_coverage_state_since};

void add_subject_labels(const Subject& subject, std::string_view vantage, MetricPage& page) {
  page.label("village", subject.village.value);
  if (!subject.is_village()) {
    page.label("site", subject.site.value);
    page.label("access", access_word(subject));
  }
  page.label("vantage", vantage);
}

void add_states(const std::vector<SubjectStatus>& all, OwnMetric metric, std::string_view vantage,
                MetricPage& page) {
  if (!page.family(description(metric))) return;
  for (const SubjectStatus& each : all) {
    page.group();
    add_subject_labels(each.subject, vantage, page);
    page.value(state_number(each.state));
  }
}

void add_totals(const std::vector<SubjectStatus>& all, OwnMetric metric, std::string_view vantage,
                MetricPage& page) {
  if (!page.family(description(metric))) return;
  for (const SubjectStatus& each : all)
    for (const State state : kStates) {
      // The states of one subject differ by their label: each is a group of its own, as comparing
      // them would cost as much as writing them.
      page.group();
      add_subject_labels(each.subject, vantage, page);
      page.label("state", to_string(state));
      page.value(exact_seconds(each.totals[static_cast<std::size_t>(state)]));
    }
}

void add_since(const std::vector<SubjectStatus>& all, OwnMetric metric, std::string_view vantage,
               MetricPage& page) {
  if (!page.family(description(metric))) return;
  for (const SubjectStatus& each : all) {
    if (!each.since) continue;
    page.group();
    add_subject_labels(each.subject, vantage, page);
    page.value(exact_unix_seconds(*each.since));
  }
}

void add_subjects(const std::vector<SubjectStatus>& all, const SubjectMetrics& metrics,
                  bool totals_hold, std::string_view vantage, MetricPage& page) {
  add_states(all, metrics.state, vantage, page);
  if (totals_hold) add_totals(all, metrics.seconds, vantage, page);
  add_since(all, metrics.since, vantage, page);
}

void add_open_outages(const std::vector<Outage>& outages, std::string_view vantage,
                      MetricPage& page) {
  page.family(description(OwnMetric::outage_open));
  for (const Outage& outage : outages) {
    add_subject_labels(outage.subject, vantage, page);
    page.label("cause", to_string(outage.cause));
    page.label("root_device", outage.root_device.value);
    page.label("root", outage.is_root() ? "true" : "false");
    page.value(1);
  }
}

void add_ended_outages(const std::vector<OutageCount>& counts, std::string_view vantage,
                       MetricPage& page) {
  page.family(description(OwnMetric::outages));
  const Subject* last = nullptr;
  for (const OutageCount& each : counts) {
    if (!last || *last != each.subject) page.group();
    last = &each.subject;
    add_subject_labels(each.subject, vantage, page);
    page.label("cause", to_string(each.cause));
    page.value(static_cast<double>(each.count));
  }
}

}  // namespace

void add_optical_limits(const OpticalLimits& limits, const SiteId& vantage, MetricPage& page) {
  page.family(description(OwnMetric::optical_floor));
  page.label("vantage", vantage.value);
  page.value(limits.floor_dbm);
  page.family(description(OwnMetric::optical_margin));
  page.label("vantage", vantage.value);
  page.value(limits.margin_db);
}

void add_coverage(const CoveragePicture& picture, const SiteId& vantage, MetricPage& page) {
  const bool totals_hold = picture.ledger_until.has_value();
  add_subjects(picture.accesses, kOfAccess, totals_hold, vantage.value, page);
  add_subjects(picture.villages, kOfVillage, totals_hold, vantage.value, page);
  if (picture.ledger_until) {
    page.family(description(OwnMetric::coverage_ledger_time));
    page.label("vantage", vantage.value);
    page.value(exact_unix_seconds(*picture.ledger_until));
  }
  add_open_outages(picture.open_outages, vantage.value, page);
  add_ended_outages(picture.ended_outages, vantage.value, page);
}

}  // namespace commune
