// How accesses, causes, columns and definitions are called in Vietnamese and English.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/coverage.hpp"
#include "core/model/history_reader.hpp"
#include "exporters/report/request.hpp"
#include "exporters/report/table.hpp"

namespace commune::report {

/// A name in both languages.
struct Pair {
  std::string_view vi, en;
  std::string_view in(Language language) const { return language == Language::vi ? vi : en; }
};

Word access_name(const Subject& subject, Language language);
Word measured_name(Measured kind, Language language);
Word cause_name(Cause cause, Language language);

const std::vector<Column>& coverage_columns();
const std::vector<Column>& outage_columns();
const std::vector<Column>& quality_columns();
/// `village, site, access, cause, unmeasured_seconds`: why time was not measured.
const std::vector<Column>& unmeasured_columns();

/// What a figure means, by its column.
struct Definition {
  std::string_view column;
  Pair text;
};
std::span<const Definition> definitions(Topic topic);

}  // namespace commune::report
