// The ICMP collector, as a part. It lives on the main loop, and its targets change together with
// the inventory.
#pragma once

#include "agent/run/part.hpp"
#include "collectors/icmp/icmp_collector.hpp"

namespace commune {

class IcmpPart final : public Part {
 public:
  IcmpPart(const Configuration& configuration, Sink& sink, EventLoop& main_loop)
      : Part("icmp"),
        collector_({configuration.settings.icmp_targets}, sink, main_loop, record()) {}

  icmp::IcmpCollector& collector() { return collector_; }

  Turn turn() const override { return Turn::together; }

  Result<void> start() override {
    collector_.start();
    return {};
  }
  Result<void> use(const Configuration& next) override {
    collector_.replace({next.settings.icmp_targets});
    return {};
  }
  void stop() override { collector_.stop(); }

 private:
  icmp::IcmpCollector collector_;
};

}  // namespace commune
