// Any bytes as what a name server answers, judged as a probe's answer: bounded, printable, and the
// same verdict for the same bytes.
#include <algorithm>
#include <array>

#include "collectors/service/dns_check.hpp"
#include "collectors/service/dns_message.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/utf8.hpp"

namespace commune::fuzz {
namespace {

using service::RecordType;

constexpr std::array kTypes = {RecordType::a,   RecordType::aaaa, RecordType::cname,
                               RecordType::mx,  RecordType::txt,  RecordType::ns,
                               RecordType::soa, RecordType::srv,  RecordType::caa};

void check_text(const std::string& text, std::size_t most) {
  require(is_clean_utf8(text), "no UTF-8 for people");
  require(text.size() <= most, "a text of {} bytes", text.size());
  require(std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }),
          "a control character for people");
}

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  Input input(bytes);
  service::DnsOptions options;
  options.name = "a.test";
  options.record = kTypes[input.below(kTypes.size())];
  if (input.flag()) options.expect = {"192.0.2.7", "10 mail.a.test."};
  const auto message = input.rest();
  const auto answer = service::read_dns_answer(message, options.record);
  if (answer) {
    require(answer->values.size() <= service::kMostDnsValues, "too many values");
    // Each record takes its head and its data.
    require(answer->values.size() * 11 <= message.size(), "more records than bytes");
    for (const auto& value : answer->values)
      require(value.size() <= service::kMostDnsValueBytes, "a value of {} bytes", value.size());
    require(answer->values.empty() || service::has_expected(answer->values, answer->values),
            "values that are not their own");
  }
  const auto outcome = service::judge_dns_answer(options, message);
  for (const auto& value : outcome.answers)
    check_text(value, 3 * service::kMostDnsValueBytes);
  if (outcome.failure) check_text(outcome.failure->text, 1024);
  if (outcome.ok()) {
    require(answer && answer->code == 0 && !answer->values.empty(), "content without an answer");
    require(options.expect.empty() || service::has_expected(answer->values, options.expect),
            "content with another answer");
  }
}

std::vector<std::string> seeds() {
  const std::string head("\0\1\x84\0\0\1\0\1\0\0\0\0\1a\4test\0\0\1\0\1\xC0\x0C\0", 27);
  const auto record = [&](char type, const std::string& data) {
    return head + type + std::string("\0\1\0\0\0\x3C\0", 7) + static_cast<char>(data.size()) + data;
  };
  const std::string to_name("\3www\xC0\x0C", 6);
  std::vector<std::string> made;
  const auto add = [&](char type, char with_expect, const std::string& message) {
    made.push_back(std::string{type, with_expect} + message);
  };
  add(0, 0, record(1, std::string("\xC0\0\2\7", 4)));
  add(0, 1, record(1, std::string("\xC0\0\2\7", 4)));
  add(1, 0, record(28, std::string(16, '\x20')));
  add(2, 0, record(5, to_name));
  add(3, 1, record(15, std::string("\0\x0A\4mail\xC0\x0C", 9)));
  add(4, 0, record(16, "\3abc\2de"));
  add(6, 0, record(6, to_name + to_name + std::string(20, '\1')));
  add(7, 0, record(33, std::string(6, '\1') + to_name));
  add(8, 0, record(1, "x"));
  return made;
}

}  // namespace commune::fuzz
