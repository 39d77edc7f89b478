// Compiled, never linked, with NAME as a quantity's name: one that is not in the table is refused
// by the compiler.
#include "core/model/quantity_table.hpp"

commune::QuantityIndex named() {
  return commune::quantity_index(NAME);
}

commune::QuantityIndex index_of(commune::QuantityName name) {
  return name;
}

commune::QuantityIndex passed() {
  return index_of(NAME);
}
