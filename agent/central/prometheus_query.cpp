#include "agent/central/prometheus_query.hpp"

#include <charconv>
#include <cmath>
#include <utility>

#include "core/model/text.hpp"

#include <nlohmann/json.hpp>

namespace commune::central {
namespace {

using nlohmann::json;

constexpr const char *kQueryPath = "/api/v1/query", *kSeriesPath = "/api/v1/series";
constexpr std::size_t kShown = 200;
constexpr double kMillisecondsPerSecond = 1000;

std::string seconds_text(LedgerTime time) {
  const auto count = time.time_since_epoch().count();
  return fmt::format("{}.{:03}", count / 1000, count % 1000);
}

tl::unexpected<Error> refusal(const std::string& where, const Answer& answer) {
  if (answer.status == 401 || answer.status == 403)
    return fail(where, "answers {}: it wants --prometheus-user and --prometheus-password",
                answer.status);
  std::string said = answer.body;
  if (const json body = json::parse(answer.body, nullptr, false); body.is_object())
    if (const auto error = body.find("error"); error != body.end() && error->is_string())
      said = error->get<std::string>();
  return fail(where, "answers {}: {}", answer.status, printable(said.substr(0, kShown)));
}

tl::unexpected<Error> not_prometheus(const std::string& where, const Answer& answer) {
  return fail(where, "answers as no Prometheus does: {}", printable(answer.body.substr(0, kShown)));
}

/// The answer's "data".
Result<json> data_of(const std::string& where, const Answer& answer) {
  if (answer.status != 200) return refusal(where, answer);
  json body = json::parse(answer.body, nullptr, false);
  const bool right = body.is_object() && body.value("status", json()) == "success" &&
                     body.contains("data") && !body["data"].is_null();
  if (!right) return not_prometheus(where, answer);
  return std::move(body["data"]);
}

Labels labels_of(const json& object) {
  Labels labels;
  for (const auto& [name, value] : object.items())
    if (value.is_string()) labels.emplace(name, value.get<std::string>());
  return labels;
}

/// [1764000000.123, "2"]; a staleness marker or any other value than a number is left out.
void add_sample(const json& pair, std::vector<Sample>& samples) {
  if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number() || !pair[1].is_string()) return;
  const auto& text = pair[1].get_ref<const std::string&>();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return;
  const auto at = std::llround(pair[0].get<double>() * kMillisecondsPerSecond);
  samples.push_back({LedgerTime(Milliseconds(at)), value});
}

std::vector<Series> series_of(const json& result) {
  std::vector<Series> all;
  for (const json& each : result) {
    Series series;
    if (const auto labels = each.find("metric"); labels != each.end())
      series.labels = labels_of(*labels);
    if (const auto value = each.find("value"); value != each.end())
      add_sample(*value, series.samples);
    if (const auto values = each.find("values"); values != each.end())
      for (const json& value : *values)
        add_sample(value, series.samples);
    if (!series.samples.empty()) all.push_back(std::move(series));
  }
  return all;
}

}  // namespace

std::string label(const Labels& labels, std::string_view name) {
  const auto found = labels.find(name);
  return found == labels.end() ? std::string() : found->second;
}

std::string match(std::string_view name, std::string_view value) {
  return fmt::format("{}={}", name, promql_quote(value));
}

PrometheusQuery::PrometheusQuery(std::string address, Post post)
    : address_(std::move(address)), post_(std::move(post)) {}

Result<std::vector<Series>> PrometheusQuery::ask(const std::string& expression,
                                                 std::optional<LedgerTime> time) {
  // VictoriaMetrics moves questions about the last half minute into the past, unless nocache=1 is
  // set.
  std::string form = "nocache=1&query=" + percent_encoded(expression);
  if (time) form += "&time=" + seconds_text(*time);
  const auto answer = post_(kQueryPath, form);
  if (!answer) return tl::unexpected(answer.error());
  const auto data = data_of(address_ + kQueryPath, *answer);
  if (!data) return tl::unexpected(data.error());
  if (!data->is_object()) return not_prometheus(address_ + kQueryPath, *answer);
  const json result = data->value("result", json::array());
  if (data->value("resultType", json()) != "scalar") return series_of(result);
  Series scalar;
  add_sample(result, scalar.samples);
  if (scalar.samples.empty()) return not_prometheus(address_ + kQueryPath, *answer);
  return std::vector<Series>{std::move(scalar)};
}

Result<std::vector<Series>> PrometheusQuery::samples(const std::string& selector, TimeRange range) {
  return ask(fmt::format("{}[{}ms]", selector, (range.to - range.from).count()), range.to);
}

Result<std::vector<Labels>> PrometheusQuery::series(const std::string& selector, TimeRange range) {
  const auto answer =
      post_(kSeriesPath, fmt::format("match%5B%5D={}&start={}&end={}", percent_encoded(selector),
                                     seconds_text(range.from), seconds_text(range.to)));
  if (!answer) return tl::unexpected(answer.error());
  const auto data = data_of(address_ + kSeriesPath, *answer);
  if (!data) return tl::unexpected(data.error());
  std::vector<Labels> all;
  for (const json& each : *data)
    all.push_back(labels_of(each));
  return all;
}

}  // namespace commune::central
