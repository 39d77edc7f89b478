#include "collectors/service/dns_message.hpp"

#include <algorithm>
#include <array>

#include "core/model/text.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

namespace commune::service {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kHeaderBytes = 12;
constexpr std::size_t kMostNameBytes = 255;  // RFC 1035, 2.3.4.
constexpr int kMostPointers = 32;

/// A place in a message. After a step beyond the end, or an invalid name, it is bad and reads
/// zeros.
class Cursor {
 public:
  Cursor(Bytes message, std::size_t at) : message_(message), at_(at) {}

  bool good() const { return good_; }
  std::size_t at() const { return at_; }

  Bytes read_bytes(std::size_t count) {
    if (!good_ || count > message_.size() - at_) {
      good_ = false;
      return {};
    }
    at_ += count;
    return message_.subspan(at_ - count, count);
  }
  std::uint32_t number(std::size_t bytes) {
    std::uint32_t value = 0;
    for (const std::uint8_t byte : read_bytes(bytes))
      value = value << 8 | byte;
    return value;
  }

  /// RFC 1035, 4.1.4. Pointers must lead backwards, so that no name is endless.
  std::string name() {
    std::string text;
    Cursor reader = *this;
    std::size_t behind = 0;  // Where this cursor continues; 0: no pointer yet.
    std::size_t earliest = at_;
    for (int pointers = 0; reader.good_;) {
      const std::uint32_t length = reader.number(1);
      if (!reader.good_) break;
      if (length == 0) {
        at_ = behind ? behind : reader.at_;
        return text;
      }
      if ((length & 0xC0) == 0xC0) {
        const std::size_t to = (length & 0x3F) << 8 | reader.number(1);
        if (!behind) behind = reader.at_;
        if (!reader.good_ || to >= earliest || ++pointers > kMostPointers) break;
        earliest = to;
        reader.at_ = to;
        continue;
      }
      if ((length & 0xC0) != 0) break;
      const Bytes label = reader.read_bytes(length);
      if (!text.empty()) text += '.';
      text.append(label.begin(), label.end());
      if (text.size() > kMostNameBytes) break;
    }
    good_ = false;
    return {};
  }

 private:
  Bytes message_;
  std::size_t at_;
  bool good_ = true;
};

std::string address_text(int family, Bytes data) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (data.size() != (family == AF_INET ? 4U : 16U)) return {};
  return inet_ntop(family, data.data(), text.data(), text.size()) ? text.data() : std::string();
}

// RFC 1035, 3.3.14: strings, each behind its length.
std::optional<std::string> joined_strings(Bytes data) {
  std::string text;
  Cursor reader(data, 0);
  while (reader.at() < data.size()) {
    const Bytes part = reader.read_bytes(reader.number(1));
    if (!reader.good()) return std::nullopt;
    text.append(part.begin(), part.end());
  }
  return text;
}

// RFC 3597, 5.
std::string unknown_record(Bytes data) {
  std::string text = fmt::format("\\# {}", data.size());
  if (!data.empty()) text += ' ';
  const Bytes shown = data.first(std::min(data.size(), kMostDnsValueBytes / 2));
  return text + to_hex(std::string(shown.begin(), shown.end()));
}

std::string soa_text(Cursor& reader) {
  std::string text = reader.name();
  text += ' ' + reader.name();
  for (int i = 0; i < 5; ++i)
    text += fmt::format(" {}", reader.number(4));
  return text;
}

std::string srv_text(Cursor& reader) {
  std::string text;
  for (int i = 0; i < 3; ++i)
    text += fmt::format("{} ", reader.number(2));
  return text + reader.name();
}

/// The data of a record as text; empty when it does not fit its type.
std::optional<std::string> value_text(Bytes message, std::size_t at, Bytes data, RecordType type) {
  Cursor reader(message, at);
  std::string text;
  switch (type) {
    case RecordType::a:
    case RecordType::aaaa:
      text = address_text(type == RecordType::a ? AF_INET : AF_INET6, data);
      return text.empty() ? std::nullopt : std::optional(text);
    case RecordType::txt:
      return joined_strings(data);
    case RecordType::ns:
    case RecordType::cname:
    case RecordType::ptr:
      text = reader.name();
      break;
    case RecordType::mx:
      text = fmt::format("{} ", reader.number(2));
      text += reader.name();
      break;
    case RecordType::soa:
      text = soa_text(reader);
      break;
    case RecordType::srv:
      text = srv_text(reader);
      break;
    default:
      return unknown_record(data);
  }
  if (!reader.good() || reader.at() != at + data.size()) return std::nullopt;
  return text;
}

std::string_view comparable(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  return text;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::optional<DnsAnswer> read_dns_answer(Bytes message, RecordType type) {
  if (message.size() < kHeaderBytes || (message[2] & 0x80) == 0) return std::nullopt;
  DnsAnswer answer;
  answer.code = message[3] & 0x0F;
  answer.truncated = (message[2] & 0x02) != 0;
  Cursor reader(message, 4);
  const std::uint32_t questions = reader.number(2), records = reader.number(2);
  reader.read_bytes(4);
  for (std::uint32_t i = 0; i < questions && reader.good(); ++i) {
    reader.name();
    reader.read_bytes(4);
  }
  for (std::uint32_t i = 0; i < records && reader.good(); ++i) {
    reader.name();
    const std::uint32_t record_type = reader.number(2);
    reader.read_bytes(6);  // Class and time to live.
    const std::size_t length = reader.number(2);
    const std::size_t at = reader.at();
    const Bytes data = reader.read_bytes(length);
    if (!reader.good()) break;
    if (record_type != static_cast<std::uint32_t>(type)) continue;
    auto text = value_text(message, at, data, type);
    if (!text) return std::nullopt;
    if (text->size() > kMostDnsValueBytes) text->resize(kMostDnsValueBytes);
    if (answer.values.size() < kMostDnsValues) answer.values.push_back(*std::move(text));
  }
  if (!reader.good() && !answer.truncated) return std::nullopt;
  return answer;
}

bool has_expected(const std::vector<std::string>& values,
                  const std::vector<std::string>& expected) {
  return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
    return std::any_of(expected.begin(), expected.end(), [&](const std::string& wanted) {
      return same(comparable(value), comparable(wanted));
    });
  });
}

std::string text_of_code(ResponseCode code) {
  switch (code) {
    case 1:
      return "the resolver did not understand the question";
    case 2:
      return "the resolver says: server failure";
    case 3:
      return "no such name";
    case 4:
      return "the resolver does not support this kind of question";
    case 5:
      return "the resolver refuses to answer";
    default:
      return fmt::format("the resolver answers with error {}", code);
  }
}

}  // namespace commune::service
