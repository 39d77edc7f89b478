#include "collectors/snmp/profile/interpretation.hpp"

#include <map>

#include "collectors/snmp/profile/fields.hpp"
#include "collectors/snmp/profile/reading_output.hpp"
#include "collectors/snmp/profile/table_rules.hpp"

namespace commune::snmp {
namespace {

// Marks quantities that several readings yield, so that no two of them are published with the same
// labels.
void mark_shared(std::vector<CompiledTable>& tables) {
  std::map<QuantityIndex, int> times;
  for (const CompiledTable& table : tables)
    for (const CompiledReading& reading : table.readings)
      ++times[reading.rule->quantity];
  for (CompiledTable& table : tables)
    for (CompiledReading& reading : table.readings)
      reading.shared = times[reading.rule->quantity] > 1;
}

}  // namespace

struct Interpretation::Compiled {
  ProfilePtr profile;
  Fields fields;
  std::vector<CompiledTable> tables;
  std::vector<ResolvedOrigin> model, firmware;
};

Interpretation::Interpretation(std::unique_ptr<Compiled> compiled)
    : compiled_(std::move(compiled)) {}
Interpretation::~Interpretation() = default;

const Profile& Interpretation::profile() const {
  return *compiled_->profile;
}

Result<std::shared_ptr<Interpretation>> Interpretation::compile(const ProfilePtr& profile) {
  auto fields = Fields::compile(*profile);
  if (!fields) return tl::unexpected(fields.error());
  auto compiled = std::make_unique<Compiled>();
  compiled->profile = profile;
  compiled->fields = std::move(*fields);
  for (std::size_t i = 0; i < profile->tables.size(); ++i) {
    auto table = compile_table(*profile, compiled->fields, i);
    if (!table) return tl::unexpected(table.error());
    compiled->tables.push_back(std::move(*table));
  }
  mark_shared(compiled->tables);
  const auto identity = [&](const std::vector<Origin>& origins,
                            std::vector<ResolvedOrigin>& into) -> Result<void> {
    auto resolved_origins = compiled->fields.compile_origins(Fields::kNoTable, origins);
    if (!resolved_origins) return tl::unexpected(Error{"identity", resolved_origins.error().what});
    into = std::move(*resolved_origins);
    return {};
  };
  const IdentityRule& rule = profile->identity;
  if (auto done = identity(rule.model, compiled->model); !done) return tl::unexpected(done.error());
  if (auto done = identity(rule.firmware, compiled->firmware); !done)
    return tl::unexpected(done.error());
  return std::shared_ptr<Interpretation>(new Interpretation(std::move(compiled)));
}

void Interpretation::interpret(const PolledDevice& poll, CounterMemory& counters,
                               DeviceReadings& out) {
  Compiled& my = *compiled_;
  my.fields.begin(poll);
  ReadingOutput output(my.fields, counters, out);
  for (CompiledTable& table : my.tables)
    output.add(table, poll.tables[table.position]);
  out.identity = Identity{my.profile->identity.vendor, my.fields.text(RowRef{}, my.model),
                          my.fields.text(RowRef{}, my.firmware), my.profile->name};
}

}  // namespace commune::snmp
