#include "exporters/remote_write/value_codec.hpp"

#include <bit>
#include <cmath>
#include <iterator>

#include <protozero/exception.hpp>
#include <protozero/varint.hpp>

namespace commune::remote_write {
namespace {

// A run of values with the same encoding: its length and its kind in one varint.
enum class Kind : std::uint8_t {
  same,     ///< Equal to the base: no bytes.
  absent,   ///< No bytes.
  whole,    ///< Both whole: the difference, as a zigzag varint.
  changed,  ///< The bits that differ, as a count of low bytes followed by these.
};
constexpr unsigned kKindBits = 2;

std::optional<std::int64_t> whole(ValueBits bits) {
  constexpr double kLimit = 1LL << 53;
  const auto value = std::bit_cast<double>(bits);
  if (!(std::abs(value) < kLimit)) return std::nullopt;
  const auto number = static_cast<std::int64_t>(value);
  // Not for fractions, and not for -0.
  if (std::bit_cast<ValueBits>(static_cast<double>(number)) != bits) return std::nullopt;
  return number;
}

Kind kind_of(ValueBits value, ValueBits base) {
  if (value == kAbsent) return Kind::absent;
  if (value == base) return Kind::same;
  return whole(value) && whole(base) ? Kind::whole : Kind::changed;
}

void put_varint(std::uint64_t number, std::string& bytes) {
  protozero::write_varint(std::back_inserter(bytes), number);
}

void put_changed(ValueBits difference, std::string& bytes) {
  const auto count = static_cast<std::size_t>(std::bit_width(difference) + 7) / 8;
  bytes += static_cast<char>(count);
  for (std::size_t i = 0; i < count; ++i)
    bytes += static_cast<char>(difference >> (8 * i) & 0xff);
}

void put(ValueBits value, ValueBits base, Kind kind, std::string& bytes) {
  if (kind == Kind::whole)
    put_varint(protozero::encode_zigzag64(*whole(value) - *whole(base)), bytes);
  else if (kind == Kind::changed)
    put_changed(value ^ base, bytes);
}

class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  bool done() const { return at_ == end_; }
  std::uint64_t varint() { return protozero::decode_varint(&at_, end_); }

  /// Nothing if the bytes are invalid.
  std::optional<ValueBits> value(ValueBits base, Kind kind) {
    switch (kind) {
      case Kind::same:
        return base;
      case Kind::absent:
        return kAbsent;
      case Kind::whole:
        return whole_value(base);
      case Kind::changed:
        return changed_value(base);
    }
    return std::nullopt;
  }

 private:
  std::optional<ValueBits> whole_value(ValueBits base) {
    const auto before = whole(base);
    const auto difference = static_cast<std::uint64_t>(protozero::decode_zigzag64(varint()));
    if (!before) return std::nullopt;
    // Unsigned: the sum is defined for any bytes.
    const auto sum = static_cast<std::int64_t>(static_cast<std::uint64_t>(*before) + difference);
    return std::bit_cast<ValueBits>(static_cast<double>(sum));
  }

  std::optional<ValueBits> changed_value(ValueBits base) {
    if (done()) return std::nullopt;
    const auto count = static_cast<unsigned char>(*at_++);
    if (count > sizeof(ValueBits) || end_ - at_ < count) return std::nullopt;
    ValueBits difference = 0;
    for (unsigned i = 0; i < count; ++i)
      difference |= ValueBits{static_cast<unsigned char>(*at_++)} << (8 * i);
    return base ^ difference;
  }

  const char* at_;
  const char* end_;
};

std::optional<std::vector<ValueBits>> decoded(Decoder decoder, std::span<const ValueBits> base) {
  std::vector<ValueBits> values;
  values.reserve(base.size());
  while (values.size() < base.size()) {
    const std::uint64_t run = decoder.varint();
    const auto kind = static_cast<Kind>(run & ((1U << kKindBits) - 1));
    const std::uint64_t length = run >> kKindBits;
    if (length == 0 || length > base.size() - values.size()) return std::nullopt;
    for (std::uint64_t i = 0; i < length; ++i) {
      const auto value = decoder.value(base[values.size()], kind);
      if (!value) return std::nullopt;
      values.push_back(*value);
    }
  }
  if (!decoder.done()) return std::nullopt;
  return values;
}

}  // namespace

std::string encode_values(std::span<const ValueBits> values, std::span<const ValueBits> base) {
  std::string bytes;
  std::size_t begin = 0;
  while (begin < values.size()) {
    const Kind kind = kind_of(values[begin], base[begin]);
    std::size_t end = begin + 1;
    while (end < values.size() && kind_of(values[end], base[end]) == kind)
      ++end;
    put_varint((end - begin) << kKindBits | static_cast<unsigned>(kind), bytes);
    for (std::size_t i = begin; i < end; ++i)
      put(values[i], base[i], kind, bytes);
    begin = end;
  }
  return bytes;
}

std::optional<std::vector<ValueBits>> decode_values(std::string_view bytes,
                                                    std::span<const ValueBits> base) {
  try {
    return decoded(Decoder(bytes), base);
  } catch (const protozero::exception&) {
    return std::nullopt;
  }
}

}  // namespace commune::remote_write
