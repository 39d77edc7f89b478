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

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace commune::snmp {
namespace {

// RFC 3411, 5: the first bit set, then an enterprise number (net-snmp's, whose engine this is),
// then 5: octets chosen by whoever administers it.
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

// Two lines, "engine_id HEX" and "boots NUMBER"; others that begin with "#" are for people.
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

// Whole and on the disk, or as it was before.
Result<void> write(const std::string& path, const LocalEngine& engine) {
  const std::string text = fmt::format(
      "# SNMPv3 engine of this agent, as senders of informs know it. Boots grow with each start.\n"
      "engine_id {}\nboots {}\n",
      to_hex(engine.id), engine.boots);
  const std::string fresh = path + ".new";
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return fail(path, "cannot be written: {}", last_error());
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool safe = written && ::fsync(file) == 0;
  const std::string why = safe ? std::string() : last_error();
  ::close(file);
  if (!safe) return fail(path, "cannot be written: {}", why);
  if (::rename(fresh.c_str(), path.c_str()) != 0)
    return fail(path, "cannot be written: {}", last_error());
  return {};
}

}  // namespace

LocalEngine new_engine() {
  std::random_device source;
  LocalEngine engine{std::string(kHead), 1};
  for (std::size_t i = 0; i < kRandomOctets; ++i)
    engine.id.push_back(static_cast<char>(source() & 0xFF));
  return engine;
}

Result<LocalEngine> boot_engine(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  LocalEngine engine = new_engine();
  if (std::filesystem::exists(path, error)) {
    std::ifstream file(path);
    if (!file) return fail(path, "cannot be read: {}", last_error());
    const auto known = parse(file);
    if (!known)
      return fail(path,
                  "is not what this agent writes there; delete it and the next start makes a new "
                  "SNMPv3 engine id, which devices that send informs have to learn");
    if (known->boots < kMostBoots) engine = {known->id, known->boots + 1};
  }
  if (auto written = write(path, engine); !written) return tl::unexpected(written.error());
  return engine;
}

}  // namespace commune::snmp
