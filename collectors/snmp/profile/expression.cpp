#include "collectors/snmp/profile/expression.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "collectors/snmp/profile/number_text.hpp"

#include <muParser.h>

namespace commune::snmp {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

double first(const double* values, int count) {
  for (int i = 0; i < count; ++i)
    if (!std::isnan(values[i])) return values[i];
  return kAbsent;
}

double present(double value) {
  return std::isnan(value) ? 0 : 1;
}

double dbm_from_uw(double microwatt) {
  return dbm_from_milliwatt(microwatt / 1000);
}

// IEEE 802.11, annex E. Channel numbers of the 6 GHz band repeat those below and cannot be
// distinguished.
double wifi_hertz(double channel) {
  if (channel >= 1 && channel <= 13) return (2407 + 5 * channel) * 1e6;
  if (channel == 14) return 2484e6;
  if (channel >= 32 && channel <= 177) return (5000 + 5 * channel) * 1e6;
  return kAbsent;
}

double round_down(double value) {
  return std::floor(value);
}

double mod(double a, double b) {
  return std::fmod(a, b);
}

double bit_and(double a, double b) {
  const double most = 9007199254740992.0;  // 2^53
  if (!(a >= 0 && a <= most && b >= 0 && b <= most)) return kAbsent;
  return static_cast<double>(static_cast<std::uint64_t>(a) & static_cast<std::uint64_t>(b));
}

struct Name {
  std::string text;
  bool required = false;  // Stands somewhere outside first() and present().
};

bool name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool name_part(char c) {
  return name_start(c) || (c >= '0' && c <= '9');
}

// Walks over the text once and notes each name, and whether it is inside a call that takes absent
// operands. Numbers are skipped so that the "e" of 1e5 is not read as a name.
class NameScan {
 public:
  explicit NameScan(std::string_view text) : text_(text) {
    while (at_ < text_.size())
      step();
  }

  std::vector<Name> names;

 private:
  void step() {
    const char c = text_[at_];
    if (name_start(c)) return word();
    if (name_part(c) || c == '.') return number();
    if (c == '(') {
      ++depth_;
    } else if (c == ')') {
      if (depth_ == lenient_from_) lenient_from_ = kStrict;
      --depth_;
    }
    ++at_;
  }

  void number() {
    while (at_ < text_.size() && (name_part(text_[at_]) || text_[at_] == '.')) {
      const bool exponent = text_[at_] == 'e' || text_[at_] == 'E';
      ++at_;
      if (exponent && at_ < text_.size() && (text_[at_] == '-' || text_[at_] == '+')) ++at_;
    }
  }

  void word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && name_part(text_[at_]))
      ++at_;
    const auto word = text_.substr(start, at_ - start);
    const auto next = text_.find_first_not_of(' ', at_);
    if (next != std::string_view::npos && text_[next] == '(') {
      if (lenient_from_ == kStrict && (word == "first" || word == "present"))
        lenient_from_ = depth_ + 1;
      return;
    }
    if (word == "_pi" || word == "_e") return;
    auto known = std::find_if(names.begin(), names.end(),
                              [&](const Name& name) { return name.text == word; });
    if (known == names.end()) known = names.insert(names.end(), Name{std::string(word), false});
    if (lenient_from_ == kStrict) known->required = true;
  }

  static constexpr int kStrict = -1;
  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int lenient_from_ = kStrict;  // The depth inside the outermost first() or present().
};

}  // namespace

struct Expression::Parsed {
  mu::Parser parser;
  std::vector<std::string> names;
  std::vector<bool> required;
  std::vector<double> operands;
};

Expression::Expression(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

Result<Expression> Expression::parse(std::string_view text) {
  auto parsed = std::make_unique<Parsed>();
  const NameScan scan(text);
  for (const Name& name : scan.names) {
    parsed->names.push_back(name.text);
    parsed->required.push_back(name.required);
  }
  parsed->operands.assign(parsed->names.size(), 1);
  mu::Parser& parser = parsed->parser;
  try {
    parser.DefineFun("first", first);
    parser.DefineFun("present", present);
    parser.DefineFun("dbm_from_mw", dbm_from_milliwatt);
    parser.DefineFun("dbm_from_uw", dbm_from_uw);
    parser.DefineFun("wifi_hertz", wifi_hertz);
    parser.DefineFun("floor", round_down);
    parser.DefineFun("mod", mod);
    parser.DefineFun("bit_and", bit_and);
    for (std::size_t i = 0; i < parsed->names.size(); ++i)
      parser.DefineVar(parsed->names[i], &parsed->operands[i]);
    parser.SetExpr(std::string(text));
    parser.Eval();  // Compiles it.
  } catch (const mu::Parser::exception_type& error) {
    return fail("", "\"{}\" is not arithmetic: {}", text, error.GetMsg());
  }
  return Expression(std::move(parsed));
}

std::span<const std::string> Expression::names() const {
  return parsed_->names;
}

double Expression::evaluate(std::span<const double> operands) {
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (parsed_->required[i] && std::isnan(operands[i])) return kAbsent;
    parsed_->operands[i] = operands[i];
  }
  const double value = parsed_->parser.Eval();
  return std::isfinite(value) ? value : kAbsent;
}

}  // namespace commune::snmp
