// Any text as device profiles that extend one another: mistakes have their place, and a profile
// that is accepted gives finite and plausible readings.
#include <filesystem>
#include <fstream>

#include "agent/settings/profiles/profile_library.hpp"
#include "collectors/snmp/profile/interpretation.hpp"
#include "collectors/snmp/profile/recognition.hpp"
#include "tests/fuzz/readings_check.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/shipped.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/toml_check.hpp"

#include <unistd.h>

namespace commune::fuzz {
namespace {

using snmp::Integer;
using snmp::IntegerType;

/// A directory of this process that goes with it.
class Directory {
 public:
  Directory() : path_(std::filesystem::temp_directory_path() / name()) {
    std::filesystem::create_directories(path_);
  }
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  std::string prefix() const { return path_.string() + "/"; }

 private:
  static std::string name() { return "commune-fuzz-" + std::to_string(::getpid()); }

  std::filesystem::path path_;
};

// Three rows of what devices say, in every column something else.
snmp::PolledDevice some_poll(const snmp::Profile& profile) {
  const std::vector<snmp::Value> values = {Integer{IntegerType::counter32, 4'000'000'000},
                                           std::string("27.8 C (-3)"),
                                           Integer{IntegerType::integer32, -1},
                                           snmp::Oid{1, 3, 6},
                                           std::string("\x00\x1B\x21\xFF\xC3\x28", 6),
                                           Integer{IntegerType::counter64, -1},
                                           snmp::Absent::null,
                                           1e300};
  snmp::PolledDevice poll;
  std::size_t next = 0;
  for (const auto& table : profile.tables) {
    auto& data = poll.tables.emplace_back();
    data.complete = true;
    const std::vector<snmp::Oid> indexes =
        table->scalar ? std::vector{snmp::Oid()}
                      : std::vector{snmp::Oid{1}, snmp::Oid{2, 3, 97, 98, 99}, snmp::Oid{7, 7, 7}};
    for (const auto& index : indexes)
      for (std::size_t i = 0; i < table->columns.size(); ++i)
        data.rows[index].push_back(values[next++ % values.size()]);
  }
  return poll;
}

void interpret(const snmp::ProfilePtr& profile) {
  const auto ready = snmp::Interpretation::compile(profile);
  require(ready.has_value(), "a profile that was accepted does not compile");
  snmp::CounterMemory counters;
  DeviceReadings readings;
  readings.source = Source::snmp;
  readings.answered = true;
  counters.begin_poll(false);
  (*ready)->interpret(some_poll(*profile), counters, readings);
  check_readings(readings);
  check_page(readings);
}

// Mistakes found when names are looked up give the table instead of the line.
Error without_table(Error error) {
  for (const char* behind : {": table ", ": identity"})
    if (const auto at = error.where.find(behind); at != std::string::npos) error.where.resize(at);
  return error;
}

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  static const Directory kDirectory;
  const std::string input(bytes.begin(), bytes.end());
  const auto files = cut_into_files(input, kDirectory.prefix());
  std::vector<std::string> paths;
  for (const NamedText& file : files) {
    std::ofstream(file.name, std::ios::binary) << file.text;
    paths.push_back(file.name);
  }
  const auto profiles = settings::load_profiles({}, paths);
  if (!profiles) {
    require(!profiles.error().empty(), "a failure without an error");
    for (const Error& error : profiles.error())
      check_error(without_table(error), files);
    return;
  }
  require(profiles->size() == files.size(), "{} profiles of {} files", profiles->size(),
          files.size());
  for (const auto& profile : *profiles)
    interpret(profile);
  const snmp::DeviceFacts facts{snmp::Oid{1, 3, 6, 1, 4, 1, 8072}, "Linux OpenWrt 5", {}};
  snmp::choose(*profiles, facts);
  for (const auto& probe : snmp::probes_needed(*profiles, facts.sys_object_id, facts.sys_descr))
    require(!probe.empty(), "a probe for nothing");
}

std::vector<std::string> seeds() {
  std::vector<std::string> made;
  // The parent, which all but itself extend, comes as the second file.
  const std::string parent = "\"generic\"";
  const std::string generic = contents_of(COMMUNE_SOURCE_DIR "/config/profiles/generic.toml");
  for (const auto& file : shipped_files("config/profiles", ".toml")) {
    std::string text = contents_of(file);
    const auto extends = text.find(parent);
    if (extends != std::string::npos) {
      text.replace(extends, parent.size(), "\"b\"");
      text.append("\n#file\n").append(generic);
    }
    made.push_back(text);
  }
  const std::string base =
      "description = \"a\"\n[table.t]\ncolumns.n = \"1.3.6.1.4.1.1.1\"\n"
      "columns.v = \"1.3.6.1.4.1.1.2\"\nlabels.interface = \"n\"\n";
  const std::string reading =
      "[[table.t.reading]]\nquantity = \"interface.receive_bytes\"\ncolumn = \"v\"\n"
      "[[table.t.reading]]\nquantity = \"system.temperature\"\n"
      "expression = \"first(v, n) / (v - 2) * 1e3\"\n";
  made.push_back(base + reading);
  made.push_back(base + "columns.x = { oid = \"1.3\", extract = \"^(a+)[^b]{1,8}$\" }\n" + reading);
  made.push_back(base + "\"a\\u0007\" = 1\ncolumns.\"\\u001B\" = \"\\u0001\"\n" + reading);
  made.push_back(base + "#file\ndescription = \"b\"\nextends = [\"a\"]\nwithout = [\"t\"]\n");
  made.push_back("extends = [\"b\"]\n" + base + "#file\ndescription = \"b\"\nextends = [\"a\"]\n");
  return made;
}

}  // namespace commune::fuzz
