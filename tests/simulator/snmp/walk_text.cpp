#include "tests/simulator/snmp/walk_text.hpp"

#include <charconv>
#include <limits>

namespace commune::simulator {
namespace {

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

std::optional<char> hex_byte(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto high = hex_digit(text[0]);
  const auto low = hex_digit(text[1]);
  if (!high || !low) return std::nullopt;
  return static_cast<char>(*high * 16 + *low);
}

// Removes the character after a backslash from `text`.
std::optional<char> take_escape(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const char kind = text.front();
  text.remove_prefix(1);
  switch (kind) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case '"':
    case '\\':
      return kind;
    case 'x': {
      const auto byte = hex_byte(text);
      if (byte) text.remove_prefix(2);
      return byte;
    }
    default:
      return std::nullopt;
  }
}

// `text` without `ending`; empty if it does not end with it.
std::optional<double> decimal_before(std::string_view text, std::string_view ending) {
  if (!text.ends_with(ending)) return std::nullopt;
  return parse_decimal(text.substr(0, text.size() - ending.size()));
}

Result<void> set_motion_word(Motion& motion, std::string_view word) {
  const auto equals = word.find('=');
  const std::string_view key = word.substr(0, equals);
  const std::string_view text = equals == std::string_view::npos ? "" : word.substr(equals + 1);
  const auto wrong = [&](std::string_view right) {
    return fail("", "movement \"{}\" is not understood; it must look like {}", word, right);
  };
  if (key == "rate" || key == "jitter") {
    const bool rate = key == "rate";
    const auto number = decimal_before(text, rate ? "/s" : "%");
    if (!number || *number < 0 || (!rate && *number > 100))
      return wrong(rate ? "rate=125000/s" : "jitter=20%");
    (rate ? motion.per_second : motion.jitter) = rate ? *number : *number / 100;
  } else if (key == "min" || key == "max") {
    const auto number = parse_decimal(text);
    if (!number) return wrong("min=2 max=30");
    (key == "min" ? motion.least : motion.most) = *number;
  } else if (key == "period") {
    const auto number = decimal_before(text, "s");
    if (!number || *number < 0.001 || *number > 1e9) return wrong("period=600s");
    motion.period = SimTime(static_cast<std::int64_t>(*number * 1e9));
  } else {
    return wrong("rate=125000/s, jitter=20%, sine, walk, min=2, max=30 or period=600s");
  }
  return {};
}

// Some devices report a gauge as a COUNTER32 or as text, so only impossible values are refused.
Result<void> check_motion(const Motion& motion, const Value& value) {
  const bool grows = motion.kind == Motion::Kind::rate;
  if (!value.is_number() && value.type != ValueType::octet_string)
    return fail("", "a value of this type does not move");
  if (grows && !value.is_number()) return fail("", "a STRING moves by sine or walk, not by rate");
  if (!grows && motion.least >= motion.most)
    return fail("", "min={} must be below max={}", motion.least, motion.most);
  return {};
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string_view take_word(std::string_view& text) {
  text = trimmed(text);
  const auto end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

Result<std::string> take_quoted(std::string_view& text) {
  text = trimmed(text);
  if (text.empty() || text.front() != '"')
    return fail("", "write a STRING in quotes, as in \"eth0\"");
  text.remove_prefix(1);
  std::string bytes;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '"') return bytes;
    if (c != '\\') {
      bytes.push_back(c);
      continue;
    }
    const auto escaped = take_escape(text);
    if (!escaped) return fail("", R"(after a backslash comes one of n t r " \ xHH)");
    bytes.push_back(*escaped);
  }
  return fail("", "the closing quote is missing");
}

std::optional<std::string> parse_hex(std::string_view text) {
  std::string bytes;
  while (!(text = trimmed(text)).empty()) {
    const auto byte = hex_byte(text);
    if (!byte) return std::nullopt;
    bytes.push_back(*byte);
    text.remove_prefix(2);
  }
  return bytes;
}

Result<std::uint64_t> parse_number(std::string_view text, ValueType type) {
  const char* const end = text.data() + text.size();
  if (type == ValueType::integer) {
    std::int32_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc() && rest == end)
      return static_cast<std::uint64_t>(std::int64_t{number});
    return fail("", "\"{}\" is not a whole number of 32 bits with sign", text);
  }
  const bool wide = type == ValueType::counter64;
  const std::uint64_t most =
      wide ? std::numeric_limits<std::uint64_t>::max() : std::numeric_limits<std::uint32_t>::max();
  std::uint64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && rest == end && number <= most) return number;
  return fail("", "\"{}\" is not a whole number of {} bits without sign", text, wide ? 64 : 32);
}

std::optional<double> parse_decimal(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

Result<Motion> parse_motion(std::string_view text, const Value& value) {
  Motion motion;
  std::string_view rest = text;
  std::string_view first = take_word(rest);
  if (first == "sine") {
    motion.kind = Motion::Kind::sine;
  } else if (first == "walk") {
    motion.kind = Motion::Kind::drift;
  } else {
    motion.kind = Motion::Kind::rate;
    rest = text;
  }
  while (!trimmed(rest).empty()) {
    const auto set = set_motion_word(motion, take_word(rest));
    if (!set) return tl::unexpected(set.error());
  }
  const auto fits = check_motion(motion, value);
  if (!fits) return tl::unexpected(fits.error());
  return motion;
}

}  // namespace commune::simulator
