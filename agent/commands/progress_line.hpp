// Progress of long work: one line redrawn on a terminal, otherwise a plain line from time to time.
// Reads no clock.
#pragma once

#include <iosfwd>
#include <string>

#include "core/model/time.hpp"

namespace commune {

/// Writes to `err`, which outlives it.
class ProgressLine {
 public:
  ProgressLine(std::ostream& err, bool redraw) : err_(err), redraw_(redraw) {}

  /// How often it should be shown.
  Milliseconds interval() const { return redraw_ ? Milliseconds{200} : Milliseconds{10'000}; }
  void show(const std::string& text);
  /// Erases the line, for the next output.
  void clear();

 private:
  std::ostream& err_;
  bool redraw_;
  bool drawn_ = false;
};

}  // namespace commune
