#include "core/runtime/atomic_file.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace commune {
namespace {

tl::unexpected<Error> not_written(const std::string& path, int error) {
  return fail(
      path, "cannot be written: {}",
      error == 0 ? "the disk took only part of it" : std::generic_category().message(error));
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags, mode_t mode = 0)
      : file_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (file_ >= 0) ::close(file_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool is_open() const { return file_ >= 0; }
  bool sync() const { return ::fsync(file_) == 0; }

 private:
  int file_;
};

/// The file beside the one that is written. Removed with this object unless it took its place.
class Temporary {
 public:
  /// What an earlier run left there is removed first: it may have other rights, or be a link.
  Temporary(std::string path, mode_t mode)
      : path_(std::move(path)),
        file_((::unlink(path_.c_str()), path_), O_WRONLY | O_CREAT | O_EXCL, mode) {}
  ~Temporary() {
    if (file_.is_open() && !renamed_) ::unlink(path_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  bool is_open() const { return file_.is_open(); }
  bool sync() const { return file_.sync(); }
  const std::string& path() const { return path_; }
  bool rename_to(const std::string& path) {
    renamed_ = ::rename(path_.c_str(), path.c_str()) == 0;
    return renamed_;
  }

 private:
  std::string path_;
  Descriptor file_;
  bool renamed_ = false;
};

// So that the file's name outlives a power cut as its content does.
Result<void> sync_directory_of(const std::string& path) {
  std::string directory = std::filesystem::path(path).parent_path().string();
  if (directory.empty()) directory = ".";
  const Descriptor file(directory, O_RDONLY | O_DIRECTORY);
  if (!file.is_open() || !file.sync())
    return fail(directory, "cannot be synced to disk: {}", std::generic_category().message(errno));
  return {};
}

}  // namespace

Result<void> write_atomically(const std::string& path, std::string_view content, mode_t mode) {
  return write_atomically(path, mode, [content](std::ostream& out) -> Result<void> {
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    return {};
  });
}

Result<void> write_atomically(const std::string& path, mode_t mode,
                              const std::function<Result<void>(std::ostream&)>& write_content) {
  if (path.empty())
    return fail("the file to write", "its path is empty; it must name a file, such as \"out.csv\"");
  Temporary fresh(path + ".new", mode);
  if (!fresh.is_open()) return not_written(fresh.path(), errno);
  errno = 0;
  std::ofstream out(fresh.path(), std::ios::binary);
  if (auto written = write_content(out); !written) return written;
  out.close();
  if (!out) return not_written(path, errno);
  if (!fresh.sync() || !fresh.rename_to(path)) return not_written(path, errno);
  return sync_directory_of(path);
}

}  // namespace commune
