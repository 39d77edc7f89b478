#include "agent/settings/toml/findings.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/model/text.hpp"

namespace commune::settings {
namespace {

std::string_view file_of(const Place& place) {
  return place.file ? std::string_view(*place.file) : std::string_view();
}

}  // namespace

void Findings::error(const Place& place, std::string what) {
  found_.push_back({place, std::move(what)});
}

void Findings::absent(const Place& place, std::string what) {
  if (at_work()) error(place, std::move(what));
}

void Findings::opened(const Value& table, std::string_view name) {
  opened_[&table].name = name;
}

void Findings::asked(const Value& table, std::string_view key) {
  Opened& opened = opened_[&table];
  if (!opened.asked.emplace(key).second) return;
  keys_.insert(opened.name.empty() ? std::string(key) : opened.name + '.' + std::string(key));
}

void Findings::refused(const Value& table, std::string_view key) {
  opened_[&table].refused.emplace(key);
}

void Findings::add_unknown_keys(std::vector<Found>& found) const {
  for (const auto& [table, opened] : opened_) {
    const std::vector<std::string_view> known(opened.asked.begin(), opened.asked.end());
    const std::string in = opened.name.empty() ? "" : " in " + opened.name;
    for (const Value& member : table->children) {
      if (opened.asked.contains(member.key) || opened.refused.contains(member.key)) continue;
      found.push_back({member.key_place, fmt::format("unknown key \"{}\"{}{}", member.key, in,
                                                     suggestion(member.key, known))});
    }
  }
}

std::vector<Error> Findings::errors() const {
  std::vector<Found> all = found_;
  add_unknown_keys(all);
  std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) {
    const auto rank = [](const Found& found) {
      return std::make_tuple(file_of(found.place), found.place.line, found.place.column,
                             std::string_view(found.what));
    };
    return rank(a) < rank(b);
  });
  std::vector<Error> errors;
  errors.reserve(all.size());
  // A message may quote text that is unsafe for a terminal.
  for (const Found& found : all)
    errors.push_back({found.place.text(), printable(found.what)});
  // A mistake in the defaults is found again at every device.
  errors.erase(std::unique(errors.begin(), errors.end()), errors.end());
  return errors;
}

}  // namespace commune::settings
