// A TUN device: the simulator's end of the agent's network.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/model/result.hpp"
#include "tests/simulator/scenario/scenario.hpp"

namespace commune::simulator {

/// Exists as long as the object. Its descriptor does not block.
class Tun {
 public:
  /// Makes the device in the namespace of this process, without addresses and routes.
  static Result<Tun> open(const std::string& name);

  /// The same, with the scenario's addresses (which add the routes), and brings it and lo up.
  static Result<Tun> open(const std::string& name, const Scenario& scenario);

  Tun(Tun&& other) noexcept;
  Tun& operator=(Tun&&) = delete;
  ~Tun();

  int descriptor() const { return descriptor_; }

  /// The next packet in `buffer`; empty if there is none now.
  std::string_view read(std::string& buffer) const;

  /// A packet for which the kernel has no space is lost, as on any network.
  void write(std::string_view packet) const;

 private:
  explicit Tun(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace commune::simulator
