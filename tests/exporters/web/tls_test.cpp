#include "exporters/web/tls.hpp"

#include <fstream>

#include "tests/exporters/web/certificates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class TlsFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::openssl_and_curl_are_there()) GTEST_SKIP() << "openssl or curl is not installed";
    made_ = std::make_unique<testing::Certificates>();
  }

  std::string mistake(const std::string& certificate, const std::string& key,
                      const std::string& client_ca = "") {
    const auto loaded =
        load_tls({certificate, key, client_ca.empty() ? "" : made_->file(client_ca)});
    return loaded ? "loaded" : loaded.error().message();
  }
  std::string file(const std::string& name) const { return made_->file(name); }

  std::unique_ptr<testing::Certificates> made_;
};

TEST_F(TlsFiles, are_accepted_if_they_match) {
  EXPECT_EQ(mistake(file("server.pem"), file("server.key"), "ca.pem"), "loaded");
}

TEST_F(TlsFiles, are_named_if_they_are_missing) {
  EXPECT_THAT(mistake(file("none.pem"), file("server.key")),
              StartsWith(file("none.pem") + ": cannot be read: No such file"));
  EXPECT_THAT(mistake(file("server.pem"), file("none.key")),
              StartsWith(file("none.key") + ": cannot be read: No such file"));
  EXPECT_THAT(mistake(file("server.pem"), ""), HasSubstr("needs its key too"));
}

TEST_F(TlsFiles, are_refused_if_key_and_certificate_do_not_match) {
  EXPECT_EQ(mistake(file("server.pem"), file("client.key")),
            file("client.key") + ": is not the key of " + file("server.pem"));
}

TEST_F(TlsFiles, are_refused_if_they_are_not_pem) {
  std::ofstream(file("note.pem")) << "not a certificate\n";
  EXPECT_THAT(mistake(file("note.pem"), file("server.key")),
              StartsWith(file("note.pem") + ": this certificate"));
  EXPECT_THAT(mistake(file("server.pem"), file("server.key"), "note.pem"),
              StartsWith(file("note.pem") + ": contains no certificate"));
}

}  // namespace
}  // namespace commune::web
