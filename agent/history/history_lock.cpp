#include "agent/history/history_lock.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace commune::history {
namespace {

std::string holder_of(int file) {
  char text[32] = {};
  const auto size = pread(file, text, sizeof text - 1, 0);
  const std::string holder(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  return holder.empty() ? "another agent" : "another agent (process " + holder + ")";
}

}  // namespace

Result<std::unique_ptr<HistoryLock>> HistoryLock::take(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error && error.value() != EROFS)
    return fail(directory, "[agent] state_dir cannot be made: {}", error.message());
  const std::string path = directory + "/history.lock";
  int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 && (errno == EROFS || errno == ENOSPC))
    file = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return fail(path, "[agent] state_dir cannot be used: {}", std::strerror(errno));
  auto lock = std::unique_ptr<HistoryLock>(new HistoryLock(file));
  if (flock(file, LOCK_EX | LOCK_NB) != 0)
    return fail(path, "{} keeps its history here; give each its own [agent] state_dir",
                holder_of(file));
  const std::string me = std::to_string(getpid());
  // Only for whoever finds the lock taken: a disk that takes nothing does not matter.
  if (ftruncate(file, 0) == 0 && pwrite(file, me.data(), me.size(), 0) < 0) return lock;
  return lock;
}

HistoryLock::~HistoryLock() {
  close(file_);
}

}  // namespace commune::history
