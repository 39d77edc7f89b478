// The history on disk, as a part.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/history/history.hpp"
#include "agent/run/clock_source.hpp"
#include "agent/run/part.hpp"

namespace commune {

class HistoryPart final : public Part {
 public:
  explicit HistoryPart(const Configuration& configuration)
      : Part("history"), running_(configuration.settings.history) {}

  /// After start().
  history::History& history() { return *history_; }

  std::vector<std::string> needs_restart(const Configuration& next) const override {
    return changed_start_settings(running_, next.settings.history);
  }

  Result<void> start() override {
    auto opened = history::History::open(running_, read_boot_id(), "", record());
    if (!opened) return tl::unexpected(opened.error());
    history_ = std::move(*opened);
    return {};
  }

  Result<void> use(const Configuration& next) override {
    history_->use(keep_start_settings(running_, next.settings.history));
    return {};
  }

 private:
  const history::Options running_;  ///< To compare its start settings.
  std::unique_ptr<history::History> history_;
};

}  // namespace commune
