#include "agent/commands/discover/device_ids.hpp"

#include "tests/agent/commands/discover/found.hpp"

#include <gtest/gtest.h>

namespace commune::discover {
namespace {

TEST(DeviceIds, are_valid_in_the_configuration) {
  EXPECT_EQ(id_from("SW-Nha.Van_Hoa-2"), "sw-nha.van_hoa-2");
  EXPECT_EQ(id_from("  AP #3 (roof)  "), "ap-3-roof");
  EXPECT_EQ(id_from("..-x-.."), "x");
  EXPECT_EQ(id_from("***"), "");
  EXPECT_EQ(id_from(""), "");
  EXPECT_EQ(id_from("\xFF\xC3"), "");
  EXPECT_EQ(id_from(std::string(500, 'a')).size(), 60U);
}

TEST(DeviceIds, vietnamese_letters_lose_their_marks) {
  EXPECT_EQ(id_from("Trụ sở xã Kép"), "tru-so-xa-kep");
  EXPECT_EQ(id_from("Đường Ưu Ỷ Ằ ĩ Ữ ồ"), "duong-uu-y-a-i-u-o");
  EXPECT_EQ(id_from("Thôn Ca"), "thon-ca");
  EXPECT_EQ(id_from("xa\xCC\x83"), "xa");  // Decomposed: the tilde stands behind its letter.
}

TEST(DeviceIds, are_unique_and_stay_readable) {
  DeviceIds ids;
  ids.reserve("gateway");
  EXPECT_EQ(ids.make("ap", address("10.77.1.11")), "ap");
  EXPECT_EQ(ids.make("AP", address("10.77.1.12")), "ap-12");
  EXPECT_EQ(ids.make("ap", address("10.77.2.12")), "ap-10-77-2-12");
  EXPECT_EQ(ids.make("gateway", address("fd77::13")), "gateway-13");
}

TEST(DeviceIds, come_from_the_address_if_the_name_is_useless) {
  DeviceIds ids;
  EXPECT_EQ(ids.make("", address("10.77.1.20")), "host-10-77-1-20");
  EXPECT_EQ(ids.make("OpenWrt", address("10.77.1.21")), "host-10-77-1-21");
  EXPECT_EQ(ids.make("(none)", address("fd77::13")), "host-fd77-13");
  EXPECT_EQ(ids.make("localhost", address("10.77.1.20")), "host-10-77-1-20x");
}

}  // namespace
}  // namespace commune::discover
