#include "agent/settings/throughput_section.hpp"

namespace commune::settings {

throughput::Options read_throughput_sections(const std::vector<TableReader>& tables,
                                             const InventoryDraft&) {
  throughput::Options options;
  for (const TableReader& table : tables) {
    throughput::Test test;
    assign(test.id, table.id("id", Need::required));
    options.tests.push_back(std::move(test));
  }
  return options;
}

}  // namespace commune::settings
