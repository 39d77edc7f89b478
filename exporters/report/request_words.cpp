#include "exporters/report/request_words.hpp"

#include <array>
#include <filesystem>
#include <span>

#include "core/model/text.hpp"
#include "exporters/report/report.hpp"

namespace commune::report {
namespace {

template <typename Find>
auto read_word(const std::string& option, const std::string& typed, Find find,
               std::span<const std::string_view> choices)
    -> Result<typename decltype(find(typed))::value_type> {
  if (const auto word = find(typed)) return *word;
  return fail(option, "\"{}\" is none of {}{}", printable(typed), fmt::join(choices, ", "),
              suggestion(typed, choices));
}

std::string format_word(const RequestWords& words) {
  if (!words.format.empty()) return words.format;
  const auto extension = std::filesystem::path(words.output).extension().string();
  const bool known = extension.size() > 1 && format_of(extension.substr(1));
  return known ? extension.substr(1) : "csv";
}

std::string or_else(const std::string& typed, const char* otherwise) {
  return typed.empty() ? otherwise : typed;
}

std::optional<Language> language_of(std::string_view word) {
  if (word == "vi") return Language::vi;
  if (word == "en") return Language::en;
  return std::nullopt;
}

Result<void> read_words(const RequestWords& words, Request& request) {
  constexpr std::array<std::string_view, 3> kTopics = {"coverage", "outages", "quality"};
  constexpr std::array<std::string_view, 4> kPeriods = {"month", "week", "day", "hour"};
  constexpr std::array<std::string_view, 3> kLevels = {"site", "village", "commune"};
  constexpr std::array<std::string_view, 4> kFormats = {"csv", "json", "geojson", "xlsx"};
  constexpr std::array<std::string_view, 2> kLanguages = {"vi", "en"};
  constexpr std::array<std::string_view, 3> kColumns = {"vi", "en", "machine"};
  const auto store = [](auto& place, auto read) -> Result<void> {
    if (!read) return tl::unexpected(read.error());
    place = *read;
    return {};
  };
  const char* configured = request.language == Language::vi ? "vi" : "en";
  const auto language = or_else(words.language, configured);
  const auto columns = or_else(words.columns, language.c_str());
  return store(request.topic, read_word("export", words.topic, topic_of, kTopics))
      .and_then([&] {
        return store(request.by,
                     read_word("--by", or_else(words.by, "month"), period_of, kPeriods));
      })
      .and_then([&] {
        return store(request.level,
                     read_word("--level", or_else(words.level, "site"), level_of, kLevels));
      })
      .and_then([&] {
        return store(request.format,
                     read_word("--format", format_word(words), format_of, kFormats));
      })
      .and_then([&] {
        return store(request.language, read_word("--language", language, language_of, kLanguages));
      })
      .and_then([&] {
        return store(request.columns,
                     read_word(
                         "--columns", columns,
                         [](std::string_view word) { return columns_of(word); }, kColumns));
      });
}

}  // namespace

Result<Request> parse_request(const RequestWords& words, const Inventory& inventory,
                              const Calendar& calendar) {
  Request request;
  request.language = inventory.language;
  if (auto read = read_words(words, request); !read) return tl::unexpected(read.error());
  if (request.topic == Topic::outages && !words.by.empty())
    return fail("--by", "outages are reported one by one");
  auto range = parse_range(calendar, words.from, words.to);
  if (!range) return fail("--from, --to", "{}", range.error().message());
  request.range = *range;
  for (const auto& village : words.villages)
    request.villages.push_back(VillageId{village});
  for (const auto& site : words.sites)
    request.sites.push_back(SiteId{site});
  if (auto right = check_request(inventory, request); !right) return tl::unexpected(right.error());
  return request;
}

}  // namespace commune::report
