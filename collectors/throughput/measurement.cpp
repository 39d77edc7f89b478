#include "collectors/throughput/measurement.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "collectors/throughput/connections.hpp"
#include "collectors/throughput/processor_load.hpp"
#include "collectors/throughput/steady_rate.hpp"

#include <fmt/format.h>

namespace commune::throughput {
namespace {

using Clock = std::chrono::steady_clock;

constexpr Milliseconds kStep{20};
constexpr Milliseconds kBetweenPings{200};
constexpr Milliseconds kFirstByte{5000};
constexpr Milliseconds kDrain{400};
constexpr std::size_t kIdlePings = 10;
// Bytes on the wire in addition to the payload: headers, acknowledgements, TLS, and some
// retransmissions.
constexpr double kWireOverPayload = 1.1;
constexpr double kHeadroom = 1.3;
// A window may grow by twice the bytes read since.
constexpr double kWindowGrowth = 3;
// Look-ups, handshakes and certificates, which are not payload.
constexpr std::uint64_t kFixedBytes = 64U << 10U;

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::uint64_t total(LineCount count) {
  return count.received + count.sent;
}

class Run {
 public:
  Run(const SpeedTest& test, const Conditions& conditions)
      : test_(test), conditions_(conditions), connections_(test) {}

  Measured run();

 private:
  struct Flow {
    MonoTime begin{}, last_moved{}, last_ping{};
    std::uint64_t payload = 0;
    ByteBins bins;
    std::vector<ProcessorTime> load;  ///< At the begin of each bin.
    std::vector<double> round_trips;
  };

  void measure_idle();
  void measure(Direction direction);
  void step(Direction direction, Flow& flow);
  void look_at_bytes(Flow& flow, MonoTime now);
  void ping(Direction direction, Flow& flow, MonoTime now);
  std::uint64_t payload_left(std::uint64_t share_end) const;
  void conclude(Direction direction, const Flow& flow);
  bool going() const { return result_.ending == Ending::done; }
  void finish(Ending ending, std::string why);
  void ask_to_stop(bool complete = true);
  void drain(const Flow& flow);
  LineCount wire() const { return connections_.wire(); }

  const SpeedTest& test_;
  const Conditions& conditions_;
  Connections connections_;
  std::uint64_t in_flight_ = 0;  ///< Bytes in flight of directions that are over; counted as used.
  bool limited_ = false;
  Measured result_;
};

void Run::finish(Ending ending, std::string why) {
  if (!going()) return;
  result_.ending = ending;
  result_.why = std::move(why);
}

void Run::ask_to_stop(bool complete) {
  if (!conditions_.stop) return;
  if (auto why = conditions_.stop(wire(), complete)) finish(why->ending, std::move(why->text));
}

void Run::measure_idle() {
  const Direction server =
      test_.measures(Direction::download) ? Direction::download : Direction::upload;
  std::vector<double> round_trips;
  for (std::size_t sent = 0; going() && sent < kIdlePings;) {
    if (!connections_.pinging()) {
      connections_.ping(server);
      ++sent;
    }
    while (going() && connections_.pinging()) {
      connections_.step(kStep);
      ask_to_stop();
    }
    for (const double each : connections_.take_round_trips())
      round_trips.push_back(each);
    if (round_trips.empty() && sent >= 2)
      return finish(Ending::failed, "no connection: " + connections_.ping_failure());
  }
  result_.idle_seconds = median(std::move(round_trips));
}

// The limit of the payload follows the bytes on the wire so far, and leaves room for those in
// flight and for the growth of windows until the next look.
std::uint64_t Run::payload_left(std::uint64_t share_end) const {
  const std::uint64_t used =
      total(wire()) + in_flight_ + connections_.in_flight().most + kFixedBytes;
  const std::uint64_t left = share_end > used ? share_end - used : 0;
  return static_cast<std::uint64_t>(static_cast<double>(left) / kWireOverPayload / kWindowGrowth);
}

void Run::ping(Direction direction, Flow& flow, MonoTime now) {
  for (const double each : connections_.take_round_trips())
    flow.round_trips.push_back(each);
  if (now - flow.last_ping < kBetweenPings) return;
  connections_.ping(direction);
  flow.last_ping = now;
}

void Run::look_at_bytes(Flow& flow, MonoTime now) {
  const std::uint64_t payload = connections_.payload();
  if (flow.load.empty() && payload == 0) {
    if (now - flow.begin > kFirstByte) finish(Ending::failed, "not one byte within five seconds");
    return;
  }
  if (flow.load.empty()) flow.begin = flow.last_moved = now;
  if (payload != flow.payload) flow.last_moved = now;
  flow.payload = payload;
  flow.bins.reached(now - flow.begin, payload);
  const std::size_t bin = flow.bins.whole().size();
  if (flow.load.size() <= bin) flow.load.resize(bin + 1, processor_time());
  if (now - flow.last_moved >= kStall)
    finish(Ending::failed, fmt::format("the other end fell silent after {:.1f} s",
                                       seconds(flow.last_moved - flow.begin)));
}

void Run::step(Direction direction, Flow& flow) {
  connections_.step(kStep);
  const MonoTime now = Clock::now();
  look_at_bytes(flow, now);
  if (!connections_.failure().empty()) finish(Ending::failed, connections_.failure());
  ask_to_stop();
  ping(direction, flow, now);
  if (!conditions_.progress || flow.load.empty()) return;
  const auto bins = flow.bins.whole();
  const auto last = bins.last(std::min<std::size_t>(bins.size(), 5));
  double sum = 0;
  for (const double each : last)
    sum += each;
  const double rate = last.empty() ? 0 : sum / static_cast<double>(last.size()) / seconds(kBin);
  conditions_.progress(
      {direction, std::chrono::duration_cast<Milliseconds>(now - flow.begin), rate});
}

void Run::conclude(Direction direction, const Flow& flow) {
  const auto at = static_cast<std::size_t>(direction);
  result_.loaded_seconds[at] = median(flow.round_trips);
  const auto steady = steady_rate(flow.bins.whole());
  if (!steady)
    return finish(Ending::budget, fmt::format("the budget was used up before the {} was steady",
                                              to_string(direction)));
  result_.rate[at] = steady->bytes_per_second;
  limited_ = limited_ || was_limit(flow.load[steady->first], flow.load.back());
}

void Run::measure(Direction direction) {
  const std::uint64_t used_before = total(wire()) + in_flight_;
  const std::uint64_t left = conditions_.budget - std::min(conditions_.budget, used_before);
  const std::uint64_t share_end = used_before + share_of(test_, direction, left);
  Flow flow;
  flow.begin = Clock::now();
  connections_.take_round_trips();
  connections_.open(direction, [&] { return payload_left(share_end); });
  while (going() && !connections_.used_up() &&
         (flow.load.empty() || Clock::now() - flow.begin < test_.duration))
    step(direction, flow);
  // Never more than the share, as the windows are always counted in.
  const std::uint64_t likely = connections_.in_flight().likely;
  connections_.close();
  const std::uint64_t used = total(wire()) + in_flight_;
  if (direction == Direction::download)
    in_flight_ += std::min(likely, share_end - std::min(share_end, used));
  result_.bytes[static_cast<std::size_t>(direction)] = total(wire()) + in_flight_ - used_before;
  if (going()) conclude(direction, flow);
  if (direction == Direction::download && test_.measures(Direction::upload)) drain(flow);
}

// Bytes that peers sent before they saw our reset still arrive.
void Run::drain(const Flow& flow) {
  const auto end =
      Clock::now() + std::max(kDrain, 2 * std::chrono::milliseconds(static_cast<std::int64_t>(
                                              1e3 * median(flow.round_trips).value_or(0))));
  while (going() && Clock::now() < end) {
    connections_.step(kStep);
    ask_to_stop(false);
  }
}

Measured Run::run() {
  if (conditions_.progress) conditions_.progress({});
  measure_idle();
  for (const Direction direction : {Direction::download, Direction::upload})
    if (going() && test_.measures(direction)) measure(direction);
  result_.used = total(wire()) + in_flight_;
  if (going() && limited_) finish(Ending::limited, "this machine's processor was the limit");
  return std::move(result_);
}

}  // namespace

std::string_view to_string(Direction direction) {
  return direction == Direction::download ? "download" : "upload";
}

std::string_view to_string(Ending ending) {
  static constexpr std::string_view kNames[] = {"done",    "limited", "yielded", "failed",
                                                "skipped", "budget",  "stopped"};
  return kNames[static_cast<std::size_t>(ending)];
}

std::uint64_t share_of(const SpeedTest& test, Direction direction, std::uint64_t left) {
  if (direction == Direction::upload || !test.measures(Direction::upload)) return left;
  const double down = test.contracted_download, up = test.contracted_upload;
  const double share = down > 0 && up > 0 ? down / (down + up) : 0.5;
  return static_cast<std::uint64_t>(share * static_cast<double>(left));
}

std::optional<std::uint64_t> expected_bytes(const SpeedTest& test) {
  double sum = 0;
  for (const Direction direction : {Direction::download, Direction::upload}) {
    if (!test.measures(direction)) continue;
    if (test.contracted(direction) <= 0) return std::nullopt;
    sum += test.contracted(direction) * seconds(test.duration);
  }
  return static_cast<std::uint64_t>(sum * kHeadroom * kWireOverPayload) + 16U * kFixedBytes;
}

Measured measure(const SpeedTest& test, const Conditions& conditions) {
  return Run(test, conditions).run();
}

}  // namespace commune::throughput
