// A target without libFuzzer: plays the seeds and mutations of them, the same in every run, or the
// files that are named (a crash that libFuzzer kept).
//
//   TARGET_replay MUTATIONS [KEPT] | --seeds DIRECTORY | FILE...
//
// KEPT holds the input under way, from which the process may not come back.
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/runtime/log.hpp"
#include "tests/fuzz/mutator.hpp"
#include "tests/fuzz/target.hpp"

namespace commune::fuzz {
namespace {

constexpr std::uint64_t kSeed = 20'240'517;

void play(const std::string& text) {
  // A copy of its own, so that AddressSanitizer sees the first byte beyond it.
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  run(bytes);
}

int write_seeds(const std::filesystem::path& directory) {
  std::filesystem::create_directories(directory);
  std::size_t number = 0;
  for (const std::string& seed : seeds())
    std::ofstream(directory / fmt::format("seed-{:03}", number++), std::ios::binary) << seed;
  return number == 0 ? 1 : 0;
}

int mutate(std::size_t count, const std::string& kept) {
  const auto beginnings = seeds();
  const auto play_kept = [&](const std::string& text) {
    if (!kept.empty()) std::ofstream(kept, std::ios::binary) << text;
    play(text);
  };
  for (const std::string& seed : beginnings)
    play_kept(seed);
  Mutator mutator(kSeed);
  for (std::size_t i = 0; i < count; ++i)
    play_kept(mutator.next(beginnings));
  std::printf("%zu seeds, %zu mutations\n", beginnings.size(), count);
  return beginnings.empty() ? 1 : 0;
}

int replay(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::fprintf(stderr, "%s: cannot be read\n", path.c_str()), 1;
  play({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
  std::printf("%s: passed\n", path.c_str());
  return 0;
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

int main(const std::vector<std::string>& arguments) {
  spdlog::set_level(spdlog::level::off);
  if (arguments.empty()) return std::fprintf(stderr, "what is to be played?\n"), 2;
  if (arguments.size() == 2 && arguments[0] == "--seeds") return write_seeds(arguments[1]);
  if (const auto count = number(arguments[0]))
    return mutate(*count, arguments.size() > 1 ? arguments[1] : std::string());
  int failed = 0;
  for (const std::string& path : arguments)
    failed |= replay(path);
  return failed;
}

}  // namespace
}  // namespace commune::fuzz

int main(int count, char** arguments) {
  return commune::fuzz::main({arguments + 1, arguments + count});
}
