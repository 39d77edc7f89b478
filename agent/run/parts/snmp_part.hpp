// The SNMP collector with its trap listener, as a part.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agent/run/part.hpp"
#include "collectors/snmp/snmp_collector.hpp"

namespace commune {

class SnmpPart final : public Part {
 public:
  SnmpPart(const Configuration& configuration, Sink& sink, snmp::SnmpCollector::OnTrap on_trap)
      : Part("snmp"),
        running_(configuration.settings.traps),
        options_(options_of(configuration)),
        sink_(sink),
        on_trap_(std::move(on_trap)) {}

  /// After start().
  snmp::SnmpCollector& collector() { return *collector_; }

  Result<void> check(const Configuration& next) override {
    return snmp::SnmpCollector::check(options_of(next));
  }

  std::vector<std::string> needs_restart(const Configuration& next) const override {
    return changed_start_settings(running_, next.settings.traps);
  }

  Result<void> start() override {
    auto made = snmp::SnmpCollector::make(std::exchange(options_, {}), sink_, on_trap_, record());
    if (!made) return tl::unexpected(made.error());
    collector_ = std::move(*made);
    collector_->start();
    return {};
  }

  Result<void> use(const Configuration& next) override {
    return collector_->replace(options_of(next));
  }

  void stop() override { collector_->stop(); }

 private:
  static snmp::Options options_of(const Configuration& configuration) {
    return {configuration.settings.snmp_targets, configuration.profiles,
            configuration.settings.traps};
  }

  const snmp::TrapOptions running_;  ///< To compare its start settings.
  snmp::Options options_;            ///< Used by start().
  Sink& sink_;
  snmp::SnmpCollector::OnTrap on_trap_;
  std::unique_ptr<snmp::SnmpCollector> collector_;
};

}  // namespace commune
