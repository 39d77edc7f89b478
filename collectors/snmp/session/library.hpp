// net-snmp as a whole: set up once, kept from reading or writing files, its log caught.
#pragma once

namespace commune::snmp {

/// Call before the first session is opened, from any thread; later calls do nothing. net-snmp
/// itself then belongs to one thread, as Debian builds it without locks.
void set_up_library();

}  // namespace commune::snmp
