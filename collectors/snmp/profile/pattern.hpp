// A regular expression of a profile.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <regex>
#include <string>
#include <utility>

namespace commune::snmp {

/// ECMAScript's language. Compiled when it is first used: a compiled expression takes kilobytes,
/// and a commune's devices use few of those in the profiles. Copies share the compiled expression.
/// Thread-safe.
class Pattern {
 public:
  using Flags = std::regex::flag_type;
  static constexpr Flags kAnyCase = std::regex::ECMAScript | std::regex::icase;

  /// Throws std::regex_error when the text is not a regular expression.
  explicit Pattern(std::string text, Flags flags = std::regex::ECMAScript)
      : shared_(std::make_shared<Shared>()) {
    const std::regex sound(text, flags);
    shared_->text = std::move(text);
    shared_->flags = flags;
  }

  const std::string& text() const { return shared_->text; }
  const std::regex& regex() const {
    std::call_once(shared_->once,
                   [this] { shared_->regex.emplace(shared_->text, shared_->flags); });
    return *shared_->regex;
  }

 private:
  struct Shared {
    std::string text;
    Flags flags = std::regex::ECMAScript;
    std::once_flag once;
    std::optional<std::regex> regex;
  };
  std::shared_ptr<Shared> shared_;
};

}  // namespace commune::snmp
