#include "agent/commands/export_command.hpp"

#include <filesystem>
#include <ostream>
#include <utility>

#include "agent/commands/progress_line.hpp"
#include "agent/settings/settings.hpp"
#include "core/runtime/atomic_file.hpp"
#include "exporters/report/report.hpp"

#include <fmt/ostream.h>

namespace commune {
namespace {

constexpr int kDone = 0, kFailed = 1, kUsage = 2;

/// Everything known before the history is opened.
struct Plan {
  Inventory inventory;
  Calendar calendar;
  report::Request request;
  std::string history;  ///< Path; empty with --prometheus.
};

Result<std::string> history_path(const ExportArguments& arguments, const std::string& state_dir) {
  const int ways = (arguments.source.empty() ? 0 : 1) + (arguments.prometheus.empty() ? 0 : 1);
  if (ways > 1) return fail("export", "--source and --prometheus cannot be used together");
  if (!arguments.prometheus.empty()) return std::string();
  if (!arguments.source.empty()) return arguments.source;
  if (!arguments.config.empty()) return (std::filesystem::path(state_dir) / "history.db").string();
  return fail("export",
              "name where to read from: --config FILE (its state_dir), --source history.db or "
              "--prometheus URL");
}

ResultOrErrors<settings::Settings> settings_for(const ExportArguments& arguments) {
  if (arguments.config.empty()) return settings::Settings{};
  return settings::load_settings(arguments.config);
}

Result<Plan> plan_for(const ExportArguments& arguments, settings::Settings settings) {
  auto calendar = Calendar::in(settings.inventory.timezone);
  if (!calendar) return tl::unexpected(calendar.error());
  auto request = report::parse_request(arguments, settings.inventory, *calendar);
  if (!request) return tl::unexpected(request.error());
  auto path = history_path(arguments, settings.state_dir);
  if (!path) return tl::unexpected(path.error());
  if (path->empty() && request->topic == report::Topic::quality)
    return fail("--prometheus",
                "Prometheus has only coverage and outages; quality is in a gateway's history: "
                "--config FILE or --source history.db");
  return Plan{std::move(settings.inventory), *calendar, std::move(*request), std::move(*path)};
}

/// Redraws only when the percentage has changed, so that it needs no clock.
std::function<void(double)> progress_on(ProgressLine& line) {
  return [&line, shown = -1](double done) mutable {
    constexpr int kAll = 100, kWidth = 30;
    const int percent = static_cast<int>(done * kAll);
    if (percent == shown) return;
    shown = percent;
    const auto filled = static_cast<std::size_t>(percent * kWidth / kAll);
    line.show(fmt::format("[{}{}] {} %", std::string(filled, '#'),
                          std::string(kWidth - filled, '.'), percent));
  };
}

Result<void> write_file(HistoryReader& reader, const Plan& plan, const std::string& path) {
  return write_atomically(path, 0666, [&](std::ostream& file) {
    auto done = report::write_report(reader, plan.inventory, plan.calendar, plan.request, file);
    if (!done && done.error().where.empty()) done.error().where = path;
    return done;
  });
}

int complain(const Error& error, int code, std::ostream& err) {
  err << error.message() << '\n';
  return code;
}

}  // namespace

int run_export(const ExportArguments& arguments, const ExportInputs& inputs,
               ExportTerminals terminals, std::ostream& out, std::ostream& err) {
  auto settings = settings_for(arguments);
  if (!settings) {
    for (const auto& error : settings.error())
      err << error.message() << '\n';
    return kUsage;
  }
  auto plan = plan_for(arguments, std::move(*settings));
  if (!plan) return complain(plan.error(), kUsage, err);
  if (plan->request.format == report::Format::xlsx && arguments.output.empty() && terminals.out)
    return complain({"--format xlsx", "a terminal cannot show it: add --output FILE.xlsx"}, kUsage,
                    err);
  auto reader =
      plan->history.empty() ? inputs.prometheus(arguments) : inputs.history(plan->history);
  if (!reader) return complain(reader.error(), kFailed, err);
  ProgressLine line(err, true);
  if (terminals.err) plan->request.progress = progress_on(line);
  const auto written =
      arguments.output.empty()
          ? report::write_report(**reader, plan->inventory, plan->calendar, plan->request, out)
          : write_file(**reader, *plan, arguments.output);
  line.clear();
  if (!written) return complain(written.error(), kFailed, err);
  return kDone;
}

}  // namespace commune
