#include "collectors/service/dns_check.hpp"

#include "collectors/service/dns_message.hpp"
#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::service {
namespace {

constexpr std::size_t kMostShown = 3;

std::string listed(const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size() && i < kMostShown; ++i)
    text += (i ? ", " : "") + in_quotes(values[i]);
  if (values.size() > kMostShown) text += fmt::format(" and {} more", values.size() - kMostShown);
  return text;
}

std::optional<Failure> failure_in(const DnsOptions& options, const DnsAnswer& answer) {
  if (answer.code != 0) return Failure{Reason::answer, text_of_code(answer.code)};
  if (answer.values.empty())
    return Failure{Reason::answer,
                   fmt::format("there is no {} record of {}", options.record_name, options.name)};
  if (options.expect.empty() || has_expected(answer.values, options.expect)) return std::nullopt;
  return Failure{Reason::answer, "the answer is " + listed(answer.values)};
}

}  // namespace

Outcome judge_dns_answer(const DnsOptions& options, std::span<const std::uint8_t> message) {
  Outcome outcome;
  const auto answer = read_dns_answer(message, options.record);
  if (!answer) {
    outcome.failure = Failure{Reason::protocol, "the resolver's answer cannot be read"};
    return outcome;
  }
  outcome.failure = failure_in(options, *answer);
  for (const std::string& value : answer->values)
    outcome.answers.push_back(printable(value));
  return outcome;
}

}  // namespace commune::service
