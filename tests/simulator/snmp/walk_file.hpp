// Walk fixtures: the answers of a device, one value per line, "OID TYPE VALUE ~ movement". The
// format is described in tests/scenarios/README.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.hpp"
#include "tests/simulator/snmp/value.hpp"

namespace commune::simulator {

/// One line without its comment. An error's `where` is empty: the caller knows the place.
Result<Row> parse_walk_line(std::string_view line);

/// `name` stands for the file in errors ("x.walk:12: ..."). Rows come in the order of the text.
ResultOrErrors<std::vector<Row>> parse_walk(std::string_view text, const std::string& name);

ResultOrErrors<std::vector<Row>> read_walk(const std::string& path);

}  // namespace commune::simulator
