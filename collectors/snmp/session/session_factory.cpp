#include "collectors/snmp/session/session_factory.hpp"

#include "collectors/snmp/session/library.hpp"
#include "collectors/snmp/session/net_snmp_session.hpp"

namespace commune::snmp {

SessionFactory::SessionFactory(asio::io_context& loop) : shared_(std::make_unique<Shared>(loop)) {
  set_up_library();
}

SessionFactory::~SessionFactory() = default;

std::unique_ptr<Session> SessionFactory::open(const DeviceId& device,
                                              const asio::ip::udp::endpoint& address,
                                              const Credentials& credentials,
                                              RefusedFigures& refused) {
  return std::make_unique<NetSnmpSession>(*shared_, device, address, credentials, refused);
}

}  // namespace commune::snmp
