#include "exporters/web/pages/outage_cards.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "exporters/web/api/api_maintenance.hpp"
#include "exporters/web/pages/html_text.hpp"
#include "exporters/web/pages/map_drawing.hpp"
#include "exporters/web/pages/page_sentences.hpp"
#include "exporters/web/pages/page_words.hpp"

#include <fmt/format.h>

namespace commune::web {
namespace {

bool has_card(const Outage& outage, const CoveragePicture& picture) {
  if (outage.is_root()) return true;
  return std::none_of(picture.open_outages.begin(), picture.open_outages.end(),
                      [&](const Outage& other) { return other.id == outage.root_outage; });
}

std::string village_name(const VillageId& id, const Inventory& inventory) {
  const Village* village = inventory.find(id);
  return html_text(village ? village->name : id.value);
}

std::string site_name(const SiteId& id, const Inventory& inventory) {
  const Site* site = inventory.find(id);
  return html_text(site ? site->name : id.value);
}

std::string row(std::string_view term, const std::string& description) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>", term, description);
}

// The contact of the site with the fault; without a root device, of the site without service.
const Contact* contact_of(const Outage& outage, const Inventory& inventory) {
  const Device* device = inventory.find(outage.root_device);
  for (const SiteId& id : {device ? device->site : SiteId{}, outage.subject.site})
    if (const Site* site = inventory.find(id))
      if (const Contact* contact = inventory.find(site->contact)) return contact;
  return nullptr;
}

std::string contact_row(const Outage& outage, const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  const Contact* contact = contact_of(outage, page.inventory);
  if (!contact) return row(say.call, std::string(say.no_contact));
  std::string words = html_text(contact->name);
  if (const std::string link = telephone_link(contact->phone); !link.empty())
    words += fmt::format(" <a class=tel href=\"{}\">{}</a>", link, html_text(contact->phone));
  return row(say.call, words);
}

std::string device_row(const Outage& outage, const StatusPage& page) {
  if (outage.root_device.empty()) return "";
  const Device* device = page.inventory.find(outage.root_device);
  std::string words = html_text(outage.root_device.value);
  if (device) words = fmt::format("{} {}", device_words(device->kind, page.language), words);
  if (device && device->site != outage.subject.site)
    words += ", " + site_name(device->site, page.inventory);
  return row(page_sentences(page.language).root_device, words);
}

// The villages and their accesses, in the order of the inventory.
std::string whom_row(const Outage& outage, const StatusPage& page) {
  std::map<VillageId, std::set<Access>> cut;
  std::vector<Subject> subjects = outage.cut_off;
  subjects.push_back(outage.subject);
  for (const Subject& subject : subjects)
    if (subject.access) cut[subject.village].insert(*subject.access);
  std::string list;
  int households = 0;
  for (const Village& village : page.inventory.villages) {
    const auto found = cut.find(village.id);
    if (found == cut.end()) continue;
    households += village.households;
    list += fmt::format("{}<a href=\"#v-{}\">{}</a> (", list.empty() ? "" : ", ",
                        html_text(village.id.value), html_text(short_name(village.name)));
    for (const Access access : found->second)
      list += fmt::format("{}{}", access == *found->second.begin() ? "" : ", ",
                          access_words(access, page.language));
    list += ")";
  }
  const auto& say = page_sentences(page.language);
  std::string count = count_words(cut.size(), "thôn", "village", "villages", page.language);
  if (households > 0) count += ", " + fmt::format(fmt::runtime(say.households), households);
  if (cut.size() <= 3) return row(say.whom, count + ": " + list);
  return row(say.whom, fmt::format("<details id=\"o-{}\"><summary>{}</summary>{}</details>",
                                   html_text(outage.id), count, list));
}

std::string card(const Outage& outage, const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  return fmt::format(
      "<article class=o><h3>{}<span>{} – {}</span></h3><p>{}: "
      "{}</p><dl>{}{}{}{}</dl></article>\n",
      marker(State::down), village_name(outage.subject.village, page.inventory),
      access_words(outage.subject, page.language), site_name(outage.subject.site, page.inventory),
      cause_words(State::down, outage.cause, page.language),
      row(say.since, since_words(outage.start, page)), device_row(outage, page),
      whom_row(outage, page), contact_row(outage, page));
}

std::string touched(const Maintenance& work, const StatusPage& page) {
  std::string names;
  for (const VillageId& id : work.villages)
    names += (names.empty() ? "" : ", ") + village_name(id, page.inventory);
  for (const SiteId& id : work.sites)
    names += (names.empty() ? "" : ", ") + site_name(id, page.inventory);
  return names.empty() ? std::string(page_sentences(page.language).whole_commune) : names;
}

}  // namespace

std::string when_words(LedgerTime time, LedgerTime taken, const Calendar& calendar) {
  const bool today = calendar.start_of(Period::day, time) == calendar.start_of(Period::day, taken);
  if (today) return calendar.clock_text(time);
  const std::string text = calendar.short_text(time);  // "25/11/2026 13:15"
  return text.substr(0, 5) + text.substr(10);
}

std::string since_words(LedgerTime since, const StatusPage& page) {
  const LedgerTime taken = page.picture.taken;
  return fmt::format("{} ({})", when_words(since, taken, page.calendar),
                     duration_words(taken - since, page.language));
}

std::size_t outage_count(const CoveragePicture& picture) {
  return static_cast<std::size_t>(
      std::count_if(picture.open_outages.begin(), picture.open_outages.end(),
                    [&](const Outage& outage) { return has_card(outage, picture); }));
}

std::string outage_cards(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  std::string html =
      fmt::format("<section aria-labelledby=\"h-o\"><h2 id=\"h-o\">{}</h2>\n", say.outages);
  if (outage_count(page.picture) == 0) html += fmt::format("<p>{}</p>", say.no_outages);
  for (const Outage& outage : page.picture.open_outages)
    if (has_card(outage, page.picture)) html += card(outage, page);
  return html + "</section>\n";
}

std::string announced_work(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  std::string list;
  for (const Maintenance& work : page.picture.maintenance) {
    if (work.end <= page.picture.taken) continue;
    const bool under_way = work.start <= page.picture.taken;
    list += fmt::format("<article class=o><h3>{}<span>{}{}</span></h3><p>{}</p><p class=q>{} {} {}",
                        marker(State::planned), touched(work, page),
                        under_way ? "" : fmt::format(" <small>({})</small>", say.planned_to_come),
                        html_text(work.reason),
                        when_words(work.start, page.picture.taken, page.calendar), say.until,
                        when_words(work.end, page.picture.taken, page.calendar));
    if (!work.announced_by.empty() && work.announced_by != kLocalUser)
      list += fmt::format(" · {} {}", say.announced_by, html_text(work.announced_by));
    list += "</p></article>\n";
  }
  if (list.empty()) return list;
  return fmt::format("<section aria-labelledby=\"h-p\"><h2 id=\"h-p\">{}</h2>\n{}</section>\n",
                     say.planned, list);
}

}  // namespace commune::web
