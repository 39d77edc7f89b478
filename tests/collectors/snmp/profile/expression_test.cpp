#include "collectors/snmp/profile/expression.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double evaluate(const std::string& text, std::vector<double> operands) {
  auto expression = Expression::parse(text);
  EXPECT_TRUE(expression) << expression.error().message();
  if (!expression) return kNone;
  EXPECT_EQ(expression->names().size(), operands.size()) << text;
  return expression->evaluate(operands);
}

TEST(Expression, computes_over_names_in_the_order_they_appear) {
  EXPECT_DOUBLE_EQ(evaluate("1 - (free + cached) / total", {100, 50, 600}), 0.75);
  EXPECT_DOUBLE_EQ(evaluate("value * 10^(3*(scale-9)) * 10^-precision", {-62, 9, 1}), -6.2);
  EXPECT_DOUBLE_EQ(evaluate("rx < 0 ? rx / 100 : dbm_from_uw(rx)", {-849}), -8.49);
  EXPECT_NEAR(evaluate("rx < 0 ? rx / 100 : dbm_from_uw(rx)", {78}), -11.0791, 0.0001);
}

TEST(Expression, has_no_value_when_an_operand_has_none) {
  EXPECT_TRUE(std::isnan(evaluate("status == 1", {kNone})));
  EXPECT_TRUE(std::isnan(evaluate("a + first(b, 0)", {kNone, 1})));
  EXPECT_TRUE(std::isnan(evaluate("used / total", {5, 0})));
}

TEST(Expression, first_and_present_take_absent_operands) {
  EXPECT_EQ(evaluate("total - first(cached, 0)", {10, kNone}), 10);
  EXPECT_EQ(evaluate("first(a, b)", {kNone, 7}), 7);
  EXPECT_EQ(evaluate("present(a)", {kNone}), 0);
  EXPECT_EQ(evaluate("first((a + 1), 3) * b", {kNone, 2}), 6);
  EXPECT_TRUE(std::isnan(evaluate("first(a, 1) + a", {kNone})));
}

TEST(Expression, knows_wifi_channels) {
  EXPECT_EQ(evaluate("wifi_hertz(c)", {6}), 2437e6);
  EXPECT_EQ(evaluate("wifi_hertz(c)", {14}), 2484e6);
  EXPECT_EQ(evaluate("wifi_hertz(c)", {157}), 5785e6);
  EXPECT_TRUE(std::isnan(evaluate("wifi_hertz(c)", {0})));
}

TEST(Expression, reads_bit_fields) {
  EXPECT_EQ(evaluate("bit_and(floor(i / 256), 255)", {0x10010300}), 3);
  EXPECT_EQ(evaluate("mod(i, 7)", {16}), 2);
}

TEST(Expression, does_not_take_an_exponent_for_a_name) {
  EXPECT_EQ(evaluate("1e3 + 2.5E-1", {}), 1000.25);
}

TEST(Expression, refuses_what_is_not_arithmetic) {
  EXPECT_NE(Expression::parse("a +").error().what.find("\"a +\" is not arithmetic"),
            std::string::npos);
  EXPECT_FALSE(Expression::parse("nonsense(a)"));
  EXPECT_FALSE(Expression::parse(""));
}

}  // namespace
}  // namespace commune::snmp
