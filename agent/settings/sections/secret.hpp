// Secrets stand outside the configuration: in a file, a systemd credential or the environment. Here
// the reference is read, and what it refers to. No message ever holds what was found there.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "agent/settings/toml/toml_reader.hpp"

namespace commune::settings {

struct Secret {
  enum class From : std::uint8_t { here, file, credential, environment };

  From from = From::here;
  std::string name;  ///< Path, credential or variable; the secret itself when it stands here.
  Place place;
};

/// `key = { file = "…" }`, `{ credential = "…" }` or `{ env = "…" }`. The text `allowed_here` alone
/// may stand in the configuration itself; empty: none may.
std::optional<Secret> read_secret(const TableReader& table, std::string_view key,
                                  std::string_view allowed_here = {});

/// Fetches what references refer to; each once, however many devices use it.
class Secrets {
 public:
  explicit Secrets(Findings& findings) : findings_(&findings) {}

  /// Nothing where it cannot be had or is empty: the reason is among the findings. Nothing, and no
  /// finding, where the part that names it is not at work: then it is not looked for.
  std::optional<std::string> resolve(const Secret& secret);

 private:
  Findings* findings_;
  std::map<std::string, std::optional<std::string>> resolved_;
};

}  // namespace commune::settings
