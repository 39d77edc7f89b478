#include "tests/fuzz/toml_check.hpp"

#include <algorithm>
#include <charconv>

#include "tests/fuzz/require.hpp"
#include "tests/fuzz/utf8.hpp"

namespace commune::fuzz {
namespace {

constexpr std::string_view kCut = "#file\n";
constexpr std::size_t kMostFiles = 4;

// ":LINE:COL" behind a file's name; a mistake of the file as a whole has none.
bool is_place(std::string_view rest, std::string_view text) {
  if (rest.empty()) return true;
  std::size_t numbers[2] = {0, 0};
  for (std::size_t& number : numbers) {
    if (!rest.starts_with(':')) return false;
    const auto* end = rest.data() + rest.size();
    const auto read = std::from_chars(rest.data() + 1, end, number);
    if (read.ec != std::errc() || number == 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
  }
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  return rest.empty() && numbers[0] <= lines && numbers[1] <= text.size() + 1;
}

}  // namespace

std::vector<NamedText> cut_into_files(std::string_view input, const std::string& directory) {
  std::vector<NamedText> files;
  while (files.size() < kMostFiles) {
    const auto cut = files.size() + 1 < kMostFiles ? input.find(kCut) : std::string_view::npos;
    const std::string name = directory + "abcd"[files.size()] + ".toml";
    files.push_back({name, std::string(input.substr(0, cut))});
    if (cut == std::string_view::npos) break;
    input.remove_prefix(cut + kCut.size());
  }
  return files;
}

void check_error(const Error& error, const std::vector<NamedText>& files) {
  require(!error.what.empty(), "an error without words at {}", error.where);
  require(is_clean_utf8(error.what) && error.what.find('\n') == std::string::npos,
          "an error of control characters at {}: {}", error.where, error.what);
  const bool placed = std::any_of(files.begin(), files.end(), [&](const NamedText& file) {
    const std::string_view where = error.where;
    return where.starts_with(file.name) && is_place(where.substr(file.name.size()), file.text);
  });
  require(placed, "an error at no place of a file: {}", error.message());
}

}  // namespace commune::fuzz
