#include "exporters/web/pages/status_page.hpp"

#include <algorithm>
#include <array>

#include "exporters/web/pages/html_text.hpp"
#include "exporters/web/pages/internet_section.hpp"
#include "exporters/web/pages/map_drawing.hpp"
#include "exporters/web/pages/outage_cards.hpp"
#include "exporters/web/pages/page_sentences.hpp"
#include "exporters/web/pages/page_style.hpp"
#include "exporters/web/pages/page_words.hpp"
#include "exporters/web/pages/village_list.hpp"

#include <fmt/format.h>

namespace commune::web {
namespace {

// "3 thôn mất mạng, 2 thôn kém".
std::string headline(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  const auto& villages = page.picture.villages;
  std::array<std::size_t, kStateCount> counts{};
  for (const SubjectStatus& status : villages)
    ++counts.at(static_cast<std::size_t>(status.state));
  const auto count = [&](State state) { return counts.at(static_cast<std::size_t>(state)); };
  if (count(State::unmeasured) == villages.size()) return std::string(say.nothing_measured);
  if (count(State::up) == villages.size())
    return fmt::format(fmt::runtime(say.all_served), villages.size());
  std::string text = count(State::down) == 0 ? std::string(say.none_down) : "";
  for (const State state : {State::down, State::degraded, State::planned, State::unmeasured})
    if (const std::size_t number = count(state))
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                          count_words(number, "thôn", "village", "villages", page.language),
                          state_words(state, page.language));
  return text;
}

std::string header(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  const bool vietnamese = page.language == Language::vi;
  return fmt::format(
      "<header><h1>{}</h1><a href=\"/?lang={}\" lang=\"{}\" hreflang=\"{}\">{}</a>"
      "<p class=\"big\">{}</p><p class=\"q\">{} <time datetime=\"{}\">{}</time> · "
      "{}</p></header>\n",
      html_text(page.inventory.commune_name), vietnamese ? "en" : "vi", vietnamese ? "en" : "vi",
      vietnamese ? "en" : "vi", say.other_language, headline(page), say.as_of,
      page.calendar.text(page.picture.taken), page.calendar.short_text(page.picture.taken),
      fmt::format(fmt::runtime(say.devices), page.devices_up, page.devices_silent,
                  page.devices_unmeasured));
}

std::string banners(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  std::string html;
  if (!page.clock_known)
    html +=
        fmt::format("<section class=\"warn\" role=\"status\">{}</section>\n", say.clock_unknown);
  if (!page.history_trouble.empty())
    html += fmt::format("<section class=\"warn\" role=\"status\">{} {}</section>\n",
                        say.history_trouble, html_text(page.history_trouble));
  return html;
}

std::string files(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  const auto& calendar = page.calendar;
  const LedgerTime taken = page.picture.taken;
  const std::string month = calendar.text(taken).substr(0, 7);
  std::string html = fmt::format(
      "<section aria-labelledby=\"h-f\"><h2 id=\"h-f\">{}</h2><p>{}:", say.files, say.this_month);
  for (const auto& [what, words] :
       {std::pair{"coverage", say.coverage}, {"outages", say.outage_list}})
    for (const auto& [format, shown] : {std::pair{"csv", "CSV"}, {"xlsx", "XLSX"}})
      html += fmt::format(
          " · <a href=\"/api/v1/export?topic={0}&amp;from={1}&amp;to={1}&amp;format={2}\">{3} "
          "{4}</a>",
          what, month, format, words, shown);
  html += fmt::format("</p><p><a href=\"/metrics\">{}</a></p></section>\n", say.metrics);
  html += fmt::format("<footer><p>commune-agent {}", html_text(page.version));
  if (page.picture.ledger_until)
    html +=
        fmt::format(" · {} {}", say.ledger_until, calendar.short_text(*page.picture.ledger_until));
  return html + "</p></footer>\n";
}

std::string head(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>{} – {}: {}</title>\n<style>{}</style>\n"
      "<noscript><meta http-equiv=\"refresh\" content=\"15\"></noscript>\n</head>\n<body>\n",
      say.code, html_text(page.inventory.commune_name), say.title, headline(page), page_style());
}

}  // namespace

std::string status_page(const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  const std::string map = map_drawing(page.picture, page.inventory, page.language);
  return head(page) + drawing_definitions() +
         fmt::format("<section class=\"warn\" id=\"lost\" role=\"status\" hidden>{}</section>\n",
                     say.connection_lost) +
         "<main>\n" + header(page) + banners(page) + "<div class=\"two\"><div>" +
         outage_cards(page) + announced_work(page) + "</div><div>" + village_strip(page) +
         fmt::format("<section aria-labelledby=\"h-m\"><h2 id=\"h-m\">{}</h2>{}</section>", say.map,
                     map) +
         "</div></div>\n<div class=\"two\"><div>" + internet_section(page) + "</div><div>" +
         busy_lines(page) + "</div></div>\n" + village_list(page) + unmeasured_list(page) +
         files(page) + "</main>\n<script>" + std::string(page_script()) +
         "</script>\n</body>\n</html>\n";
}

Language page_language(const Request& request, Language otherwise) {
  const auto asked = request.parameter("lang");
  if (asked == "vi") return Language::vi;
  if (asked == "en") return Language::en;
  return otherwise;
}

}  // namespace commune::web
