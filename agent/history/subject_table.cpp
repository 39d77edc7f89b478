#include "agent/history/subject_table.hpp"

namespace commune::history {
namespace {

template <typename... Keys>
std::int64_t number_of(Database& database, std::string_view find, std::string_view enter,
                       const Keys&... keys) {
  {
    Query found = database.query(find);
    if (found.bind(keys...).row()) return found.integer(0);
  }
  database.query(enter).bind(keys...).run();
  return database.integer("SELECT last_insert_rowid()");
}

}  // namespace

Subject subject_at(const Query& row, int column) {
  return {VillageId{row.text(column)}, SiteId{row.text(column + 1)},
          access_of(row.text(column + 2))};
}

std::int64_t number_of(Database& database, const Subject& subject) {
  return number_of(
      database, "SELECT id FROM subject WHERE village = ?1 AND site = ?2 AND access = ?3",
      "INSERT INTO subject(village, site, access) VALUES(?1, ?2, ?3)", subject.village.value,
      subject.site.value, subject.access ? to_string(*subject.access) : std::string_view());
}

std::int64_t number_of(Database& database, const Quality& quality) {
  return number_of(
      database,
      "SELECT id FROM measured WHERE village = ?1 AND site = ?2 AND kind = ?3 AND name = ?4",
      "INSERT INTO measured(village, site, kind, name) VALUES(?1, ?2, ?3, ?4)",
      quality.village.value, quality.site.value, to_string(quality.kind), quality.name);
}

}  // namespace commune::history
