#include "agent/settings/capture_section.hpp"

namespace commune::settings {

capture::Options read_capture_sections(const std::vector<TableReader>& tables) {
  capture::Options options;
  for (const TableReader& table : tables) {
    capture::Interface interface;
    assign(interface.id, table.text("interface", Need::required));
    options.interfaces.push_back(std::move(interface));
  }
  return options;
}

}  // namespace commune::settings
