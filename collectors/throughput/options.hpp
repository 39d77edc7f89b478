// Options of the throughput collector: servers, schedules and budgets. Filled by agent/settings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/at_start.hpp"
#include "core/model/time.hpp"

namespace commune::throughput {

/// Direction of the bytes, seen from this machine.
enum class Direction : std::uint8_t { download, upload };
inline constexpr std::size_t kDirectionCount = 2;
std::string_view to_string(Direction direction);

/// When a test may begin, every day: from `begin` up to `end` after local midnight. An end that is
/// not after the begin is on the next day.
struct Window {
  Milliseconds begin{0};
  Milliseconds end{0};

  Milliseconds length() const {
    return end > begin ? end - begin : end - begin + std::chrono::hours(24);
  }
  friend bool operator==(const Window&, const Window&) = default;
};

/// Minimum, so that every test fits with room to be placed.
inline constexpr Milliseconds kShortestWindow{15 * 60 * 1000};

struct SpeedTest {
  std::string id;
  std::string name;
  std::string download_url;  ///< Empty: this direction is not measured.
  std::string upload_url;    ///< Takes POST. Empty: this direction is not measured.
  std::string ca_file;       ///< Empty: the machine's authorities.
  std::uint64_t upload_piece_bytes = 1U << 30U;  ///< Body of one POST.
  int connections = 4;
  Milliseconds duration{10'000};  ///< For each direction, slow start included.

  std::vector<Window> windows;
  Milliseconds interval{86'400'000};

  std::uint64_t budget_day = 0, budget_month = 0;  ///< On the wire, both directions together.

  bool only_when_idle = true;
  std::string interface;  ///< Its counters show users' traffic; empty: that of the default route.
  double idle_below = 32'000;  /// Bytes a second, in each direction.

  double contracted_download = 0, contracted_upload = 0;  ///< Bytes a second; 0: unknown.

  bool measures(Direction direction) const { return !url(direction).empty(); }
  const std::string& url(Direction direction) const {
    return direction == Direction::download ? download_url : upload_url;
  }
  double contracted(Direction direction) const {
    return direction == Direction::download ? contracted_download : contracted_upload;
  }
  friend bool operator==(const SpeedTest&, const SpeedTest&) = default;
};

struct Options {
  std::vector<SpeedTest> tests;
  std::string vantage;             ///< Gives each gateway its own place in a window.
  std::string timezone;            ///< Days and months of the budgets, windows of the schedules.
  AtStart<std::string> state_dir;  ///< Where the account of the budgets is kept.

  static constexpr auto kStartSettings =
      std::tuple(StartSetting("[agent] state_dir", &Options::state_dir));
};

}  // namespace commune::throughput
