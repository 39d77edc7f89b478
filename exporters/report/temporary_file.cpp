#include "exporters/report/temporary_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <unistd.h>

namespace commune::report {

Result<TemporaryFile> TemporaryFile::make() {
  std::error_code no_folder;
  std::string path = (std::filesystem::temp_directory_path(no_folder) / "commune-XXXXXX").string();
  const int file = ::mkstemp(path.data());
  if (file < 0) return fail(path, "{}", std::strerror(errno));
  ::close(file);
  return TemporaryFile(std::move(path));
}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TemporaryFile::~TemporaryFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

}  // namespace commune::report
