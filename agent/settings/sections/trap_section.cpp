#include "agent/settings/sections/trap_section.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "agent/settings/sections/secret.hpp"
#include "agent/settings/toml/endpoint.hpp"
#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

void add_listen(const TableReader& table, const Value& value, std::vector<std::string>& listen) {
  auto text = table.text_of(value, "listen");
  if (!text) return;
  Findings& findings = table.findings();
  if (!parse_endpoint(*text))
    findings.error(value.place, fmt::format("listen \"{}\" is not address:port, such as "
                                            "\"0.0.0.0:162\" or \"[::]:162\"",
                                            printable(*text)));
  else if (std::find(listen.begin(), listen.end(), *text) != listen.end())
    findings.error(value.place, fmt::format("listen names \"{}\" twice", *text));
  else
    listen.push_back(*std::move(text));
}

// One address, or a list of them.
std::vector<std::string> read_listen(const TableReader& table) {
  std::vector<std::string> listen;
  const Value* value = table.member("listen", Need::required);
  if (value == nullptr) return listen;
  if (value->kind != Value::Kind::array) {
    add_listen(table, *value, listen);
    return listen;
  }
  for (const Value& item : value->children)
    add_listen(table, item, listen);
  if (value->children.empty())
    table.error("listen", "listen is an empty list; to disable traps, remove [agent.traps]");
  return listen;
}

}  // namespace

snmp::TrapOptions read_trap_section(const TableReader& table) {
  snmp::TrapOptions options;
  options.listen = read_listen(table);
  if (const auto community = read_secret(table, "community", "public")) {
    Secrets secrets(table.findings());
    assign(options.community, secrets.resolve(*community));
  }
  return options;
}

}  // namespace commune::settings
