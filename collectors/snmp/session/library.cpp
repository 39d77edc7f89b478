#include "collectors/snmp/session/library.hpp"

#include <cstdlib>
#include <mutex>
#include <string_view>

#include <net-snmp/net-snmp-config.h>

#include "core/runtime/log.hpp"

#include <net-snmp/net-snmp-includes.h>

namespace commune::snmp {
namespace {

// net-snmp logs every odd datagram; what matters reaches the operator as a failure of the device.
int on_log(int, int, void* message, void*) {
  std::string_view text = static_cast<const snmp_log_message*>(message)->msg;
  while (text.ends_with('\n'))
    text.remove_suffix(1);
  spdlog::debug("net-snmp: {}", text);
  return 0;
}

}  // namespace

void set_up_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    setenv("MIBS", "", 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_PERSIST_STATE, 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_PERSISTENT_LOAD, 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_PERSISTENT_SAVE, 1);
    snmp_disable_stderrlog();
    snmp_enable_calllog();
    snmp_register_callback(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, on_log, nullptr);
    init_snmp("commune-agent");
  });
}

}  // namespace commune::snmp
