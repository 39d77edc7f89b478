#include "agent/commands/export_command.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/agent/settings/configuration.hpp"
#include "tests/exporters/report/small_ledger.hpp"

#include <gmock/gmock.h>

namespace commune {
namespace {

using settings::TemporaryDirectory;
using testing::HasSubstr;
using testing::StartsWith;

struct Outcome {
  int exit_code = 0;
  std::string out, err, opened;
};

Outcome exported(const ExportArguments& arguments, ExportTerminals terminals = {}) {
  std::ostringstream out, err;
  Outcome outcome;
  const auto open = [&](const std::string& what) -> Result<std::unique_ptr<HistoryReader>> {
    outcome.opened = what;
    return std::make_unique<report::MemoryHistory>(report::small_ledger());
  };
  const ExportInputs inputs = {
      open, [&](const ExportArguments& asked) { return open(asked.prometheus); }};
  outcome.exit_code = run_export(arguments, inputs, terminals, out, err);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

ExportArguments october() {
  ExportArguments arguments;
  arguments.topic = "coverage";
  arguments.from = arguments.to = "2026-10";
  arguments.source = "history.db";
  return arguments;
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Export, writes_a_month_to_standard_output_and_nothing_else) {
  const Outcome outcome = exported(october());
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, StartsWith("\xEF\xBB\xBFThôn,"));
  EXPECT_THAT(outcome.out, HasSubstr("ca,ca-nvh,Wi-Fi,2026-10-01T00:00:00+07:00,"));
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.opened, "history.db");
}

TEST(Export, reads_names_language_and_history_from_the_configuration) {
  const TemporaryDirectory directory;
  auto arguments = october();
  arguments.source.clear();
  arguments.config = directory.write("c.toml", settings::kSmallest);
  arguments.language = "en";
  const Outcome outcome = exported(arguments);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Thôn Ca,ca-nvh,Fibre"));
  EXPECT_THAT(outcome.opened, testing::EndsWith("/history.db"));
}

TEST(Export, puts_a_whole_file_in_its_place_in_the_format_of_its_name) {
  const TemporaryDirectory directory;
  auto arguments = october();
  arguments.output = directory.write("october.json", "old");
  const Outcome outcome = exported(arguments);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(bytes_of(arguments.output), StartsWith("{\"topic\":\"coverage\""));
  EXPECT_FALSE(std::filesystem::exists(arguments.output + ".new"));
}

TEST(Export, keeps_the_old_file_if_there_is_nothing_to_write) {
  const TemporaryDirectory directory;
  auto arguments = october();
  arguments.output = directory.write("old.csv", "old");
  arguments.from = arguments.to = "2027-01";
  const Outcome outcome = exported(arguments);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("the history holds 2026-09-20T00:00:00+07:00 to"));
  EXPECT_EQ(bytes_of(arguments.output), "old");
  EXPECT_FALSE(std::filesystem::exists(arguments.output + ".new"));
}

TEST(Export, refuses_a_workbook_on_a_terminal) {
  auto arguments = october();
  arguments.format = "xlsx";
  const Outcome outcome = exported(arguments, {true, false});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "--format xlsx: a terminal cannot show it: add --output FILE.xlsx\n");
}

TEST(Export, shows_progress_only_on_a_terminal) {
  const TemporaryDirectory directory;
  auto arguments = october();
  arguments.topic = "outages";
  EXPECT_THAT(exported(arguments, {false, true}).err, HasSubstr("] 77 %"));
  EXPECT_EQ(exported(arguments, {false, false}).err, "");
}

TEST(Export, names_the_wrong_argument_and_what_would_be_right) {
  auto arguments = october();
  arguments.topic = "coverge";
  Outcome outcome = exported(arguments);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.err,
            "export: \"coverge\" is none of coverage, outages, quality (did you mean "
            "\"coverage\"?)\n");
  arguments = october();
  arguments.by = "year";
  EXPECT_EQ(exported(arguments).err, "--by: \"year\" is none of month, week, day, hour\n");
  arguments = october();
  arguments.to = "2026-09";
  EXPECT_THAT(exported(arguments).err, StartsWith("--from, --to: nothing lies between"));
  arguments = october();
  arguments.topic = "outages";
  arguments.by = "month";
  EXPECT_EQ(exported(arguments).err, "--by: outages are reported one by one\n");
}

TEST(Export, needs_the_place_of_the_history) {
  auto arguments = october();
  arguments.source.clear();
  const Outcome outcome = exported(arguments);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--source history.db"));
}

TEST(Export, exports_a_whole_commune_from_a_prometheus) {
  auto arguments = october();
  arguments.source.clear();
  arguments.prometheus = "http://127.0.0.1:9090";
  const Outcome outcome = exported(arguments);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.opened, "http://127.0.0.1:9090");
  EXPECT_THAT(outcome.out, HasSubstr("ca,ca-nvh,Wi-Fi,2026-10-01T00:00:00+07:00,"));
}

TEST(Export, refuses_quality_from_a_prometheus_before_it_queries) {
  auto arguments = october();
  arguments.topic = "quality";
  arguments.source.clear();
  arguments.prometheus = "http://127.0.0.1:9090";
  const Outcome outcome = exported(arguments);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.opened, "");
  EXPECT_THAT(outcome.err, StartsWith("--prometheus: Prometheus has only coverage and outages"));
}

TEST(Export, an_unknown_village_is_an_error_with_a_suggestion) {
  const TemporaryDirectory directory;
  auto arguments = october();
  arguments.config = directory.write("c.toml", settings::kSmallest);
  arguments.villages = {"cs"};
  const Outcome outcome = exported(arguments);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.err, "there is no village \"cs\" (did you mean \"ca\"?)\n");
}

}  // namespace
}  // namespace commune
