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

/// What is wrong is told and left out, so that the positions are those of the channels that are
/// good.
std::vector<notify::Channel> read_notify_channels(const TableReader& notify, Secrets& secrets);

/// The key of a [[contact]] that holds the address this channel needs: "phone", "zalo"...
std::string_view address_key(const notify::Channel& channel);

/// The contact's address as the channel takes it; empty where it has none. What is no such address
/// is told.
std::string address_of(const Contact& contact, const TableReader& table,
                       const notify::Channel& channel);

}  // namespace commune::settings
