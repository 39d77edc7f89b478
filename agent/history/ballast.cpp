#include "agent/history/ballast.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace commune::history {

bool Ballast::reserve_space() const {
  const int file = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return false;
  struct stat status {};
  bool taken = fstat(file, &status) == 0 && status.st_size == kBallastBytes;
  if (!taken) taken = posix_fallocate(file, 0, kBallastBytes) == 0;
  close(file);
  if (!taken) unlink(path_.c_str());
  return taken;
}

bool Ballast::free_space() const {
  return unlink(path_.c_str()) == 0;
}

}  // namespace commune::history
