// A batch as the bytes of a request, read back as a receiver reads them.
#include <bit>

#include "exporters/remote_write/batch.hpp"
#include "tests/exporters/remote_write/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <snappy.h>

namespace commune::remote_write::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Batch batch_of(Gateway& gateway) {
  return gateway.queue().oldest(1'000, at(1h));
}

class WriteRequest : public ::testing::Test {
 protected:
  WriteRequest() {
    gateway_.push("b{x=\"Đồi\"} 1\na{y=\"1\",x=\"2\"} -0\nc 1\n", at(0s));
    gateway_.push("a{x=\"2\",y=\"1\"} 1e300\nb{x=\"Đồi\"} 2.5\n", at(60s));
    batch_ = batch_of(gateway_);
  }

  Gateway gateway_;
  Batch batch_;
};

TEST_F(WriteRequest, contains_every_sample_of_the_batch_under_its_series) {
  EXPECT_THAT(lines_in(write_request(batch_, {0, batch_.items.size()})),
              ElementsAre("b{x=\"Đồi\"} 1 @0", "b{x=\"Đồi\"} 2.5 @60", "a{x=\"2\",y=\"1\"} -0 @0",
                          "a{x=\"2\",y=\"1\"} 1e+300 @60", "c 1 @0", "c stale @60"));
}

TEST_F(WriteRequest, contains_a_stretch_that_begins_and_ends_within_a_series) {
  EXPECT_THAT(lines_in(write_request(batch_, {1, 3})),
              ElementsAre("b{x=\"Đồi\"} 2.5 @60", "a{x=\"2\",y=\"1\"} -0 @0"));
  EXPECT_THAT(lines_in(write_request(batch_, {2, 2})), IsEmpty());
  for (std::size_t begin = 0; begin < batch_.items.size(); ++begin)
    for (std::size_t end = begin + 1; end <= batch_.items.size(); ++end)
      EXPECT_EQ(lines_in(write_request(batch_, {begin, end})), lines_of(batch_, {begin, end}));
}

TEST_F(WriteRequest, keeps_the_bits_of_a_staleness_marker) {
  const std::string body = write_request(batch_, {5, 6});
  std::string plain;
  ASSERT_TRUE(snappy::Uncompress(body.data(), body.size(), &plain));
  // Field 1 of the sample, as a double, and field 2, the time.
  EXPECT_THAT(plain, HasSubstr(std::string("\x09\x02\0\0\0\0\0\xf0\x7f\x10", 10)));
}

TEST_F(WriteRequest, follows_the_protocol_byte_by_byte) {
  Gateway gateway;
  gateway.push("m 1\n", at(0s));
  const Batch batch = batch_of(gateway);
  const std::string body = write_request(batch, {0, 1});
  std::string plain;
  ASSERT_TRUE(snappy::Uncompress(body.data(), body.size(), &plain));
  const std::string series(
      "\x0a\x21"                              // TimeSeries of 33 bytes.
      "\x0a\x0d\x0a\x08__name__\x12\x01m"     // Its label
      "\x12\x10\x09\0\0\0\0\0\0\xf0\x3f\x10"  // and sample.
      "\x80\x90\x82\x80\xa1\x34",
      35);
  EXPECT_EQ(plain, series);
}

TEST_F(WriteRequest, is_small) {
  Gateway gateway;
  std::string page;
  for (int i = 0; i < 1'000; ++i)
    page += "commune_interface_received_bytes_total{device=\"ap-" + std::to_string(i) + "\"} 1\n";
  gateway.push(page, at(0s));
  const Batch batch = batch_of(gateway);
  EXPECT_LT(write_request(batch, {0, 1'000}).size(), 40'000U);
}

}  // namespace
}  // namespace commune::remote_write::testing
