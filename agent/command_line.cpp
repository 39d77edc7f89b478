#include "agent/command_line.hpp"

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "agent/commands/capture_command.hpp"
#include "agent/commands/central_history.hpp"
#include "agent/commands/check_command.hpp"
#include "agent/commands/discover/discover_command.hpp"
#include "agent/commands/export_command.hpp"
#include "agent/commands/generate_command.hpp"
#include "agent/commands/notify_command.hpp"
#include "agent/commands/probe_command.hpp"
#include "agent/commands/probe_throughput.hpp"
#include "agent/commands/profiles_command.hpp"
#include "agent/commands/status_command.hpp"
#include "agent/history/database_reader.hpp"
#include "agent/run/app.hpp"
#include "agent/run/configuration.hpp"
#include "agent/version.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

namespace commune {
namespace {

CLI::App* add_discover(CLI::App& cli, DiscoverArguments& discover) {
  auto* command = cli.add_subcommand(
      "discover",
      "pings a range, polls devices that answer by SNMP, and prints them as configuration");
  command->add_option("range", discover.cidrs, "10.77.1.0/24, 10.77.1.9, fd77::13, fd77::100/120")
      ->required();
  command->add_option("--config", discover.config,
                      "known devices, and the logins to try: file or directory");
  command->add_option("--community", discover.logins.communities,
                      "public, file:PATH, env:NAME or credential:NAME; may be given again");
  command->add_option("--user", discover.logins.user, "SNMPv3 user");
  command->add_option("--level", discover.logins.level, "noAuthNoPriv, authNoPriv, authPriv");
  command->add_option("--auth", discover.logins.auth, "SHA-256, SHA, MD5...");
  command->add_option("--priv", discover.logins.priv, "AES, AES-256, DES...");
  command->add_option("--auth-secret", discover.logins.auth_secret,
                      "file:PATH, env:NAME or credential:NAME");
  command->add_option("--priv-secret", discover.logins.priv_secret, "likewise");
  command->add_option("--port", discover.port, "UDP port of SNMP")->check(CLI::Range(1, 65'535));
  command->add_option("--rate", discover.rate, "pings per second (200)")
      ->check(CLI::Range(1, 10'000));
  command->add_option("--parallel", discover.parallel, "devices polled by SNMP at a time (16)")
      ->check(CLI::Range(1, 256));
  command->add_flag("--large", discover.large, "allow more addresses than a /16 has");
  command->add_flag("--all", discover.all, "also poll addresses that do not answer pings");
  command->add_flag("--lldp", discover.lldp, "read neighbours; propose upstreams and links");
  command->add_option("--root", discover.root,
                      "the device that leads to the Internet (this machine's next hop)");
  command->add_option("--site", discover.site, "the site of the devices (the vantage)");
  command->add_flag("--json", discover.json, "print JSON, for programs");
  return command;
}

CLI::App* add_capture(CLI::App& cli, CaptureArguments& capture) {
  auto* command = cli.add_subcommand(
      "capture", "counts packets of a file or an interface: classes, round trips");
  command->add_option("--read", capture.read, "a pcap or pcapng file");
  command->add_option("--interface", capture.interface, "capture live; needs CAP_NET_RAW");
  command->add_option("--seconds", capture.seconds, "how long to capture live (10)")
      ->check(CLI::Range(1, 86'400));
  command->add_option("--lan", capture.lan, "192.168.1.0/24: users' addresses; may be given again")
      ->required();
  command->add_option("--filter", capture.filter, "BPF expression, see pcap-filter(7)");
  command->add_flag("--json", capture.json, "print JSON, for programs");
  return command;
}

CLI::Option* add_probe_throughput(CLI::App& probe, ProbeThroughputArguments& throughput) {
  auto* device = probe.get_option("device");
  auto* option = probe.add_option("--throughput", throughput.test,
                                  "runs a throughput test, or all, instead of polling a device");
  option->expected(0, 1)->needs(probe.get_option("--config"))->excludes(device);
  probe.add_flag("--ignore-idle", throughput.ignore_idle, "run even while others use the line")
      ->needs(option);
  return option;
}

CLI::App* add_status(CLI::App& cli, StatusArguments& status) {
  auto* command =
      cli.add_subcommand("status", "shows who has no network now, as the running agent sees it");
  command->add_option("--config", status.config, "configuration with the agent's address");
  command->add_option("--url", status.url, "another address: https://NAME:PASSWORD@HOST:PORT");
  command->add_flag("--json", status.json, "print JSON, for programs");
  return command;
}

CLI::App* add_export(CLI::App& cli, ExportArguments& asked) {
  auto* command =
      cli.add_subcommand("export", "writes planners' files: coverage, outages, quality");
  command->add_option("topic", asked.topic, "coverage, outages or quality")->required();
  command
      ->add_option("--from", asked.from,
                   "2026-10, 2026-10-05 or 2026-10-05T13:15 (the commune's time zone)")
      ->required();
  command
      ->add_option("--to", asked.to,
                   "up to this time; a bare month or day means its end: --from 2026-10 --to "
                   "2026-10 is October")
      ->required();
  command->add_option("--by", asked.by, "month (default), week, day or hour");
  command->add_option("--level", asked.level, "site (default), village or commune");
  command->add_option("--format", asked.format,
                      "csv, json, geojson or xlsx (by the name of --output, else csv)");
  command->add_option("--output", asked.output, "the file to write (standard output)");
  command->add_option("--columns", asked.columns,
                      "vi, en, or machine for the names and ids that programs read (--language)");
  command->add_option("--language", asked.language, "vi or en (as configured, else vi)");
  command->add_option("--village", asked.villages, "only this village's id; may be given again")
      ->allow_extra_args(false);
  command->add_option("--site", asked.sites, "only this site's id; may be given again")
      ->allow_extra_args(false);
  command->add_option("--config", asked.config,
                      "names, places, time zone and location of the history: file or directory");
  command->add_option("--source", asked.source, "a gateway's history.db");
  command->add_option("--prometheus", asked.prometheus,
                      "http://HOST:9090 of a Prometheus or VictoriaMetrics with all gateways");
  command->add_option("--prometheus-user", asked.prometheus_user, "user, if the server needs one");
  command->add_option("--prometheus-password", asked.prometheus_password, "file:PATH or env:NAME");
  return command;
}

/// Its two subcommands; `generate` itself does nothing.
struct Generate {
  CLI::App* prometheus;
  CLI::App* alertmanager;
};

Generate add_generate(CLI::App& cli, GenerateArguments& generate) {
  auto* command = cli.add_subcommand("generate",
                                     "writes writes files for Prometheus and Alertmanager, from "
                                     "the configuration to standard output");
  command->require_subcommand(1);
  auto* prometheus =
      command->add_subcommand("prometheus", "the agents to scrape, for file_sd_configs (JSON)");
  auto* alertmanager = command->add_subcommand(
      "alertmanager", "alertmanager.yml: which contact receives which alert, through notify");
  for (CLI::App* each : {prometheus, alertmanager})
    each->add_option("--config", generate.config, "configuration file or directory")->required();
  alertmanager->add_option(
      "--secret-file", generate.secret_file,
      "where Alertmanager finds notify's secret (the file of [notify] secret)");
  alertmanager->add_option("--url", generate.url,
                           "where Alertmanager reaches notify (where [notify] web listens)");
  alertmanager->add_option("--ca-file", generate.ca_file,
                           "PEM file with the authority of notify's certificate");
  return {prometheus, alertmanager};
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App cli("Monitors the telecom infrastructure of a commune for Prometheus.", "commune-agent");
  cli.set_version_flag("--version", "commune-agent " + build_info().version);
  cli.require_subcommand(1);

  RunArguments run;
  auto* run_command =
      cli.add_subcommand("run", "runs the agent until SIGTERM; SIGHUP reloads the configuration");
  run_command->add_option("--config", run.config, "configuration file or directory")->required();

  CheckArguments check;
  auto* check_command = cli.add_subcommand("check", "validates a configuration");
  check_command->add_option("--config", check.config, "configuration file or directory")
      ->required();
  check_command->add_flag("--explain", check.explain,
                          "print the cost: packets, bytes, series, flash writes");

  ProbeArguments probe;
  auto* probe_command =
      cli.add_subcommand("probe", "polls one device or service once and prints the readings");
  probe_command->add_option("device", probe.device,
                            "a device or a [[probe]] of the configuration, or an address");
  probe_command->add_option("--config", probe.config, "configuration file or directory");
  probe_command->add_option("--profile", probe.profile,
                            "use this profile instead of recognising the device");
  probe_command->add_flag("--json", probe.json, "print JSON, for programs");
  ProbeThroughputArguments throughput;
  auto* throughput_option = add_probe_throughput(*probe_command, throughput);

  DiscoverArguments discover;
  auto* discover_command = add_discover(cli, discover);

  CaptureArguments captured;
  auto* capture_command = add_capture(cli, captured);

  ExportArguments planners;
  auto* export_command = add_export(cli, planners);

  GenerateArguments generate;
  const auto generate_commands = add_generate(cli, generate);

  StatusArguments status;
  auto* status_command = add_status(cli, status);

  NotifyArguments notified;
  auto* notify_command = cli.add_subcommand(
      "notify", "receives Alertmanager's webhooks and sends messages: Zalo, SMS, Telegram, e-mail");
  notify_command->add_option("--config", notified.config, "configuration file or directory")
      ->required();

  auto* profiles_command = cli.add_subcommand("profiles", "lists, shows or checks device profiles");
  profiles_command->require_subcommand(1);
  auto* list_command = profiles_command->add_subcommand("list", "lists all profiles");
  auto* show_command =
      profiles_command->add_subcommand("show", "shows what a profile reads, table by table");
  std::string profile;
  show_command->add_option("profile", profile, "its name")->required();
  auto* check_profiles_command =
      profiles_command->add_subcommand("check", "validates profile files");
  std::vector<std::string> files;
  check_profiles_command->add_option("file", files, "profile files")->required();

  try {
    cli.parse(argc, argv);
    if (*probe_command && probe.device.empty() && !*throughput_option)
      throw CLI::RequiredError("device or --throughput");
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  if (*run_command) return run_agent(run);
  if (*check_command) return run_check(check, std::cout, std::cerr);
  if (*probe_command && *throughput_option) {
    throughput.config = probe.config;
    throughput.json = probe.json;
    throughput.redraw = isatty(STDERR_FILENO) == 1;
    return run_probe_throughput(throughput, std::cout, std::cerr);
  }
  if (*probe_command) return run_probe(probe, std::cout, std::cerr);
  if (*discover_command) return run_discover(discover, std::cout, std::cerr);
  if (*capture_command) return run_capture(captured, std::cout, std::cerr);
  if (*export_command)
    return run_export(planners, {history::read_history, open_central},
                      {isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1}, std::cout,
                      std::cerr);
  if (*notify_command) return run_notify(notified, std::cerr);
  if (*generate_commands.prometheus) return run_generate_prometheus(generate, std::cout, std::cerr);
  if (*generate_commands.alertmanager)
    return run_generate_alertmanager(generate, std::cout, std::cerr);
  if (*status_command) {
    const char* no_colour = std::getenv("NO_COLOR");
    status.colour = isatty(STDOUT_FILENO) == 1 && !(no_colour && *no_colour);
    return run_status(status, http_get, std::cout, std::cerr);
  }
  const std::vector<std::string> directories = {installed_profiles_directory()};
  if (*check_profiles_command) return check_profiles(files, directories, std::cout, std::cerr);
  const auto profiles = installed_profiles(std::cerr);
  if (!profiles) return 2;
  if (*list_command) return list_profiles(*profiles, std::cout);
  return show_profile(*profiles, profile, std::cout, std::cerr);
}

}  // namespace commune
