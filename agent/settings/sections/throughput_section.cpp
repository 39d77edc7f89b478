#include "agent/settings/sections/throughput_section.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "agent/settings/toml/paths.hpp"
#include "agent/settings/toml/units.hpp"
#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

using throughput::Direction;
using throughput::SpeedTest;
using throughput::Window;

constexpr std::uint64_t kBudgetDay = 500'000'000;
constexpr std::uint64_t kBudgetMonth = 5'000'000'000;
// The largest transfer of a LibreSpeed server with its default limits.
constexpr std::string_view kLibrespeedDownload = "backend/garbage.php?ckSize=100";
constexpr std::string_view kLibrespeedUpload = "backend/empty.php";
constexpr std::uint64_t kLibrespeedPiece = 20U << 20U;

enum class Server : std::uint8_t { librespeed, plain };
constexpr std::array<Word<Server>, 2> kServers = {
    {{"librespeed", Server::librespeed}, {"plain", Server::plain}}};
constexpr std::array<Word<Direction>, 2> kDirections = {
    {{"download", Direction::download}, {"upload", Direction::upload}}};

bool is_url(std::string_view text) {
  const bool tls = text.starts_with("https://");
  if (!tls && !text.starts_with("http://")) return false;
  const std::string_view rest = text.substr(tls ? 8 : 7);
  const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  return !host.empty() && is_plain(text) && text.find(' ') == std::string_view::npos &&
         host.find('@') == std::string_view::npos;
}

std::string read_url(const TableReader& table, std::string_view key, Need need = Need::optional) {
  auto url = table.text(key, need);
  if (!url) return {};
  if (is_url(*url)) return *std::move(url);
  table.error(key, fmt::format("{} \"{}\" is not an address such as \"https://speed.example.vn/\", "
                               "without a login",
                               key, printable(*url)));
  return {};
}

void read_librespeed(const TableReader& table, SpeedTest& test) {
  for (const std::string_view key : {"download_url", "upload_url"})
    table.refuse(key,
                 fmt::format("{} is for server = \"plain\"; a LibreSpeed server has one url", key));
  std::string url = read_url(table, "url", Need::required);
  if (url.empty()) return;
  if (!url.ends_with('/')) url += '/';
  test.download_url = url + std::string(kLibrespeedDownload);
  test.upload_url = url + std::string(kLibrespeedUpload);
  test.upload_piece_bytes = kLibrespeedPiece;
}

void read_plain(const TableReader& table, SpeedTest& test) {
  table.refuse("url", "url is for server = \"librespeed\"; write download_url, upload_url or both");
  test.download_url = read_url(table, "download_url");
  test.upload_url = read_url(table, "upload_url");
  if (table.member("download_url") == nullptr && table.member("upload_url") == nullptr)
    table.findings().error(table.place(),
                           "throughput_test has neither download_url nor upload_url");
}

void read_servers(const TableReader& table, SpeedTest& test) {
  const auto server = table.choice<Server>("server", kServers);
  // Keys of the other kind count as known too.
  for (const std::string_view key : {"url", "download_url", "upload_url"})
    table.member(key);
  if (server.value_or(Server::librespeed) == Server::plain)
    read_plain(table, test);
  else
    read_librespeed(table, test);
  if (const auto file = table.text("ca_file")) {
    test.ca_file = beside(table.place("ca_file"), *file);
    std::error_code error;
    if (!std::filesystem::is_regular_file(test.ca_file, error))
      table.absent("ca_file", fmt::format("ca_file: there is no file {}", test.ca_file));
  }
}

void read_directions(const TableReader& table, SpeedTest& test) {
  const auto directions = table.choices<Direction>("directions", kDirections);
  if (!directions) return;
  if (directions->empty()) table.error("directions", "directions is an empty list");
  const auto wanted = [&](Direction direction) {
    return std::find(directions->begin(), directions->end(), direction) != directions->end();
  };
  if (!wanted(Direction::download)) test.download_url.clear();
  if (!wanted(Direction::upload)) test.upload_url.clear();
  for (const Direction direction : *directions)
    if (test.url(direction).empty() && table.member("url") == nullptr)
      table.error("directions",
                  fmt::format("directions: {} has no {}_url",
                              direction == Direction::download ? "download" : "upload",
                              direction == Direction::download ? "download" : "upload"));
}

std::optional<Window> parse_window(std::string_view text) {
  const auto times = parse_day_times(text);
  if (!times) return std::nullopt;
  return Window{times->from, times->until};
}

std::vector<Window> read_windows(const TableReader& table) {
  using namespace std::chrono_literals;
  const auto texts = table.texts("windows");
  if (!texts) return {{1h, 5h}};
  std::vector<Window> windows;
  if (texts->empty())
    table.error("windows", "windows is an empty list; write [\"01:00-05:00\"], or leave it out");
  for (const std::string& text : *texts) {
    const auto window = parse_window(text);
    if (!window)
      table.error("windows", fmt::format("windows: \"{}\" is not a time range such as "
                                         "\"01:00-05:00\"",
                                         printable(text)));
    else if (window->length() < throughput::kShortestWindow)
      table.error("windows", fmt::format("windows: \"{}\" is shorter than 15 minutes", text));
    else
      windows.push_back(*window);
  }
  return windows;
}

void read_schedule(const TableReader& table, SpeedTest& test) {
  using namespace std::chrono_literals;
  if (const auto count = table.integer("connections", {1, 8}))
    test.connections = static_cast<int>(*count);
  assign(test.duration, table.duration("duration", {3s, 60s}));
  test.windows = read_windows(table);
  assign(test.interval, table.duration("interval", {15min, 24h * 31}));
  assign(test.only_when_idle, table.boolean("only_when_idle"));
  assign(test.interface, table.text("interface"));
  if (table.member("interface") != nullptr &&
      (test.interface.empty() || test.interface.find('/') != std::string::npos))
    table.error("interface", fmt::format("interface \"{}\" is not the name of an interface such as "
                                         "\"eth0\"",
                                         printable(test.interface)));
  assign(test.idle_below, table.rate("idle_below"));
}

// Bytes on a metered line cost money, so the operator must confirm it.
void read_budgets(const TableReader& table, SpeedTest& test) {
  const bool metered = table.boolean("metered").value_or(false);
  const bool allowed = table.boolean("allow_metered").value_or(false);
  const auto day = table.size("budget_day"), month = table.size("budget_month");
  test.budget_day = day.value_or(metered ? 0 : kBudgetDay);
  test.budget_month = month.value_or(metered ? 0 : kBudgetMonth);
  if (metered && !allowed)
    for (const std::string_view key : {"budget_day", "budget_month"})
      if (table.member(key) != nullptr)
        table.error(key, fmt::format("{} on a metered line costs money: add allow_metered = true, "
                                     "or leave it out",
                                     key));
  if (allowed && !metered)
    table.error("allow_metered", "allow_metered is for a test with metered = true");
  if (allowed && metered && (!day || !month))
    table.error("allow_metered", "allow_metered needs budget_day and budget_month");
  if (test.budget_day > test.budget_month)
    table.error(day ? "budget_day" : "budget_month",
                fmt::format("the budget of a day, {} bytes, is more than that of a month, {} bytes",
                            test.budget_day, test.budget_month));
}

void read_contracted(const TableReader& table, const InventoryDraft& draft, SpeedTest& test) {
  const auto link = table.id("link");
  assign(test.contracted_download, table.rate("contracted_download"));
  assign(test.contracted_upload, table.rate("contracted_upload"));
  if (!link) return;
  std::vector<std::string_view> ids;
  for (const auto& entry : draft.links)
    ids.push_back(entry.thing.id.value);
  const auto found = std::find(ids.begin(), ids.end(), *link);
  if (found == ids.end()) {
    table.error("link",
                fmt::format("link: there is no link \"{}\"{}", *link, suggestion(*link, ids)));
    return;
  }
  const double capacity =
      draft.links[static_cast<std::size_t>(found - ids.begin())].thing.capacity_bytes_per_second;
  if (test.contracted_download <= 0) test.contracted_download = capacity;
  if (test.contracted_upload <= 0) test.contracted_upload = capacity;
}

SpeedTest read_test(const TableReader& table, const InventoryDraft& draft) {
  SpeedTest test;
  assign(test.id, table.id("id", Need::required));
  test.name = test.id;
  if (const auto name = table.text("name")) test.name = printable(*name);
  read_servers(table, test);
  read_directions(table, test);
  read_schedule(table, test);
  read_budgets(table, test);
  read_contracted(table, draft, test);
  return test;
}

}  // namespace

throughput::Options read_throughput_sections(const std::vector<TableReader>& tables,
                                             const InventoryDraft& draft) {
  throughput::Options options;
  std::map<std::string, Place> places;
  for (const TableReader& table : tables) {
    SpeedTest test = read_test(table, draft);
    if (!test.id.empty()) {
      const auto [earlier, added] = places.emplace(test.id, table.place("id"));
      if (!added)
        table.error("id", fmt::format("throughput_test \"{}\" is already at {}", test.id,
                                      earlier->second.text()));
    }
    options.tests.push_back(std::move(test));
  }
  return options;
}

}  // namespace commune::settings
