#include "tests/simulator/snmp/walk_file.hpp"

#include <array>
#include <bit>
#include <fstream>
#include <iterator>
#include <map>

#include "core/model/text.hpp"
#include "tests/simulator/snmp/ber.hpp"
#include "tests/simulator/snmp/walk_text.hpp"

#include <arpa/inet.h>

namespace commune::simulator {
namespace {

// sysUpTime.0 and hrSystemUptime.0 advance without a rule.
const std::array<Oid, 2> kUptimes = {Oid{1, 3, 6, 1, 2, 1, 1, 3, 0},
                                     Oid{1, 3, 6, 1, 2, 1, 25, 1, 1, 0}};

constexpr std::array<std::string_view, 11> kTypes = {
    "INTEGER", "STRING",    "HEX",       "OID",  "IPADDRESS",  "COUNTER32",
    "GAUGE32", "TIMETICKS", "COUNTER64", "NULL", "OPAQUEFLOAT"};

Result<Value> number_value(std::string_view text, ValueType type) {
  const auto number = parse_number(text, type);
  if (!number) return tl::unexpected(number.error());
  return Value{type, *number, {}};
}

Result<Value> oid_value(std::string_view text) {
  const auto oid = parse_oid(text);
  if (!oid) return fail("", "\"{}\" is not an OID such as 1.3.6.1.4.1.8072", text);
  return Value{ValueType::oid, 0, ber::encode_oid(*oid)};
}

Result<Value> address_value(std::string_view text) {
  in_addr address{};
  if (inet_pton(AF_INET, std::string(text).c_str(), &address) != 1)
    return fail("", "\"{}\" is not an IPv4 address", text);
  return Value{ValueType::ip_address, 0,
               std::string(reinterpret_cast<const char*>(&address), sizeof address)};
}

// net-snmp's float: an Opaque with tag 0x9f 0x78, length 4 and the IEEE 754 bytes.
Result<Value> opaque_value(std::string_view text) {
  const auto number = parse_decimal(text);
  if (!number) return fail("", "\"{}\" is not a decimal number", text);
  std::string bytes("\x9F\x78\x04", 3);
  const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(*number));
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<char>(bits >> shift));
  return Value{ValueType::opaque, 0, std::move(bytes)};
}

Result<Value> take_value(std::string_view type, std::string_view& rest) {
  if (type == "STRING") {
    auto bytes = take_quoted(rest);
    if (!bytes) return tl::unexpected(bytes.error());
    return Value{ValueType::octet_string, 0, std::move(*bytes)};
  }
  const std::string_view text = trimmed(rest.substr(0, rest.find('~')));
  rest.remove_prefix(std::min(rest.find('~'), rest.size()));
  if (type == "HEX") {
    auto bytes = parse_hex(text);
    if (!bytes) return fail("", "\"{}\" is not pairs of hexadecimal digits", text);
    return Value{ValueType::octet_string, 0, std::move(*bytes)};
  }
  if (type == "INTEGER") return number_value(text, ValueType::integer);
  if (type == "COUNTER32") return number_value(text, ValueType::counter32);
  if (type == "COUNTER64") return number_value(text, ValueType::counter64);
  if (type == "GAUGE32") return number_value(text, ValueType::gauge32);
  if (type == "TIMETICKS") return number_value(text, ValueType::timeticks);
  if (type == "OID") return oid_value(text);
  if (type == "IPADDRESS") return address_value(text);
  if (type == "OPAQUEFLOAT") return opaque_value(text);
  if (type == "NULL" && text.empty()) return Value{};
  if (type == "NULL") return fail("", "NULL has no value, found \"{}\"", text);
  return fail("", "unknown type \"{}\"{}", type, suggestion(type, kTypes));
}

}  // namespace

Result<Row> parse_walk_line(std::string_view line) {
  const std::string_view oid_text = take_word(line);
  auto oid = parse_oid(oid_text);
  if (!oid) return fail("", "\"{}\" is not an OID such as 1.3.6.1.2.1.1.5.0", oid_text);
  auto value = take_value(take_word(line), line);
  if (!value) return tl::unexpected(value.error());
  Row row{std::move(*oid), std::move(*value), {}, {}};
  if (row.value.type == ValueType::timeticks && (row.oid == kUptimes[0] || row.oid == kUptimes[1]))
    row.motion = Motion{Motion::Kind::rate, 100, 0, 0, 0, std::chrono::minutes(1)};
  line = trimmed(line);
  if (line.empty()) return row;
  if (line.front() != '~')
    return fail("", "after the value comes nothing or ~, found \"{}\"", line);
  const auto motion = parse_motion(trimmed(line.substr(1)), row.value);
  if (!motion) return tl::unexpected(motion.error());
  row.motion = *motion;
  return row;
}

ResultOrErrors<std::vector<Row>> parse_walk(std::string_view text, const std::string& name) {
  std::vector<Row> rows;
  std::vector<Error> errors;
  std::map<Oid, int> lines;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    auto row = parse_walk_line(line);
    const std::string where = fmt::format("{}:{}", name, number);
    if (!row) {
      errors.push_back({where, row.error().what});
      continue;
    }
    const auto [earlier, is_new] = lines.emplace(row->oid, number);
    if (is_new)
      rows.push_back(std::move(*row));
    else
      errors.push_back(
          {where, fmt::format("{} is already in line {}", to_string(row->oid), earlier->second)});
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return rows;
}

ResultOrErrors<std::vector<Row>> read_walk(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return tl::unexpected(std::vector{Error{path, "cannot be read"}});
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return parse_walk(text, path);
}

}  // namespace commune::simulator
