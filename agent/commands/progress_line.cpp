#include "agent/commands/progress_line.hpp"

#include <ostream>

#include <fmt/ostream.h>

namespace commune {

void ProgressLine::show(const std::string& text) {
  // Back to the start of the line, and erase it.
  if (redraw_)
    fmt::print(err_, "\r\x1b[K{}", text);
  else
    fmt::print(err_, "{}\n", text);
  err_.flush();
  drawn_ = redraw_;
}

void ProgressLine::clear() {
  if (drawn_) fmt::print(err_, "\r\x1b[K");
  err_.flush();
  drawn_ = false;
}

}  // namespace commune
