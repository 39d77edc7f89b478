// The client's side of TLS, against the agent's own web server.
#include <memory>

#include "core/net/http_client.hpp"
#include "exporters/web/web_server.hpp"
#include "tests/exporters/web/certificates.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

class HttpClientTls : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::openssl_and_curl_are_there()) GTEST_SKIP() << "openssl or curl is not installed";
    made_ = std::make_unique<testing::Certificates>();
  }

  /// Port of a server that proves itself with server.pem.
  std::uint16_t start(bool ask_clients) {
    web::Options options;
    options.listen = "127.0.0.1:0";
    options.tls = {made_->file("server.pem"), made_->file("server.key"),
                   ask_clients ? made_->file("ca.pem") : ""};
    server_ = std::make_unique<web::WebServer>(options);
    server_->route("GET", "/", [](const web::Request&) { return web::Response::text(200, "x"); });
    EXPECT_TRUE(server_->start());
    return static_cast<std::uint16_t>(server_->port());
  }

  HttpRequest request(const std::string& host, std::uint16_t port, const std::string& ca) const {
    HttpRequest made;
    made.destination.url = "https://" + host + ":" + std::to_string(port) + "/";
    if (!ca.empty()) made.destination.ca_certificate = made_->file(ca);
    return made;
  }

  std::unique_ptr<testing::Certificates> made_;
  std::unique_ptr<web::WebServer> server_;
};

TEST_F(HttpClientTls, trusts_a_server_that_its_authority_signed) {
  const auto port = start(false);
  const auto response = HttpClient().send(request("127.0.0.1", port, "ca.pem"));
  ASSERT_TRUE(response) << response.error().error.message();
  EXPECT_EQ(response->status, 200);
}

TEST_F(HttpClientTls, refuses_a_stranger) {
  const auto port = start(false);
  for (const std::string ca : {"", "stranger.pem"}) {
    const auto response = HttpClient().send(request("127.0.0.1", port, ca));
    ASSERT_FALSE(response) << ca;
    EXPECT_EQ(response.error().kind, TransferFailure::Kind::refused);
  }
}

// The certificate bears localhost and 127.0.0.1, and no IPv6 address.
TEST_F(HttpClientTls, takes_another_name_only_where_any_name_will_do) {
  const auto port = start(false);
  HttpRequest other = request("[::ffff:127.0.0.1]", port, "ca.pem");
  const auto refused = HttpClient().send(other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, TransferFailure::Kind::refused);
  other.destination.any_name = true;
  EXPECT_TRUE(HttpClient().send(other));
  other.destination.ca_certificate = made_->file("stranger.pem");
  EXPECT_FALSE(HttpClient().send(other));
}

TEST_F(HttpClientTls, proves_itself_with_a_certificate_where_it_is_asked_for) {
  const auto port = start(true);
  HttpRequest known = request("127.0.0.1", port, "ca.pem");
  const auto unknown = HttpClient().send(known);
  EXPECT_TRUE(!unknown || unknown->status == 403);
  known.destination.client_certificate = made_->file("client.pem");
  known.destination.client_key = made_->file("client.key");
  const auto response = HttpClient().send(known);
  ASSERT_TRUE(response) << response.error().error.message();
  EXPECT_EQ(response->status, 200);
}

}  // namespace
}  // namespace commune
