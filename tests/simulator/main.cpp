// commune-sim: simulates the devices of a scenario on a TUN device in a network namespace of its
// own.
#include <cstdio>
#include <exception>

#include "tests/simulator/net/isolation.hpp"
#include "tests/simulator/scenario/play.hpp"
#include "tests/simulator/scenario/scenario_file.hpp"
#include "tests/simulator/self_benchmark.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

using commune::Error;

constexpr int kFailed = 1;
constexpr int kUsage = 2;

int complain(const Error& error, int code) {
  fmt::print(stderr, "commune-sim: {}\n", error.message());
  return code;
}

int run(const std::string& path, bool check_only, const commune::simulator::PlayOptions& options) {
  const auto scenario = commune::simulator::read_scenario(path);
  if (!scenario) {
    for (const Error& error : scenario.error())
      fmt::print(stderr, "{}\n", error.message());
    return kUsage;
  }
  if (check_only) {
    fmt::print("{}: {} devices, {} faults, {} expectations\n", path, scenario->devices.size(),
               scenario->faults.size(), scenario->expectations.size());
    return 0;
  }
  if (const auto isolated = commune::simulator::check_isolation(); !isolated)
    return complain(isolated.error(), kUsage);
  const auto played = commune::simulator::play(*scenario, options);
  return played ? 0 : complain(played.error(), kFailed);
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{
      "Simulates the devices of a scenario, with their faults, in this network namespace.\n"
      "Start it as: ip netns exec NAME commune-sim SCENARIO",
      "commune-sim"};
  std::string path;
  commune::simulator::PlayOptions options;
  bool check_only = false;
  bool benchmark = false;
  auto* scenario = app.add_option("scenario", path, "The scenario, a TOML file");
  app.add_option("--tun", options.tun, "Name of the TUN device")->capture_default_str();
  app.add_option("--speed", options.speed, "Scenario seconds per real second")
      ->check(CLI::Range(0.001, 1000.0))
      ->capture_default_str();
  app.add_flag("--check", check_only,
               "Reads the scenario, reports its mistakes and does not run it");
  app.add_flag("--self-benchmark", benchmark, "Prints how fast SNMP requests are answered");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  if (benchmark) {
    commune::simulator::run_self_benchmark();
    return 0;
  }
  if (scenario->empty())
    return complain({"", "the scenario is missing; see commune-sim --help"}, kUsage);
  return run(path, check_only, options);
} catch (const std::exception& error) {
  return complain({"", error.what()}, kFailed);
}
