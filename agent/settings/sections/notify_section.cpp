#include "agent/settings/sections/notify_section.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/settings/sections/notify_channel.hpp"
#include "agent/settings/sections/probe_target.hpp"
#include "agent/settings/sections/secret.hpp"
#include "agent/settings/sections/web_section.hpp"
#include "agent/settings/toml/paths.hpp"
#include "agent/settings/toml/units.hpp"
#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

using std::string_view;

constexpr string_view kUsualListen = "127.0.0.1:10078";
constexpr std::array<Word<Language>, 2> kLanguages = {{{"vi", Language::vi}, {"en", Language::en}}};

/// Empty if it is not a URL.
std::string read_url(const TableReader& table, string_view key) {
  auto text = table.text(key);
  if (!text) return {};
  if (const std::string mistake = url_mistake(*text); !mistake.empty()) {
    table.error(key, fmt::format("{} \"{}\" {}", key, printable(*text), mistake));
    return {};
  }
  return *std::move(text);
}

/// A URL that paths are appended to: without a slash at its end.
std::string read_base(const TableReader& table, string_view key) {
  std::string url = read_url(table, key);
  while (url.ends_with('/'))
    url.pop_back();
  return url;
}

void read_shared_secret(const TableReader& table, Secrets& secrets, Settings& settings) {
  const auto secret = read_secret(table, "secret");
  if (!secret) {
    if (table.value().find("secret") == nullptr)
      table.error("secret",
                  "notify has no secret, which authenticates Alertmanager: write secret = { "
                  "file = \"…\" }");
    return;
  }
  if (secret->from == Secret::From::file) settings.notify_secret_file = secret->name;
  settings.notify->secret = secrets.resolve(*secret).value_or("");
}

void read_web(const TableReader& table, Settings& settings) {
  settings.notify_web.listen = std::string(kUsualListen);
  if (const auto web = table.table("web"))
    settings.notify_web = read_web_section(*web, Guard::secret).options;
}

void read_languages(const TableReader& table, notify::Options& options) {
  const auto languages = table.choices<Language>("languages", kLanguages);
  if (!languages) return;
  if (languages->empty())
    table.error("languages", "languages is an empty list; leave it out, or write [\"vi\", \"en\"]");
  else
    options.languages = *languages;
}

std::optional<notify::Night> read_night(const TableReader& table) {
  const auto text = table.text("night");
  if (!text) return std::nullopt;
  const auto times = parse_day_times(*text);
  if (!times || times->from == times->until) {
    table.error("night", fmt::format("night \"{}\" is not a time range such as "
                                     "\"22:00-05:30\"",
                                     printable(*text)));
    return std::nullopt;
  }
  return notify::Night{times->from, times->until % std::chrono::hours(24)};
}

std::vector<string_view> ids_of(const std::vector<Entry<Contact>>& contacts) {
  std::vector<string_view> ids;
  ids.reserve(contacts.size());
  for (const auto& entry : contacts)
    ids.push_back(entry.thing.id.value);
  return ids;
}

void read_default_contact(const TableReader& table, const InventoryDraft& draft,
                          notify::Options& options) {
  auto id = table.id("default_contact", Need::required);
  if (!id) return;
  const auto ids = ids_of(draft.contacts);
  if (std::find(ids.begin(), ids.end(), *id) == ids.end())
    table.error("default_contact", fmt::format("default_contact: there is no contact \"{}\"{}", *id,
                                               suggestion(*id, ids)));
  options.default_contact.value = *std::move(id);
}

/// The channels that the contact names, in its order.
void add_named(const Entry<Contact>& entry, const Value& list,
               const std::vector<notify::Channel>& channels,
               std::vector<notify::Address>& addresses) {
  Findings& findings = entry.table.findings();
  std::vector<string_view> ids;
  ids.reserve(channels.size());
  for (const auto& channel : channels)
    ids.push_back(channel.id);
  std::set<std::string_view> named;
  for (const Value& item : list.children) {
    if (item.kind != Value::Kind::text) continue;  // Already reported.
    const auto found = std::find(ids.begin(), ids.end(), item.text);
    if (found == ids.end()) {
      findings.error(item.place, fmt::format("channels: there is no channel \"{}\"{}",
                                             printable(item.text), suggestion(item.text, ids)));
      continue;
    }
    if (!named.insert(*found).second) {
      findings.error(item.place, fmt::format("channels names \"{}\" twice", item.text));
      continue;
    }
    const auto index = static_cast<std::size_t>(found - ids.begin());
    const auto key = address_key(channels[index]);
    auto to = address_of(entry.thing, entry.table, channels[index]);
    if (!to.empty())
      addresses.push_back({index, std::move(to)});
    else if (entry.table.value().find(key) == nullptr)
      findings.error(item.place,
                     fmt::format("channels: contact \"{}\" has no {} for channel \"{}\"",
                                 entry.thing.id.value, key, item.text));
  }
}

notify::Recipient recipient_of(const Entry<Contact>& entry,
                               const std::vector<notify::Channel>& channels) {
  notify::Recipient recipient{entry.thing.id, entry.thing.name, {}};
  if (const Value* list = entry.table.value().find("channels")) {
    add_named(entry, *list, channels, recipient.addresses);
    return recipient;
  }
  for (std::size_t i = 0; i < channels.size(); ++i)
    if (auto to = address_of(entry.thing, entry.table, channels[i]); !to.empty())
      recipient.addresses.push_back({i, std::move(to)});
  return recipient;
}

/// Contacts that receive alerts but have no usable channel.
void check_reached(const InventoryDraft& draft, const std::vector<notify::Channel>& channels,
                   const notify::Options& options, std::size_t errors_before, Findings& findings) {
  if (findings.count() != errors_before) return;  // A wrong address or channel is one mistake.
  std::set<std::string_view> asked = {options.default_contact.value};
  for (const auto& entry : draft.sites)
    asked.insert(entry.thing.contact.value);
  std::vector<string_view> keys;
  for (const auto& channel : channels)
    if (const auto key = address_key(channel);
        std::find(keys.begin(), keys.end(), key) == keys.end())
      keys.push_back(key);
  for (std::size_t i = 0; i < draft.contacts.size(); ++i) {
    const auto& contact = draft.contacts[i];
    if (!asked.contains(contact.thing.id.value) || !options.recipients[i].addresses.empty())
      continue;
    findings.error(contact.table.place(),
                   fmt::format("contact \"{}\" receives alerts but has no address: give it {}",
                               contact.thing.id.value, fmt::join(keys, ", or ")));
  }
}

void read_recipients(const InventoryDraft& draft, Findings& findings, notify::Options& options) {
  const std::size_t errors_before = findings.count();
  for (const auto& entry : draft.contacts)
    options.recipients.push_back(recipient_of(entry, options.channels));
  check_reached(draft, options.channels, options, errors_before, findings);
}

// Without [notify] nobody receives messages; that is a mistake only if a contact expects them.
void refuse_channels(const InventoryDraft& draft) {
  for (const auto& entry : draft.contacts)
    if (entry.table.value().find("channels") != nullptr)
      entry.table.error("channels", "channels: needs a [notify] table");
}

}  // namespace

void read_notify_section(const std::optional<TableReader>& table, const InventoryDraft& draft,
                         Settings& settings) {
  using namespace std::chrono_literals;
  if (!table) return refuse_channels(draft);
  Findings& findings = table->findings();
  Secrets secrets(findings);
  notify::Options& options = settings.notify.emplace();
  options.commune_name = settings.inventory.commune_name;
  options.timezone = settings.inventory.timezone;
  options.languages = {settings.inventory.language};
  read_web(*table, settings);
  read_shared_secret(*table, secrets, settings);
  options.state_dir = read_state_dir(*table, options.state_dir);
  read_languages(*table, options);
  read_default_contact(*table, draft, options);
  options.night = read_night(*table);
  options.prometheus = read_base(*table, "prometheus");
  options.grafana = read_base(*table, "grafana");
  options.runbooks = read_base(*table, "runbooks");
  settings.notify_heartbeat = read_url(*table, "heartbeat");
  if (const auto max_age = table->duration("max_age", {1min, 24h * 30}))
    options.max_age = std::chrono::duration_cast<std::chrono::seconds>(*max_age);
  const std::size_t errors_before = findings.count();
  options.channels = read_notify_channels(*table, secrets);
  if (findings.count() != errors_before)
    return;  // Their mistakes would be repeated at each
             // contact.
  if (options.channels.empty())
    findings.error(table->place(), "notify has no channel: write [[notify.channel]]");
  else
    read_recipients(draft, findings, options);
}

}  // namespace commune::settings
