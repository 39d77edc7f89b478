// The names in a directory, by readdir(3): the standard library's iterator ends the process where
// there is no memory for a name.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace commune {

/// Without "." and "..", in no order; empty where the directory cannot be read. Throws
/// std::bad_alloc.
std::vector<std::string> names_in(const std::string& directory);

}  // namespace commune
