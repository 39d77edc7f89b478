// What must hold of the mistakes that are found in TOML files, whatever the files hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.hpp"

namespace commune::fuzz {

struct NamedText {
  std::string name, text;
};

/// The input cut at lines "#file", at most four pieces, called after `first_name`.
std::vector<NamedText> cut_into_files(std::string_view input, const std::string& directory);

/// An error names one of the files, a place in it, and says what is wrong in one line of UTF-8.
void check_error(const Error& error, const std::vector<NamedText>& files);

}  // namespace commune::fuzz
