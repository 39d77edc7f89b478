// The table of the agent's parts. All are checked before one is changed, and an exception in one
// does not prevent the others from running.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agent/run/part.hpp"
#include "core/model/part_figures.hpp"

namespace commune {

/// figures() from any thread; the rest as Part requires.
class Parts {
 public:
  /// Adds a row. Before start().
  template <typename SomePart, typename... Arguments>
  SomePart& add(Arguments&&... arguments) {
    auto part = std::make_unique<SomePart>(std::forward<Arguments>(arguments)...);
    SomePart& added = *part;
    parts_.push_back(std::move(part));
    return added;
  }

  /// In order. The first error stops the parts that were started, in reverse, and is returned.
  Result<void> start();

  /// The errors of all parts; empty if every part could accept `next`.
  std::vector<Error> check(const Configuration& next);

  /// Each setting once, in the order of the table.
  std::vector<std::string> needs_restart(const Configuration& next) const;

  /// Gives `next` to the parts of that turn, in order. Returns the errors of those that keep
  /// running with the old configuration.
  std::vector<Error> use(Part::Turn turn, const Configuration& next);

  /// In reverse order; a part that was not started is not stopped.
  void stop();

  std::vector<PartFigures> figures() const;

 private:
  std::vector<std::unique_ptr<Part>> parts_;
  std::size_t started_ = 0;
};

}  // namespace commune
