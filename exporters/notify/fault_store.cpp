#include "exporters/notify/fault_store.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "exporters/notify/fault_schema.hpp"

namespace commune::notify {
namespace {

constexpr std::string_view kFaultColumns =
    "SELECT id, key, recipient, state, texts, starts, since, heard, until, resolved FROM fault ";

// What the file holds, by the number of the enumerator.
constexpr std::array<std::string_view, 3> kFaultStates = {"open", "ending", "closed"};
constexpr std::array<std::string_view, 2> kMessageKinds = {"begin", "end"};
constexpr std::array<std::string_view, 4> kMessageStates = {"waiting", "delivered", "abandoned",
                                                            "merged"};

std::string_view word(FaultState state) {
  return kFaultStates.at(static_cast<std::size_t>(state));
}
std::string_view word(MessageState state) {
  return kMessageStates.at(static_cast<std::size_t>(state));
}
std::string_view word(MessageKind kind) {
  return kMessageKinds.at(static_cast<std::size_t>(kind));
}

// A word that this version does not know, from a file that somebody changed, is the first one.
template <typename Enum, std::size_t kCount>
Enum read_word(const std::array<std::string_view, kCount>& words, std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  return found == words.end() ? Enum{} : static_cast<Enum>(found - words.begin());
}

Fault fault_of(const Query& row) {
  Fault fault;
  fault.id = row.integer(0);
  fault.key = row.text(1);
  fault.recipient = row.text(2);
  fault.state = read_word<FaultState>(kFaultStates, row.text(3));
  unpack(row.text(4), fault.labels, fault.annotations);
  fault.starts = row.time(5);
  fault.since = row.time(6);
  fault.heard = row.time(7);
  fault.until = row.optional_time(8);
  fault.resolved = row.optional_time(9);
  return fault;
}

bool is_critical(const Fault& fault) {
  return text_of(fault.labels, "severity") == "critical";
}

}  // namespace

Result<FaultStore::Opened> FaultStore::open(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return fail(directory, "cannot be created: {}", error.message());
  auto file = open_fault_file(directory + "/notify.db");
  if (!file) return tl::unexpected(file.error());
  Opened opened;
  opened.store.reset(new FaultStore(std::move(file->database)));
  opened.store->origin_ = file->origin;
  opened.put_aside = file->put_aside;
  return opened;
}

Result<void> FaultStore::transaction(const std::function<void()>& work) {
  // What a read before could not do does not keep this from being tried.
  (void)database_->take_error();
  return database_->transaction(work);
}

std::optional<Fault> FaultStore::first(Query& query) {
  if (!query.row()) return {};
  return fault_of(query);
}

std::optional<Fault> FaultStore::unclosed(const std::string& key, const std::string& recipient) {
  Query query = database_->query(std::string(kFaultColumns) +
                                 "WHERE key = ?1 AND recipient = ?2 AND state != 'closed'");
  query.bind(std::string_view(key), std::string_view(recipient));
  return first(query);
}

std::optional<Fault> FaultStore::last_closed(const std::string& key, const std::string& recipient) {
  Query query = database_->query(
      std::string(kFaultColumns) +
      "WHERE key = ?1 AND recipient = ?2 AND state = 'closed' ORDER BY id DESC LIMIT 1");
  query.bind(std::string_view(key), std::string_view(recipient));
  return first(query);
}

std::optional<Fault> FaultStore::fault(std::int64_t id) {
  Query query = database_->query(std::string(kFaultColumns) + "WHERE id = ?1");
  query.bind(id);
  return first(query);
}

std::vector<Fault> FaultStore::all_unclosed() {
  std::vector<Fault> faults;
  Query query =
      database_->query(std::string(kFaultColumns) + "WHERE state != 'closed' ORDER BY id");
  while (query.row())
    faults.push_back(fault_of(query));
  return faults;
}

std::int64_t FaultStore::add(const Fault& fault) {
  const std::string texts = packed(fault.labels, fault.annotations);
  database_
      ->query(
          "INSERT INTO fault (key, recipient, state, texts, critical, starts, since, heard) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
      .bind(std::string_view(fault.key), std::string_view(fault.recipient), word(fault.state),
            std::string_view(texts), is_critical(fault), fault.starts, fault.since, fault.heard)
      .run();
  return database_->integer("SELECT last_insert_rowid()");
}

void FaultStore::update(const Fault& fault) {
  const std::string texts = packed(fault.labels, fault.annotations);
  database_
      ->query(
          "UPDATE fault SET state = ?2, texts = ?3, critical = ?4, starts = ?5, heard = ?6, "
          "until = ?7, resolved = ?8 WHERE id = ?1")
      .bind(fault.id, word(fault.state), std::string_view(texts), is_critical(fault), fault.starts,
            fault.heard, fault.until, fault.resolved)
      .run();
}

void FaultStore::close(const Fault& fault, LedgerTime now) {
  database_->query("UPDATE fault SET state = 'closed', until = ?2, closed = ?3 WHERE id = ?1")
      .bind(fault.id, fault.until, now)
      .run();
}

std::int64_t FaultStore::add_message(std::int64_t fault, MessageKind kind, LedgerTime now) {
  database_
      ->query(
          "INSERT INTO message (fault, kind, state, written, channel, line) "
          "VALUES (?1, ?2, 'waiting', ?3, '', '')")
      .bind(fault, word(kind), now)
      .run();
  return database_->integer("SELECT last_insert_rowid()");
}

std::vector<Waiting> FaultStore::waiting() {
  std::vector<Waiting> all;
  Query query = database_->query(
      "SELECT m.id, m.fault, m.kind, f.key, f.recipient, f.critical, m.written FROM message m "
      "JOIN fault f ON f.id = m.fault WHERE m.state = 'waiting' ORDER BY m.id");
  while (query.row())
    all.push_back({query.integer(0), query.integer(1),
                   read_word<MessageKind>(kMessageKinds, query.text(2)), query.text(3),
                   query.text(4), query.integer(5) != 0, query.time(6)});
  return all;
}

std::optional<FaultStore::Beginning> FaultStore::beginning(std::int64_t fault) {
  Query query =
      database_->query("SELECT id, state FROM message WHERE fault = ?1 AND kind = 'begin'");
  query.bind(fault);
  if (!query.row()) return {};
  return Beginning{query.integer(0), read_word<MessageState>(kMessageStates, query.text(1))};
}

void FaultStore::finish(std::int64_t message, MessageState state, LedgerTime now,
                        const std::string& channel, const std::string& line) {
  database_
      ->query("UPDATE message SET state = ?2, finished = ?3, channel = ?4, line = ?5 WHERE id = ?1")
      .bind(message, word(state), now, std::string_view(channel), std::string_view(line))
      .run();
}

std::vector<Finished> FaultStore::last_finished(int count) {
  std::vector<Finished> all;
  Query query = database_->query(
      "SELECT m.state, f.recipient, m.channel, m.line, m.finished FROM message m "
      "JOIN fault f ON f.id = m.fault WHERE m.state IN ('delivered', 'abandoned') ORDER BY "
      "m.finished DESC, m.id DESC "
      "LIMIT ?1");
  query.bind(std::int64_t{count});
  while (query.row())
    all.push_back({read_word<MessageState>(kMessageStates, query.text(0)), query.text(1),
                   query.text(2), query.text(3), query.time(4)});
  return all;
}

std::int64_t FaultStore::count_unclosed() {
  return database_->integer("SELECT COUNT(*) FROM fault WHERE state != 'closed'");
}

std::int64_t FaultStore::count_waiting() {
  return database_->integer("SELECT COUNT(*) FROM message WHERE state = 'waiting'");
}

std::optional<LedgerTime> FaultStore::oldest_waiting() {
  Query query = database_->query("SELECT MIN(written) FROM message WHERE state = 'waiting'");
  if (!query.row()) return {};
  return query.optional_time(0);
}

void FaultStore::forget_before(LedgerTime time) {
  database_
      ->query(
          "DELETE FROM message WHERE state != 'waiting' AND finished < ?1 AND fault IN "
          "(SELECT id FROM fault WHERE state = 'closed' AND closed < ?1)")
      .bind(time)
      .run();
  database_
      ->query(
          "DELETE FROM fault WHERE state = 'closed' AND closed < ?1 AND NOT EXISTS "
          "(SELECT 1 FROM message WHERE message.fault = fault.id)")
      .bind(time)
      .run();
}

}  // namespace commune::notify
