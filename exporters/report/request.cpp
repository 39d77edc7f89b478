#include "exporters/report/request.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/model/text.hpp"

namespace commune::report {
namespace {

constexpr std::array<std::string_view, 3> kTopics = {"coverage", "outages", "quality"};
constexpr std::array<std::string_view, 3> kLevels = {"site", "village", "commune"};
constexpr std::array<std::string_view, 4> kFormats = {"csv", "json", "geojson", "xlsx"};
constexpr std::array<std::string_view, 3> kColumns = {"vi", "en", "machine"};
constexpr std::array<std::string_view, 4> kMediaTypes = {
    "text/csv; charset=utf-8", "application/json", "application/geo+json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};

template <typename Word, std::size_t kCount>
std::optional<Word> find_word(const std::array<std::string_view, kCount>& words,
                              std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Word>(found - words.begin());
}

template <typename Ids, typename Places>
Result<void> check(const Ids& asked, const Places& places, std::string_view kind) {
  std::vector<std::string_view> known;
  known.reserve(places.size());
  for (const auto& place : places)
    known.emplace_back(place.id.value);
  for (const auto& id : asked)
    if (std::find(known.begin(), known.end(), id.value) == known.end())
      return fail("", "there is no {} \"{}\"{}", kind, printable(id.value),
                  suggestion(id.value, known));
  return {};
}

}  // namespace

std::optional<Topic> topic_of(std::string_view word) {
  return find_word<Topic>(kTopics, word);
}
std::optional<Level> level_of(std::string_view word) {
  return find_word<Level>(kLevels, word);
}
std::optional<Format> format_of(std::string_view word) {
  return find_word<Format>(kFormats, word);
}
std::optional<Columns> columns_of(std::string_view word) {
  return find_word<Columns>(kColumns, word);
}
std::string_view to_string(Topic topic) {
  return kTopics.at(static_cast<std::size_t>(topic));
}
std::string_view to_string(Level level) {
  return kLevels.at(static_cast<std::size_t>(level));
}
std::string_view to_string(Format format) {
  return kFormats.at(static_cast<std::size_t>(format));
}
std::string_view media_type(Format format) {
  return kMediaTypes.at(static_cast<std::size_t>(format));
}

Result<TimeRange> parse_range(const Calendar& calendar, std::string_view from,
                              std::string_view to) {
  const auto start = calendar.parse(from);
  if (!start) return tl::unexpected(start.error());
  auto end = calendar.parse(to);
  if (!end) return tl::unexpected(end.error());
  constexpr std::size_t kMonthLength = 7, kDayLength = 10;
  if (to.size() == kMonthLength) end = calendar.next(Period::month, *end);
  if (to.size() == kDayLength) end = calendar.next(Period::day, *end);
  if (*start >= *end)
    return fail("", "nothing lies between {} and {}", calendar.exact_text(*start),
                calendar.exact_text(*end));
  return TimeRange{*start, *end};
}

Result<void> check_places(const Inventory& inventory, const Request& request) {
  if (inventory.villages.empty()) return {};
  if (auto known = check(request.villages, inventory.villages, "village"); !known) return known;
  return check(request.sites, inventory.sites, "site");
}

bool wanted(const Request& request, const VillageId& village, const SiteId& site) {
  const auto lets = [](const auto& ids, const auto& id) {
    return ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  return lets(request.villages, village) && lets(request.sites, site);
}

}  // namespace commune::report
