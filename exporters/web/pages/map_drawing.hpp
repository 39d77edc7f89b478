// The commune as an offline map: one marker for each village at the place of its sites, its shape
// and pattern by the village's state. No tiles, nothing loaded from elsewhere.
#pragma once

#include <string>

#include "core/model/coverage_picture.hpp"
#include "core/model/inventory.hpp"

namespace commune::web {

/// An SVG with a link to "#v-<village>" at each marker, and below it the villages that have no site
/// with coordinates. Names that would cover others are left out, but screen readers still read
/// them. Empty if no village has coordinates or there is no village.
std::string map_drawing(const CoveragePicture& picture, const Inventory& inventory,
                        Language language);

/// The markers (#mu, #mg, #md, #mp, #mn) and the patterns (#fu...) that map, lists and bars share:
/// once on each page.
std::string drawing_definitions();

/// A marker in a line of text.
std::string marker(State state);

}  // namespace commune::web
