// How far long work is, for whoever waits: one line redrawn on a terminal, else a plain line now
// and then. Reads no clock.
#pragma once

#include <iosfwd>
#include <string>

#include "core/model/time.hpp"

namespace commune {

/// Writes to `err`, which outlives it.
class ProgressLine {
 public:
  ProgressLine(std::ostream& err, bool redraw) : err_(err), redraw_(redraw) {}

  /// How often it wants to be shown.
  Milliseconds interval() const { return redraw_ ? Milliseconds{200} : Milliseconds{10'000}; }
  void show(const std::string& text);
  /// Leaves the line empty for what comes next.
  void clear();

 private:
  std::ostream& err_;
  bool redraw_;
  bool drawn_ = false;
};

}  // namespace commune
