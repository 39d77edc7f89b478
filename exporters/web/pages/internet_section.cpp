#include "exporters/web/pages/internet_section.hpp"

#include <algorithm>
#include <cmath>

#include "exporters/web/pages/html_text.hpp"
#include "exporters/web/pages/map_drawing.hpp"
#include "exporters/web/pages/page_sentences.hpp"
#include "exporters/web/pages/page_words.hpp"
#include "exporters/web/pages/timeline_drawing.hpp"

#include <fmt/format.h>

namespace commune::web {
namespace {

constexpr std::size_t kMostLines = 8;

LedgerTime ledger_time(WallTime time) {
  return std::chrono::time_point_cast<Milliseconds>(time);
}

std::string service_item(const ServiceStatus& service, const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  const State state = !service.ok ? State::unmeasured : *service.ok ? State::up : State::down;
  std::string words(!service.ok ? say.not_asked_yet : *service.ok ? say.reached : say.not_reached);
  if (service.ok == true && service.duration_seconds)
    words += ", " + wait_words(*service.duration_seconds, page.language);
  if (service.ok == false)
    words += fmt::format(
        " · {} {} ({}): {}", say.since, page.calendar.clock_text(ledger_time(service.since)),
        duration_words(page.picture.taken - ledger_time(service.since), page.language),
        failure_words(service.reason, page.language));
  return fmt::format("<li class=\"{}\" title=\"{}\">{} {} <small>{}</small></li>",
                     state_letter(state), html_text(service.failure), marker(state),
                     html_text(service.name), words);
}

std::string services(const StatusPage& page) {
  if (page.vantage->services.empty()) return "";
  std::string html =
      fmt::format("<h3>{}</h3><ul class=\"plain\">", page_sentences(page.language).services);
  for (const ServiceStatus& service : page.vantage->services)
    html += service_item(service, page);
  return html + "</ul>";
}

// The share of each class in the download, as a bar with its words beside it.
std::string classes(const TrafficStatus& traffic, const StatusPage& page) {
  double all = 0;
  for (const ClassRate& one : traffic.classes)
    all += one.down + one.up;
  std::string html = "<ul class=\"bars\">";
  for (const ClassRate& one : traffic.classes) {
    const double share = all > 0 ? (one.down + one.up) / all : 0;
    html +=
        fmt::format("<li><span>{}</span><i><b style=\"width:{:.1f}%\"></b></i><span>{}</span></li>",
                    html_text(class_words(one.name, page.language)), share * 100,
                    rate_words(one.down + one.up, page.language));
  }
  return html + "</ul>";
}

std::string waits(const TrafficStatus& traffic, const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  std::string words;
  for (const auto& [name, side] :
       {std::pair{say.on_wifi, traffic.lan}, {say.beyond, traffic.wan}}) {
    if (!side.round_trip_seconds) continue;
    words += fmt::format("{}{} {}", words.empty() ? "" : " · ", name,
                         wait_words(*side.round_trip_seconds, page.language));
    if (side.again_ratio)
      words +=
          fmt::format(" ({} {})", say.sent_again, share_words(*side.again_ratio, page.language));
  }
  return words.empty() ? "" : fmt::format("<p>{}: {}</p>", say.users_wait, words);
}

std::string traffic(const TrafficStatus& traffic, const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  std::string html = fmt::format("<h3>{} {}</h3>", say.traffic, html_text(traffic.interface));
  if (!traffic.up) return html + fmt::format("<p>{}</p>", say.not_captured);
  double down = 0, up = 0;
  for (const ClassRate& one : traffic.classes) {
    down += one.down;
    up += one.up;
  }
  html += fmt::format("<p>{} {} · {} {}", say.down, rate_words(down, page.language), say.up,
                      rate_words(up, page.language));
  if (traffic.hosts)
    html += " · " + fmt::format(fmt::runtime(say.hosts), std::lround(*traffic.hosts));
  return html + "</p>" + waits(traffic, page) + classes(traffic, page);
}

std::string measured(std::string_view what, const std::optional<double>& rate,
                     const std::optional<double>& contracted, const StatusPage& page) {
  if (!rate) return "";
  std::string words = fmt::format("{} {}", what, rate_words(*rate, page.language));
  if (contracted && *contracted > 0)
    words += fmt::format(" ({} {})", share_words(*rate / *contracted, page.language),
                         page_sentences(page.language).of_contract);
  return words + " · ";
}

std::string line_test(const LineTestStatus& test, const StatusPage& page) {
  const auto& say = page_sentences(page.language);
  std::string html = fmt::format("<h3>{} {}</h3>", say.line_test, html_text(test.name));
  if (!test.at) return html + fmt::format("<p>{}</p>", say.no_test_yet);
  html += "<p>" + measured(say.down, test.download, test.contracted_download, page) +
          measured(say.up, test.upload, test.contracted_upload, page);
  if (test.idle_latency)
    html += fmt::format("{} {}", say.waits, wait_words(*test.idle_latency, page.language));
  if (test.idle_latency && test.loaded_latency)
    html += fmt::format(", {} {}", say.when_full, wait_words(*test.loaded_latency, page.language));
  return html +
         fmt::format(" <small>{}</small></p>", page.calendar.short_text(ledger_time(*test.at)));
}

std::string line_item(const LineLoad& line, const StatusPage& page) {
  const Link* link = page.inventory.find(line.link);
  const Site* site = link ? page.inventory.find(link->site) : nullptr;
  std::string rates;
  for (const auto& [word, rate] : {std::pair{"↓", line.receive_rate}, {"↑", line.transmit_rate}})
    if (rate)
      rates +=
          fmt::format("{}{} {}", rates.empty() ? "" : " ", word, rate_words(*rate, page.language));
  const double share = std::clamp(line.utilization.value_or(0), 0.0, 1.0);
  return fmt::format(
      "<li title=\"{}\"><span>{} <small>{}</small></span><i><b style=\"width:{:.1f}%\"></b></i>"
      "<span>{}</span></li>",
      html_text(line.link.value), html_text(site ? site->name : line.link.value), rates,
      share * 100, line.utilization ? share_words(*line.utilization, page.language) : "");
}

}  // namespace

std::string internet_section(const StatusPage& page) {
  if (!page.vantage || page.vantage->empty()) return "";
  const auto& say = page_sentences(page.language);
  const Site* here = page.inventory.find(page.inventory.vantage);
  std::string html =
      fmt::format("<section aria-labelledby=\"h-i\"><h2 id=\"h-i\">{} {}</h2>", say.internet,
                  html_text(here ? here->name : page.inventory.vantage.value));
  html += services(page);
  for (const TrafficStatus& interface : page.vantage->traffic)
    html += traffic(interface, page);
  for (const LineTestStatus& test : page.vantage->tests)
    html += line_test(test, page);
  return html + "</section>\n";
}

std::string busy_lines(const StatusPage& page) {
  if (page.picture.lines.empty()) return "";
  auto lines = page.picture.lines;
  const auto busier = [](const LineLoad& line) {
    return std::max(line.receive_rate.value_or(0), line.transmit_rate.value_or(0));
  };
  std::stable_sort(lines.begin(), lines.end(), [&](const LineLoad& a, const LineLoad& b) {
    return std::pair(a.utilization.value_or(0), busier(a)) >
           std::pair(b.utilization.value_or(0), busier(b));
  });
  if (lines.size() > kMostLines) lines.resize(kMostLines);
  std::string html = fmt::format(
      "<section aria-labelledby=\"h-b\"><h2 id=\"h-b\">{}</h2><ul class=\"bars lines\">",
      page_sentences(page.language).busy_lines);
  for (const LineLoad& line : lines)
    html += line_item(line, page);
  return html + "</ul></section>\n";
}

}  // namespace commune::web
