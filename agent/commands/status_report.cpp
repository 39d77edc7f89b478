#include "agent/commands/status_report.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <sstream>
#include <vector>

#include "agent/commands/text_table.hpp"
#include "core/model/text.hpp"

#include <nlohmann/json.hpp>

namespace commune {
namespace {

using Json = nlohmann::ordered_json;

// Removes control characters, because any program may answer there.
std::string text_at(const Json& json, const char* key) {
  const Json& value = json.at(key);
  return value.is_null() ? "" : printable(value.get<std::string>());
}

// "2026-11-25T13:15:00+07:00" as "2026-11-25 13:15".
std::string short_time(std::string time) {
  constexpr std::size_t kToTheMinute = 16, kT = 10;
  time.resize(std::min(time.size(), kToTheMinute));
  if (time.size() > kT) time[kT] = ' ';
  return time;
}

std::string duration(long long seconds) {
  constexpr long long kDay = 1440;  // In minutes.
  const auto minutes = seconds / 60;
  if (minutes < 60) return fmt::format("{} min", minutes);
  if (minutes < kDay) return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
  return fmt::format("{} d {} h", minutes / kDay, minutes / 60 % 24);
}

const char* colour_of(const std::string& state) {
  static const std::map<std::string, const char*> kColours = {{"down", "\033[1;31m"},
                                                              {"degraded", "\033[33m"},
                                                              {"planned", "\033[35m"},
                                                              {"unmeasured", "\033[2m"}};
  const auto found = kColours.find(state);
  return found == kColours.end() ? nullptr : found->second;
}

// The table with its rows coloured by `states`; the first line is the heading.
void print_rows(const TextTable& table, const std::vector<std::string>& states, bool colour,
                std::ostream& out) {
  std::ostringstream plain;
  table.print(plain, 2);
  std::istringstream lines(plain.str());
  std::string line;
  for (std::size_t number = 0; std::getline(lines, line); ++number) {
    const char* look =
        colour && number > 0 && number <= states.size() ? colour_of(states[number - 1]) : nullptr;
    out << (look ? look : "") << line << (look ? "\033[0m" : "") << '\n';
  }
}

void print_outages(const Json& outages, bool colour, std::ostream& out) {
  TextTable table({{"since"},
                   {"for", TextTable::Align::right},
                   {"village"},
                   {"site"},
                   {"access"},
                   {"cause"},
                   {"root device"},
                   {"also cut off", TextTable::Align::right}});
  std::vector<std::string> states;
  for (const Json& outage : outages) {
    if (!outage.at("root").get<bool>()) continue;
    const std::size_t others = outage.at("cut_off").size();
    table.add({short_time(text_at(outage, "start")),
               duration(outage.at("duration_seconds").get<long long>()), text_at(outage, "village"),
               text_at(outage, "site"), text_at(outage, "access"), text_at(outage, "cause"),
               text_at(outage, "root_device"), others ? std::to_string(others) : ""});
    states.emplace_back("down");
  }
  out << (states.empty() ? "No outage is open.\n" : "Open outages\n");
  if (!states.empty()) print_rows(table, states, colour, out);
}

void print_villages(const Json& villages, bool colour, std::ostream& out) {
  TextTable table({{"village"}, {"name"}, {"state"}, {"since"}, {"cause"}, {"root device"}});
  std::vector<std::string> states;
  for (const Json& village : villages) {
    states.push_back(text_at(village, "state"));
    table.add({text_at(village, "village"), text_at(village, "name"), states.back(),
               short_time(text_at(village, "since")), text_at(village, "cause"),
               text_at(village, "root_device")});
  }
  if (states.empty()) return;
  out << "\nVillages\n";
  print_rows(table, states, colour, out);
}

void print_accesses(const Json& accesses, bool colour, std::ostream& out) {
  TextTable table(
      {{"village"}, {"site"}, {"access"}, {"state"}, {"since"}, {"cause"}, {"root device"}});
  std::vector<std::string> states;
  for (const Json& access : accesses) {
    states.push_back(text_at(access, "state"));
    table.add({text_at(access, "village"), text_at(access, "site"), text_at(access, "access"),
               states.back(), short_time(text_at(access, "since")), text_at(access, "cause"),
               text_at(access, "root_device")});
  }
  if (states.empty()) return;
  out << "\nAccesses\n";
  print_rows(table, states, colour, out);
}

// "49 villages: 3 down, 2 degraded, 44 up".
std::string summary(const Json& villages) {
  std::map<std::string, int> counts;
  for (const Json& village : villages)
    ++counts[text_at(village, "state")];
  std::string text = fmt::format("{} village{}", villages.size(), villages.size() == 1 ? "" : "s");
  const char* before = ": ";
  for (const char* state : {"down", "degraded", "planned", "unmeasured", "up"})
    if (const int count = counts[state]) {
      text += fmt::format("{}{} {}", before, count, state);
      before = ", ";
    }
  return text;
}

}  // namespace

Result<void> print_status(const std::string& coverage, const std::string& outages, bool colour,
                          std::ostream& out) {
  std::ostringstream text;
  try {
    const Json now = Json::parse(coverage), open = Json::parse(outages);
    text << text_at(now, "commune") << ", " << short_time(text_at(now, "taken")) << ", "
         << summary(now.at("villages")) << "\n\n";
    print_outages(open.at("outages"), colour, text);
    print_villages(now.at("villages"), colour, text);
    print_accesses(now.at("accesses"), colour, text);
  } catch (const Json::exception& error) {
    return fail("", "the answer does not come from an agent of this version ({})", error.what());
  }
  out << text.str();
  return {};
}

Result<void> print_status_json(const std::string& coverage, const std::string& outages,
                               std::ostream& out) {
  try {
    const Json both = {{"coverage", Json::parse(coverage)}, {"outages", Json::parse(outages)}};
    out << both.dump(2) << '\n';
  } catch (const Json::exception& error) {
    return fail("", "the answer does not come from an agent of this version ({})", error.what());
  }
  return {};
}

}  // namespace commune
