#include "agent/settings/toml/toml_limits.hpp"

#include <cstddef>

#include "agent/settings/toml/toml_file.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  std::optional<Excess> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_string(c);
        continue;
      }
      if (c == '#') {
        skip_comment();
        continue;
      }
      count(c);
      if (dots_ > kDeepestKey)
        return excess(fmt::format("a key of more than {} parts", kDeepestKey));
      if (brackets_ > kDeepestValue)
        return excess(fmt::format("brackets nested more than {} deep", kDeepestValue));
      step();
    }
    return std::nullopt;
  }

 private:
  void count(char c) {
    if (c == '.') {
      ++dots_;
    } else if (c == '[' || c == '{') {
      ++brackets_;
      dots_ = 0;
    } else if (c == ']' || c == '}') {
      if (brackets_ > 0) --brackets_;
      dots_ = 0;
    } else if (c == '=' || c == ',' || c == '\n') {
      dots_ = 0;
    }
  }

  void skip_string(char quote) {
    const std::string three(3, quote);
    const bool multi_line = text_.substr(at_, 3) == three;
    advance(multi_line ? 3 : 1);
    while (at_ < text_.size()) {
      if (multi_line ? text_.substr(at_, 3) == three : text_[at_] == quote) {
        advance(multi_line ? 3 : 1);
        return;
      }
      if (!multi_line && text_[at_] == '\n') return;  // The parser will report it.
      const bool escape = quote == '"' && text_[at_] == '\\';
      advance(escape ? 2 : 1);
    }
  }

  void skip_comment() {
    while (at_ < text_.size() && text_[at_] != '\n')
      step();
  }

  void advance(std::size_t count) {
    for (; count > 0 && at_ < text_.size(); --count)
      step();
  }

  void step() {
    const auto byte = static_cast<unsigned char>(text_[at_++]);
    if (byte == '\n') {
      ++line_;
      column_ = 1;
    } else if ((byte & 0xC0) != 0x80) {  // Not the middle of a character.
      ++column_;
    }
  }

  Excess excess(std::string what) const { return {line_, column_, std::move(what)}; }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1, column_ = 1;
  std::size_t dots_ = 0, brackets_ = 0;
};

}  // namespace

std::optional<Excess> find_excess(std::string_view text) {
  return Scan(text).run();
}

}  // namespace commune::settings
