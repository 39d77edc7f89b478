#include "agent/history/subject_table.hpp"

namespace commune::history {
namespace {

std::int64_t number_of(Database& database, std::string_view find, std::string_view enter,
                       std::string_view village, std::string_view site, std::string_view third) {
  {
    Query found = database.query(find);
    if (found.bind(village, site, third).row()) return found.integer(0);
  }
  database.query(enter).bind(village, site, third).run();
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

std::int64_t number_of(Database& database, const VillageId& village, const SiteId& site,
                       const DeviceId& device) {
  return number_of(database,
                   "SELECT id FROM device WHERE village = ?1 AND site = ?2 AND device = ?3",
                   "INSERT INTO device(village, site, device) VALUES(?1, ?2, ?3)", village.value,
                   site.value, device.value);
}

}  // namespace commune::history
