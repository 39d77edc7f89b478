#include "tests/simulator/scenario/play_rule.hpp"

#include <filesystem>

#include "tests/simulator/snmp/walk_file.hpp"
#include "tests/simulator/snmp/walk_text.hpp"

namespace commune::simulator {
namespace {

using settings::assign;
using settings::Range;
using settings::TableReader;

constexpr Range<Milliseconds> kAnyDelay{Milliseconds(0), std::chrono::minutes(1)};
/// The smallest message that every SNMP engine accepts (RFC 3417, 3.2.1), and the largest that UDP
/// carries.
constexpr Range<std::int64_t> kAnyMessage{484, 65507};

const Oid kSysName{1, 3, 6, 1, 2, 1, 1, 5, 0};
constexpr std::string_view kDevicePlaceholder = "{device}";

// Devices share trees, except those that contain the device's own name.
std::shared_ptr<const MibTree> named(const std::shared_ptr<const MibTree>& tree,
                                     const std::string& id) {
  const std::size_t position = tree->find(kSysName);
  if (position == tree->size() || tree->row(position).value.bytes != kDevicePlaceholder)
    return tree;
  Row row = tree->row(position);
  row.value.bytes = id;
  return std::make_shared<const MibTree>(tree->with({std::move(row)}));
}

// "0.5%" or a number from 0 to 1.
std::optional<double> read_share(const TableReader& table, std::string_view key) {
  const settings::Value* value = table.member(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind != settings::Value::Kind::text) return table.number(key, {0.0, 1.0});
  const std::string_view text = value->text;
  if (text.ends_with('%')) {
    const auto percent = parse_decimal(text.substr(0, text.size() - 1));
    if (percent && *percent >= 0 && *percent <= 100) return *percent / 100;
  }
  table.error(key, fmt::format("{} \"{}\" is not a share such as \"0.5%\"", key, text));
  return std::nullopt;
}

}  // namespace

std::shared_ptr<const MibTree> WalkShelf::get(const std::string& file) {
  const auto [place, is_new] = trees_.try_emplace(file);
  if (!is_new) return place->second;
  auto rows = read_walk((std::filesystem::path(folder_) / file).lexically_normal().string());
  if (rows)
    place->second = std::make_shared<const MibTree>(std::move(*rows));
  else
    errors_.insert(errors_.end(), rows.error().begin(), rows.error().end());
  return place->second;
}

LineChange read_line(const TableReader& table) {
  LineChange line;
  line.delay = table.duration("delay", kAnyDelay);
  line.jitter = table.duration("jitter", kAnyDelay);
  line.loss = read_share(table, "loss");
  line.duplicate = read_share(table, "duplicate");
  line.reorder = read_share(table, "reorder");
  return line;
}

Behaviours read_behaviours(const TableReader& table) {
  std::vector<settings::Word<Behaviour>> words;
  for (std::size_t i = 0; i < kBehaviourNames.size(); ++i)
    words.push_back({kBehaviourNames.at(i), static_cast<Behaviour>(i)});
  Behaviours behaviours;
  for (const Behaviour behaviour :
       table.choices<Behaviour>("behaviours", words).value_or(std::vector<Behaviour>{}))
    behaviours.add(behaviour);
  return behaviours;
}

PlayRule read_play_rule(const TableReader& table, WalkShelf& shelf) {
  PlayRule rule;
  std::vector<std::string> files = table.texts("walks").value_or(std::vector<std::string>{});
  if (const auto file = table.text("walk")) files.push_back(*file);
  for (const std::string& file : files)
    if (auto tree = shelf.get(file)) rule.walks.push_back(std::move(tree));
  rule.no_snmp = !table.boolean("snmp").value_or(true);
  if (rule.no_snmp && !files.empty())
    table.error("snmp", "snmp = false cannot have a walk: without SNMP it is never used");
  rule.community = table.text("community");
  if (const auto port = table.integer("port", {1, 65535}))
    rule.port = static_cast<std::uint16_t>(*port);
  if (const auto size = table.integer("max_message", kAnyMessage))
    rule.max_message = static_cast<std::size_t>(*size);
  if (const auto limit = table.integer("rate_limit", {1, 1'000'000}))
    rule.rate_limit = static_cast<std::uint32_t>(*limit);
  rule.behaviours = read_behaviours(table);
  rule.line = read_line(table);
  return rule;
}

void apply(const PlayRule& rule, std::size_t turn, SimulatedDevice& device) {
  Playing& playing = device.playing;
  if (!rule.walks.empty()) playing.tree = named(rule.walks[turn % rule.walks.size()], device.id);
  if (rule.no_snmp) playing.tree = nullptr;
  assign(playing.community, rule.community);
  assign(playing.port, rule.port);
  assign(playing.max_message, rule.max_message);
  assign(playing.rate_limit, rule.rate_limit);
  playing.behaviours.add(rule.behaviours);
  rule.line.apply_to(playing.line);
}

}  // namespace commune::simulator
