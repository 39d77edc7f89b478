#include "collectors/snmp/poll/readers.hpp"

#include <algorithm>
#include <utility>

#include "collectors/snmp/profile/recognition.hpp"

namespace commune::snmp {

Result<std::shared_ptr<ProfileReaders>> ProfileReaders::make(std::vector<ProfilePtr> profiles) {
  for (const auto& profile : profiles)
    if (const auto sound = Interpretation::compile(profile); !sound)
      return fail(profile->file, "{}", sound.error().message());
  auto made = std::make_shared<ProfileReaders>();
  made->profiles_ = std::move(profiles);
  if (!made->has("generic"))
    return fail("profiles", "there is no profile \"generic\", for devices that no other matches");
  return made;
}

std::vector<Oid> ProfileReaders::probes(const DeviceFacts& facts) const {
  return probes_needed(profiles_, facts.sys_object_id, facts.sys_descr);
}

std::shared_ptr<const Reader> ProfileReaders::choose(const DeviceFacts& facts) const {
  return named(snmp::choose(profiles_, facts)->name);
}

bool ProfileReaders::has(const std::string& profile) const {
  return std::any_of(profiles_.begin(), profiles_.end(),
                     [&](const ProfilePtr& known) { return known->name == profile; });
}

std::shared_ptr<const Reader> ProfileReaders::named(const std::string& profile) const {
  if (const auto ready = ready_.find(profile); ready != ready_.end()) return ready->second;
  const auto known = std::find_if(profiles_.begin(), profiles_.end(),
                                  [&](const ProfilePtr& each) { return each->name == profile; });
  if (known == profiles_.end()) return nullptr;
  // make() saw that it compiles.
  auto reader = std::make_shared<const Reader>(
      Reader{Interpretation::compile(*known).value(), make_plan(**known)});
  ready_[profile] = reader;
  return reader;
}

}  // namespace commune::snmp
