#include "exporters/web/pages/map_drawing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include "exporters/web/pages/html_text.hpp"
#include "exporters/web/pages/page_sentences.hpp"
#include "exporters/web/pages/page_words.hpp"
#include "exporters/web/pages/timeline_drawing.hpp"

#include <fmt/format.h>

namespace commune::web {
namespace {

constexpr double kWidth = 400, kMargin = 26, kLetterWidth = 7.2, kLineHeight = 13, kMarker = 8;
constexpr double kKilometresPerDegree = 111.32;

struct Box {
  double left, top, right, bottom;

  bool overlaps(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

struct Place {
  const Village* village;
  State state;
  double x = 0, y = 0;  ///< Kilometres east and north at first, then SVG units.
};

struct Label {
  double x, y;
  std::string_view anchor;
};

// A village is drawn at the first of its sites that has coordinates.
const Site* seat(const Inventory& inventory, const VillageId& village) {
  for (const Site& site : inventory.sites)
    if (site.village == village && site.latitude && site.longitude) return &site;
  return nullptr;
}

State state_of_village(const CoveragePicture& picture, const VillageId& village) {
  for (const SubjectStatus& status : picture.villages)
    if (status.subject.village == village) return status.state;
  return State::unmeasured;
}

std::vector<Place> places_of(const CoveragePicture& picture, const Inventory& inventory) {
  std::vector<Place> places;
  for (const Village& village : inventory.villages)
    if (const Site* site = seat(inventory, village.id)) {
      const double east = *site->longitude * kKilometresPerDegree *
                          std::cos(*site->latitude * std::numbers::pi / 180);
      places.push_back({&village, state_of_village(picture, village.id), east,
                        *site->latitude * kKilometresPerDegree});
    }
  return places;
}

struct Frame {
  double height;
  double units_per_kilometre;
};

// Moves the places into the drawing, as large as its width allows, but not higher than wide.
Frame fit(std::vector<Place>& places) {
  const auto by_x = [](const Place& a, const Place& b) { return a.x < b.x; };
  const auto by_y = [](const Place& a, const Place& b) { return a.y < b.y; };
  const auto [west, east] = std::minmax_element(places.begin(), places.end(), by_x);
  const auto [south, north] = std::minmax_element(places.begin(), places.end(), by_y);
  const double left = west->x, top = north->y;
  const double wide = east->x - left, tall = top - south->y, room = kWidth - 2 * kMargin;
  // One village, or several at one place: the whole width is then 1 km.
  const double scale = room / std::max({wide, tall, 1.0});
  const double shift = (room - wide * scale) / 2;
  for (Place& place : places) {
    place.x = kMargin + shift + (place.x - left) * scale;
    place.y = kMargin + (top - place.y) * scale;
  }
  return {tall * scale + 2 * kMargin + kLineHeight, scale};
}

Box box_of(const Place& place) {
  return {place.x - kMarker, place.y - kMarker, place.x + kMarker, place.y + kMarker};
}

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// A free place for the name beside its marker, which is then in use.
std::optional<Label> label_for(const Place& place, double height, std::vector<Box>& taken) {
  const double wide = static_cast<double>(letters(short_name(place.village->name))) * kLetterWidth;
  const double half = kLineHeight / 2, beside = kMarker + 2, above = kMarker + half + 1;
  struct Choice {
    Label label;
    Box box;
  };
  const auto box = [half](double left, double middle, double right) {
    return Box{left, middle - half, right, middle + half};
  };
  const double x = place.x, y = place.y;
  const std::array<Choice, 4> choices = {
      {{{x, y + above, "m"}, box(x - wide / 2, y + above, x + wide / 2)},
       {{x + beside, y, "s"}, box(x + beside, y, x + beside + wide)},
       {{x - beside, y, "e"}, box(x - beside - wide, y, x - beside)},
       {{x, y - above, "m"}, box(x - wide / 2, y - above, x + wide / 2)}}};
  for (const Choice& choice : choices) {
    const Box& room = choice.box;
    if (room.left < 0 || room.right > kWidth || room.top < 0 || room.bottom > height) continue;
    if (std::any_of(taken.begin(), taken.end(), [&](const Box& b) { return b.overlaps(room); }))
      continue;
    taken.push_back(room);
    return choice.label;
  }
  return std::nullopt;
}

std::string drawn(const Place& place, const std::optional<Label>& label, Language language) {
  const std::string name = html_text(short_name(place.village->name));
  std::string text;
  if (label)
    text = fmt::format("<text class={} x={:.0f} y={:.0f}>{}</text>", label->anchor, label->x,
                       label->y + 4, name);
  return fmt::format(
      "<a href=\"#v-{0}\" aria-label=\"{1}: {2}\"><use href=#m{3} x={4:.0f} y={5:.0f} />{6}</a>",
      html_text(place.village->id.value), name, state_words(place.state, language),
      state_letter(place.state), place.x, place.y, text);
}

// 500 m, 1 km, 2 km...: the nearest to a fifth of the width.
std::string scale_bar(const Frame& frame) {
  constexpr std::array kLengths = {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0};
  double kilometres = kLengths.front();
  for (const double length : kLengths)
    if (length * frame.units_per_kilometre <= kWidth / 4) kilometres = length;
  const std::string words = kilometres < 1 ? fmt::format("{:.0f} m", kilometres * 1000)
                                           : fmt::format("{:.0f} km", kilometres);
  const double right = kWidth - 8, left = right - kilometres * frame.units_per_kilometre;
  return fmt::format(
      "<path class=sb d=\"M{0:.0f} {2:.0f}v4H{1:.0f}v-4\"/><text class=e x=\"{1:.0f}\" "
      "y=\"{3:.0f}\">{4}</text>",
      left, right, frame.height - 9, frame.height - 12, words);
}

std::string left_out(const Inventory& inventory, Language language) {
  std::string names;
  for (const Village& village : inventory.villages)
    if (!seat(inventory, village.id))
      names += (names.empty() ? "" : ", ") + html_text(short_name(village.name));
  if (names.empty()) return names;
  return fmt::format("<p class=q>{} {}.</p>", page_sentences(language).map_left_out, names);
}

}  // namespace

std::string map_drawing(const CoveragePicture& picture, const Inventory& inventory,
                        Language language) {
  std::vector<Place> places = places_of(picture, inventory);
  if (places.empty()) return left_out(inventory, language);
  const Frame frame = fit(places);
  // Villages in trouble get their names first, and are drawn over the others.
  std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    const auto calm = [](const Place& p) { return p.state == State::up ? 1 : 0; };
    return calm(a) < calm(b);
  });
  std::vector<Box> taken;
  taken.reserve(places.size());
  for (const Place& place : places)
    taken.push_back(box_of(place));
  std::vector<std::string> drawings;
  drawings.reserve(places.size());
  for (const Place& place : places)
    drawings.push_back(drawn(place, label_for(place, frame.height, taken), language));
  std::string svg =
      fmt::format("<svg class=map viewBox=\"0 0 {:.0f} {:.0f}\" role=\"group\" aria-label=\"{}\">",
                  kWidth, frame.height, page_sentences(language).map_label);
  for (auto drawing = drawings.rbegin(); drawing != drawings.rend(); ++drawing)
    svg += *drawing;
  return svg + scale_bar(frame) + "</svg>" + left_out(inventory, language);
}

std::string drawing_definitions() {
  return R"svg(<svg width="0" height="0" class="defs" aria-hidden="true"><defs>
<pattern id="fu" width="4" height="4" patternUnits="userSpaceOnUse"><path class="fu" d="M0 0h4v4H0z"/></pattern>
<pattern id="fg" width="4" height="4" patternUnits="userSpaceOnUse"><path class="fg" d="M0 0h4v4H0z"/><circle class="kg" cx="2" cy="2" r=".9"/></pattern>
<pattern id="fd" width="4" height="4" patternUnits="userSpaceOnUse"><path class="fd" d="M0 0h4v4H0z"/><path class="kd" d="M0 0l4 4M4 0L0 4"/></pattern>
<pattern id="fp" width="4" height="4" patternUnits="userSpaceOnUse"><path class="fp" d="M0 0h4v4H0z"/><path class="kp" d="M0 2h4"/></pattern>
<pattern id="fn" width="4" height="4" patternUnits="userSpaceOnUse"><path class="fn" d="M0 0h4v4H0z"/><path class="kn" d="M-1 1l2-2M0 4l4-4M3 5l2-2"/></pattern>
<g id="mu"><circle class="x" r="12"/><circle class="fu" r="6"/><path class="w" d="M-3 0l2 2.5 4-5"/></g>
<g id="mg"><circle class="x" r="12"/><path class="fg" d="M0-8L8 6.5H-8z"/><path class="y" d="M0-3v4.5M0 3.5v1.5"/></g>
<g id="md"><circle class="x" r="12"/><path class="fd" d="M-7-7H7V7H-7z"/><path class="w" d="M-3.5-3.5l7 7M3.5-3.5l-7 7"/></g>
<g id="mp"><circle class="x" r="12"/><path class="fp" d="M0-8.5L8.5 0 0 8.5-8.5 0z"/><path class="w" d="M-3.5-1.5h7M-3.5 1.5h7"/></g>
<g id="mn"><circle class="x" r="12"/><circle class="fn" r="6.5"/><path class="z" d="M-3.5 3.5l7-7M-5 0l5-5M0 5l5-5"/></g>
</defs></svg>)svg";
}

std::string marker(State state) {
  return fmt::format("<svg class=s><use href=#m{} /></svg>", state_letter(state));
}

}  // namespace commune::web
