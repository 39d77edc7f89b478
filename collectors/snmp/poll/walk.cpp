#include "collectors/snmp/poll/walk.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace commune::snmp {
namespace {

// Approximate memory of a varbind: index, row slot and value.
std::size_t weight(const Varbind& varbind) {
  const auto* text = std::get_if<std::string>(&varbind.value);
  return 32 + varbind.oid.size() * sizeof(std::uint32_t) + (text ? text->size() : 0);
}

}  // namespace

RowLayout side_by_side(std::size_t columns) {
  RowLayout layout{std::vector<std::size_t>(columns), columns};
  std::iota(layout.positions.begin(), layout.positions.end(), std::size_t{0});
  return layout;
}

Walk::Walk(const std::vector<Oid>& columns, RowLayout layout, WalkLimits limits)
    : layout_(std::move(layout)), limits_(limits) {
  columns_.reserve(columns.size());
  for (const auto& oid : columns)
    columns_.push_back({oid, oid});
}

bool Walk::done() const {
  return std::all_of(columns_.begin(), columns_.end(),
                     [](const Column& column) { return column.done; });
}

// True at the last expected row: once all columns are there, only one of them is asked for more.
bool Walk::rests(const Column& column) const {
  return expected_last_ && std::ranges::equal(column.cursor.numbers().subspan(column.oid.size()),
                                              expected_last_->numbers());
}

Request Walk::next(bool use_bulk, int max_repetitions, std::size_t columns) {
  asked_.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (!columns_[i].done && !rests(columns_[i])) asked_.push_back(i);
  asks_for_end_ = asked_.empty();
  if (asks_for_end_) {
    const auto resting = std::find_if(columns_.begin(), columns_.end(),
                                      [](const Column& column) { return !column.done; });
    asked_.push_back(static_cast<std::size_t>(resting - columns_.begin()));
    max_repetitions = 1;
  }
  // Those furthest behind first, so that a narrow request finishes rows before it starts others.
  if (asked_.size() > columns) {
    const auto index_of = [this](std::size_t i) {
      return columns_[i].cursor.numbers().subspan(columns_[i].oid.size());
    };
    std::stable_sort(asked_.begin(), asked_.end(), [&](std::size_t a, std::size_t b) {
      return std::ranges::lexicographical_compare(index_of(a), index_of(b));
    });
    asked_.resize(std::max<std::size_t>(columns, 1));
  }

  Request request;
  request.type = use_bulk ? Request::Type::get_bulk : Request::Type::get_next;
  request.max_repetitions = use_bulk ? max_repetitions : 0;
  request.oids.reserve(asked_.size());
  for (const std::size_t i : asked_)
    request.oids.push_back(columns_[i].cursor);
  return request;
}

std::size_t Walk::rows_taken() const {
  std::size_t least = columns_[asked_.front()].rows;
  for (const std::size_t i : asked_)
    least = std::min(least, columns_[i].rows);
  return least;
}

void Walk::add_reply(VarbindList varbinds) {
  if (varbinds.empty()) return stop("the device answered with an empty list");
  // Row-major (RFC 3416, 4.2.3). Varbinds of a column that ended are skipped: the device may
  // continue past its end.
  for (std::size_t i = 0; i < varbinds.size() && !done(); ++i) {
    const std::size_t column = asked_[i % asked_.size()];
    if (!columns_[column].done) add_varbind(column, varbinds[i]);
  }
}

Row& Walk::row_at(Oid index) {
  // Row by row (RFC 3416, 4.2.3): it is the row of the varbind before, or a later one.
  if (last_ != rows_.end() && last_->first == index) return last_->second;
  const auto hint = last_ == rows_.end() ? last_ : std::next(last_);
  last_ = rows_.try_emplace(hint, std::move(index));
  Row& row = last_->second;
  if (row.empty()) row.assign(layout_.width, Absent::no_such_instance);
  return row;
}

void Walk::finish_column(Column& column) {
  // One column was asked whether the table continues; its end is that of all columns that rest with
  // it.
  if (rests(column))
    for (auto& other : columns_)
      other.done = other.done || rests(other);
  column.done = true;
}

void Walk::add_varbind(std::size_t position, Varbind& varbind) {
  Column& column = columns_[position];
  const bool end_of_view = std::holds_alternative<Absent>(varbind.value) &&
                           std::get<Absent>(varbind.value) == Absent::end_of_mib_view;
  const bool outside = end_of_view || !varbind.oid.starts_with(column.oid);
  // An OID before the column is as wrong as one that does not increase within it.
  if (!end_of_view && (outside ? varbind.oid < column.cursor : varbind.oid <= column.cursor)) {
    failure_ =
        fmt::format("OIDs do not increase: {} after {}", varbind.oid.str(), column.cursor.str());
    column.done = true;
    return;
  }
  if (outside) return finish_column(column);
  if (rests(column)) expected_last_.reset();
  bytes_ += weight(varbind);
  ++column.rows;
  Row& row = row_at(varbind.oid.suffix(column.oid.size()));
  column.cursor = std::move(varbind.oid);
  row[layout_.positions[position]] = std::move(varbind.value);
  if (rows_.size() > limits_.rows)
    return stop(fmt::format("more than {} rows: taken for endless", limits_.rows));
  if (bytes_ > limits_.bytes)
    return stop(fmt::format("more than {} bytes: taken for endless", limits_.bytes));
}

void Walk::finish_column_at(int error_index) {
  if (error_index >= 1 && static_cast<std::size_t>(error_index) <= asked_.size())
    return finish_column(columns_[asked_[static_cast<std::size_t>(error_index) - 1]]);
  // No position named: with one column asked for it can only be that one.
  if (asked_.size() == 1)
    finish_column(columns_[asked_.front()]);
  else
    stop("the device reports an error without saying for which OID");
}

void Walk::stop(std::string failure) {
  failure_ = std::move(failure);
  for (auto& column : columns_)
    column.done = true;
}

}  // namespace commune::snmp
