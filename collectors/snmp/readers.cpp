#include "collectors/snmp/readers.hpp"

#include <utility>

#include "collectors/snmp/recognition.hpp"

namespace commune::snmp {

Result<std::shared_ptr<ProfileReaders>> ProfileReaders::make(std::vector<ProfilePtr> profiles) {
  auto made = std::make_shared<ProfileReaders>();
  for (const auto& profile : profiles) {
    auto interpretation = Interpretation::compile(profile);
    if (!interpretation) return fail(profile->source, "{}", interpretation.error().message());
    made->readers_[profile->name] =
        std::make_shared<Reader>(Reader{std::move(*interpretation), make_plan(*profile)});
  }
  if (!made->readers_.contains("generic"))
    return fail("profiles", "there is no profile \"generic\", which takes what no other matches");
  made->profiles_ = std::move(profiles);
  return made;
}

std::vector<Oid> ProfileReaders::probes(const DeviceFacts& facts) const {
  return probes_needed(profiles_, facts.sys_object_id, facts.sys_descr);
}

std::shared_ptr<const Reader> ProfileReaders::choose(const DeviceFacts& facts) const {
  const auto profile = snmp::choose(profiles_, facts);
  return readers_.find(profile ? profile->name : "generic")->second;
}

std::shared_ptr<const Reader> ProfileReaders::named(const std::string& profile) const {
  const auto found = readers_.find(profile);
  return found == readers_.end() ? nullptr : found->second;
}

}  // namespace commune::snmp
