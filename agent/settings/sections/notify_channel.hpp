// [[notify.channel]]: one way to send messages, and which addresses of a contact it can use.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/settings/sections/secret.hpp"
#include "agent/settings/toml/toml_reader.hpp"
#include "core/model/inventory.hpp"
#include "exporters/notify/options.hpp"

namespace commune::settings {

/// Invalid channels are reported and left out, so positions count only valid channels.
std::vector<notify::Channel> read_notify_channels(const TableReader& notify, Secrets& secrets);

/// The key of a [[contact]] with the address that this channel needs: "phone", "zalo"...
std::string_view address_key(const notify::Channel& channel);

/// The contact's address in the channel's form; empty if it has none. An invalid address is
/// reported.
std::string address_of(const Contact& contact, const TableReader& table,
                       const notify::Channel& channel);

}  // namespace commune::settings
