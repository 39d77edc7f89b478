// Turns figures, outages and quality into cells with the names that people know.
#pragma once

#include <string>
#include <unordered_map>

#include "core/model/history_reader.hpp"
#include "core/model/inventory.hpp"
#include "core/time/calendar.hpp"
#include "exporters/report/coverage_rows.hpp"
#include "exporters/report/table.hpp"

namespace commune::report {

/// Names by id; the id itself for what the inventory does not hold.
class Names {
 public:
  Names(const Inventory& inventory, Language language);

  Language language() const { return language_; }
  Word village(const VillageId& id) const;
  /// Empty for a village as a whole.
  Cell site(const SiteId& id) const;
  Word access(const Subject& subject) const;
  Word cause(Cause cause) const;
  /// "ca-nvh/wifi", "Nhà văn hóa thôn Ca: Wi-Fi".
  Word place(const Subject& subject) const;

 private:
  Language language_;
  std::unordered_map<VillageId, std::string> villages_;
  std::unordered_map<SiteId, std::string> sites_;
};

Cells coverage_cells(const Names& names, const Subject& subject, const PeriodBounds& period,
                     const CoverageFigures& figures);

/// `ledger_end`: up to where an open outage is measured.
Cells outage_cells(const Names& names, const Calendar& calendar, LedgerTime ledger_end,
                   const Outage& outage);

Cells quality_cells(const Names& names, const PeriodBounds& period, const Quality& quality);

}  // namespace commune::report
