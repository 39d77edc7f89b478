// Loads configurations from texts, for tests.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "agent/settings/settings.hpp"
#include "tests/agent/settings/temporary_directory.hpp"

namespace commune::settings {

/// The smallest configuration that must load (docs/configuration.md begins with it).
inline constexpr std::string_view kSmallest = R"([commune]
name = "Xã Kép"

[agent]
vantage = "office"
state_dir = "state"
web = { listen = "127.0.0.1:10077" }

[defaults.snmp]
version = "2c"
community = "public"
interval = "30s"
timeout = "2s"

[defaults.icmp]
interval = "1s"

[[village]]
id = "ca"
name = "Thôn Ca"

[[site]]
id = "office"
village = "ca"
kind = "office"
name = "Trụ sở xã"
latitude = 21.41
longitude = 106.29
accesses = ["fibre", "wifi"]

[[device]]
id = "ap-1"
site = "office"
kind = "access_point"
address = "127.0.0.1"
snmp = { port = 1161 }
)";

/// The smallest configuration with the first `from` replaced by `to`.
inline std::string smallest_with(std::string_view from, std::string_view to) {
  std::string text(kSmallest);
  const auto at = text.find(from);
  if (at == std::string::npos)
    throw std::logic_error("no \"" + std::string(from) + "\" to replace");
  return text.replace(at, from.size(), to);
}

/// A directory with `text` in "c.toml", loaded.
class LoadedText {
 public:
  explicit LoadedText(std::string_view text) {
    directory.write("c.toml", text);
    load();
  }
  LoadedText(std::string_view text, const std::string& beside, std::string_view beside_text) {
    directory.write(beside, beside_text);
    directory.write("c.toml", text);
    load();
  }

  TemporaryDirectory directory;
  ResultOrErrors<Settings> result = tl::unexpected(std::vector<Error>{});

  /// Messages without the directory in front of file names.
  std::vector<std::string> errors() const {
    std::vector<std::string> messages;
    if (result) return messages;
    const std::string prefix = directory.path() + "/";
    for (const Error& error : result.error()) {
      std::string message = error.message();
      for (auto at = message.find(prefix); at != std::string::npos; at = message.find(prefix))
        message.erase(at, prefix.size());
      messages.push_back(std::move(message));
    }
    return messages;
  }

 private:
  void load() { result = load_settings(directory.path() + "/c.toml"); }
};

/// The messages for the smallest configuration with one text replaced.
inline std::vector<std::string> errors_with(std::string_view from, std::string_view to) {
  return LoadedText(smallest_with(from, to)).errors();
}

}  // namespace commune::settings
