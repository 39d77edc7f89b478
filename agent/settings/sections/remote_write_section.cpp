#include "agent/settings/sections/remote_write_section.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "agent/settings/sections/probe_target.hpp"
#include "agent/settings/sections/secret.hpp"
#include "agent/settings/toml/paths.hpp"
#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

using remote_write::Receiver;

constexpr Milliseconds kDay = std::chrono::hours(24);
constexpr std::uint64_t kLeastQuotaBytes = 4ULL << 20;

/// Names that the agent sets itself.
constexpr std::array<std::string_view, 4> kOwnLabels = {"__name__", "agent", "instance", "job"};

std::string existing_file(const TableReader& table, std::string_view key) {
  const auto file = table.text(key);
  if (!file) return {};
  std::string path = beside(table.place(key), *file);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    table.absent(key, fmt::format("{}: there is no file {}", key, printable(path)));
  return path;
}

void read_tls(const TableReader& table, Receiver& receiver) {
  const auto tls = table.table("tls");
  if (!tls) return;
  receiver.ca_certificate = existing_file(*tls, "ca_certificate");
  receiver.client_certificate = existing_file(*tls, "certificate");
  receiver.client_key = existing_file(*tls, "key");
  const bool certificate = tls->value().find("certificate") != nullptr;
  if (certificate != (tls->value().find("key") != nullptr))
    tls->error(certificate ? "certificate" : "key",
               "certificate and key are used together: write both, or neither");
}

std::string read_secret_text(const TableReader& table, std::string_view key, Secrets& secrets) {
  const auto reference = read_secret(table, key);
  return reference ? secrets.resolve(*reference).value_or("") : std::string();
}

bool is_there(const TableReader& table, std::string_view key) {
  return table.value().find(key) != nullptr;
}

void read_credentials(const TableReader& table, Secrets& secrets, Receiver& receiver) {
  const auto login = table.table("credentials");
  if (!login) return;
  assign(receiver.user, login->text("user"));
  receiver.password = read_secret_text(*login, "password", secrets);
  receiver.bearer_token = read_secret_text(*login, "token", secrets);
  const bool user = is_there(*login, "user"), token = is_there(*login, "token");
  if (user != is_there(*login, "password"))
    login->error(user ? "user" : "password",
                 "user and password are used together: write both, or neither");
  if (user && token)
    login->error("token", "credentials has a token and a user: write only one of them");
  if (!user && !token && !is_there(*login, "password"))
    login->findings().error(login->place(),
                            "credentials has neither user and password nor a token");
}

bool is_label_name(std::string_view name) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
         !name.starts_with("__") && std::all_of(name.begin(), name.end(), fits);
}

void read_labels(const TableReader& table, Receiver& receiver) {
  const auto labels = table.table("labels");
  if (!labels) return;
  for (const Value& label : labels->members()) {
    auto text = labels->text_of(label, label.key);
    if (!is_label_name(label.key))
      labels->error(label.key,
                    fmt::format("\"{}\" is not the name of a label: letters, digits and _, "
                                "without a digit at the beginning",
                                printable(label.key)));
    else if (std::find(kOwnLabels.begin(), kOwnLabels.end(), label.key) != kOwnLabels.end())
      labels->error(label.key, fmt::format("label {} is set by the agent itself", label.key));
    else if (text)
      receiver.labels.emplace_back(label.key, printable(*text));
  }
}

// Anyone can read a login that is sent unencrypted.
void check_login_is_safe(const TableReader& table, const Receiver& receiver) {
  const bool insecure = table.boolean("insecure").value_or(false);
  const bool login = is_there(table, "credentials");
  const std::string_view host =
      std::string_view(receiver.url).substr(std::min<std::size_t>(receiver.url.size(), 7));
  const bool here =
      host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
  if (login && receiver.url.starts_with("http://") && !here && !insecure)
    table.error("url", fmt::format("url \"{}\" sends the credentials unencrypted: write "
                                   "https://, or insecure = true",
                                   printable(receiver.url)));
}

Receiver read_receiver(const TableReader& table, Secrets& secrets) {
  using namespace std::chrono_literals;
  Receiver receiver;
  assign(receiver.id, table.id("id", Need::required));
  if (const auto url = table.text("url", Need::required)) {
    if (const std::string mistake = url_mistake(*url); mistake.empty())
      receiver.url = *url;
    else
      table.error("url", fmt::format("url \"{}\" {}", printable(*url), mistake));
  }
  read_tls(table, receiver);
  read_credentials(table, secrets, receiver);
  check_login_is_safe(table, receiver);
  read_labels(table, receiver);
  assign(receiver.interval, table.duration("interval", {5s, 1h}));
  assign(receiver.out_of_order_window, table.duration("out_of_order_window", {0s, 400 * kDay}));
  assign(receiver.max_age, table.duration("max_age", {1h, 400 * kDay}));
  assign(receiver.quota_bytes, table.size("quota"));
  if (receiver.quota_bytes < kLeastQuotaBytes)
    table.error("quota", fmt::format("quota is {}; it must be at least 4MiB",
                                     table.value().find("quota")->text));
  assign(receiver.bytes_per_second, table.rate("rate"));
  return receiver;
}

}  // namespace

remote_write::Options read_remote_write_sections(const std::vector<TableReader>& tables) {
  remote_write::Options options;
  std::map<std::string, Place> places;
  for (const TableReader& table : tables) {
    Secrets secrets(table.findings());
    Receiver receiver = read_receiver(table, secrets);
    if (!receiver.id.empty()) {
      const auto [earlier, added] = places.emplace(receiver.id, table.place("id"));
      if (!added)
        table.error("id", fmt::format("remote_write \"{}\" is already at {}", receiver.id,
                                      earlier->second.text()));
    }
    options.receivers.push_back(std::move(receiver));
  }
  return options;
}

}  // namespace commune::settings
