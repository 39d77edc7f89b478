#include "collectors/snmp/poll/table_walk.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace commune::snmp {
namespace {

// For a table that was never read: enough for a small device in one reply.
constexpr std::size_t kRowsAtFirst = 10;

}  // namespace

void TableWalk::run(const std::vector<Oid>& columns, RowLayout layout, Expected expected,
                    Done done) {
  walk_.emplace(columns, std::move(layout));
  expected_ = std::move(expected);
  if (expected_.last) walk_->expect_last(*expected_.last);
  requests_ = 0;
  done_ = std::move(done);
  ask();
}

void TableWalk::ask() {
  if (walk_->done()) return finish(walk_->failure(), false);
  if (++requests_ > kMostRequestsInWalk)
    return finish(fmt::format("not at its end after {} requests", kMostRequestsInWalk), false);
  chain_.ask([this](int attempt) { return make_request(attempt); },
             [this](Reply reply) { handle_reply(std::move(reply)); });
}

Request TableWalk::make_request(int attempt) {
  attempt_ = attempt;
  const bool bulk = has_bulk_ && size_.bulk_works();
  last_ = walk_->next(bulk, 1, size_.columns());
  full_repetitions_ = 1;
  if (!bulk || walk_->asks_for_end()) return last_;
  const std::size_t taken = walk_->rows_taken();
  const bool more = expected_.rows == 0 || taken > expected_.rows;
  const std::size_t rows_left = more ? kRowsAtFirst : expected_.rows - taken;
  full_repetitions_ = size_.repetitions(rows_left, last_.oids.size());
  last_.max_repetitions = full_repetitions_;
  // Silence may mean that the reply is too large for the path or the device, so the last attempt
  // asks for less.
  if (attempt > 0 && attempt == chain_.retries()) {
    if (full_repetitions_ > 1)
      last_.max_repetitions = full_repetitions_ / 2;
    else
      last_ = walk_->next(true, 1, std::max<std::size_t>(last_.oids.size() / 2, 1));
  }
  return last_;
}

void TableWalk::handle_reply(Reply reply) {
  if (reply.outcome == Outcome::error_status) return handle_error(reply);
  const bool bulk = last_.type == Request::Type::get_bulk;
  if (reply.outcome != Outcome::answered) {
    if (bulk && reply.outcome == Outcome::timeout) size_.not_answered(full_repetitions_);
    return finish(std::move(reply.failure), true);
  }
  if (bulk && attempt_ == 0)
    size_.answered();
  else if (bulk && attempt_ == chain_.retries())
    size_.not_answered(full_repetitions_);
  else if (bulk)
    size_.answered_when_repeated();
  if (!bulk && has_bulk_) size_.answered_by_get_next();
  walk_->add_reply(std::move(reply.varbinds));
  ask();
}

void TableWalk::handle_error(const Reply& reply) {
  if (last_.type == Request::Type::get_bulk) {
    size_.halve(last_.max_repetitions);
  } else if (reply.error_status == kNoSuchName) {
    walk_->finish_column_at(reply.error_index);
  } else {
    return finish(fmt::format("the device answers with error status {}", reply.error_status),
                  false);
  }
  ask();
}

void TableWalk::finish(std::string failure, bool silent) {
  Result result{std::move(walk_->rows()), std::move(failure), silent};
  // Moved out first: the callee may run this object again.
  const auto done = std::move(done_);
  done(result);
}

}  // namespace commune::snmp
