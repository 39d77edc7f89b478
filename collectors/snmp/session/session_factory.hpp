// Opens sessions to devices. Hides net-snmp.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "collectors/snmp/session/credentials.hpp"
#include "collectors/snmp/session/session.hpp"
#include "core/model/ids.hpp"

#include <asio/io_context.hpp>
#include <asio/ip/udp.hpp>

namespace commune::snmp {

/// Datagrams that reached a session's socket and were refused, by reason.
using RefusedFigures = std::map<std::string, std::uint64_t, std::less<>>;

/// Belongs to the SNMP loop's thread; outlives its sessions.
class SessionFactory {
 public:
  explicit SessionFactory(asio::io_context& loop);
  ~SessionFactory();

  /// Never fails: errors show in the replies. `refused` outlives the session.
  std::unique_ptr<Session> open(const DeviceId& device, const asio::ip::udp::endpoint& address,
                                const Credentials& credentials, RefusedFigures& refused);

  /// Shared by all users of net-snmp on this loop; see net_snmp_session.hpp.
  struct Shared;
  Shared& shared() { return *shared_; }

 private:
  std::unique_ptr<Shared> shared_;
};

}  // namespace commune::snmp
