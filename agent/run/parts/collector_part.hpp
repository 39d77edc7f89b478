// A collector that has start(), replace() and stop(), as a part.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agent/run/part.hpp"
#include "core/model/at_start.hpp"
#include "core/model/sink.hpp"

namespace commune {

/// `kOptions`: the member of the settings that holds the collector's options.
template <typename Collector, auto kOptions>
class CollectorPart final : public Part {
 public:
  using Options = std::decay_t<decltype(std::declval<settings::Settings>().*kOptions)>;

  CollectorPart(std::string name, const Configuration& configuration, Sink& sink)
      : Part(std::move(name)),
        running_(configuration.settings.*kOptions),
        collector_(running_, sink, record()) {}

  std::vector<std::string> needs_restart(const Configuration& next) const override {
    if constexpr (requires { Options::kStartSettings; })
      return changed_start_settings(running_, next.settings.*kOptions);
    return {};
  }

  Result<void> start() override {
    collector_.start();
    return {};
  }

  Result<void> use(const Configuration& next) override {
    Options options = next.settings.*kOptions;
    if constexpr (requires { Options::kStartSettings; })
      options = keep_start_settings(running_, std::move(options));
    collector_.replace(std::move(options));
    return {};
  }

  void stop() override { collector_.stop(); }

 private:
  const Options running_;  ///< To compare its start settings.
  Collector collector_;
};

}  // namespace commune
