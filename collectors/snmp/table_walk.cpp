#include "collectors/snmp/table_walk.hpp"

#include <utility>

#include <fmt/format.h>

namespace commune::snmp {
namespace {

// Of a table never seen before: enough for a small device in one reply.
constexpr std::size_t kRowsAtFirst = 10;

}  // namespace

void TableWalk::run(std::vector<Oid> columns, std::size_t expected_rows, Done done) {
  walk_.emplace(std::move(columns));
  expected_rows_ = expected_rows;
  requests_ = 0;
  done_ = std::move(done);
  ask();
}

void TableWalk::ask() {
  if (walk_->done()) return end(walk_->failure(), false);
  if (++requests_ > kMostRequestsInWalk)
    return end(fmt::format("not at its end after {} requests", kMostRequestsInWalk), false);
  chain_.ask(
      [this](int attempt) {
        // Silence may mean that the reply was too large for the path or the device.
        if (attempt > 0 && last_.type == Request::Type::get_bulk)
          size_.halve(last_.max_repetitions);
        return make_request();
      },
      [this](Reply reply) { take(std::move(reply)); });
}

Request TableWalk::make_request() {
  const std::size_t seen = walk_->rows().size();
  const std::size_t rows_left = expected_rows_ == 0     ? kRowsAtFirst
                                : expected_rows_ > seen ? expected_rows_ - seen
                                                        : kRowsAtFirst;
  const bool bulk = has_bulk_ && size_.bulk_works();
  last_ = walk_->next(bulk, 1, size_.columns());
  if (bulk) last_.max_repetitions = size_.repetitions(rows_left, last_.oids.size());
  return last_;
}

void TableWalk::take(Reply reply) {
  if (reply.outcome == Outcome::error_status) return take_error(reply);
  if (reply.outcome != Outcome::answered) {
    const bool smallest = last_.type == Request::Type::get_bulk && last_.max_repetitions == 1;
    if (reply.outcome == Outcome::timeout && smallest) size_.bulk_failed();
    return end(std::move(reply.failure), true);
  }
  if (last_.type == Request::Type::get_bulk) size_.answered();
  walk_->take(reply.varbinds);
  ask();
}

void TableWalk::take_error(const Reply& reply) {
  const bool bulk = last_.type == Request::Type::get_bulk;
  if (reply.error_status == kNoSuchName && !bulk) {
    walk_->end_column(reply.error_index);
  } else if (bulk && (last_.max_repetitions > 1 || last_.oids.size() > 1)) {
    size_.halve(last_.max_repetitions);
  } else if (bulk) {
    size_.bulk_failed();
  } else {
    return end(fmt::format("the device answers with error status {}", reply.error_status), false);
  }
  ask();
}

void TableWalk::end(std::string failure, bool silent) {
  Result result{std::move(walk_->rows()), std::move(failure), silent};
  // Moved out first: the callee may run this object again.
  const auto done = std::move(done_);
  done(result);
}

}  // namespace commune::snmp
