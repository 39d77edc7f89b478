// Faults and messages on disk (SQLite): open faults, messages that wait, messages that were sent.
// Decides nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/model/result.hpp"
#include "core/runtime/database.hpp"
#include "exporters/notify/alert.hpp"

namespace commune::notify {

enum class FaultState : std::uint8_t {
  open,
  ending,  ///< Alertmanager reported its end; Prometheus has not confirmed it yet.
  closed
};

struct Fault {
  std::int64_t id = 0;
  std::string key;        ///< fault_key().
  std::string recipient;  ///< Contact id.
  FaultState state = FaultState::open;
  Texts labels, annotations;           ///< As last reported.
  LedgerTime starts{};                 ///< Alertmanager's latest startsAt.
  LedgerTime since{};                  ///< The real start, as first reported.
  LedgerTime heard{};                  ///< When Alertmanager last mentioned it.
  std::optional<LedgerTime> until;     ///< When it ended, as far as that is known.
  std::optional<LedgerTime> resolved;  ///< When Alertmanager reported its end.
};

enum class MessageKind : std::uint8_t { begin, end };
enum class MessageState : std::uint8_t {
  waiting,
  delivered,
  abandoned,
  merged  ///< It went out with its end, in one message.
};

/// A message that waits, with what is needed to choose the next one.
struct Waiting {
  std::int64_t id = 0, fault = 0;
  MessageKind kind = MessageKind::begin;
  std::string key, recipient;
  bool critical = false;
  LedgerTime written{};
};

/// For the page of last deliveries.
struct Finished {
  MessageState state = MessageState::delivered;
  std::string recipient, channel, line;
  LedgerTime finished{};
};

/// Writes belong into transaction(), which returns their errors. Not thread-safe.
class FaultStore {
 public:
  struct Opened {
    std::unique_ptr<FaultStore> store;
    std::string put_aside;  ///< Where a damaged file was moved to; empty: it was sound.
  };
  /// Makes the directory's file "notify.db" if it is not there. Fails where another process uses it
  /// or a newer version wrote it.
  static Result<Opened> open(const std::string& directory);

  Result<void> transaction(const std::function<void()>& work);
  /// Whether the last error was that the file is damaged.
  bool was_damaged() const { return database_->was_damaged(); }

  /// The key's fault that is not closed; the last one that is.
  std::optional<Fault> unclosed(const std::string& key, const std::string& recipient);
  std::optional<Fault> last_closed(const std::string& key, const std::string& recipient);
  std::optional<Fault> fault(std::int64_t id);
  std::vector<Fault> all_unclosed();
  std::int64_t add(const Fault& fault);
  void update(const Fault& fault);
  void close(const Fault& fault, LedgerTime now);

  std::int64_t add_message(std::int64_t fault, MessageKind kind, LedgerTime now);
  /// By id.
  std::vector<Waiting> waiting();
  /// The fault's beginning; empty when its message is forgotten.
  struct Beginning {
    std::int64_t message = 0;
    MessageState state = MessageState::waiting;
  };
  std::optional<Beginning> beginning(std::int64_t fault);
  void finish(std::int64_t message, MessageState state, LedgerTime now,
              const std::string& channel = "", const std::string& line = "");
  std::vector<Finished> last_finished(int count);

  std::int64_t count_unclosed();
  std::int64_t count_waiting();
  std::optional<LedgerTime> oldest_waiting();

  /// Forgets what was closed and sent before.
  void forget_before(LedgerTime time);

  /// The same for this file as long as it lives, and no other's: opens message ids.
  const std::string& origin() const { return origin_; }

 private:
  explicit FaultStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  std::optional<Fault> first(Query& query);

  std::unique_ptr<Database> database_;
  std::string origin_;
};

}  // namespace commune::notify
