#include "agent/run/web_pages.hpp"

#include <sstream>
#include <utility>

#include "agent/history/database_reader.hpp"
#include "agent/version.hpp"
#include "core/model/reachability.hpp"
#include "core/model/text.hpp"
#include "exporters/report/report.hpp"
#include "exporters/report/request_words.hpp"
#include "exporters/web/api_coverage.hpp"
#include "exporters/web/api_devices.hpp"
#include "exporters/web/api_maintenance.hpp"
#include "exporters/web/api_outages.hpp"
#include "exporters/web/status_page.hpp"

#include <nlohmann/json.hpp>

namespace commune {
namespace {

constexpr const char* kJson = "application/json; charset=utf-8";
constexpr std::chrono::hours kTimeline{24};

/// More is for `commune-agent export`, which writes as it reads.
constexpr std::streamsize kLargestExport = 16 << 20;

/// A picture and what it is read by, of one moment.
struct View {
  Snapshot snapshot;
  CoveragePicturePtr picture;
  Calendar calendar;

  const Inventory& inventory() const { return *snapshot.inventory; }
};

Result<View> view_of(const PageSources& sources) {
  Snapshot snapshot = sources.latest.snapshot(now());
  auto calendar = Calendar::in(snapshot.inventory->timezone);
  if (!calendar) return tl::unexpected(calendar.error());
  return View{std::move(snapshot), sources.coverage.picture(), *calendar};
}

LedgerTime ledger_now() {
  return std::chrono::time_point_cast<Milliseconds>(now().wall);
}

web::Response mistake(int status, const Error& error) {
  const nlohmann::json json = {{"error", error.message()}};
  return web::Response::of(status, kJson, json.dump() + "\n");
}

/// A handler that is given the view of now.
template <typename Show>
web::Handler with_view(const PageSources& sources, Show show) {
  return [sources, show](const web::Request& request) {
    const auto view = view_of(sources);
    return view ? show(request, *view) : mistake(503, view.error());
  };
}

std::vector<Interval> last_day_of_villages(const PageSources& sources, LedgerTime until) {
  std::vector<Interval> intervals;
  auto reader = history::read_history(sources.history_path);
  if (!reader) return intervals;
  const auto read = (*reader)->intervals({until - kTimeline, until}, [&](const Interval& interval) {
    if (interval.subject.is_village()) intervals.push_back(interval);
  });
  if (!read) intervals.clear();
  return intervals;
}

web::Response status_page(const PageSources& sources, const web::Request& request,
                          const View& view) {
  web::StatusPage page{*view.picture, view.inventory(), view.calendar};
  page.language = web::page_language(request, view.inventory().language);
  for (const auto& device : view.snapshot.devices) {
    const auto reached = reachability(device, view.snapshot.taken.mono);
    ++(reached == Reachability::reachable ? page.devices_up
       : reached == Reachability::silent  ? page.devices_silent
                                          : page.devices_unmeasured);
  }
  page.last_day = last_day_of_villages(sources, view.picture->taken);
  const VantagePicturePtr vantage = sources.vantage.picture();
  page.vantage = vantage.get();
  page.history_trouble = sources.history.figures().trouble;
  page.clock_known = sources.coverage.clock_known();
  page.version = build_info().version;
  return web::Response::html(web::status_page(page));
}

/// What an address may hold, and where it goes.
Result<report::RequestWords> request_words_of(const web::Request& request) {
  report::RequestWords words;
  for (const auto& [key, value] : request.query) {
    if (key == "topic")
      words.topic = value;
    else if (key == "from")
      words.from = value;
    else if (key == "to")
      words.to = value;
    else if (key == "by")
      words.by = value;
    else if (key == "level")
      words.level = value;
    else if (key == "format")
      words.format = value;
    else if (key == "columns")
      words.columns = value;
    else if (key == "language" || key == "lang")
      words.language = value;
    else if (key == "village")
      words.villages.push_back(value);
    else if (key == "site")
      words.sites.push_back(value);
    else
      return fail("export",
                  "there is no parameter \"{}\"; there are topic, from, to, by, level, format, "
                  "columns, language, village, site",
                  printable(key));
  }
  return words;
}

/// Takes what fits and fails from then on.
class BoundedText : public std::stringbuf {
 public:
  BoundedText() : std::stringbuf(std::ios::out) {}
  bool overflowed() const { return overflowed_; }

 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    size_ += size;
    overflowed_ = size_ > kLargestExport;
    return overflowed_ ? 0 : std::stringbuf::xsputn(text, size);
  }

 private:
  std::streamsize size_ = 0;
  bool overflowed_ = false;
};

web::Response export_file(const PageSources& sources, const web::Request& request,
                          const View& view) {
  const auto words = request_words_of(request);
  if (!words) return mistake(400, words.error());
  const auto wanted = report::parse_request(*words, view.inventory(), view.calendar);
  if (!wanted) return mistake(400, wanted.error());
  auto reader = history::read_history(sources.history_path);
  if (!reader) return mistake(503, reader.error());
  BoundedText text;
  std::ostream out(&text);
  const auto written =
      report::write_report(**reader, view.inventory(), view.calendar, *wanted, out);
  if (text.overflowed())
    return mistake(413, {"export",
                         "this file is too large for a page: ask for less, or use "
                         "commune-agent export"});
  if (!written) return mistake(404, written.error());
  auto response = web::Response::of(200, std::string(report::media_type(wanted->format)),
                                    std::move(text).str());
  response.headers.emplace_back(
      "Content-Disposition",
      fmt::format("attachment; filename=\"{}-{}.{}\"", to_string(wanted->topic),
                  view.calendar.text(wanted->range.from).substr(0, 10), to_string(wanted->format)));
  return response;
}

web::Response announce(const PageSources& sources, const web::Request& request, const View& view) {
  return web::announce_maintenance(request, sources.loopback_only, view.inventory(), view.calendar,
                                   ledger_now(),
                                   [&](const Maintenance& maintenance) -> Result<void> {
                                     sources.history.record(maintenance);
                                     sources.announce(maintenance);
                                     return sources.history.flush();
                                   });
}

}  // namespace

void add_pages(web::WebServer& server, const PageSources& sources) {
  const auto json = [](std::string text) { return web::Response::of(200, kJson, std::move(text)); };
  server.route("GET", "/",
               with_view(sources,
                         [sources](const auto& request, const View& view) {
                           return status_page(sources, request, view);
                         }),
               web::Lane::page);
  server.route("GET", "/api/v1/coverage", with_view(sources, [json](const auto&, const View& view) {
                 return json(web::coverage_json(*view.picture, view.inventory(), view.calendar));
               }));
  server.route("GET", "/api/v1/outages",
               with_view(sources,
                         [sources](const auto& request, const View& view) {
                           const auto reader = history::read_history(sources.history_path);
                           return web::outages_response(request, *view.picture, view.inventory(),
                                                        view.calendar,
                                                        reader ? reader->get() : nullptr);
                         }),
               web::Lane::page);
  server.route("GET", "/api/v1/devices", with_view(sources, [json](const auto&, const View& view) {
                 return json(web::devices_json(view.snapshot, view.calendar));
               }));
  server.route("GET", "/api/v1/maintenance",
               with_view(sources, [json](const auto&, const View& view) {
                 return json(web::maintenance_json(view.picture->maintenance, view.calendar));
               }));
  server.route(
      "POST", "/api/v1/maintenance",
      with_view(sources, [sources](const auto& request,
                                   const View& view) { return announce(sources, request, view); }),
      web::Lane::work);
  server.route("GET", "/api/v1/export",
               with_view(sources,
                         [sources](const auto& request, const View& view) {
                           return export_file(sources, request, view);
                         }),
               web::Lane::work);
}

}  // namespace commune
