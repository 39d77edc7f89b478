// Questions to the HTTP API that Prometheus 2 and VictoriaMetrics share, and their answers as plain
// values. How a form reaches the server is the caller's affair.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/coverage.hpp"
#include "core/model/result.hpp"

namespace commune::central {

struct Answer {
  int status = 0;
  std::string body;
};

/// Posts a form to a path of the server ("/api/v1/query"). Fails when nobody answers.
using Post = std::function<Result<Answer>(const std::string& path, const std::string& form)>;

using Labels = std::map<std::string, std::string, std::less<>>;

struct Sample {
  LedgerTime time{};
  double value = 0;

  friend bool operator==(const Sample&, const Sample&) = default;
};

struct Series {
  Labels labels;
  std::vector<Sample> samples;  ///< By time.
};

/// The label's value; empty without it.
std::string label(const Labels& labels, std::string_view name);

/// `name="value"`, for a selector.
std::string match(std::string_view name, std::string_view value);

/// Errors say the address, and what the server answered. Not thread-safe.
class PrometheusQuery {
 public:
  /// `address` is for errors alone.
  PrometheusQuery(std::string address, Post post);

  /// What an expression is at a moment (the server's own, where none is given): one sample a
  /// series, or with a range selector all of them. Values that are not numbers are left out.
  Result<std::vector<Series>> ask(const std::string& expression,
                                  std::optional<LedgerTime> time = {});

  /// Every sample of what `selector` selects, from `range.from` to `range.to`.
  Result<std::vector<Series>> samples(const std::string& selector, TimeRange range);

  /// Labels of the series that had samples in the range or near it.
  Result<std::vector<Labels>> series(const std::string& selector, TimeRange range);

 private:
  std::string address_;
  Post post_;
};

}  // namespace commune::central
