// Secrets are outside the configuration: in a file, a systemd credential or the environment. This
// file reads the reference, and the secret that it refers to. No message ever contains the secret.
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
  std::string name;  ///< Path, credential or variable; the secret itself if it is written here.
  Place place;
};

/// `key = { file = "…" }`, `{ credential = "…" }` or `{ env = "…" }`. Only the text `allowed_here`
/// may be in the configuration itself; empty: no text may.
std::optional<Secret> read_secret(const TableReader& table, std::string_view key,
                                  std::string_view allowed_here = {});

/// Reads the secrets that references refer to; each once, however many devices use it.
class Secrets {
 public:
  explicit Secrets(Findings& findings) : findings_(&findings) {}

  /// Empty if it cannot be read or is empty: the reason is among the findings. Empty, without a
  /// finding, if the part that names it is not at work: then it is not read.
  std::optional<std::string> resolve(const Secret& secret);

 private:
  Findings* findings_;
  std::map<std::string, std::optional<std::string>> resolved_;
};

}  // namespace commune::settings
