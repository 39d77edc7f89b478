// The API's answers by value, and docs/api.md against them. After an intended change:
// COMMUNE_WRITE_EXAMPLES=1 exporter_web_test --gtest_filter='ApiPage.*' writes the page's examples.
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "core/model/reachability.hpp"
#include "exporters/web/api/api_coverage.hpp"
#include "exporters/web/api/api_devices.hpp"
#include "exporters/web/api/api_maintenance.hpp"
#include "exporters/web/api/api_outages.hpp"
#include "tests/exporters/web/sample_commune.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace commune::web {
namespace {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;

// Contains the two outages of the small picture, the first of them ended.
class SmallHistory : public HistoryReader {
 public:
  Result<void> intervals(TimeRange, const std::function<void(const Interval&)>&) override {
    return {};
  }
  Result<void> outages(TimeRange range, const std::function<void(const Outage&)>& each) override {
    if (broken) return fail("history.db", "the disk is gone");
    asked = range;
    auto outage = small_picture().open_outages.front();
    outage.end = outage.start + minutes(25);
    each(outage);
    return {};
  }
  Result<void> quality(RollUp, TimeRange, const std::function<void(const Quality&)>&) override {
    return {};
  }
  Result<std::vector<Maintenance>> maintenance(TimeRange) override {
    return std::vector<Maintenance>{};
  }
  Result<std::optional<TimeRange>> extent() override { return std::optional<TimeRange>{}; }

  bool broken = false;
  TimeRange asked;
};

Request get(std::vector<std::pair<std::string, std::string>> query) {
  Request request;
  request.query = std::move(query);
  return request;
}

Request post(std::string body, std::string user = "giamsat") {
  Request request;
  request.method = "POST";
  request.body = std::move(body);
  request.content_type = "application/json";
  request.user = std::move(user);
  return request;
}

Response outages(const Request& request, HistoryReader* history) {
  return outages_response(request, small_picture(), small_inventory(), sample_calendar(), history);
}

std::string error_of(const Response& response) {
  return json::parse(*response.body).at("error").get<std::string>();
}

Snapshot small_snapshot() {
  const Moment now{sample_time(), MonoTime(hours(1))};
  Snapshot snapshot{std::make_shared<const Inventory>(small_inventory()), now, {}, {}};
  snapshot.devices.resize(snapshot.inventory->devices.size());
  const auto say = [&](std::size_t device, Source source, bool answered) {
    DeviceReadings readings;
    readings.source = source;
    readings.taken = now;
    readings.interval = minutes(1);
    readings.answered = answered;
    if (!answered) readings.silent_polls = kSilentPolls;
    readings.last_answer = answered ? now : Moment{now.wall - hours(1), now.mono - hours(1)};
    if (!answered) readings.failure = "no answer within 2 s";
    if (source == Source::snmp)
      readings.identity = Identity{"MikroTik", "RB5009", "7.16.1", "mikrotik-routeros"};
    snapshot.devices[device].by_source[static_cast<std::size_t>(source)] =
        std::make_shared<const DeviceReadings>(readings);
  };
  say(0, Source::icmp, true);
  say(0, Source::snmp, true);
  say(1, Source::icmp, false);
  return snapshot;
}

Result<Maintenance> announced(std::string_view body) {
  return parse_maintenance(body, small_inventory(), sample_calendar(), sample_time(), "giamsat");
}

constexpr const char* kWorkOnCa =
    R"({"villages": ["ca"], "duration": "2h30m", "reason": "Thay cáp treo"})";

Response announce(const Request& request, bool loopback_only) {
  return announce_maintenance(request, loopback_only, small_inventory(), sample_calendar(),
                              sample_time(), [](const Maintenance&) { return Result<void>(); });
}

TEST(ApiCoverage, gives_state_cause_root_and_seconds_of_every_access_and_village) {
  const auto answer =
      json::parse(coverage_json(small_picture(), small_inventory(), sample_calendar()));
  EXPECT_EQ(answer.at("ledger_until"), "2026-11-25T13:47:00+07:00");
  ASSERT_EQ(answer.at("accesses").size(), 3U);
  const auto& fibre = answer.at("accesses")[1];
  EXPECT_EQ(fibre.at("site"), "ca-nvh");
  EXPECT_EQ(fibre.at("access"), "fibre");
  EXPECT_EQ(fibre.at("state"), "down");
  EXPECT_EQ(fibre.at("cause"), "fibre");
  EXPECT_EQ(fibre.at("root_device"), "ca-gw");
  EXPECT_EQ(fibre.at("since"), "2026-11-25T12:47:20+07:00");
  EXPECT_EQ(fibre.at("seconds").at("down"), 3600);
  EXPECT_EQ(fibre.at("seconds").at("up"), 360'000);
  EXPECT_EQ(answer.at("villages")[1].at("state"), "unmeasured");
  EXPECT_EQ(answer.at("accesses")[0].at("cause"), nullptr);
}

TEST(ApiCoverage, gives_null_while_the_clock_is_unknown_and_keeps_milliseconds) {
  auto picture = small_picture();
  picture.ledger_until.reset();
  picture.accesses[0].since.reset();
  picture.accesses[0].totals[0] = Milliseconds(1500);
  const auto answer = json::parse(coverage_json(picture, small_inventory(), sample_calendar()));
  EXPECT_EQ(answer.at("ledger_until"), nullptr);
  EXPECT_EQ(answer.at("accesses")[0].at("since"), nullptr);
  EXPECT_EQ(answer.at("accesses")[0].at("seconds").at("unmeasured"), 1.5);
}

TEST(ApiOutages, are_the_open_ones_without_a_time) {
  const auto answer = json::parse(*outages(get({}), nullptr).body);
  ASSERT_EQ(answer.at("outages").size(), 2U);
  const auto& root = answer.at("outages")[0];
  EXPECT_EQ(root.at("open"), true);
  EXPECT_EQ(root.at("root"), true);
  EXPECT_EQ(root.at("duration_seconds"), 3600);
  EXPECT_EQ(root.at("cut_off")[0].at("access"), "wifi");
  EXPECT_EQ(answer.at("outages")[1].at("root_outage"), root.at("id"));
}

TEST(ApiOutages, are_read_from_the_history_for_a_time) {
  SmallHistory history;
  const auto response = outages(get({{"from", "2026-11-01"}, {"to", "2026-11"}}), &history);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(sample_calendar().text(history.asked.from), "2026-11-01T00:00:00+07:00");
  EXPECT_EQ(sample_calendar().text(history.asked.to), "2026-12-01T00:00:00+07:00");
  const auto outage = json::parse(*response.body).at("outages").at(0);
  EXPECT_EQ(outage.at("end"), "2026-11-25T13:12:20+07:00");
  EXPECT_EQ(outage.at("duration_seconds"), 1500);
  EXPECT_EQ(outages(get({{"to", "2026-11-24"}}), &history).status, 200);
  EXPECT_EQ(sample_calendar().text(history.asked.to), "2026-11-25T00:00:00+07:00");
  EXPECT_EQ(outages(get({{"from", "2026-11-01"}}), &history).status, 200);
  EXPECT_EQ(history.asked.to, sample_time());
}

TEST(ApiOutages, refuse_an_invalid_time_with_a_reason) {
  SmallHistory history;
  const auto bad = outages(get({{"from", "yesterday"}}), &history);
  EXPECT_EQ(bad.status, 400);
  EXPECT_THAT(error_of(bad), HasSubstr("from: \"yesterday\" is not a time such as"));
  EXPECT_THAT(error_of(outages(get({{"from", "2026-12"}, {"to", "2026-11"}}), &history)),
              HasSubstr("is not before to"));
  EXPECT_THAT(error_of(outages(get({{"form", "2026-12"}}), &history)),
              HasSubstr("\"form\" (did you mean \"from\"?)"));
  EXPECT_THAT(error_of(outages(get({{"from", "2026-11-25T13:00:00 07:00"}}), &history)),
              HasSubstr("write + as %2B"));
}

TEST(ApiOutages, report_a_missing_history) {
  SmallHistory history;
  history.broken = true;
  EXPECT_EQ(outages(get({{"from", "2026-11"}}), nullptr).status, 503);
  const auto broken = outages(get({{"from", "2026-11"}}), &history);
  EXPECT_EQ(broken.status, 503);
  EXPECT_EQ(error_of(broken), "history.db: the disk is gone");
}

TEST(ApiDevices, show_who_answers_and_how_they_identify_themselves) {
  const auto devices = json::parse(devices_json(small_snapshot(), sample_calendar())).at("devices");
  ASSERT_EQ(devices.size(), 3U);
  EXPECT_EQ(devices[0].at("reachability"), "reachable");
  EXPECT_EQ(devices[0].at("model"), "RB5009");
  EXPECT_EQ(devices[0].at("last_answer"), "2026-11-25T13:47:20+07:00");
  EXPECT_EQ(devices[1].at("reachability"), "silent");
  EXPECT_EQ(devices[1].at("failure"), "no answer within 2 s");
  EXPECT_EQ(devices[1].at("last_answer"), "2026-11-25T12:47:20+07:00");
  EXPECT_EQ(devices[2].at("reachability"), "unmeasured");
  EXPECT_EQ(devices[2].at("vendor"), nullptr);
}

TEST(Announcement, is_read_with_its_places_times_reason_and_user) {
  const auto work = announced(
      R"({"sites": ["ca-nvh", "ca-nvh"], "start": "2026-11-26T08:00", "end": "2026-11-26T11:30",
          "reason": "Thay bộ phát"})");
  ASSERT_TRUE(work) << work.error().message();
  EXPECT_EQ(work->sites, std::vector{SiteId{"ca-nvh"}});
  EXPECT_TRUE(work->villages.empty());
  EXPECT_EQ(sample_calendar().text(work->start), "2026-11-26T08:00:00+07:00");
  EXPECT_EQ(work->end - work->start, hours(3) + minutes(30));
  EXPECT_EQ(work->reason, "Thay bộ phát");
  EXPECT_EQ(work->announced_by, "giamsat");
  EXPECT_EQ(work->id, "giamsat-1795589240000");
}

TEST(Announcement, begins_now_where_no_start_is_given) {
  const auto work = announced(kWorkOnCa);
  ASSERT_TRUE(work) << work.error().message();
  EXPECT_EQ(work->start, sample_time());
  EXPECT_EQ(work->end, sample_time() + minutes(150));
}

TEST(Announcement, needs_an_explicit_key_for_the_whole_commune) {
  const auto work = announced(R"({"commune": true, "duration": "1d", "reason": "x"})");
  ASSERT_TRUE(work) << work.error().message();
  EXPECT_TRUE(work->sites.empty() && work->villages.empty());
}

struct Wrong {
  const char* body;
  const char* error;
};

class WrongAnnouncement : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongAnnouncement, is_refused_with_what_would_be_right) {
  const auto work = announced(GetParam().body);
  ASSERT_FALSE(work);
  EXPECT_THAT(work.error().message(), HasSubstr(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    Api, WrongAnnouncement,
    ::testing::Values(
        Wrong{"", "is not a JSON object"}, Wrong{"[]", "is not a JSON object"},
        Wrong{"{\"reason\": \"\xFF\"}", "is not a JSON object"},
        Wrong{R"({"vilages": ["ca"]})", R"("vilages" (did you mean "villages"?))"},
        Wrong{R"({"villages": ["caa"]})", R"(there is no village "caa" (did you mean "ca"?))"},
        Wrong{R"({"sites": ["ca-nhv"]})", R"(there is no site "ca-nhv" (did you mean "ca-nvh"?))"},
        Wrong{R"({"sites": "ca-nvh"})", "sites: must be a list"},
        Wrong{R"({"sites": [7]})", "sites: must contain ids"},
        Wrong{R"({"duration": "1h", "reason": "x"})", "name sites or villages"},
        Wrong{R"({"commune": true, "sites": ["ca-nvh"]})", "leave out sites and villages"},
        Wrong{R"({"commune": 1})", "must be true or false"},
        Wrong{R"({"commune": true, "reason": "x"})", "give either"},
        Wrong{R"({"commune": true, "end": "2026-12-01", "duration": "1h"})", "give either"},
        Wrong{R"({"commune": true, "end": "soon"})", "end: \"soon\" is not a time"},
        Wrong{R"({"commune": true, "start": 5, "duration": "1h"})", "start: must be text"},
        Wrong{R"({"commune": true, "duration": "5"})", "is not a duration such as"},
        Wrong{R"({"commune": true, "duration": "0m"})", "is not after the start"},
        Wrong{R"({"commune": true, "duration": "9999999999d"})", "is not a duration such as"},
        Wrong{R"({"commune": true, "start": "2026-12-02", "end": "2026-12-01"})", "is not after"},
        Wrong{R"({"commune": true, "start": "2026-11-01", "end": "2026-11-02"})",
              "is over already"},
        Wrong{R"({"commune": true, "duration": "32d", "reason": "x"})", "at most 31 days"},
        Wrong{R"({"commune": true, "duration": "1h"})", "reason: describe the work"}));

TEST(Announcing, needs_a_user_unless_the_agent_listens_only_on_loopback) {
  EXPECT_EQ(announce(post(kWorkOnCa), false).status, 201);
  EXPECT_EQ(announce(post(kWorkOnCa, ""), true).status, 201);
  const auto refused = announce(post(kWorkOnCa, ""), false);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(error_of(refused), HasSubstr("[agent.web] users"));
}

TEST(Announcing, refuses_pages_of_other_sites_in_a_browser) {
  auto request = post(kWorkOnCa, "");
  request.content_type = "text/plain";
  EXPECT_EQ(announce(request, true).status, 415);
}

TEST(Announcing, warns_while_it_is_not_on_disk) {
  const auto response = announce_maintenance(
      post(kWorkOnCa), false, small_inventory(), sample_calendar(), sample_time(),
      [](const Maintenance&) -> Result<void> { return fail("history.db", "is full"); });
  EXPECT_EQ(response.status, 202);
  EXPECT_THAT(*response.body, HasSubstr(R"("reason": "Thay cáp treo")"));
  EXPECT_THAT(*response.body, HasSubstr("only if it can be written to disk: history.db: is full"));
}

std::map<std::string, std::string> examples() {
  SmallHistory history;
  const auto work = announced(kWorkOnCa).value();
  return {{"coverage", coverage_json(small_picture(), small_inventory(), sample_calendar())},
          {"outages", *outages(get({}), nullptr).body},
          {"outages-past", *outages(get({{"from", "2026-11"}, {"to", "2026-11"}}), &history).body},
          {"devices", devices_json(small_snapshot(), sample_calendar())},
          {"maintenance-request", std::string(kWorkOnCa) + "\n"},
          {"maintenance-posted", *announce(post(kWorkOnCa), false).body},
          {"maintenance", maintenance_json({work}, sample_calendar())}};
}

std::string with_examples(std::string page) {
  for (const auto& [name, text] : examples()) {
    const std::string mark = "<!-- " + name + " -->\n```json\n";
    const auto begin = page.find(mark);
    EXPECT_NE(begin, std::string::npos) << "docs/api.md has no example " << name;
    if (begin == std::string::npos) continue;
    const auto from = begin + mark.size();
    page.replace(from, page.find("```", from) - from, text);
  }
  return page;
}

TEST(ApiPage, shows_the_agents_real_answers) {
  const std::string path = COMMUNE_SOURCE_DIR "/docs/api.md";
  std::stringstream page;
  page << std::ifstream(path).rdbuf();
  const std::string right = with_examples(page.str());
  if (std::getenv("COMMUNE_WRITE_EXAMPLES"))
    std::ofstream(path) << right;
  else
    EXPECT_EQ(page.str(), right);
}

}  // namespace
}  // namespace commune::web
