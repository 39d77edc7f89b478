#include "agent/commands/status_command.hpp"

#include <sstream>

#include "agent/commands/status_report.hpp"
#include "exporters/web/api/api_coverage.hpp"
#include "exporters/web/api/api_outages.hpp"
#include "exporters/web/web_server.hpp"
#include "tests/exporters/web/sample_commune.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string coverage() {
  return web::coverage_json(web::small_picture(), web::small_inventory(), web::sample_calendar());
}

std::string outages() {
  return web::open_outages_json(web::small_picture(), web::small_inventory(),
                                web::sample_calendar());
}

struct Said {
  int code = -1;
  std::string out, err;
};

Said status(const StatusArguments& arguments, const HttpGet& get) {
  std::ostringstream out, err;
  const int code = run_status(arguments, get, out, err);
  return {code, out.str(), err.str()};
}

Result<HttpAnswer> small_agent(const std::string& url, const std::string&) {
  return HttpAnswer{200, url.ends_with("coverage") ? coverage() : outages()};
}

TEST(Status, prints_open_outages_first_then_villages_and_accesses) {
  const auto said = status({}, small_agent);
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.out, R"(Xã Kép, 2026-11-25 13:47, 2 villages: 1 down, 1 unmeasured

Open outages
  since                    for  village  site    access  cause  root device  also cut off
  2026-11-25 12:47  1 h 00 min  ca       ca-nvh  fibre   fibre  ca-gw                   1

Villages
  village  name             state       since             cause             root device
  ca       Thôn Ca          down        2026-11-25 12:47  fibre             ca-gw
  go       Thôn <Cầu> "Gỗ"  unmeasured  2026-11-23 13:47  not_instrumented

Accesses
  village  site    access    state  since             cause  root device
  go       office  internet  up     2026-11-23 13:47
  ca       ca-nvh  fibre     down   2026-11-25 12:47  fibre  ca-gw
  ca       ca-nvh  wifi      down   2026-11-25 12:47  fibre  ca-gw
)");
}

TEST(Status, is_coloured_only_on_a_terminal) {
  EXPECT_THAT(status({}, small_agent).out, Not(HasSubstr("\033")));
  StatusArguments arguments;
  arguments.colour = true;
  EXPECT_THAT(status(arguments, small_agent).out,
              HasSubstr("\033[1;31m  ca       ca-nvh  wifi      down"));
}

TEST(Status, prints_both_answers_in_one_object_for_programs) {
  StatusArguments arguments;
  arguments.json = true;
  const auto said = status(arguments, small_agent);
  EXPECT_THAT(said.out, StartsWith("{\n  \"coverage\": {"));
  EXPECT_THAT(said.out, HasSubstr("\"outages\": {"));
}

TEST(Status, reports_that_no_agent_answers) {
  const auto said = status({}, [](const std::string& url, const std::string&) {
    return Result<HttpAnswer>(fail(url, "Couldn't connect to server"));
  });
  EXPECT_EQ(said.code, 1);
  EXPECT_EQ(said.out, "");
  EXPECT_THAT(said.err, StartsWith("no agent answers at http://127.0.0.1:10077 (Couldn't connect"));
}

TEST(Status, asks_for_a_password_without_repeating_the_given_one) {
  StatusArguments arguments;
  arguments.url = "https://me:secret@192.0.2.1:10077/";
  const auto said = status(arguments, [](const std::string& url, const std::string&) {
    EXPECT_THAT(url, StartsWith("https://me:secret@192.0.2.1:10077/api/"));
    return Result<HttpAnswer>(HttpAnswer{401, ""});
  });
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.err, StartsWith("https://192.0.2.1:10077: needs a name and a password"));
  EXPECT_THAT(said.err, Not(HasSubstr("secret")));
}

TEST(Status, refuses_answers_of_other_servers) {
  for (const char* body : {"<html>", "{}", "[]", R"({"commune": 7})"}) {
    const auto said = status({}, [&](const std::string&, const std::string&) {
      return Result<HttpAnswer>(HttpAnswer{200, body});
    });
    EXPECT_EQ(said.code, 1) << body;
    EXPECT_EQ(said.out, "");
    EXPECT_THAT(said.err, HasSubstr("does not come from an agent"));
  }
  EXPECT_EQ(status({},
                   [](const std::string&, const std::string&) {
                     return Result<HttpAnswer>(HttpAnswer{404, ""});
                   })
                .code,
            1);
}

TEST(Status, queries_the_address_on_which_the_agent_listens) {
  web::Options web;
  EXPECT_EQ(url_of(web), "http://127.0.0.1:10077");
  web.listen = "0.0.0.0:443";
  web.tls.certificate_file = "web.crt";
  EXPECT_EQ(url_of(web), "https://127.0.0.1:443");
  web.listen = "[::]:443";
  EXPECT_EQ(url_of(web), "https://[::1]:443");
}

TEST(Status, stops_at_a_configuration_with_mistakes) {
  StatusArguments arguments;
  arguments.config = "/nowhere/commune.toml";
  const auto said = status(arguments, small_agent);
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("/nowhere/commune.toml"));
}

TEST(HttpGet, reads_from_a_real_server_and_fails_without_one) {
  web::Options options;
  options.listen = "127.0.0.1:0";
  web::WebServer server(options);
  server.route("GET", "/x", [](const web::Request&) { return web::Response::text(200, "hello"); });
  ASSERT_TRUE(server.start());
  const std::string url = fmt::format("http://me:secret@127.0.0.1:{}/x", server.port());
  const auto answer = http_get(url);
  ASSERT_TRUE(answer) << answer.error().message();
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "hello");
  server.stop();
  const auto nobody = http_get(url);
  ASSERT_FALSE(nobody);
  EXPECT_THAT(nobody.error().message(), Not(HasSubstr("secret")));
  EXPECT_FALSE(http_get("file:///etc/hostname"));
}

}  // namespace
}  // namespace commune
