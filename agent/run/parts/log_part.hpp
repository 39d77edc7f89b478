// The log's level, as a part.
#pragma once

#include "agent/run/part.hpp"
#include "core/runtime/log.hpp"

namespace commune {

class LogPart final : public Part {
 public:
  explicit LogPart(const Configuration& configuration)
      : Part("log"), level_(configuration.settings.log_level) {}

  Result<void> start() override {
    set_log_level(level_);
    return {};
  }
  Result<void> use(const Configuration& next) override {
    set_log_level(next.settings.log_level);
    return {};
  }

 private:
  LogLevel level_;
};

}  // namespace commune
