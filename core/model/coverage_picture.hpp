// Coverage at one moment, as exporters see it: states now, ledger totals, open outages. Immutable
// and shared.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/model/coverage.hpp"

namespace commune {

struct SubjectStatus {
  Subject subject;
  State state = State::unmeasured;  ///< Confirmed.
  Cause cause = Cause::no_evidence;
  DeviceId root_device;             ///< Empty: none.
  std::optional<LedgerTime> since;  ///< Start of this state; empty until the clock is known.
  StateTimes totals{};  ///< Since first configured, up to CoveragePicture::ledger_until.
};

/// How many outages of a subject ended, by cause.
struct OutageCount {
  Subject subject;
  Cause cause = Cause::unknown;
  std::uint64_t count = 0;
};

/// The load of a link, by the port at its near end. Values that the port did not report are empty.
struct LineLoad {
  LinkId link;
  std::optional<double> receive_rate, transmit_rate;  ///< Bytes a second.
  double capacity = 0;                                ///< Bytes a second; 0: not known.
  std::optional<double> utilization;                  ///< The busier direction's, 0 to 1.

  friend bool operator==(const LineLoad&, const LineLoad&) = default;
};

/// The limits by which fibres were judged: the light that an optical module receives.
struct OpticalLimits {
  double floor_dbm = 0;  ///< Less than this counts as no light.
  double margin_db = 0;  ///< Less above the floor than this is degraded.

  friend bool operator==(const OpticalLimits&, const OpticalLimits&) = default;
};

struct CoveragePicture {
  LedgerTime taken{};
  /// All totals hold up to here; what is later is not safe on disk yet. Empty until the clock is
  /// known.
  std::optional<LedgerTime> ledger_until;
  std::vector<SubjectStatus> accesses;  ///< In the order of the inventory: sites, their accesses.
  std::vector<SubjectStatus> villages;  ///< In the order of the inventory.
  std::vector<Outage> open_outages;     ///< By start, then id; cut_off is filled.
  std::vector<OutageCount> ended_outages;  ///< By subject, then cause.
  std::vector<Maintenance> maintenance;    ///< Under way or to come.
  std::vector<LineLoad> lines;  ///< In the order of the inventory; links whose port reports.
  std::optional<OpticalLimits> optical;
};

using CoveragePicturePtr = std::shared_ptr<const CoveragePicture>;

}  // namespace commune
