#include "collectors/snmp/traps/local_engine.hpp"

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <string_view>
#include <system_error>

#include "core/model/text.hpp"
#include "core/runtime/atomic_file.hpp"

#include <fmt/format.h>

namespace commune::snmp {
namespace {

// RFC 3411, 5: the first bit set, then an enterprise number (net-snmp's, whose engine this is),
// then 5: octets chosen by the administrator.
constexpr std::string_view kHead("\x80\x00\x1f\x88\x05", 5);
constexpr std::size_t kRandomOctets = 12;
constexpr std::size_t kShortestId = 5, kLongestId = 32;
constexpr std::uint32_t kMostBoots = 2'147'483'646;  // RFC 3414, 2.2.2: 2^31-1 is the end

std::optional<std::string> from_hex(std::string_view text) {
  std::string octets;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    unsigned octet = 0;
    const char* end = text.data() + i + 2;
    const auto read = std::from_chars(text.data() + i, end, octet, 16);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    octets.push_back(static_cast<char>(octet));
  }
  const bool fits = octets.size() >= kShortestId && octets.size() <= kLongestId;
  if (text.size() % 2 != 0 || !fits) return std::nullopt;
  return octets;
}

// Two lines, "engine_id HEX" and "boots NUMBER"; lines that begin with "#" are comments.
std::optional<LocalEngine> parse(std::istream& in) {
  std::optional<std::string> id;
  std::optional<std::uint32_t> boots;
  for (std::string word; in >> word;) {
    std::string value;
    if (word.starts_with('#'))
      std::getline(in, value);
    else if (word == "engine_id" && in >> value)
      id = from_hex(value);
    else if (std::uint32_t number = 0; word == "boots" && in >> number)
      boots = number;
    else
      return std::nullopt;
  }
  if (!id || !boots) return std::nullopt;
  return LocalEngine{*id, *boots};
}

std::string last_error() {
  return std::generic_category().message(errno);
}

Result<void> write(const std::string& path, const LocalEngine& engine) {
  const std::string text = fmt::format(
      "# SNMPv3 engine of this agent, as senders of informs know it. Boots grow with each start.\n"
      "engine_id {}\nboots {}\n",
      to_hex(engine.id), engine.boots);
  return write_atomically(path, text, 0600);
}

}  // namespace

LocalEngine new_engine() {
  std::random_device random;
  LocalEngine engine{std::string(kHead), 1};
  for (std::size_t i = 0; i < kRandomOctets; ++i)
    engine.id.push_back(static_cast<char>(random() & 0xFF));
  return engine;
}

Result<LocalEngine> boot_engine(const std::string& path) {
  if (path.empty())
    return fail("SNMPv3 engine file",
                "its path is empty; it must name a file in [agent] state_dir");
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  LocalEngine engine = new_engine();
  if (std::filesystem::exists(path, error)) {
    std::ifstream file(path);
    if (!file) return fail(path, "cannot be read: {}", last_error());
    const auto known = parse(file);
    if (!known)
      return fail(path,
                  "does not hold an engine id and boots as this agent writes them; delete it and "
                  "the next start makes a new "
                  "SNMPv3 engine id, which devices that send informs have to learn");
    if (known->boots < kMostBoots) engine = {known->id, known->boots + 1};
  }
  if (auto written = write(path, engine); !written) return tl::unexpected(written.error());
  return engine;
}

}  // namespace commune::snmp
