// A Prometheus of one commune, scraped every `pace`: answers the questions that agent/central asks,
// from lines of intervals, and counts the samples that it gave.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "agent/central/prometheus_query.hpp"
#include "core/model/coverage.hpp"

namespace commune::central {

class FakeServer {
 public:
  /// One vantage's intervals of one subject, without gap; silent where `silent` says so.
  struct Line {
    Subject subject;
    SiteId vantage;
    std::vector<Interval> intervals;
    std::vector<TimeRange> silent;
    std::string outage_labels;  ///< JSON members of an outage's labels: "\"cause\":\"fibre\"".
  };

  FakeServer(Milliseconds pace, LedgerTime now) : pace_(pace), now_(now) {}

  void add(Line line) { lines_.push_back(std::move(line)); }
  PrometheusQuery query();

  std::size_t samples_given = 0, questions = 0;
  /// Answers this to everything, where it is not empty.
  std::string broken;

 private:
  Answer answer(const std::string& path, const std::string& form);
  std::string matrix(const std::string& expression, TimeRange range);
  std::string busy(const std::string& expression, TimeRange range) const;
  std::string heartbeats(TimeRange range);
  std::string extreme(bool first) const;
  std::string blames(const std::string& expression) const;
  std::string labels(const std::string& metric) const;
  std::vector<LedgerTime> scrapes(const Line& line, TimeRange range) const;

  Milliseconds pace_;
  LedgerTime now_;
  std::vector<Line> lines_;
};

}  // namespace commune::central
