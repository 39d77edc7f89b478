// The account on disk, written whole or not at all; and a lock, so that the agent and a
// technician's test do not spend the same bytes.
#pragma once

#include <optional>
#include <string>

#include "collectors/throughput/account.hpp"

namespace commune::throughput {

/// Held as long as it lives. Move-only.
class AccountLock {
 public:
  explicit AccountLock(int file) : file_(file) {}
  AccountLock(AccountLock&& other) noexcept;
  AccountLock& operator=(AccountLock&&) = delete;
  AccountLock(const AccountLock&) = delete;
  AccountLock& operator=(const AccountLock&) = delete;
  ~AccountLock();

 private:
  int file_;
};

class AccountFile {
 public:
  /// The directory must be there.
  explicit AccountFile(std::string directory) : directory_(std::move(directory)) {}

  /// Does not block: fails when another process holds it.
  Result<AccountLock> lock() const;

  /// An empty account when there is no file yet. A damaged one counts as used up until the end of
  /// the month, and `damage` says why. Fails when the file cannot be read: nothing may be spent
  /// then.
  Result<Account> read(LedgerTime now, const Calendar& calendar, std::string& damage) const;

  /// To be called with the lock held (core/runtime/atomic_file.hpp). When it returns without an
  /// error, the disk has it.
  Result<void> write(const Account& account, LedgerTime now) const;

  std::string path() const { return directory_ + "/throughput-budget"; }

 private:
  std::string directory_;
};

}  // namespace commune::throughput
