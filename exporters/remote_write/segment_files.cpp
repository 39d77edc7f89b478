#include "exporters/remote_write/segment_files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/runtime/directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace commune::remote_write {
namespace {

constexpr std::uint64_t kLongestRefusedList = 256U << 10U;
constexpr std::string_view kSuffix = ".segment";

class OpenFile {
 public:
  OpenFile(const std::string& path, int flags)
      : file_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {}
  ~OpenFile() {
    if (file_ >= 0) ::close(file_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  bool is_open() const { return file_ >= 0; }
  int get() const { return file_; }

 private:
  int file_;
};

std::string reason(int error) {
  return std::error_code(error, std::generic_category()).message();
}

// 0, or errno.
int write_all(int file, std::string_view bytes, std::uint64_t at) {
  while (!bytes.empty()) {
    const auto written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += static_cast<std::uint64_t>(written);
  }
  return ::fdatasync(file) == 0 ? 0 : errno;
}

// So that a file's name survives a power cut like its content.
void sync_directory(const std::string& directory) {
  const OpenFile file(directory, O_RDONLY | O_DIRECTORY);
  if (file.is_open()) ::fsync(file.get());
}

std::optional<std::uint64_t> number_of(const std::string& name) {
  if (!name.ends_with(kSuffix)) return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = name.data() + name.size() - kSuffix.size();
  const auto read = std::from_chars(name.data(), end, number);
  return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

// Written twice: a damaged number would skip samples that still wait.
std::string position_text(std::uint64_t seq) {
  return fmt::format("{0:020} {0:020}\n", seq);
}

}  // namespace

Result<void> SegmentFiles::open() {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  if (error) return fail(directory_, "cannot be created: {}", error.message());
  return {};
}

std::vector<SegmentFiles::File> SegmentFiles::list() const {
  std::vector<File> files;
  for (const std::string& name : names_in(directory_)) {
    const auto number = number_of(name);
    struct stat about {};
    if (number && ::stat((directory_ + "/" + name).c_str(), &about) == 0)
      files.push_back({*number, static_cast<std::uint64_t>(about.st_size)});
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.number < b.number; });
  return files;
}

tl::expected<void, SegmentFiles::Failure> SegmentFiles::append(std::uint64_t number,
                                                               std::uint64_t at,
                                                               std::string_view bytes) {
  const std::string name = path(number);
  const OpenFile file(name, O_WRONLY | (at == 0 ? O_CREAT | O_TRUNC : 0));
  int error = file.is_open() ? write_all(file.get(), bytes, at) : errno;
  if (error == 0) {
    if (at == 0) sync_directory(directory_);
    written_bytes_ += kDiskBlock * blocks_touched(at, bytes.size());
    return {};
  }
  if (file.is_open() && at > 0 && ::ftruncate(file.get(), static_cast<off_t>(at)) != 0)
    error = errno;
  if (file.is_open() && at == 0) ::unlink(name.c_str());
  return tl::unexpected(Failure{Error{name, fmt::format("cannot be written: {}", reason(error))},
                                error == ENOSPC || error == EDQUOT});
}

Result<std::string> SegmentFiles::read(std::uint64_t number, std::size_t at_most) const {
  const std::string name = path(number);
  const OpenFile file(name, O_RDONLY);
  struct stat about {};
  if (!file.is_open() || ::fstat(file.get(), &about) != 0)
    return fail(name, "cannot be read: {}", reason(errno));
  std::string bytes(std::min(static_cast<std::size_t>(about.st_size), at_most), '\0');
  std::size_t length = 0;
  while (length < bytes.size()) {
    const auto got = ::pread(file.get(), bytes.data() + length, bytes.size() - length,
                             static_cast<off_t>(length));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(name, "cannot be read: {}", reason(errno));
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  bytes.resize(length);
  return bytes;
}

void SegmentFiles::remove(std::uint64_t number) {
  ::unlink(path(number).c_str());
}

void SegmentFiles::set_aside(std::uint64_t number) {
  const std::string aside = directory_ + "/damaged";
  if (::rename(path(number).c_str(), aside.c_str()) != 0) remove(number);
}

void SegmentFiles::save_position(std::uint64_t seq) {
  const OpenFile file(directory_ + "/position", O_WRONLY | O_CREAT);
  const std::string text = position_text(seq);
  if (file.is_open() && write_all(file.get(), text, 0) == 0) written_bytes_ += kDiskBlock;
}

std::optional<std::uint64_t> SegmentFiles::position() const {
  const OpenFile file(directory_ + "/position", O_RDONLY);
  std::array<char, 42> text{};
  if (!file.is_open() || ::pread(file.get(), text.data(), text.size(), 0) != std::ssize(text))
    return std::nullopt;
  std::uint64_t seq = 0;
  (void)std::from_chars(text.data(), text.data() + 20, seq);
  const bool right = std::string_view(text.data(), text.size()) == position_text(seq);
  return right ? std::optional(seq) : std::nullopt;
}

void SegmentFiles::note_refused(std::string_view lines) {
  const std::string name = directory_ + "/refused.txt";
  struct stat about {};
  const std::uint64_t size =
      ::stat(name.c_str(), &about) == 0 ? static_cast<std::uint64_t>(about.st_size) : 0;
  if (size > kLongestRefusedList) ::rename(name.c_str(), (name + ".1").c_str());
  const OpenFile file(name, O_WRONLY | O_CREAT | O_APPEND);
  if (!file.is_open() || ::write(file.get(), lines.data(), lines.size()) < 0) return;
  written_bytes_ += kDiskBlock * blocks_touched(size, lines.size());
}

std::string SegmentFiles::path(std::uint64_t number) const {
  return fmt::format("{}/{:020}{}", directory_, number, kSuffix);
}

}  // namespace commune::remote_write
