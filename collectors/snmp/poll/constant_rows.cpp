#include "collectors/snmp/poll/constant_rows.hpp"

#include <array>
#include <cstring>
#include <string>
#include <utility>
#include <variant>

namespace commune::snmp {
namespace {

// A row is the length of its index, the index, the number of values, the values. A value is the
// position of its alternative in the variant and its octets. Counts have 32 bits.
class Packer {
 public:
  explicit Packer(std::vector<std::uint8_t>& into) : into_(into) {}

  void count(std::size_t count) { raw(static_cast<std::uint32_t>(count)); }

  void oid(const Oid& oid) {
    count(oid.size());
    for (const std::uint32_t number : oid.numbers())
      raw(number);
  }

  void value(const Value& value) {
    raw(static_cast<std::uint8_t>(value.index()));
    std::visit([this](const auto& held) { one(held); }, value);
  }

 private:
  template <class T>
  void raw(T number) {
    const auto* first = reinterpret_cast<const std::uint8_t*>(&number);
    into_.insert(into_.end(), first, first + sizeof number);
  }
  void one(Absent absent) { raw(absent); }
  void one(const Integer& integer) {
    raw(integer.type);
    raw(integer.value);
  }
  void one(double number) { raw(number); }
  void one(const std::string& text) {
    count(text.size());
    into_.insert(into_.end(), text.begin(), text.end());
  }
  void one(const OidValue& value) { oid(value.oid()); }

  std::vector<std::uint8_t>& into_;
};

class Unpacker {
 public:
  explicit Unpacker(std::span<const std::uint8_t> octets) : octets_(octets) {}

  bool done() const { return octets_.empty(); }
  std::size_t count() { return raw<std::uint32_t>(); }

  Oid oid() {
    std::array<std::uint32_t, Oid::kMostNumbers> numbers;
    const std::size_t size = count();
    for (std::size_t i = 0; i < size; ++i)
      numbers[i] = raw<std::uint32_t>();
    return Oid(std::span<const std::uint32_t>(numbers.data(), size));
  }

  Value value() {
    switch (raw<std::uint8_t>()) {
      case 0:
        return raw<Absent>();
      case 1: {
        const auto type = raw<IntegerType>();
        return Integer{type, raw<std::int64_t>()};
      }
      case 2:
        return raw<double>();
      case 3: {
        const auto text = octets_.first(count());
        octets_ = octets_.subspan(text.size());
        return std::string(text.begin(), text.end());
      }
      default:
        return OidValue(oid());
    }
  }

 private:
  template <class T>
  T raw() {
    T number;
    std::memcpy(&number, octets_.data(), sizeof number);
    octets_ = octets_.subspan(sizeof number);
    return number;
  }

  std::span<const std::uint8_t> octets_;
};
static_assert(std::variant_size_v<Value> == 5);

}  // namespace

ConstantRows::ConstantRows(const Rows& rows) : size_(rows.size()) {
  Packer packer(octets_);
  for (const auto& [index, row] : rows) {
    packer.oid(index);
    packer.count(row.size());
    for (const Value& value : row)
      packer.value(value);
  }
  octets_.shrink_to_fit();
}

Rows ConstantRows::unpacked() const {
  Rows rows;
  for (Unpacker unpacker(octets_); !unpacker.done();) {
    Row& row = rows.try_emplace(rows.end(), unpacker.oid())->second;
    row.resize(unpacker.count());
    for (Value& value : row)
      value = unpacker.value();
  }
  return rows;
}

void ConstantRows::lay_into(Rows& rows, std::span<const std::size_t> positions) const {
  // Both are in MIB order.
  auto into = rows.begin();
  for (Unpacker unpacker(octets_); !unpacker.done();) {
    const Oid index = unpacker.oid();
    while (into != rows.end() && into->first < index)
      ++into;
    const bool there = into != rows.end() && into->first == index;
    const std::size_t count = unpacker.count();
    for (std::size_t i = 0; i < count; ++i) {
      Value value = unpacker.value();
      if (there && i < positions.size()) into->second[positions[i]] = std::move(value);
    }
  }
}

}  // namespace commune::snmp
