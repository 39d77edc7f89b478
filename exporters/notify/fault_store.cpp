#include "exporters/notify/fault_store.hpp"

#include <filesystem>

#include "exporters/notify/fault_schema.hpp"

namespace commune::notify {
namespace {

constexpr std::string_view kFaultColumns =
    "SELECT id, key, recipient, state, texts, starts, since, heard, until, resolved FROM fault ";

std::int64_t number(FaultState state) {
  return static_cast<std::int64_t>(state);
}
std::int64_t number(MessageState state) {
  return static_cast<std::int64_t>(state);
}
std::int64_t number(MessageKind kind) {
  return static_cast<std::int64_t>(kind);
}

Fault fault_of(const Query& row) {
  Fault fault;
  fault.id = row.integer(0);
  fault.key = row.text(1);
  fault.recipient = row.text(2);
  fault.state = static_cast<FaultState>(row.integer(3));
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
  if (error) return fail(directory, "cannot be made: {}", error.message());
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
                                 "WHERE key = ?1 AND recipient = ?2 AND state != 2");
  query.bind(std::string_view(key), std::string_view(recipient));
  return first(query);
}

std::optional<Fault> FaultStore::last_closed(const std::string& key, const std::string& recipient) {
  Query query =
      database_->query(std::string(kFaultColumns) +
                       "WHERE key = ?1 AND recipient = ?2 AND state = 2 ORDER BY id DESC LIMIT 1");
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
  Query query = database_->query(std::string(kFaultColumns) + "WHERE state != 2 ORDER BY id");
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
      .bind(std::string_view(fault.key), std::string_view(fault.recipient), number(fault.state),
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
      .bind(fault.id, number(fault.state), std::string_view(texts), is_critical(fault),
            fault.starts, fault.heard, fault.until, fault.resolved)
      .run();
}

void FaultStore::close(const Fault& fault, LedgerTime now) {
  database_->query("UPDATE fault SET state = 2, until = ?2, closed = ?3 WHERE id = ?1")
      .bind(fault.id, fault.until, now)
      .run();
}

std::int64_t FaultStore::add_message(std::int64_t fault, MessageKind kind, LedgerTime now) {
  database_
      ->query(
          "INSERT INTO message (fault, kind, state, written, channel, line) "
          "VALUES (?1, ?2, 0, ?3, '', '')")
      .bind(fault, number(kind), now)
      .run();
  return database_->integer("SELECT last_insert_rowid()");
}

std::vector<Waiting> FaultStore::waiting() {
  std::vector<Waiting> all;
  Query query = database_->query(
      "SELECT m.id, m.fault, m.kind, f.key, f.recipient, f.critical, m.written FROM message m "
      "JOIN fault f ON f.id = m.fault WHERE m.state = 0 ORDER BY m.id");
  while (query.row())
    all.push_back({query.integer(0), query.integer(1), static_cast<MessageKind>(query.integer(2)),
                   query.text(3), query.text(4), query.integer(5) != 0, query.time(6)});
  return all;
}

std::optional<FaultStore::Beginning> FaultStore::beginning(std::int64_t fault) {
  Query query = database_->query("SELECT id, state FROM message WHERE fault = ?1 AND kind = 0");
  query.bind(fault);
  if (!query.row()) return {};
  return Beginning{query.integer(0), static_cast<MessageState>(query.integer(1))};
}

void FaultStore::finish(std::int64_t message, MessageState state, LedgerTime now,
                        const std::string& channel, const std::string& line) {
  database_
      ->query("UPDATE message SET state = ?2, finished = ?3, channel = ?4, line = ?5 WHERE id = ?1")
      .bind(message, number(state), now, std::string_view(channel), std::string_view(line))
      .run();
}

std::vector<Finished> FaultStore::last_finished(int count) {
  std::vector<Finished> all;
  Query query = database_->query(
      "SELECT m.state, f.recipient, m.channel, m.line, m.finished FROM message m "
      "JOIN fault f ON f.id = m.fault WHERE m.state IN (1, 2) ORDER BY m.finished DESC, m.id DESC "
      "LIMIT ?1");
  query.bind(std::int64_t{count});
  while (query.row())
    all.push_back({static_cast<MessageState>(query.integer(0)), query.text(1), query.text(2),
                   query.text(3), query.time(4)});
  return all;
}

std::int64_t FaultStore::count_unclosed() {
  return database_->integer("SELECT COUNT(*) FROM fault WHERE state != 2");
}

std::int64_t FaultStore::count_waiting() {
  return database_->integer("SELECT COUNT(*) FROM message WHERE state = 0");
}

std::optional<LedgerTime> FaultStore::oldest_waiting() {
  Query query = database_->query("SELECT MIN(written) FROM message WHERE state = 0");
  if (!query.row()) return {};
  return query.optional_time(0);
}

void FaultStore::forget_before(LedgerTime time) {
  database_
      ->query(
          "DELETE FROM message WHERE state != 0 AND finished < ?1 AND fault IN "
          "(SELECT id FROM fault WHERE state = 2 AND closed < ?1)")
      .bind(time)
      .run();
  database_
      ->query(
          "DELETE FROM fault WHERE state = 2 AND closed < ?1 AND NOT EXISTS "
          "(SELECT 1 FROM message WHERE message.fault = fault.id)")
      .bind(time)
      .run();
}

}  // namespace commune::notify
