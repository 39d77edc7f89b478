// The request of a [[notify.channel]] of kind "sms", with {to}, {text}, {id} and {secret} in its
// URL, body and headers. Checked here, filled in by exporters/notify.
#pragma once

#include "agent/settings/toml/toml_reader.hpp"
#include "exporters/notify/options.hpp"

namespace commune::settings {

/// Reports templates that cannot become a request, and a password that was written out. `table` is
/// the channel's.
void check_message_template(const TableReader& table, const notify::SmsGateway& sms);

}  // namespace commune::settings
