// TLS over real connections, with curl and openssl as clients.
#include "exporters/web/web_server.hpp"
#include "tests/exporters/web/certificates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class WebServerTls : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::openssl_and_curl_are_there()) GTEST_SKIP() << "openssl or curl is not installed";
    made_ = std::make_unique<testing::Certificates>();
  }

  void start(bool ask_clients) {
    Options options;
    options.listen = "127.0.0.1:0";
    options.tls = {made_->file("server.pem"), made_->file("server.key"),
                   ask_clients ? made_->file("ca.pem") : ""};
    server_ = std::make_unique<WebServer>(options);
    for (const char* path : {"/metrics", "/-/healthy"})
      server_->route("GET", path, [](const Request&) { return Response::text(200, "figures\n"); });
    const auto started = server_->start();
    ASSERT_TRUE(started) << started.error().message();
  }

  // What curl prints: the body, then the status.
  std::string curl(const std::string& path, const std::string& arguments = "") {
    int status = 0;
    return testing::run(
        "curl -sS --noproxy '*' --max-time 20 -w '%{http_code}' --cacert " + made_->file("ca.pem") +
            " " + arguments + " https://localhost:" + std::to_string(server_->port()) + path +
            " --resolve localhost:" + std::to_string(server_->port()) + ":127.0.0.1",
        status);
  }

  std::string as(const std::string& who) const {
    return "--cert " + made_->file(who + ".pem") + " --key " + made_->file(who + ".key");
  }

  std::unique_ptr<testing::Certificates> made_;
  std::unique_ptr<WebServer> server_;
};

TEST_F(WebServerTls, serves_a_client_that_trusts_its_certificate) {
  start(false);
  EXPECT_EQ(curl("/metrics"), "figures\n200");
  EXPECT_EQ(curl("/metrics", "--tlsv1.3"), "figures\n200");
  EXPECT_EQ(curl("/metrics", "--tls-max 1.2"), "figures\n200");
}

TEST_F(WebServerTls, speaks_no_version_older_than_1_2) {
  start(false);
  const auto negotiated = [&](const std::string& version) {
    int status = 0;
    const auto said =
        testing::run("openssl s_client -connect 127.0.0.1:" + std::to_string(server_->port()) +
                         " " + version + " -cipher 'DEFAULT@SECLEVEL=0' </dev/null",
                     status);
    return said.find("Cipher is (NONE)") == std::string::npos &&
           said.find("Cipher is ") != std::string::npos;
  };
  EXPECT_TRUE(negotiated("-tls1_2"));
  EXPECT_FALSE(negotiated("-tls1_1"));
  EXPECT_FALSE(negotiated("-tls1"));
}

TEST_F(WebServerTls, accepts_only_clients_with_a_certificate_of_its_ca) {
  start(true);
  EXPECT_EQ(curl("/metrics", as("client")), "figures\n200");
  EXPECT_THAT(curl("/metrics"), HasSubstr("403"));
  EXPECT_THAT(curl("/metrics"), Not(HasSubstr("figures")));
  EXPECT_THAT(curl("/metrics", as("stranger")), Not(HasSubstr("figures")));
}

TEST_F(WebServerTls, refuses_a_servers_certificate_from_a_client) {
  start(true);
  EXPECT_THAT(curl("/metrics", as("server")), Not(HasSubstr("figures")));
}

TEST_F(WebServerTls, asks_for_the_certificate_on_every_page) {
  start(true);
  EXPECT_THAT(curl("/-/healthy"), HasSubstr("403"));
}

TEST_F(WebServerTls, does_not_start_with_files_that_do_not_match) {
  Options options;
  options.listen = "127.0.0.1:0";
  options.tls = {made_->file("server.pem"), made_->file("client.key"), ""};
  const auto started = WebServer(options).start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().where, made_->file("client.key"));
}

}  // namespace
}  // namespace commune::web
