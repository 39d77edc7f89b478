#include "collectors/throughput/account_file.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/runtime/atomic_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace commune::throughput {
namespace {

constexpr std::size_t kLargestFile = 1U << 20U;

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags, mode_t mode = 0)
      : file_(open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (file_ >= 0) close(file_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool valid() const { return file_ >= 0; }
  int get() const { return file_; }
  int release() { return std::exchange(file_, -1); }

 private:
  int file_;
};

tl::unexpected<Error> failed(const std::string& path) {
  return fail(path, "{}", std::strerror(errno));
}

}  // namespace

AccountLock::AccountLock(AccountLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

AccountLock::~AccountLock() {
  if (file_ >= 0) close(file_);
}

// A lock needs only the right to read: a technician and the agent may be different users.
Result<AccountLock> AccountFile::lock() const {
  const std::string path = directory_ + "/throughput-lock";
  Descriptor file(path, O_RDONLY | O_CREAT, 0644);
  if (!file.valid()) return failed(path);
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return fail(path, "another throughput test of this machine is under way");
    return failed(path);
  }
  return AccountLock(file.release());
}

Result<Account> AccountFile::read(LedgerTime now, const Calendar& calendar,
                                  std::string& damage) const {
  Descriptor file(path(), O_RDONLY);
  if (!file.valid()) {
    if (errno == ENOENT) return Account();
    return failed(path());
  }
  std::string text(kLargestFile, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = ::read(file.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(path());
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  auto account = Account::parse(text);
  if (account) return account;
  damage = account.error().what;
  return Account::exhausted_until(calendar.next(Period::month, now));
}

Result<void> AccountFile::write(const Account& account, LedgerTime now) const {
  return write_atomically(path(), account.to_text(now), 0644);
}

}  // namespace commune::throughput
