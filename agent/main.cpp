// Arguments to a subcommand, its exit code back.
#include <exception>
#include <iostream>

#include "agent/app.hpp"
#include "agent/commands/check_command.hpp"
#include "agent/commands/probe_command.hpp"
#include "agent/commands/profiles_command.hpp"
#include "agent/version.hpp"

#include <CLI/CLI.hpp>

namespace {

using commune::run_agent;

int dispatch(int argc, char** argv) {
  CLI::App cli("Watches the telecom infrastructure of a commune and tells Prometheus.",
               "commune-agent");
  cli.set_version_flag("--version", "commune-agent " + commune::build_info().version);
  cli.require_subcommand(1);

  commune::RunArguments run;
  auto* run_command =
      cli.add_subcommand("run", "the agent, until SIGTERM; SIGHUP reads the configuration anew");
  run_command->add_option("--config", run.config, "configuration file or directory")->required();

  commune::CheckArguments check;
  auto* check_command = cli.add_subcommand("check", "validates a configuration");
  check_command->add_option("--config", check.config, "configuration file or directory")
      ->required();
  check_command->add_flag("--explain", check.explain,
                          "what it would cost: packets, bytes, series, flash writes");

  commune::ProbeArguments probe;
  auto* probe_command =
      cli.add_subcommand("probe", "polls one device once and prints what was read");
  probe_command->add_option("device", probe.device, "a device of the configuration, or an address")
      ->required();
  probe_command->add_option("--config", probe.config, "configuration file or directory");
  probe_command->add_option("--profile", probe.profile,
                            "read it as this family instead of recognising it");
  probe_command->add_flag("--json", probe.json, "for programs");

  commune::ProfilesArguments profiles;
  auto* profiles_command = cli.add_subcommand("profiles", "the device profiles");
  commune::add_profiles_options(*profiles_command, profiles);

  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  if (*run_command) return run_agent(run);
  if (*check_command) return run_check(check, std::cout, std::cerr);
  if (*probe_command) return run_probe(probe, std::cout, std::cerr);
  return run_profiles(profiles, std::cout, std::cerr);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return dispatch(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "commune-agent: " << error.what() << '\n';
    return 1;
  }
}
