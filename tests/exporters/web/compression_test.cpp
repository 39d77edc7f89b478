#include "exporters/web/compression.hpp"

#include "tests/exporters/web/http_client.hpp"

#include <gtest/gtest.h>

namespace commune::web {
namespace {

TEST(AcceptEncoding, allows_gzip_if_it_is_named_or_implied) {
  for (const char* header :
       {"gzip", "GZIP", "x-gzip", "deflate, gzip", "gzip;q=0.5", "br , gzip ; q=1", "*",
        "identity;q=0, *;q=0.1", "gzip;level=9;q=0.001"})
    EXPECT_TRUE(accepts_gzip(header)) << header;
}

TEST(AcceptEncoding, does_not_allow_gzip_if_it_is_refused_or_not_named) {
  for (const char* header : {"", "identity", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *",
                             "deflate", "gzipped", ",;,", "gzip;q="})
    EXPECT_FALSE(accepts_gzip(header)) << header;
}

TEST(Gzip, can_be_decompressed) {
  std::string text;
  for (int i = 0; i < 5000; ++i)
    text += "commune_wifi_clients{device=\"ap-" + std::to_string(i) + "\"} 3\n";
  const auto compressed = gzip(text);
  ASSERT_TRUE(compressed);
  EXPECT_LT(compressed->size(), text.size() / 5);
  EXPECT_EQ(testing::gunzip(*compressed), text);
}

TEST(Gzip, accepts_an_empty_text) {
  const auto compressed = gzip("");
  ASSERT_TRUE(compressed);
  EXPECT_EQ(compressed->substr(0, 2), "\x1f\x8b");
}

}  // namespace
}  // namespace commune::web
