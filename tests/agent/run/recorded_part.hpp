// A part that writes down what is asked of it, and fails where a test wants it to.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "agent/run/part.hpp"

namespace commune::testing {

class RecordedPart final : public Part {
 public:
  using Log = std::vector<std::string>;

  RecordedPart(std::string name, Log& log, Turn turn = Turn::afterwards)
      : Part(std::move(name)), log_(log), turn_(turn) {}

  /// Empty functions succeed.
  std::function<Result<void>()> on_check, on_start, on_use;
  std::vector<std::string> restart_settings;

  Turn turn() const override { return turn_; }
  Result<void> check(const Configuration&) override { return act("check", on_check); }
  std::vector<std::string> needs_restart(const Configuration&) const override {
    return restart_settings;
  }
  Result<void> start() override { return act("start", on_start); }
  Result<void> use(const Configuration&) override { return act("use", on_use); }
  void stop() override { (void)act("stop", {}); }

 private:
  Result<void> act(const std::string& what, const std::function<Result<void>()>& on) {
    log_.push_back(what + " " + name());
    return on ? on() : Result<void>();
  }

  Log& log_;
  Turn turn_;
};

/// Of a commune without devices.
inline Configuration empty_configuration() {
  Configuration made;
  made.inventory = std::make_shared<const Inventory>();
  return made;
}

}  // namespace commune::testing
