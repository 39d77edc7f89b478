// What a planner asks for: which file, of what, from when to when, in which words.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/model/coverage.hpp"
#include "core/model/inventory.hpp"
#include "core/model/result.hpp"
#include "core/time/calendar.hpp"

namespace commune::report {

enum class Topic : std::uint8_t { coverage, outages, quality };
enum class Level : std::uint8_t { site, village, commune };
enum class Format : std::uint8_t { csv, json, geojson, xlsx };
/// Language of a table's header and words; `machine`: the contract's names, ids and words.
enum class Columns : std::uint8_t { vi, en, machine };

std::optional<Topic> topic_of(std::string_view word);
std::optional<Level> level_of(std::string_view word);
std::optional<Format> format_of(std::string_view word);
std::optional<Columns> columns_of(std::string_view word);
std::string_view to_string(Topic topic);
std::string_view to_string(Level level);
std::string_view to_string(Format format);
/// "text/csv; charset=utf-8" and so on, for HTTP.
std::string_view media_type(Format format);

struct Request {
  Topic topic = Topic::coverage;
  TimeRange range;
  Period by = Period::month;
  Level level = Level::site;
  Format format = Format::csv;
  Columns columns = Columns::vi;
  Language language = Language::vi;  ///< Of names of sheets and of definitions.
  std::vector<VillageId> villages;   ///< Only these; empty: all.
  std::vector<SiteId> sites;         ///< Only these; empty: all.
  /// Called now and then in the caller's thread with how much is done, 0 to 1; may be empty.
  std::function<void(double)> progress;
};

/// From the start of `from` up to `to`. A bare month or day as `to` names the period and means its
/// end: 2026-10 to 2026-10 is October. Fails where nothing lies between.
Result<TimeRange> parse_range(const Calendar& calendar, std::string_view from, std::string_view to);

/// Fails for a village or site that the inventory does not know, with a suggestion. An inventory
/// without villages knows everything.
Result<void> check_places(const Inventory& inventory, const Request& request);

/// True for what the request's villages and sites let through.
bool wanted(const Request& request, const VillageId& village, const SiteId& site);

}  // namespace commune::report
