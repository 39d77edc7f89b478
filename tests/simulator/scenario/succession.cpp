#include "tests/simulator/scenario/succession.hpp"

namespace commune::simulator {
namespace {

// A row of a table, and not the scalar "….0".
bool is_row(const Oid& oid) {
  return oid.back() != 0;
}

Oid column_of(const Oid& oid) {
  return {oid.begin(), oid.end() - 1};
}

}  // namespace

Successor Succession::start(const Oid& oid) const {
  Successor at;
  at.oid_ = oid;
  return at;
}

void Succession::advance(Successor& at) const {
  if (at.ended_) return;
  const std::size_t next = at.known_ ? at.position_ + 1 : tree_.after(at.oid_);
  if (strays(at, next)) return;
  if (next >= tree_.size()) {
    at.ended_ = true;
    return;
  }
  at.position_ = next;
  at.oid_ = tree_.row(next).oid;
  at.known_ = true;
  at.made_up_ = false;
}

// True if the device leaves the order at the end of a column; `at` is then the new position.
bool Succession::strays(Successor& at, std::size_t next) const {
  const bool again = behaviours_.has(Behaviour::non_increasing);
  const bool endless = behaviours_.has(Behaviour::endless_table);
  if ((!again && !endless) || next == 0 || at.oid_.size() < 2 || !is_row(at.oid_)) return false;
  const Oid column = column_of(at.oid_);
  const bool leaves = starts_with(tree_.row(next - 1).oid, column) &&
                      (next == tree_.size() || !starts_with(tree_.row(next).oid, column));
  if (!leaves || !is_row(tree_.row(next - 1).oid)) return false;
  at.known_ = again;
  at.made_up_ = !again;
  at.position_ = again ? tree_.at_or_after(column) : next - 1;
  if (again)
    at.oid_ = tree_.row(at.position_).oid;
  else
    ++at.oid_.back();
  return true;
}

}  // namespace commune::simulator
