#include "collectors/snmp/profile/number_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/model/text.hpp"

namespace commune::snmp {
namespace {

constexpr std::size_t kMostSearched = 1024;

constexpr bool digit(char c) {
  return c >= '0' && c <= '9';
}

std::string repaired(std::string_view text) {
  // Most names are plain ASCII, which needs no repair.
  if (is_plain(text) && text.find("  ") == std::string_view::npos) return std::string(text);
  std::string clean = printable(text);
  const auto both_blank = [](char a, char b) { return a == ' ' && b == ' '; };
  clean.erase(std::unique(clean.begin(), clean.end(), both_blank), clean.end());
  return clean;
}

std::string octets_shown(const std::string& octets, Show show) {
  switch (show) {
    case Show::mac:
      if (octets.size() == 6) return to_hex(octets, ":");
      break;
    case Show::hex:
      return to_hex(octets);
    case Show::serial:
      if (octets.size() == 8)
        return repaired(octets.substr(0, 4)) + to_hex(std::string_view(octets).substr(4));
      break;
    case Show::text:
      break;
  }
  return repaired(octets);
}

}  // namespace

std::optional<double> leading_number(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return std::nullopt;
  text.remove_prefix(start);
  if (text.front() == '+') text.remove_prefix(1);
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  const bool fraction = text.size() > sign + 1 && text[sign] == '.' && digit(text[sign + 1]);
  if (text.size() <= sign || !(digit(text[sign]) || fraction)) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<double> bracketed_number(std::string_view text) {
  for (auto open = text.rfind('('); open != std::string_view::npos;
       open = open == 0 ? std::string_view::npos : text.rfind('(', open - 1))
    if (const auto number = leading_number(text.substr(open + 1))) return number;
  return leading_number(text);
}

std::string number_text(double value) {
  char buffer[32];
  const bool whole = std::abs(value) < 1e15 && value == std::trunc(value);
  const auto end =
      whole ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(value))
            : std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, end.ptr);
}

std::string shown(const Value& value, Show show) {
  if (const auto* octets = std::get_if<std::string>(&value)) return octets_shown(*octets, show);
  if (const auto* oid = std::get_if<OidValue>(&value)) return oid->oid().str();
  if (const auto* number = std::get_if<double>(&value)) return number_text(*number);
  if (const auto* integer = std::get_if<Integer>(&value))
    return integer->type == IntegerType::counter64
               ? std::to_string(static_cast<std::uint64_t>(integer->value))
               : std::to_string(integer->value);
  return {};
}

std::optional<std::string> extracted(std::string_view text, const Pattern& pattern) {
  text = text.substr(0, kMostSearched);
  std::cmatch match;
  if (!std::regex_search(text.data(), text.data() + text.size(), match, pattern.regex()))
    return std::nullopt;
  for (std::size_t i = 1; i < match.size(); ++i)
    if (match[i].matched) return match[i].str();
  return match.size() > 1 ? std::nullopt : std::optional(match[0].str());
}

bool found_in(std::string_view text, const Pattern& pattern) {
  text = text.substr(0, kMostSearched);
  return std::regex_search(text.data(), text.data() + text.size(), pattern.regex());
}

double as_double(const Integer& integer) {
  return integer.type == IntegerType::counter64
             ? static_cast<double>(static_cast<std::uint64_t>(integer.value))
             : static_cast<double>(integer.value);
}

double dbm_from_milliwatt(double milliwatt) {
  return milliwatt > 0 ? 10 * std::log10(milliwatt) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace commune::snmp
