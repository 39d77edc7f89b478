#include "exporters/web/pages/village_list.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "exporters/web/pages/html_text.hpp"
#include "exporters/web/pages/map_drawing.hpp"
#include "exporters/web/pages/outage_cards.hpp"
#include "exporters/web/pages/page_sentences.hpp"
#include "exporters/web/pages/page_words.hpp"
#include "exporters/web/pages/timeline_drawing.hpp"

#include <fmt/format.h>

namespace commune::web {
namespace {

// The order of reading: trouble first.
constexpr std::array kTroubleFirst = {State::down, State::degraded, State::unmeasured,
                                      State::planned, State::up};

struct VillageRow {
  const Village* village;
  SubjectStatus status;
};

std::vector<VillageRow> rows_of(const StatusPage& page) {
  std::map<VillageId, const SubjectStatus*> known;
  for (const SubjectStatus& status : page.picture.villages)
    known[status.subject.village] = &status;
  std::vector<VillageRow> rows;
  for (const Village& village : page.inventory.villages) {
    const auto found = known.find(village.id);
    rows.push_back({&village, found == known.end() ? SubjectStatus{} : *found->second});
  }
  return rows;
}

std::string why(const SubjectStatus& status, const StatusPage& page) {
  std::string text;
  if (status.since) text += ", " + since_words(*status.since, page);
  if (status.cause != Cause::none)
    text += fmt::format(" – {}", cause_words(status.state, status.cause, page.language));
  if (!status.root_device.empty())
    text += fmt::format(" ({})", html_text(status.root_device.value));
  return text;
}

// The accesses of a village, site by site.
std::string access_lines(const Village& village, const StatusPage& page) {
  std::string lines;
  SiteId site_before;
  for (const SubjectStatus& status : page.picture.accesses) {
    if (status.subject.village != village.id) continue;
    if (status.subject.site != site_before) {
      const Site* site = page.inventory.find(status.subject.site);
      lines += fmt::format("{}<small>{}</small><ul>", lines.empty() ? "" : "</ul>",
                           html_text(site ? site->name : status.subject.site.value));
      site_before = status.subject.site;
    }
    lines += fmt::format("<li class={}>{}: <b>{}</b>{}", state_letter(status.state),
                         access_words(status.subject, page.language),
                         state_words(status.state, page.language), why(status, page));
  }
  if (lines.empty()) return fmt::format("<p>{}</p>", page_sentences(page.language).no_access);
  return lines + "</ul>";
}

std::span<const Interval> village_day(const VillageId& village, const StatusPage& page) {
  const auto& day = page.last_day;
  const auto belongs = [&](const Interval& interval) {
    return interval.subject.is_village() && interval.subject.village == village;
  };
  const auto first = std::find_if(day.begin(), day.end(), belongs);
  return {first, std::find_if_not(first, day.end(), belongs)};
}

// "24 giờ qua: mất mạng 36 phút, chưa đo 1 giờ 30 phút".
std::string day_words(std::span<const Interval> intervals, const StatusPage& page) {
  const StateTimes times = day_times(intervals, page.picture.taken);
  std::string text;
  for (const State state : kTroubleFirst)
    if (const auto time = times.at(static_cast<std::size_t>(state)); time > Milliseconds(0))
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", state_words(state, page.language),
                          duration_words(time, page.language));
  return fmt::format("<p class=q>{}: {}</p>", page_sentences(page.language).past_day, text);
}

std::string village_row(const VillageRow& row, const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  const auto intervals = village_day(row.village->id, page);
  std::string bar = fmt::format("<span class=q>{}</span>", say.empty_day), day;
  if (!intervals.empty()) {
    bar = timeline_bar(intervals, page.picture.taken);
    day = day_words(intervals, page);
  }
  return fmt::format(
      "<details id=\"d-{0}\"><summary><span class={1}>{2} {3} "
      "<b>{4}</b></span>{5}</summary><div id=\"v-{0}\">{6}{7}</div></details>\n",
      html_text(row.village->id.value), state_letter(row.status.state), marker(row.status.state),
      html_text(row.village->name), state_words(row.status.state, page.language), bar,
      access_lines(*row.village, page), day);
}

std::string legend(Language language) {
  std::string html =
      fmt::format("<ul class=key aria-label=\"{}\">", page_sentences(language).legend_label);
  for (const State state :
       {State::up, State::degraded, State::down, State::planned, State::unmeasured})
    html += fmt::format(
        "<li>{} <svg class=i aria-hidden=\"true\"><path fill=\"url(#f{})\" d=\"M0 "
        "0h40v20H0z\"/></svg> {}</li>",
        marker(state), state_letter(state), state_words(state, language));
  return html + "</ul>";
}

}  // namespace

std::string village_strip(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  std::string html = fmt::format(
      "<section aria-labelledby=\"h-s\"><h2 id=\"h-s\">{}</h2><ul class=strip>\n", say.villages);
  for (const VillageRow& row : rows_of(page)) {
    const State state = row.status.state;
    const std::string badge =
        state == State::up ? "" : fmt::format("<b>{}</b>", state_words(state, page.language));
    html += fmt::format("<li><a class={} href=\"#v-{}\">{} {}{}</a>\n", state_letter(state),
                        html_text(row.village->id.value), marker(state),
                        html_text(short_name(row.village->name)), badge);
  }
  return html + "</ul>" + legend(page.language) + "</section>\n";
}

std::string village_list(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  const auto villages = rows_of(page);
  std::vector<std::string> rows;
  for (const State state : kTroubleFirst)
    for (const VillageRow& village : villages)
      if (village.status.state == state) rows.push_back(village_row(village, page));
  std::string html = fmt::format(
      "<section aria-labelledby=\"h-v\"><h2 id=\"h-v\">{}</h2><p class=q>{}</p><div "
      "class=lists><div><div class=scale>{}</div>\n",
      say.last_day, say.last_day_note, timeline_scale(page.picture.taken, page.calendar));
  // Two columns if there is room: the second repeats the hours.
  const std::size_t first_column = (rows.size() + 1) / 2;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == first_column)
      html += "</div><div><div class=\"scale again\">" + timeline_scale_again() + "</div>\n";
    html += rows[i];
  }
  return html + "</div></div></section>\n";
}

std::string unmeasured_list(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  std::map<Cause, std::pair<std::size_t, std::string>> by_cause;
  for (const SubjectStatus& status : page.picture.accesses) {
    if (status.state != State::unmeasured) continue;
    auto& [count, names] = by_cause[status.cause];
    const Site* site = page.inventory.find(status.subject.site);
    names += fmt::format("{}{} ({})", count++ ? ", " : "",
                         html_text(site ? site->name : status.subject.site.value),
                         access_words(status.subject, page.language));
  }
  std::string html =
      fmt::format("<section aria-labelledby=\"h-n\"><h2 id=\"h-n\">{}</h2><p class=q>{}</p>",
                  say.unmeasured, by_cause.empty() ? say.unmeasured_none : say.unmeasured_note);
  for (const auto& [cause, accesses] : by_cause)
    html +=
        fmt::format("<details id=\"n-{}\"><summary>{}: {}</summary>{}</details>", to_string(cause),
                    cause_words(State::unmeasured, cause, page.language),
                    count_words(accesses.first, "dịch vụ", "service", "services", page.language),
                    accesses.second);
  return html + "</section>\n";
}

}  // namespace commune::web
