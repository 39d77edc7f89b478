#include "agent/settings/toml/configuration_files.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace commune::settings {
namespace {

constexpr std::size_t kMostFiles = 1'000;

Result<std::vector<std::string>> files_of_directory(const std::string& path) {
  std::error_code error;
  std::vector<std::string> files;
  for (std::filesystem::directory_iterator at(path, error), end; !error && at != end;
       at.increment(error)) {
    const auto& name = at->path().filename().string();
    if (name.front() == '.' || at->path().extension() != ".toml") continue;
    files.push_back(at->path().string());
  }
  if (error) return fail(path, "cannot be read: {}", error.message());
  if (files.empty()) return fail(path, "contains no file that ends in .toml");
  if (files.size() > kMostFiles)
    return fail(path, "contains {} files; at most {} are read", files.size(), kMostFiles);
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

ResultOrErrors<std::vector<Value>> read_configuration_files(const std::string& path) {
  std::vector<std::string> files = {path};
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    auto found = files_of_directory(path);
    if (!found) return tl::unexpected(std::vector<Error>{found.error()});
    files = *std::move(found);
  }
  std::vector<Value> values;
  std::vector<Error> errors;
  for (const std::string& file : files) {
    auto value = read_toml(file);
    if (value)
      values.push_back(*std::move(value));
    else
      errors.push_back(value.error());
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return values;
}

}  // namespace commune::settings
