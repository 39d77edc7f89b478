// The profiles in config/profiles.
#include "agent/settings/profiles/profile_library.hpp"
#include "collectors/snmp/traps/notification.hpp"

#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using snmp::TrapKind;

TEST(ShippedProfiles, are_without_mistakes) {
  const auto profiles =
      load_profiles(std::vector<std::string>{COMMUNE_SOURCE_DIR "/config/profiles"});
  std::string mistakes;
  if (!profiles)
    for (const Error& error : profiles.error())
      mistakes += error.message() + "\n";
  EXPECT_EQ(mistakes, "");
}

TEST(ShippedProfiles, know_the_standard_notifications) {
  const auto profiles =
      load_profiles(std::vector<std::string>{COMMUNE_SOURCE_DIR "/config/profiles"});
  ASSERT_TRUE(profiles);
  constexpr TrapKind kKinds[] = {TrapKind::restart, TrapKind::restart, TrapKind::link_down,
                                 TrapKind::link_up, TrapKind::authentication_failure};
  for (const auto& profile : *profiles)
    for (std::uint32_t i = 0; i < 5; ++i)
      EXPECT_EQ(snmp::kind_of({{1, 3, 6, 1, 6, 3, 1, 1, 5, i + 1}, {}}, profile->traps), kKinds[i])
          << profile->name;
}

}  // namespace
}  // namespace commune::settings
