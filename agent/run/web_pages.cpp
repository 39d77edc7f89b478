#include "agent/run/web_pages.hpp"

#include <sstream>
#include <utility>

#include "agent/history/database_reader.hpp"
#include "agent/version.hpp"
#include "core/model/reachability.hpp"
#include "core/model/text.hpp"
#include "exporters/report/report.hpp"
#include "exporters/report/request_words.hpp"
#include "exporters/web/api/api_coverage.hpp"
#include "exporters/web/api/api_devices.hpp"
#include "exporters/web/api/api_maintenance.hpp"
#include "exporters/web/api/api_outages.hpp"
#include "exporters/web/pages/status_page.hpp"

#include <nlohmann/json.hpp>

namespace commune {
namespace {

constexpr const char* kJson = "application/json; charset=utf-8";
constexpr std::chrono::hours kTimeline{24};

/// Larger exports need `commune-agent export`, which writes while it reads.
constexpr std::streamsize kLargestExport = 16 << 20;

/// A picture and its inventory and calendar, all from the same moment.
struct View {
  Snapshot snapshot;
  CoveragePicturePtr picture;
  Calendar calendar;

  const Inventory& inventory() const { return *snapshot.inventory; }
};

Result<View> view_of(const PageInputs& inputs) {
  Snapshot snapshot = inputs.latest.snapshot(now());
  auto calendar = Calendar::in(snapshot.inventory->timezone);
  if (!calendar) return tl::unexpected(calendar.error());
  return View{std::move(snapshot), inputs.coverage.picture(), *calendar};
}

LedgerTime ledger_now() {
  return std::chrono::time_point_cast<Milliseconds>(now().wall);
}

web::Response mistake(int status, const Error& error) {
  const nlohmann::json json = {{"error", error.message()}};
  return web::Response::of(status, kJson, json.dump() + "\n");
}

/// A handler that gets the current view.
template <typename Show>
web::Handler with_view(const PageInputs& inputs, Show show) {
  return [inputs, show](const web::Request& request) {
    const auto view = view_of(inputs);
    return view ? show(request, *view) : mistake(503, view.error());
  };
}

std::vector<Interval> last_day_of_villages(const PageInputs& inputs, LedgerTime until) {
  std::vector<Interval> intervals;
  auto reader = history::read_history(inputs.history_path);
  if (!reader) return intervals;
  const auto read = (*reader)->intervals({until - kTimeline, until}, [&](const Interval& interval) {
    if (interval.subject.is_village()) intervals.push_back(interval);
  });
  if (!read) intervals.clear();
  return intervals;
}

web::Response status_page(const PageInputs& inputs, const web::Request& request, const View& view) {
  web::StatusPage page{*view.picture, view.inventory(), view.calendar};
  page.language = web::page_language(request, view.inventory().language);
  for (const auto& device : view.snapshot.devices) {
    const auto reached = reachability(device, view.snapshot.taken.mono);
    ++(reached == Reachability::reachable ? page.devices_up
       : reached == Reachability::silent  ? page.devices_silent
                                          : page.devices_unmeasured);
  }
  page.last_day = last_day_of_villages(inputs, view.picture->taken);
  const VantagePicturePtr vantage = inputs.vantage.picture();
  page.vantage = vantage.get();
  page.history_trouble = inputs.history.figures().trouble;
  page.clock_known = inputs.coverage.clock_known();
  page.version = build_info().version;
  return web::Response::html(web::status_page(page));
}

/// The parameters of the URL, and the request word that each sets.
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

/// Accepts text up to the limit and fails from then on.
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

web::Response export_file(const PageInputs& inputs, const web::Request& request, const View& view) {
  const auto words = request_words_of(request);
  if (!words) return mistake(400, words.error());
  const auto wanted = report::parse_request(*words, view.inventory(), view.calendar);
  if (!wanted) return mistake(400, wanted.error());
  auto reader = history::read_history(inputs.history_path);
  if (!reader) return mistake(503, reader.error());
  BoundedText text;
  std::ostream out(&text);
  const auto written =
      report::write_report(**reader, view.inventory(), view.calendar, *wanted, out);
  if (text.overflowed())
    return mistake(413, {"export",
                         "this file is too large for a page: request less, or use "
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

web::Response announce(const PageInputs& inputs, const web::Request& request, const View& view) {
  return web::announce_maintenance(request, inputs.loopback_only, view.inventory(), view.calendar,
                                   ledger_now(),
                                   [&](const Maintenance& maintenance) -> Result<void> {
                                     inputs.history.record(maintenance);
                                     inputs.announce(maintenance);
                                     return inputs.history.flush();
                                   });
}

}  // namespace

void add_pages(web::WebServer& server, const PageInputs& inputs) {
  const auto json = [](std::string text) { return web::Response::of(200, kJson, std::move(text)); };
  server.route(
      "GET", "/",
      with_view(inputs, [inputs](const auto& request,
                                 const View& view) { return status_page(inputs, request, view); }),
      web::Lane::page);
  server.route("GET", "/api/v1/coverage", with_view(inputs, [json](const auto&, const View& view) {
                 return json(web::coverage_json(*view.picture, view.inventory(), view.calendar));
               }));
  server.route("GET", "/api/v1/outages",
               with_view(inputs,
                         [inputs](const auto& request, const View& view) {
                           const auto reader = history::read_history(inputs.history_path);
                           return web::outages_response(request, *view.picture, view.inventory(),
                                                        view.calendar,
                                                        reader ? reader->get() : nullptr);
                         }),
               web::Lane::page);
  server.route("GET", "/api/v1/devices", with_view(inputs, [json](const auto&, const View& view) {
                 return json(web::devices_json(view.snapshot, view.calendar));
               }));
  server.route("GET", "/api/v1/maintenance",
               with_view(inputs, [json](const auto&, const View& view) {
                 return json(web::maintenance_json(view.picture->maintenance, view.calendar));
               }));
  server.route(
      "POST", "/api/v1/maintenance",
      with_view(inputs, [inputs](const auto& request,
                                 const View& view) { return announce(inputs, request, view); }),
      web::Lane::work);
  server.route(
      "GET", "/api/v1/export",
      with_view(inputs, [inputs](const auto& request,
                                 const View& view) { return export_file(inputs, request, view); }),
      web::Lane::work);
}

}  // namespace commune
