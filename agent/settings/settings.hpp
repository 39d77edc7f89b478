// The whole configuration as plain data: `run` builds the agent from it and `check` verifies it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/coverage/thresholds.hpp"
#include "agent/history/options.hpp"
#include "agent/settings/sections/snmp_login.hpp"
#include "agent/settings/toml/findings.hpp"
#include "collectors/capture/options.hpp"
#include "collectors/icmp/options.hpp"
#include "collectors/service/options.hpp"
#include "collectors/snmp/options.hpp"
#include "collectors/throughput/options.hpp"
#include "core/model/at_start.hpp"
#include "core/model/coverage.hpp"
#include "core/model/inventory.hpp"
#include "core/model/log_level.hpp"
#include "core/model/result.hpp"
#include "exporters/notify/options.hpp"
#include "exporters/remote_write/options.hpp"
#include "exporters/web/options.hpp"

namespace commune::settings {

/// A profile that the configuration names, and where ("FILE:LINE:COL"); "auto" is not included.
struct ProfileReference {
  std::string name;
  std::string where;
};

/// Checked: ids are unique, references resolve, secrets are read (those of the program that it was
/// loaded for). Paths are absolute or relative to the working directory.
struct Settings {
  Inventory inventory;
  AtStart<std::string> state_dir = "/var/lib/commune-agent";
  LogLevel log_level = LogLevel::info;
  std::string profiles_dir;  ///< Profiles beside the installed ones; empty: none.
  web::Options web;
  bool web_insecure = false;  ///< The operator explicitly allows anyone to read.
  snmp::TrapOptions traps;
  coverage::Thresholds thresholds;
  history::Options history;
  std::vector<Maintenance> maintenance;    ///< By start, then id.
  std::vector<snmp::Target> snmp_targets;  ///< In the order of the inventory.
  std::vector<icmp::Target> icmp_targets;
  service::Options services;
  capture::Options capture;
  throughput::Options throughput;
  remote_write::Options remote_write;
  std::optional<snmp::Target> snmp_defaults;  ///< How to poll an address that is not a [[device]].
  std::vector<SnmpLogin> snmp_logins;  ///< Each once: the defaults' first, then the devices'.
  std::size_t polled_devices = 0;  ///< Devices that `polls` names, polled by SNMP, ICMP or neither.
  /// Sites that this agent judges: `polls` names them, their village or a device there. In the
  /// order of the inventory.
  std::vector<SiteId> judged;
  std::vector<ProfileReference> profile_references;
  /// [notify]. Its secrets are filled only if the settings were loaded for Program::notify.
  std::optional<notify::Options> notify;
  web::Options notify_web;         ///< Where `notify` listens. It has no users: clients need
                                   ///< Options::secret.
  std::string notify_secret_file;  ///< The file with Options::secret; empty: it is not in a file.
  std::string notify_heartbeat;    ///< URL that the watchdog goes to; empty: none.
};

/// Reads a file, or every *.toml of a directory as one configuration. Reports every mistake with
/// file, line and column; no message contains a secret. Reads the secrets and looks for the files
/// that `program` needs; fields for secrets of another program stay empty.
ResultOrErrors<Settings> load_settings(const std::string& path, Program program = Program::agent);

/// Errors for profiles that devices name and that `known` does not contain.
std::vector<Error> unknown_profiles(const Settings& settings,
                                    const std::vector<std::string>& known);

}  // namespace commune::settings
