#include "tests/simulator/snmp/ber.hpp"

#include <array>

namespace commune::simulator::ber {
namespace {

std::uint8_t byte_at(std::string_view bytes, std::size_t position) {
  return static_cast<std::uint8_t>(bytes[position]);
}

void append_base128(std::string& out, std::uint64_t number) {
  std::array<char, 10> digits{};
  std::size_t count = 0;
  do {
    digits.at(count) = static_cast<char>((number & 0x7F) | (count == 0 ? 0 : 0x80));
    number >>= 7;
    ++count;
  } while (number != 0);
  while (count > 0)
    out.push_back(digits.at(--count));
}

// Big-endian, all eight bytes.
std::array<char, 8> big_endian(std::uint64_t number) {
  std::array<char, 8> bytes{};
  for (std::size_t i = 0; i < 8; ++i)
    bytes.at(i) = static_cast<char>(number >> (8 * (7 - i)));
  return bytes;
}

}  // namespace

std::optional<Element> Reader::give_up() {
  failed_ = true;
  return std::nullopt;
}

std::optional<Element> Reader::next() {
  if (failed_ || rest_.size() < 2) return give_up();
  const std::uint8_t tag = byte_at(rest_, 0);
  std::size_t length = byte_at(rest_, 1);
  std::size_t header = 2;
  if (length >= 0x80) {
    const std::size_t count = length & 0x7F;
    if (count == 0 || count > 4 || rest_.size() < header + count) return give_up();
    length = 0;
    for (std::size_t i = 0; i < count; ++i)
      length = (length << 8) | byte_at(rest_, header++);
  }
  if (rest_.size() - header < length) return give_up();
  const Element element{tag, rest_.substr(header, length)};
  rest_.remove_prefix(header + length);
  return element;
}

std::optional<std::string_view> Reader::next(std::uint8_t tag) {
  const auto element = next();
  if (!element) return std::nullopt;
  if (element->tag == tag) return element->content;
  failed_ = true;
  return std::nullopt;
}

std::optional<std::int64_t> Reader::next_integer() {
  const auto content = next(kInteger);
  if (!content || content->empty() || content->size() > 8) {
    failed_ = true;
    return std::nullopt;
  }
  std::uint64_t number = (byte_at(*content, 0) & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < content->size(); ++i)
    number = (number << 8) | byte_at(*content, i);
  return static_cast<std::int64_t>(number);
}

std::optional<Oid> Reader::next_oid() {
  const auto content = next(kOid);
  auto oid = content ? decode_oid(*content) : std::nullopt;
  if (!oid) failed_ = true;
  return oid;
}

std::optional<Oid> decode_oid(std::string_view content) {
  if (content.empty()) return std::nullopt;
  Oid oid;
  oid.reserve(content.size() + 1);
  std::uint64_t number = 0;
  bool inside = false;
  for (std::size_t i = 0; i < content.size(); ++i) {
    const std::uint8_t byte = byte_at(content, i);
    number = (number << 7) | (byte & 0x7FU);
    inside = (byte & 0x80) != 0;
    if (number > 0xFFFFFFFFU + 80ULL) return std::nullopt;
    if (inside) continue;
    if (oid.empty()) {
      const std::uint64_t first = number < 80 ? number / 40 : 2;
      oid.push_back(static_cast<std::uint32_t>(first));
      number -= first * 40;
    }
    if (number > 0xFFFFFFFFU || oid.size() == kLongestOid) return std::nullopt;
    oid.push_back(static_cast<std::uint32_t>(number));
    number = 0;
  }
  if (inside) return std::nullopt;
  return oid;
}

std::string encode_oid(const Oid& oid) {
  std::string content;
  append_base128(content, std::uint64_t{oid[0]} * 40 + oid[1]);
  for (std::size_t i = 2; i < oid.size(); ++i)
    append_base128(content, oid[i]);
  return content;
}

std::size_t header_size(std::size_t content_size) {
  if (content_size < 0x80) return 2;
  if (content_size < 0x100) return 3;
  return content_size < 0x10000 ? 4 : 5;
}

void append_header(std::string& out, std::uint8_t tag, std::size_t content_size) {
  out.push_back(static_cast<char>(tag));
  const std::size_t more = header_size(content_size) - 2;
  if (more > 0) out.push_back(static_cast<char>(0x80 | more));
  for (std::size_t i = more; i > 1; --i)
    out.push_back(static_cast<char>(content_size >> (8 * (i - 1))));
  out.push_back(static_cast<char>(content_size));
}

void append(std::string& out, std::uint8_t tag, std::string_view content) {
  append_header(out, tag, content.size());
  out.append(content);
}

void append_signed(std::string& out, std::uint8_t tag, std::int64_t number) {
  const auto bytes = big_endian(static_cast<std::uint64_t>(number));
  std::size_t first = 0;
  // X.690, 8.3.2: the shortest form that keeps the sign.
  while (first < 7) {
    const auto here = static_cast<std::uint8_t>(bytes.at(first));
    const bool next_is_negative = (static_cast<std::uint8_t>(bytes.at(first + 1)) & 0x80) != 0;
    if (here != (next_is_negative ? 0xFF : 0x00)) break;
    ++first;
  }
  append(out, tag, std::string_view(bytes.data() + first, 8 - first));
}

void append_unsigned(std::string& out, std::uint8_t tag, std::uint64_t number) {
  if (number >> 63 == 0) return append_signed(out, tag, static_cast<std::int64_t>(number));
  const auto bytes = big_endian(number);
  append_header(out, tag, 9);
  out.push_back('\0');
  out.append(bytes.data(), bytes.size());
}

std::string element(std::uint8_t tag, std::string_view content) {
  std::string made;
  append(made, tag, content);
  return made;
}

std::string element(std::uint8_t tag, std::initializer_list<std::string_view> parts) {
  std::string content;
  for (const std::string_view part : parts)
    content += part;
  return element(tag, content);
}

std::string integer(std::int64_t number, std::uint8_t tag) {
  std::string made;
  append_signed(made, tag, number);
  return made;
}

}  // namespace commune::simulator::ber
