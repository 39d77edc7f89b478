#include "tests/agent/central/fake_server.hpp"

#include <algorithm>
#include <regex>
#include <set>

#include "agent/central/state_samples.hpp"

#include <fmt/format.h>

namespace commune::central {
namespace {

constexpr std::string_view kHeartbeat = "commune_coverage_ledger_timestamp_seconds";

std::string decoded(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    plain += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
    i += 2;
  }
  return plain;
}

std::string field(const std::string& form, const std::string& name) {
  std::smatch found;
  const std::regex pattern("(?:^|&)" + name + "=([^&]*)");
  return std::regex_search(form, found, pattern) ? decoded(found[1]) : std::string();
}

double unix_text(LedgerTime time) {
  return static_cast<double>(time.time_since_epoch().count()) / 1000;
}

const Interval* interval_at(const FakeServer::Line& line, LedgerTime time) {
  for (const Interval& each : line.intervals)
    if (each.start <= time && time < each.end) return &each;
  return nullptr;
}

std::string label_members(const FakeServer::Line& line) {
  std::string members = fmt::format("\"village\":\"{}\",\"vantage\":\"{}\"",
                                    line.subject.village.value, line.vantage.value);
  if (!line.subject.is_village())
    members += fmt::format(",\"site\":\"{}\",\"access\":\"{}\"", line.subject.site.value,
                           access_word(line.subject));
  return members;
}

std::string result(const char* type, const std::string& series) {
  return fmt::format(R"({{"status":"success","data":{{"resultType":"{}","result":[{}]}}}})", type,
                     series);
}

void append(std::string& list, const std::string& one) {
  if (!list.empty()) list += ',';
  list += one;
}

}  // namespace

PrometheusQuery FakeServer::query() {
  return {"http://fake", [this](const std::string& path, const std::string& form) {
            ++questions;
            return Result<Answer>(answer(path, form));
          }};
}

Answer FakeServer::answer(const std::string& path, const std::string& form) {
  if (!broken.empty()) return {503, broken};
  if (path == "/api/v1/series") return {200, labels(field(form, R"(match%5B%5D)"))};
  const std::string expression = field(form, "query"), time = field(form, "time");
  if (expression == "time()")
    return {200, fmt::format(
                     R"({{"status":"success","data":{{"resultType":"scalar","result":[1,"{}"]}}}})",
                     unix_text(now_))};
  const LedgerTime to{Milliseconds(std::llround(std::stod(time) * 1000))};
  std::smatch window;
  const bool has_window = std::regex_search(expression, window, std::regex(R"(\[(\d+)ms\])"));
  const Milliseconds length(has_window ? std::stoll(window[1]) : 0);
  const TimeRange range = {to - length, to};
  if (expression.find("min_over_time") == 0) return {200, extreme(true)};
  if (expression.find("max_over_time") == 0) return {200, extreme(false)};
  if (expression.find("count_over_time") == 0) return {200, blames(expression)};
  if (expression.find("changes(") != std::string::npos) return {200, busy(expression, range)};
  if (expression.find(kHeartbeat) == 0) return {200, heartbeats(range)};
  return {200, matrix(expression, range)};
}

std::vector<LedgerTime> FakeServer::scrapes(const Line& line, TimeRange range) const {
  std::vector<LedgerTime> times;
  const auto begin = std::max(range.from, line.intervals.front().start);
  const auto whole = (begin.time_since_epoch() + pace_ - Milliseconds(1)) / pace_ * pace_;
  for (LedgerTime at{whole}; at <= std::min(range.to, now_); at += pace_) {
    const bool silent = std::any_of(line.silent.begin(), line.silent.end(),
                                    [&](TimeRange gap) { return gap.from <= at && at < gap.to; });
    if (!silent && interval_at(line, at)) times.push_back(at);
  }
  return times;
}

std::string FakeServer::matrix(const std::string& expression, TimeRange range) {
  std::string all;
  for (const Line& line : lines_) {
    if (selector_of(line.subject) != expression.substr(0, expression.find('['))) continue;
    std::string states, begins;
    for (const LedgerTime at : scrapes(line, range)) {
      const Interval& now = *interval_at(line, at);
      append(states, fmt::format("[{},\"{}\"]", unix_text(at), state_number(now.state)));
      append(begins, fmt::format("[{},\"{}\"]", unix_text(at), unix_text(now.start)));
      samples_given += 2;
    }
    for (const auto& [metric, values] : {std::pair(state_metric(line.subject), states),
                                         std::pair(since_metric(line.subject), begins)})
      append(all, fmt::format(R"({{"metric":{{"__name__":"{}",{}}},"values":[{}]}})", metric,
                              label_members(line), values));
  }
  return result("matrix", all);
}

std::string FakeServer::busy(const std::string& expression, TimeRange range) const {
  std::string all;
  for (const Line& line : lines_) {
    if (expression.find(since_metric(line.subject) + "[") == std::string::npos) continue;
    std::set<LedgerTime> begins;
    for (const LedgerTime at : scrapes(line, range))
      begins.insert(interval_at(line, at)->start);
    if (begins.size() > 1)
      append(all, fmt::format(R"({{"metric":{{{}}},"value":[1,"{}"]}})", label_members(line),
                              begins.size() - 1));
  }
  return result("vector", all);
}

std::string FakeServer::heartbeats(TimeRange range) {
  std::string all;
  for (const Line& line : lines_) {
    std::string values;
    for (const LedgerTime at : scrapes(line, range))
      append(values, fmt::format("[{},\"1\"]", unix_text(at)));
    if (!values.empty()) append(all, fmt::format(R"({{"metric":{{}},"values":[{}]}})", values));
  }
  return result("matrix", all);
}

std::string FakeServer::extreme(bool first) const {
  std::vector<LedgerTime> times;
  for (const Line& line : lines_)
    for (const LedgerTime at : scrapes(line, {LedgerTime{}, now_}))
      if (at.time_since_epoch() % std::chrono::hours(6) < std::chrono::minutes(5))
        times.push_back(at);
  if (times.empty()) return result("vector", "");
  const auto [least, most] = std::minmax_element(times.begin(), times.end());
  return result("vector", fmt::format(R"({{"metric":{{}},"value":[1,"{}"]}})",
                                      unix_text(first ? *least : *most)));
}

std::string FakeServer::blames(const std::string& expression) const {
  std::string all;
  for (const Line& line : lines_)
    if (!line.outage_labels.empty() &&
        expression.find(match("site", line.subject.site.value)) != std::string::npos &&
        expression.find(match("access", access_word(line.subject))) != std::string::npos)
      append(all, fmt::format(R"({{"metric":{{{},{}}},"value":[1,"5"]}})", label_members(line),
                              line.outage_labels));
  return result("vector", all);
}

std::string FakeServer::labels(const std::string& metric) const {
  std::string all;
  for (const Line& line : lines_)
    if (metric == state_metric(line.subject)) append(all, "{" + label_members(line) + "}");
  return fmt::format(R"({{"status":"success","data":[{}]}})", all);
}

}  // namespace commune::central
