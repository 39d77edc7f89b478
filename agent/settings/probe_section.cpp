#include "agent/settings/probe_section.hpp"

namespace commune::settings {

service::Options read_probe_sections(const std::vector<TableReader>& tables) {
  service::Options options;
  for (const TableReader& table : tables) {
    service::Probe probe;
    assign(probe.id, table.id("id", Need::required));
    options.probes.push_back(std::move(probe));
  }
  return options;
}

}  // namespace commune::settings
