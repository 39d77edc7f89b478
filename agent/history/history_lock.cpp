#include "agent/history/history_lock.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "core/model/text.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace commune::history {
namespace {

std::string holder_in(const std::string& path) {
  std::ifstream file(path);
  std::string holder;
  file >> holder;
  return holder.empty() ? "another agent" : "another agent (process " + printable(holder) + ")";
}

// Only for the message of a second agent, so it does not matter if the disk accepts nothing.
bool write_holder(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return errno == EROFS || errno == ENOSPC;
  const std::string me = std::to_string(getpid());
  if (write(file, me.data(), me.size()) < 0) unlink(path.c_str());
  close(file);
  return true;
}

}  // namespace

Result<std::unique_ptr<HistoryLock>> HistoryLock::acquire(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error && error.value() != EROFS)
    return fail(directory, "cannot create [agent] state_dir: {}", error.message());
  const std::string path = directory + "/history.lock";
  // The directory exists even on a disk on which no file can be written.
  const int file = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return fail(directory, "cannot use [agent] state_dir: {}", std::strerror(errno));
  auto lock = std::unique_ptr<HistoryLock>(new HistoryLock(file));
  if (flock(file, LOCK_EX | LOCK_NB) != 0)
    return fail(path, "{} keeps its history here; give each agent its own [agent] state_dir",
                holder_in(path));
  if (!write_holder(path))
    return fail(path, "cannot use [agent] state_dir: {}", std::strerror(errno));
  return lock;
}

HistoryLock::~HistoryLock() {
  close(file_);
}

}  // namespace commune::history
