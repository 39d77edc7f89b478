// Which row follows an OID: by the tree's order, or by a device's broken order.
#pragma once

#include <cstddef>

#include "tests/simulator/scenario/behaviour.hpp"
#include "tests/simulator/snmp/mib_tree.hpp"

namespace commune::simulator {

/// A place in the tree, from which GETNEXT continues.
class Successor {
 public:
  bool ended() const { return ended_; }
  /// The row of the value; valid after the first Succession::advance().
  std::size_t position() const { return position_; }
  /// The current OID: of the row, of an invented row, or as requested.
  const Oid& oid() const { return oid_; }
  /// The row is not in the tree; it has the value of the row at position().
  bool made_up() const { return made_up_; }

 private:
  friend class Succession;
  Oid oid_;
  std::size_t position_ = 0;
  bool known_ = false;  ///< position_ is the row of oid_.
  bool made_up_ = false;
  bool ended_ = false;
};

/// The tree outlives it.
class Succession {
 public:
  Succession(const MibTree& tree, Behaviours behaviours) : tree_(tree), behaviours_(behaviours) {}

  Successor start(const Oid& oid) const;
  void advance(Successor& at) const;

 private:
  bool strays(Successor& at, std::size_t next) const;

  const MibTree& tree_;
  Behaviours behaviours_;
};

}  // namespace commune::simulator
