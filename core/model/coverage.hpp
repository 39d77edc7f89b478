// The words of coverage: who is judged, in which state, why, from when to when. Plain values that
// agent/coverage makes, agent/history keeps and exporters show.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/ids.hpp"
#include "core/model/inventory.hpp"
#include "core/model/time.hpp"

namespace commune {

/// Wall time to the millisecond: the ledger's time.
using LedgerTime = std::chrono::time_point<std::chrono::system_clock, Milliseconds>;

/// From `from` up to, not including, `to`.
struct TimeRange {
  LedgerTime from, to;

  friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// In the order of kStates; the number that commune_coverage_state shows is state_number().
enum class State : std::uint8_t { unmeasured, down, degraded, up, planned };
inline constexpr std::size_t kStateCount = 5;
inline constexpr std::array<State, kStateCount> kStates = {
    State::unmeasured, State::down, State::degraded, State::up, State::planned};

/// Time spent in each state, by State.
using StateTimes = std::array<Milliseconds, kStateCount>;

/// Why a state is not simply "up". The first nine are causes of `down`, from the outermost inwards;
/// `degraded` uses some of them too.
enum class Cause : std::uint8_t {
  power,       ///< The site has no mains.
  upstream,    ///< A device or link nearer to the world, which is named.
  fibre,       ///< Port down, loss of light, ONU gone; degraded: little margin, errors.
  device,      ///< This device alone; degraded: one of several.
  radio,       ///< Reachable but no radio up; degraded: weak signal.
  congestion,  ///< The line or the channel is full.
  provider,    ///< The first hop beyond the commune, or the operator's network.
  service,     ///< The far end of one service.
  unknown,
  power_cut,         ///< Unmeasured: the agent's own machine lost power.
  agent_crashed,     ///< Unmeasured: same boot, no orderly stop.
  agent_stopped,     ///< Unmeasured: orderly stop.
  own_path,          ///< Unmeasured: the agent's own way there was broken.
  not_instrumented,  ///< Unmeasured: no collector watches this access.
  no_evidence,       ///< Unmeasured: no reading came yet, or for too long.
  clock,             ///< Unmeasured: the wall clock jumped over this time.
  not_configured,    ///< Unmeasured: was not in the configuration for a while.
  maintenance,       ///< Planned: announced.
  none               ///< Up.
};
inline constexpr std::size_t kCauseCount = 19;

std::string_view to_string(State state);
std::string_view to_string(Cause cause);
/// nullopt for a word that is none of them.
std::optional<State> state_of(std::string_view word);
std::optional<Cause> cause_of(std::string_view word);
std::optional<Access> access_of(std::string_view word);

/// -1 unmeasured, 0 down, 1 degraded, 2 up, 3 planned.
int state_number(State state);

/// What a ledger is kept for: an access at a site, or a village as a whole.
struct Subject {
  VillageId village;
  SiteId site;                   ///< Empty: the village as a whole.
  std::optional<Access> access;  ///< Empty with the site.

  bool is_village() const { return !access.has_value(); }

  friend bool operator==(const Subject&, const Subject&) = default;
  friend auto operator<=>(const Subject&, const Subject&) = default;
};

/// "fibre"; "overall" for a village.
std::string_view access_word(const Subject& subject);

/// An unbroken time in one state. Intervals of one subject follow one another without gap or
/// overlap. `open`: the state continues; `end` is then the last moment that is known.
struct Interval {
  Subject subject;
  State state = State::unmeasured;
  Cause cause = Cause::none;
  DeviceId root_device;  ///< Empty: none.
  LedgerTime start{}, end{};
  bool open = false;

  friend bool operator==(const Interval&, const Interval&) = default;
};

/// One unbroken `down` of an access.
struct Outage {
  std::string id;  ///< "ca-nvh/wifi/20261125T061500Z": the same input gives the same id.
  Subject subject;
  LedgerTime start{};
  std::optional<LedgerTime> end;  ///< Empty: open.
  Cause cause = Cause::unknown;
  DeviceId root_device;  ///< Empty: no device is to blame (provider, service).
  /// The outage that took this one with it; its own id where it is the root.
  std::string root_outage;
  /// For a root: subjects of the outages that it caused, in their order. Filled by the code that
  /// reads outages together; not stored.
  std::vector<Subject> cut_off;

  bool is_root() const { return root_outage == id; }
  friend bool operator==(const Outage&, const Outage&) = default;
};

/// Announced work: the places that it names are `planned` from start to end.
struct Maintenance {
  std::string id;             ///< Unique.
  std::vector<SiteId> sites;  ///< Both empty: the whole commune.
  std::vector<VillageId> villages;
  LedgerTime start{}, end{};
  std::string reason;
  std::string announced_by;  ///< The user who posted it; empty: the configuration.

  friend bool operator==(const Maintenance&, const Maintenance&) = default;
};

}  // namespace commune
