// Remote write, as a part.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "agent/run/part.hpp"
#include "exporters/remote_write/remote_write.hpp"

namespace commune {

class RemoteWritePart final : public Part {
 public:
  RemoteWritePart(const Configuration& configuration, remote_write::Dependencies dependencies)
      : Part("remote_write"), running_(configuration.settings.remote_write), remote_write_([&] {
          dependencies.record = record();
          return std::move(dependencies);
        }()) {}

  std::vector<RemoteWriteFigures> figures() const { return remote_write_.figures(); }

  std::vector<std::string> needs_restart(const Configuration& next) const override {
    return changed_start_settings(running_, next.settings.remote_write);
  }

  Result<void> start() override { return remote_write_.use(running_); }

  Result<void> use(const Configuration& next) override {
    return remote_write_.use(keep_start_settings(running_, next.settings.remote_write));
  }

  void stop() override { remote_write_.stop(); }

 private:
  const remote_write::Options running_;  ///< For the start, and to compare its start settings.
  remote_write::RemoteWrite remote_write_;
};

}  // namespace commune
