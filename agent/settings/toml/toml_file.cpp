#include "agent/settings/toml/toml_file.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <tuple>

#include "agent/settings/toml/toml_limits.hpp"
#include "core/model/text.hpp"

#include <toml++/toml.h>

namespace commune::settings {
namespace {

using FileName = std::shared_ptr<const std::string>;

Place place_at(const FileName& file, const toml::source_position& position) {
  return {file, position.line, position.column};
}

Value converted(const toml::node& node, const FileName& file);

std::string iso_text(const toml::date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

// To the millisecond; nothing here is finer.
std::string iso_text(const toml::time& time) {
  std::string text = fmt::format("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
  if (const auto milliseconds = time.nanosecond / 1'000'000; milliseconds != 0)
    text += fmt::format(".{:03}", milliseconds);
  return text;
}

std::string iso_text(const toml::date_time& moment) {
  std::string text = iso_text(moment.date) + "T" + iso_text(moment.time);
  if (moment.offset) {
    const int minutes = moment.offset->minutes;
    text += fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                        std::abs(minutes) % 60);
  }
  return text;
}

void add_children(Value& value, const toml::array& array, const FileName& file) {
  value.children.reserve(array.size());
  for (const toml::node& item : array)
    value.children.push_back(converted(item, file));
}

void add_children(Value& value, const toml::table& table, const FileName& file) {
  value.children.reserve(table.size());
  for (const auto& [key, node] : table) {
    Value& member = value.children.emplace_back(converted(node, file));
    member.key = std::string(key.str());
    member.key_place = place_at(file, key.source().begin);
  }
  // toml++ sorts members by name.
  std::sort(value.children.begin(), value.children.end(), [](const Value& a, const Value& b) {
    return std::tie(a.key_place.line, a.key_place.column) <
           std::tie(b.key_place.line, b.key_place.column);
  });
}

Value converted(const toml::node& node, const FileName& file) {
  Value value;
  value.place = value.key_place = place_at(file, node.source().begin);
  if (const auto* text = node.as_string()) {
    value.kind = Value::Kind::text;
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.kind = Value::Kind::integer;
    value.integer = integer->get();
  } else if (const auto* real = node.as_floating_point()) {
    value.kind = Value::Kind::real;
    value.real = real->get();
  } else if (const auto* boolean = node.as_boolean()) {
    value.kind = Value::Kind::boolean;
    value.boolean = boolean->get();
  } else if (const auto* array = node.as_array()) {
    value.kind = Value::Kind::array;
    add_children(value, *array, file);
  } else if (const auto* table = node.as_table()) {
    value.kind = Value::Kind::table;
    add_children(value, *table, file);
  } else {
    value.kind = Value::Kind::date;
    if (const auto* date = node.as_date()) value.text = iso_text(date->get());
    if (const auto* time = node.as_time()) value.text = iso_text(time->get());
    if (const auto* moment = node.as_date_time()) value.text = iso_text(moment->get());
  }
  return value;
}

// "latitude = 21,41": the Vietnamese notation of the number, which is often typed by mistake.
bool decimal_comma_at(std::string_view text, const toml::source_position& position) {
  std::size_t begin = 0;
  for (toml::source_index line = 1; line < position.line; ++line) {
    begin = text.find('\n', begin);
    if (begin == std::string_view::npos) return false;
    ++begin;
  }
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  const auto digit = [&](std::size_t i) {
    return i < line.size() && std::isdigit(static_cast<unsigned char>(line[i])) != 0;
  };
  const std::size_t comma = position.column - 1;  // Correct while only ASCII precedes it.
  return comma > 0 && comma < line.size() && line[comma] == ',' && digit(comma - 1) &&
         digit(comma + 1);
}

// toml++ first reports what it was doing: "Error while parsing key-value pair: cannot redefine...".
std::string plain_description(std::string_view description) {
  static constexpr std::string_view kPreamble = "Error while parsing ";
  if (description.substr(0, kPreamble.size()) == kPreamble)
    description.remove_prefix(kPreamble.size());
  return printable(description);
}

std::optional<Error> check_size(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return Error{path, "no such file"};
  if (error) return Error{path, "cannot be read: " + error.message()};
  if (!std::filesystem::is_regular_file(status)) return Error{path, "is not a file"};
  const auto size = std::filesystem::file_size(path, error);
  if (error) return Error{path, "cannot be read: " + error.message()};
  if (size > kLargestFileBytes)
    return Error{path, fmt::format("is {} bytes long; at most {} are read (split it into several "
                                   "files in one directory)",
                                   size, kLargestFileBytes)};
  return std::nullopt;
}

}  // namespace

std::string Place::text() const {
  const std::string name = file ? *file : std::string();
  return line == 0 ? name : fmt::format("{}:{}:{}", name, line, column);
}

const Value* Value::find(std::string_view name) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const Value& child) { return child.key == name; });
  return kind != Kind::table || found == children.end() ? nullptr : &*found;
}

std::string_view describe(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::text:
      return "a text";
    case Value::Kind::integer:
      return "a whole number";
    case Value::Kind::real:
      return "a number";
    case Value::Kind::boolean:
      return "true or false";
    case Value::Kind::date:
      return "a date or time";
    case Value::Kind::array:
      return "a list";
    case Value::Kind::table:
      return "a table";
  }
  return "";
}

Result<Value> parse_toml(std::string_view text, const std::string& name) {
  const auto file = std::make_shared<const std::string>(name);
  if (text.size() > kLargestFileBytes)
    return fail(name, "is over {} bytes long", kLargestFileBytes);
  if (const auto excess = find_excess(text))
    return fail(Place{file, excess->line, excess->column}.text(), "{}", excess->what);
  try {
    return converted(toml::parse(text), file);
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    const std::string what = decimal_comma_at(text, begin)
                                 ? "a number is written with a point: 21.41, not 21,41"
                                 : plain_description(error.description());
    return fail(place_at(file, begin).text(), "{}", what);
  }
}

Result<Value> read_toml(const std::string& path) {
  if (auto error = check_size(path)) return tl::unexpected(*std::move(error));
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return fail(path, "cannot be read: {}",
                std::error_code(errno, std::generic_category()).message());
  // One byte more than allowed, in case the file has grown since.
  std::string text(kLargestFileBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return fail(path, "cannot be read to its end");
  return parse_toml(text, path);
}

}  // namespace commune::settings
