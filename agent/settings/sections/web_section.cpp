#include "agent/settings/sections/web_section.hpp"

#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <system_error>

#include "agent/settings/toml/endpoint.hpp"
#include "agent/settings/toml/paths.hpp"
#include "core/model/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace commune::settings {
namespace {

// crypt(5): "$id$...$hash". Only methods that are safe for passwords today.
bool is_password_hash(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kMethods = {"$y$",  "$gy$", "$7$", "$2b$",
                                                               "$2a$", "$2y$", "$6$", "$5$"};
  static constexpr std::size_t kShortestHash = 40;
  if (text.size() < kShortestHash) return false;
  for (const auto method : kMethods)
    if (text.substr(0, method.size()) == method)
      return text.find_first_not_of(
                 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                 "./$=,+-") == std::string_view::npos;
  return false;
}

void check_readable(const TableReader& table, std::string_view key, const std::string& path) {
  std::error_code error;
  if (::access(path.c_str(), R_OK) != 0)
    table.absent(key, fmt::format("{} {} cannot be read: {}", key, path,
                                  std::error_code(errno, std::generic_category()).message()));
  else if (!std::filesystem::is_regular_file(path, error))
    table.absent(key, fmt::format("{} {} is not a file", key, path));
}

std::string file_name(const TableReader& table, std::string_view key, Need need) {
  const auto name = table.text(key, need);
  if (!name) return {};
  auto path = beside(table.place(), *name);
  check_readable(table, key, path);
  return path;
}

web::Tls read_tls(const TableReader& table) {
  web::Tls tls;
  tls.certificate_file = file_name(table, "certificate", Need::required);
  tls.key_file = file_name(table, "key", Need::required);
  tls.client_ca_file = file_name(table, "client_ca", Need::optional);
  return tls;
}

std::vector<web::User> read_users(const TableReader& table) {
  static constexpr const char* kHow =
      "passwords are kept as hashes: write password_hash = \"$6$…\", as `mkpasswd` or `openssl "
      "passwd -6` prints it";
  std::vector<web::User> users;
  std::set<std::string> names;
  for (const TableReader& row : table.tables("users")) {
    web::User user;
    assign(user.name, row.text("name", Need::required));
    row.refuse("password", kHow);
    const bool clear = row.value().find("password") != nullptr;
    assign(user.password_hash, row.text("password_hash", clear ? Need::optional : Need::required));
    if (!user.password_hash.empty() && !is_password_hash(user.password_hash))
      row.error("password_hash", std::string("password_hash is not a crypt(3) string; ") + kHow);
    if (user.name.find(':') != std::string::npos)
      row.error("name", fmt::format("name \"{}\" contains a colon", printable(user.name)));
    if (!user.name.empty() && !names.insert(user.name).second)
      row.error("name", fmt::format("there are two users \"{}\"", printable(user.name)));
    users.push_back(std::move(user));
  }
  return users;
}

// Whether access needs a login, if other machines can connect.
bool is_guarded(const std::optional<TableReader>& tls, Guard guard, const WebSection& section) {
  if (guard == Guard::secret) return tls.has_value();
  return tls && (tls->value().find("client_ca") != nullptr || !section.options.users.empty());
}

}  // namespace

WebSection read_web_section(const TableReader& table, Guard guard) {
  WebSection section;
  assign(section.options.listen, table.text("listen", Need::required));
  const auto tls = table.table("tls");
  if (tls) section.options.tls = read_tls(*tls);
  if (guard == Guard::in_table) section.options.users = read_users(table);
  assign(section.insecure, table.boolean("insecure"));
  const auto endpoint = parse_endpoint(section.options.listen);
  if (!endpoint) {
    table.error("listen", fmt::format("listen \"{}\" is not address:port, such as "
                                      "\"127.0.0.1:10077\" or \"[::1]:10077\"",
                                      printable(*section.options.listen)));
    return section;
  }
  if (!endpoint->loopback && !is_guarded(tls, guard, section) && !section.insecure)
    table.error("listen",
                fmt::format("listen \"{}\" accepts connections from other machines: give tls{}; "
                            "or write insecure = true",
                            *section.options.listen,
                            guard == Guard::secret ? "" : ", and users or tls.client_ca"));
  return section;
}

}  // namespace commune::settings
