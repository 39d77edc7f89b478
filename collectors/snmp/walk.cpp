#include "collectors/snmp/walk.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace commune::snmp {
namespace {

// What a varbind takes in our memory, roughly: index, row slot and value.
std::size_t weight(const Varbind& varbind) {
  const auto* text = std::get_if<std::string>(&varbind.value);
  return 32 + varbind.oid.size() * sizeof(std::uint32_t) + (text ? text->size() : 0);
}

}  // namespace

Walk::Walk(const std::vector<Oid>& columns, WalkLimits limits) : limits_(limits) {
  columns_.reserve(columns.size());
  for (const auto& oid : columns)
    columns_.push_back({oid, oid, false});
}

bool Walk::done() const {
  return std::all_of(columns_.begin(), columns_.end(),
                     [](const Column& column) { return column.done; });
}

Request Walk::next(bool use_bulk, int max_repetitions, std::size_t columns) {
  asked_.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (!columns_[i].done) asked_.push_back(i);
  // Those furthest behind first, so that a narrow request finishes rows before it starts others.
  const auto index_of = [this](std::size_t i) {
    return columns_[i].cursor.suffix(columns_[i].oid.size());
  };
  if (asked_.size() > columns) {
    std::stable_sort(asked_.begin(), asked_.end(),
                     [&](std::size_t a, std::size_t b) { return index_of(a) < index_of(b); });
    asked_.resize(std::max<std::size_t>(columns, 1));
  }

  Request request;
  request.type = use_bulk ? Request::Type::get_bulk : Request::Type::get_next;
  request.max_repetitions = use_bulk ? max_repetitions : 0;
  for (const std::size_t i : asked_)
    request.oids.push_back(columns_[i].cursor);
  return request;
}

void Walk::take(const VarbindList& varbinds) {
  if (varbinds.empty()) return stop("the device answered with an empty list");
  // Row-major (RFC 3416, 4.2.3). A column that ended is skipped over: the device may go on past its
  // end.
  for (std::size_t i = 0; i < varbinds.size() && !done(); ++i) {
    const std::size_t column = asked_[i % asked_.size()];
    if (!columns_[column].done) take_one(column, varbinds[i]);
  }
}

void Walk::take_one(std::size_t position, const Varbind& varbind) {
  Column& column = columns_[position];
  const bool end = std::holds_alternative<Absent>(varbind.value) &&
                   std::get<Absent>(varbind.value) == Absent::end_of_mib_view;
  if (end || !varbind.oid.starts_with(column.oid)) {
    // An answer before the column is as wrong as one that does not increase within it.
    if (!end && varbind.oid < column.cursor)
      failure_ =
          fmt::format("OIDs do not increase: {} after {}", varbind.oid.str(), column.cursor.str());
    column.done = true;
    return;
  }
  if (varbind.oid <= column.cursor) {
    failure_ =
        fmt::format("OIDs do not increase: {} after {}", varbind.oid.str(), column.cursor.str());
    column.done = true;
    return;
  }
  column.cursor = varbind.oid;
  bytes_ += weight(varbind);
  Row& row = rows_[varbind.oid.suffix(column.oid.size())];
  if (row.empty()) row.assign(columns_.size(), Absent::no_such_instance);
  row[position] = varbind.value;
  if (rows_.size() > limits_.rows)
    return stop(fmt::format("more than {} rows: taken for endless", limits_.rows));
  if (bytes_ > limits_.bytes)
    return stop(fmt::format("more than {} bytes: taken for endless", limits_.bytes));
}

void Walk::end_column(int error_index) {
  if (error_index >= 1 && static_cast<std::size_t>(error_index) <= asked_.size()) {
    columns_[asked_[static_cast<std::size_t>(error_index) - 1]].done = true;
    return;
  }
  // No position named: with one column asked for it can only be that one.
  if (asked_.size() == 1)
    columns_[asked_.front()].done = true;
  else
    stop("the device reports an error without saying for which OID");
}

void Walk::stop(std::string failure) {
  failure_ = std::move(failure);
  for (auto& column : columns_)
    column.done = true;
}

}  // namespace commune::snmp
