#include "collectors/snmp/session/session.hpp"

namespace commune::snmp {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::answered:
      return "answered";
    case Outcome::error_status:
      return "error_status";
    case Outcome::timeout:
      return "timeout";
    case Outcome::closed:
      return "port_closed";
    case Outcome::unreachable:
      return "unreachable";
    case Outcome::refused:
      return "refused";
    case Outcome::malformed:
      return "malformed";
  }
  return "";
}

}  // namespace commune::snmp
