#include "agent/settings/sections/secret.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "agent/settings/toml/paths.hpp"
#include "core/model/result.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

namespace commune::settings {
namespace {

constexpr std::size_t kLongestSecret = 4096;

struct Origin {
  std::string_view key;
  Secret::From from;
};
constexpr std::array<Origin, 3> kOrigins = {{{"file", Secret::From::file},
                                             {"credential", Secret::From::credential},
                                             {"env", Secret::From::environment}}};

std::string last_system_error() {
  return std::error_code(errno, std::generic_category()).message();
}

std::string without_line_end(std::string text) {
  if (!text.empty() && text.back() == '\n') text.pop_back();
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return text;
}

Result<std::string> read_whole(const std::string& path) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(path, "cannot be read: {}", last_system_error());
  std::string text(kLongestSecret + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return fail(path, "cannot be read to its end");
  if (text.size() > kLongestSecret)
    return fail(path, "is over {} bytes long, too long for a secret", kLongestSecret);
  return without_line_end(std::move(text));
}

Result<std::string> from_file(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0)
    return fail(path, "cannot be read: {}", last_system_error());
  if (!S_ISREG(status.st_mode)) return fail(path, "is not a file");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(path, "may be used by others (mode {:04o}); run: chmod 600 {}",
                status.st_mode & 07777U, path);
  return read_whole(path);
}

Result<std::string> from_credential(const std::string& name) {
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  if (directory == nullptr)
    return fail(fmt::format("credential \"{}\"", name),
                "no credentials here: systemd provides them (LoadCredential=)");
  if (name.find('/') != std::string::npos)
    return fail(fmt::format("credential \"{}\"", name), "a name cannot contain \"/\"");
  return read_whole((std::filesystem::path(directory) / name).string());
}

Result<std::string> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return fail(fmt::format("environment variable {}", name), "is not set");
  return std::string(value);
}

Result<std::string> fetch(const Secret& secret) {
  switch (secret.from) {
    case Secret::From::file:
      return from_file(secret.name);
    case Secret::From::credential:
      return from_credential(secret.name);
    case Secret::From::environment:
      return from_environment(secret.name);
    case Secret::From::here:
      break;
  }
  return secret.name;
}

std::string how_to_refer(std::string_view allowed_here) {
  std::string how =
      "keep it outside the configuration and refer to it: { file = \"…\" }, { credential = \"…\" } "
      "or { env = \"…\" "
      "}";
  if (!allowed_here.empty()) how += fmt::format(" (only \"{}\" may be written here)", allowed_here);
  return how;
}

}  // namespace

std::optional<Secret> read_secret(const TableReader& table, std::string_view key,
                                  std::string_view allowed_here) {
  const Value* value = table.member(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind == Value::Kind::text && !allowed_here.empty() && value->text == allowed_here)
    return Secret{Secret::From::here, value->text, value->place};
  if (value->kind != Value::Kind::table) {
    table.error(key, fmt::format("{} is a secret: {}", key, how_to_refer(allowed_here)));
    return std::nullopt;
  }
  const TableReader reference(*value, "secret", table.findings());
  std::optional<Secret> secret;
  int given = 0;
  for (const auto& origin : kOrigins) {
    auto name = reference.text(origin.key);
    if (value->find(origin.key) != nullptr) ++given;
    if (!name) continue;
    if (origin.from == Secret::From::file) name = beside(value->place, *name);
    secret = Secret{origin.from, *std::move(name), value->place};
  }
  if (given == 1) return secret;
  table.error(key, fmt::format("{} must name one of file, credential and env", key));
  return std::nullopt;
}

std::optional<std::string> Secrets::resolve(const Secret& secret) {
  if (!findings_->at_work()) return std::nullopt;
  const std::string key = fmt::format("{} {}", static_cast<int>(secret.from), secret.name);
  if (const auto known = resolved_.find(key); known != resolved_.end()) return known->second;
  auto fetched = fetch(secret);
  if (fetched && fetched->empty()) fetched = fail(secret.name, "contains an empty secret");
  if (!fetched) findings_->error(secret.place, fetched.error().message());
  auto& resolved = resolved_[key];
  if (fetched) resolved = *std::move(fetched);
  return resolved;
}

}  // namespace commune::settings
