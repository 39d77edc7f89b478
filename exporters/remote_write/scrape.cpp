#include "exporters/remote_write/scrape.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/model/text.hpp"

#include <fmt/format.h>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

namespace commune::remote_write {
namespace {

// remote.proto: TimeSeries.labels, Label.name, Label.value.
constexpr protozero::pbf_tag_type kLabels = 1, kName = 1, kValue = 2;
constexpr auto kText = protozero::pbf_wire_type::length_delimited;

constexpr std::string_view kNameLabel = "__name__";

void append_wire_form(const LabelList& sorted, std::string& wire) {
  protozero::pbf_writer series(wire);
  for (const auto& [name, value] : sorted) {
    protozero::pbf_writer label(series, kLabels);
    label.add_string(kName, name);
    label.add_string(kValue, value);
  }
}

// Reads a label's value, after its opening quote up to its closing one.
std::optional<std::string> take_value(std::string_view& rest) {
  std::string value;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return value;
    }
    if (rest[i] != '\\') {
      value += rest[i];
      continue;
    }
    if (++i == rest.size()) return std::nullopt;
    value += rest[i] == 'n' ? '\n' : rest[i];
  }
  return std::nullopt;
}

// Reads `{a="b",c="d"}`, or nothing if there is none. False: it is invalid.
bool take_labels(std::string_view& rest, LabelList& labels) {
  if (!rest.starts_with('{')) return true;
  rest.remove_prefix(1);
  while (!rest.starts_with('}')) {
    const auto equals = rest.find("=\"");
    if (equals == std::string_view::npos || equals == 0) return false;
    std::string name(rest.substr(0, equals));
    rest.remove_prefix(equals + 2);
    auto value = take_value(rest);
    if (!value) return false;
    if (!value->empty()) labels.emplace_back(std::move(name), *std::move(value));
    if (rest.starts_with(',')) rest.remove_prefix(1);
    if (rest.empty()) return false;
  }
  rest.remove_prefix(1);
  return true;
}

std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

bool has_name(const LabelList& labels, std::string_view name) {
  return std::any_of(labels.begin(), labels.end(),
                     [&](const auto& label) { return label.first == name; });
}

// Names unique and sorted, in any order on the page.
void complete(LabelList& labels, const LabelList& external) {
  for (auto& [name, value] : labels)
    if (has_name(external, name)) name.insert(0, "exported_");
  labels.insert(labels.end(), external.begin(), external.end());
  std::stable_sort(labels.begin(), labels.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto same_name = [](const auto& a, const auto& b) { return a.first == b.first; };
  labels.erase(std::unique(labels.begin(), labels.end(), same_name), labels.end());
}

// False: the line is not a sample.
bool read_line(std::string_view line, const LabelList& external, LabelList& labels,
               Scrape& scrape) {
  const auto name_end = line.find_first_of("{ ");
  if (name_end == std::string_view::npos || name_end == 0) return false;
  labels.clear();
  labels.emplace_back(kNameLabel, line.substr(0, name_end));
  std::string_view rest = line.substr(name_end);
  if (!take_labels(rest, labels) || !rest.starts_with(' ')) return false;
  const auto value = number_of(rest.substr(1));
  if (!value) return false;
  if (!std::isfinite(*value)) return true;
  complete(labels, external);
  const auto begin = scrape.labels.size();
  append_wire_form(labels, scrape.labels);
  scrape.samples.push_back({static_cast<std::uint32_t>(begin),
                            static_cast<std::uint32_t>(scrape.labels.size() - begin), *value});
  return true;
}

}  // namespace

Scrape read_page(std::string_view page, const LabelList& external) {
  Scrape scrape;
  LabelList labels;
  while (!page.empty()) {
    const auto end = std::min(page.find('\n'), page.size());
    const std::string_view line = page.substr(0, end);
    page.remove_prefix(std::min(end + 1, page.size()));
    if (line.empty() || line.starts_with('#')) continue;
    if (!read_line(line, external, labels, scrape)) ++scrape.unread;
  }
  return scrape;
}

std::string wire_form(LabelList labels) {
  complete(labels, {});
  std::string wire;
  append_wire_form(labels, wire);
  return wire;
}

std::string text_of(std::string_view wire_form) {
  std::string name, labels;
  try {
    protozero::pbf_reader series(wire_form.data(), wire_form.size());
    while (series.next(kLabels, kText)) {
      auto label = series.get_message();
      std::string label_name, value;
      while (label.next()) {
        if (label.wire_type() != kText) return "?";
        std::string& text = label.tag() == kName ? label_name : value;
        text = label.get_string();
      }
      if (label_name == kNameLabel)
        name = printable(value);
      else
        labels +=
            fmt::format("{}{}=\"{}\"", labels.empty() ? "" : ",", label_name, printable(value));
    }
  } catch (const protozero::exception&) {
    return "?";
  }
  return labels.empty() ? name : fmt::format("{}{{{}}}", name, labels);
}

}  // namespace commune::remote_write
