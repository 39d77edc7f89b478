// Sets up net-snmp once, keeps it from reading or writing files, and redirects its log.
#pragma once

namespace commune::snmp {

/// Call before the first session is opened, from any thread; later calls do nothing. net-snmp
/// itself then belongs to one thread, as Debian builds it without locks.
void set_up_library();

}  // namespace commune::snmp
