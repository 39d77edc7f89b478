#include "exporters/report/json_table.hpp"

#include <ostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace commune::report {
namespace {

struct Value {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(const Word& word) const { return json_text(word.key); }
  std::string operator()(const Words& list) const {
    std::string all = "[";
    for (const auto& word : list)
      all += (all.size() > 1 ? "," : "") + json_text(word.key);
    return all + "]";
  }
  std::string operator()(const WrittenTime& time) const { return json_text(time.text); }
  std::string operator()(Milliseconds time) const { return seconds_text(time); }
  std::string operator()(Ratio ratio) const { return ratio_text(ratio); }
  std::string operator()(std::uint64_t count) const { return fmt::format("{}", count); }
  std::string operator()(Decimal number) const {
    return fmt::format("{:.{}f}", number.value, number.digits);
  }
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
};

}  // namespace

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_object(std::span<const Column> columns, std::span<const Cell> cells) {
  std::string object = "{";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) object += ',';
    object += json_text(columns[i].key) + ":" + std::visit(Value{}, cells[i]);
    if (!columns[i].named) continue;
    const auto* word = std::get_if<Word>(&cells[i]);
    object += "," + json_text(columns[i].key + "_name") + ":" +
              (word == nullptr ? "null" : json_text(word->text));
  }
  return object + "}";
}

void JsonTable::row(std::span<const Cell> cells) {
  out_ << (first_ ? "\n" : ",\n") << json_object(columns_, cells);
  first_ = false;
}

}  // namespace commune::report
