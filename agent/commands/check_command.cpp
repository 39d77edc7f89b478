#include "agent/commands/check_command.hpp"

#include <ostream>

#include "agent/commands/explain.hpp"
#include "agent/run/configuration.hpp"

#include <fmt/ostream.h>

namespace commune {
namespace {

constexpr int kGood = 0;
constexpr int kBadConfiguration = 2;

std::string counted(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

void print_summary(const settings::Settings& settings, std::ostream& out) {
  const Inventory& inventory = settings.inventory;
  fmt::print(out, "config OK: {}, {}, {} ({} polled by this gateway)\n",
             counted(inventory.villages.size(), "village"), counted(inventory.sites.size(), "site"),
             counted(inventory.devices.size(), "device"), settings.polled_devices);
}

// `run` does not need every secret and file, but `notify` may, on this machine or another one.
void warn_for_notify(const std::string& path, std::ostream& err) {
  const auto settings = settings::load_settings(path, settings::Program::notify);
  if (settings) return;
  for (const Error& error : settings.error())
    fmt::print(err, "warning: {} (needed only by notify)\n", error.message());
}

}  // namespace

int report_check(const ResultOrErrors<Configuration>& configuration, bool explain,
                 std::ostream& out, std::ostream& err) {
  if (!configuration) {
    for (const Error& error : configuration.error())
      fmt::print(err, "{}\n", error.message());
    return kBadConfiguration;
  }
  print_summary(configuration->settings, out);
  if (explain) {
    fmt::print(out, "\n");
    print(cost_of(configuration->settings, configuration->profiles), out);
  }
  return kGood;
}

int run_check(const CheckArguments& arguments, std::ostream& out, std::ostream& err) {
  const auto configuration = load_configuration(arguments.config);
  if (configuration && configuration->settings.notify) warn_for_notify(arguments.config, err);
  return report_check(configuration, arguments.explain, out, err);
}

}  // namespace commune
