#include "collectors/snmp/profile/row_index.hpp"

#include "core/model/text.hpp"

#include <fmt/ranges.h>

namespace commune::snmp {
namespace {

using Kind = IndexPart::Kind;

// How many sub-identifiers the part takes of `rest`, a length in front included.
std::size_t extent(const IndexPart& part, std::span<const std::uint32_t> rest) {
  switch (part.kind) {
    case Kind::integer:
      return 1;
    case Kind::string:
      return rest.empty() ? 1 : std::size_t{1} + rest.front();
    case Kind::fixed_string:
      return part.length == 0 ? rest.size() : part.length;
    case Kind::mac:
      return 6;
    case Kind::ipv4:
      return 4;
    case Kind::oid:
      return rest.size();
  }
  return 0;
}

std::string characters(std::span<const std::uint32_t> codes) {
  std::string text;
  for (const std::uint32_t code : codes)
    text += static_cast<char>(code & 0xFF);
  return printable(text);
}

}  // namespace

std::optional<std::span<const std::uint32_t>> index_slice(std::span<const IndexPart> parts,
                                                          const Oid& index, std::size_t position) {
  auto rest = index.numbers();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t size = extent(parts[i], rest);
    if (size > rest.size() || rest.empty()) return std::nullopt;
    if (i == position) return rest.first(size);
    rest = rest.subspan(size);
  }
  return std::nullopt;
}

std::string index_text(const IndexPart& part, std::span<const std::uint32_t> slice) {
  switch (part.kind) {
    case Kind::string:
      return characters(slice.subspan(1));
    case Kind::fixed_string:
      return characters(slice);
    case Kind::mac:
      return fmt::format("{:02x}", fmt::join(slice, ":"));
    case Kind::integer:
    case Kind::ipv4:
    case Kind::oid:
      break;
  }
  return fmt::format("{}", fmt::join(slice, "."));
}

}  // namespace commune::snmp
