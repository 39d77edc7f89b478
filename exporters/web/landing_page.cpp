#include "exporters/web/landing_page.hpp"

#include <string_view>

#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::web {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --soft: #5c6570; --line: #d5dae0;
        --good: #1b7f3b; --bad: #b3261e; --unknown: #6b7280; --link: #0b57d0 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --paper: #16181b; --soft: #9aa4af; --line: #3a4048;
          --good: #6dd58c; --bad: #f2867e; --unknown: #a3adb8; --link: #8ab4f8 } }
body { margin: 0 auto; max-width: 44rem; padding: 1.25rem; background: var(--paper);
       color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem }
small, footer { color: var(--soft) } a { color: var(--link) }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem;
          padding: 0; margin: 1.25rem 0; list-style: none }
.counts li { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem }
.counts b { display: block; font-size: 2rem; line-height: 1.2 }
.counts small, .links small { display: block }
.good b { color: var(--good) } .bad b { color: var(--bad) } .unknown b { color: var(--unknown) }
.links { padding-left: 1.1rem } .links li { margin: .5rem 0 }
footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .75rem; font-size: .85rem }
)css";

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : printable(text))
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string count(std::string_view look, std::size_t number, std::string_view vietnamese,
                  std::string_view english) {
  return fmt::format("<li class=\"{}\"><b>{}</b>{}<small lang=\"en\">{}</small></li>\n", look,
                     number, vietnamese, english);
}

std::string link(std::string_view path, std::string_view vietnamese, std::string_view english) {
  return fmt::format("<li><a href=\"{}\">{}</a> {}<small lang=\"en\">{}</small></li>\n", path, path,
                     vietnamese, english);
}

std::string counts(const LandingFigures& figures) {
  const auto silent = figures.devices_silent;
  return "<ul class=\"counts\">\n" +
         count("good", figures.devices_up, "thiết bị đang trả lời", "devices that answer") +
         count(silent ? "bad" : "unknown", silent, "thiết bị không trả lời",
               "devices that do not answer") +
         count("unknown", figures.devices_unmeasured, "thiết bị chưa được đo",
               "devices not measured") +
         "</ul>\n";
}

std::string links() {
  return "<h2>Các trang <small lang=\"en\">Pages</small></h2>\n<ul class=\"links\">\n" +
         link("/metrics", "số liệu cho Prometheus", "figures for Prometheus") +
         link("/-/healthy", "chương trình có đang chạy không", "whether the agent is alive") +
         link("/-/ready", "đã sẵn sàng cung cấp số liệu chưa",
              "whether it is ready to be scraped") +
         "</ul>\n";
}

}  // namespace

std::string landing_page(const LandingFigures& figures) {
  const std::string name = escape(figures.commune_name);
  return fmt::format(
             "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<title>{} – giám sát mạng</title>\n<style>{}</style>\n</head>\n<body>\n"
             "<h1>{}</h1>\n<div>Giám sát hạ tầng viễn thông "
             "<small lang=\"en\">Telecom infrastructure monitoring</small></div>\n",
             name, kStyle, name) +
         counts(figures) + links() +
         fmt::format("<footer>commune-agent {}</footer>\n</body>\n</html>\n",
                     escape(figures.version));
}

}  // namespace commune::web
