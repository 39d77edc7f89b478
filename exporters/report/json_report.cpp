#include "exporters/report/json_report.hpp"

#include <ostream>
#include <vector>

#include "exporters/report/json_table.hpp"
#include "exporters/report/words.hpp"

namespace commune::report {
namespace {

// Members that say what the file is; without braces.
void write_metadata(const HistoryInput& input, std::ostream& out) {
  const auto& request = input.request;
  const auto time = [&](LedgerTime at) { return json_text(input.calendar.exact_text(at)); };
  out << "\"topic\":" << json_text(to_string(request.topic))
      << ",\n\"commune\":" << json_text(input.inventory.commune_name)
      << ",\n\"timezone\":" << json_text(input.inventory.timezone)
      << ",\n\"from\":" << time(request.range.from) << ",\n\"to\":" << time(request.range.to)
      << ",\n\"history_from\":" << time(input.extent.from)
      << ",\n\"history_to\":" << time(input.extent.to);
  if (request.topic != Topic::outages) out << ",\n\"by\":" << json_text(to_string(request.by));
  if (request.topic == Topic::coverage)
    out << ",\n\"level\":" << json_text(to_string(request.level));
  out << ",\n\"definitions\":{";
  std::string_view separator = "\n";
  for (const auto& [column, text] : definitions(request.topic)) {
    out << separator << json_text(column) << ":" << json_text(text.in(request.language));
    separator = ",\n";
  }
  out << "}";
}

Result<void> write_coverage_rows(const HistoryInput& input, std::ostream& out) {
  const auto bounds = periods(input.calendar, input.request.by, input.request.range);
  JsonTable rows(out, coverage_columns());
  std::vector<Cells> unmeasured;
  out << ",\n\"rows\":[";
  auto read = each_subject(
      input, bounds, [&](const Subject& subject, std::span<const CoverageFigures> figures) {
        coverage_rows_of(input, subject, bounds, figures, [&](const Cells& row) { rows.row(row); });
        unmeasured_rows_of(input, subject, figures,
                           [&](Cells row) { unmeasured.push_back(std::move(row)); });
      });
  if (!read) return read;
  out << "\n],\n\"unmeasured\":[";
  JsonTable reasons(out, unmeasured_columns());
  for (const auto& row : unmeasured)
    reasons.row(row);
  out << "\n]";
  return {};
}

std::string geometry(const Site* site) {
  if (site == nullptr || !site->latitude || !site->longitude) return "null";
  return fmt::format("{{\"type\":\"Point\",\"coordinates\":[{},{}]}}", *site->longitude,
                     *site->latitude);
}

// The features of coverage: subjects of one site follow one another.
class SiteFeatures {
 public:
  SiteFeatures(const HistoryInput& input, std::span<const PeriodBounds> bounds, std::ostream& out)
      : input_(input), bounds_(bounds), out_(out) {}

  void add(const Subject& subject, std::span<const CoverageFigures> figures) {
    if (subject.site != site_) {
      end_feature();
      site_ = subject.site;
      village_ = subject.village;
    }
    CoverageFigures all;
    for (const auto& period : figures)
      all += period;
    const std::string access(access_word(subject));
    const auto ratio = [](std::optional<Ratio> share) {
      return share ? ratio_text(*share) : std::string("null");
    };
    totals_ += fmt::format(
        ",\"{0}_availability\":{1},\"{0}_measured_share\":{2},\"{0}_down_seconds\":{3},"
        "\"{0}_outages\":{4}",
        access, ratio(all.availability()), ratio(all.measured_share()),
        seconds_text(all.in(State::down)), all.outages);
    coverage_rows_of(input_, subject, bounds_, figures, [&](const Cells& row) {
      rows_ += (rows_.empty() ? "\n" : ",\n") + json_object(coverage_columns(), row);
    });
  }

  void end_feature() {
    if (site_.empty()) return;
    const Site* site = input_.inventory.find(site_);
    const Word village = input_.names.village(village_);
    const Word name = std::get<Word>(input_.names.site(site_));
    out_ << (first_ ? "\n" : ",\n") << "{\"type\":\"Feature\",\"id\":" << json_text(site_.value)
         << ",\"geometry\":" << geometry(site)
         << ",\"properties\":{\"site\":" << json_text(name.key)
         << ",\"site_name\":" << json_text(name.text)
         << ",\"kind\":" << (site == nullptr ? "null" : json_text(to_string(site->kind)))
         << ",\"village\":" << json_text(village.key)
         << ",\"village_name\":" << json_text(village.text) << totals_ << ",\"rows\":[" << rows_
         << "]}}";
    first_ = false;
    site_ = {};
    totals_.clear();
    rows_.clear();
  }

 private:
  const HistoryInput& input_;
  std::span<const PeriodBounds> bounds_;
  std::ostream& out_;
  SiteId site_;
  VillageId village_;
  std::string totals_, rows_;
  bool first_ = true;
};

Result<void> write_site_features(const HistoryInput& input, std::ostream& out) {
  const auto bounds = periods(input.calendar, input.request.by, input.request.range);
  SiteFeatures features(input, bounds, out);
  auto read = each_subject(input, bounds,
                           [&](const Subject& subject, std::span<const CoverageFigures> figures) {
                             features.add(subject, figures);
                           });
  if (read) features.end_feature();
  return read;
}

Result<void> write_row_features(const HistoryInput& input, std::ostream& out) {
  const auto& columns = columns_of(input.request.topic);
  std::size_t site_column = 0;
  while (columns[site_column].key != "site")
    ++site_column;
  std::string_view separator = "\n";
  return each_row(input, input.request.topic, [&](const Cells& row) {
    const auto* word = std::get_if<Word>(&row[site_column]);
    const Site* site = word ? input.inventory.find(SiteId{word->key}) : nullptr;
    out << separator << "{\"type\":\"Feature\",\"geometry\":" << geometry(site)
        << ",\"properties\":" << json_object(columns, row) << "}";
    separator = ",\n";
  });
}

}  // namespace

Result<void> write_json(const HistoryInput& input, std::ostream& out) {
  out << "{";
  write_metadata(input, out);
  if (input.request.topic == Topic::coverage) {
    if (auto written = write_coverage_rows(input, out); !written) return written;
  } else {
    out << ",\n\"rows\":[";
    JsonTable rows(out, columns_of(input.request.topic));
    auto written = each_row(input, input.request.topic, [&](const Cells& row) { rows.row(row); });
    if (!written) return written;
    out << "\n]";
  }
  out << "}\n";
  return {};
}

Result<void> write_geojson(const HistoryInput& input, std::ostream& out) {
  out << "{\"type\":\"FeatureCollection\",\n";
  write_metadata(input, out);
  out << ",\n\"features\":[";
  auto written = input.request.topic == Topic::coverage ? write_site_features(input, out)
                                                        : write_row_features(input, out);
  if (!written) return written;
  out << "\n]}\n";
  return {};
}

}  // namespace commune::report
