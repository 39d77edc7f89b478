// Arithmetic in profiles, on muParser: "1 - (free + first(cached, 0)) / total".
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.hpp"

namespace commune::snmp {

/// muParser's operators and functions, and
///   first(a, b, ...)   the first that has a value
///   present(a)         1 when a has a value, else 0
///   dbm_from_mw(p), dbm_from_uw(p)
///   wifi_hertz(channel)  centre frequency of a 2.4 or 5 GHz channel
///   floor(x), mod(a, b), bit_and(a, b)
/// No value is NaN. An operand without a value makes the result NaN, except inside first() and
/// present(). Not thread-safe.
class Expression {
 public:
  static Result<Expression> parse(std::string_view text);

  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  /// The names it refers to, each once.
  std::span<const std::string> names() const;

  /// `operands` in the order of names(). NaN also for a result that is not finite (a division by
  /// zero).
  double evaluate(std::span<const double> operands);

 private:
  struct Parsed;
  explicit Expression(std::unique_ptr<Parsed> parsed);
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace commune::snmp
