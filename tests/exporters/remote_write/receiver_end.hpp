// A server on loopback that acts as a receiver.
#pragma once

#include <string>
#include <utility>

#include "tests/core/net/local_http_server.hpp"

namespace commune::remote_write::testing {

using commune::testing::Request;

class ReceiverEnd : public commune::testing::LocalHttpServer {
 public:
  explicit ReceiverEnd(Reply reply) : LocalHttpServer(std::move(reply)) {}
  std::string url() const { return LocalHttpServer::url("/api/v1/write"); }
};

}  // namespace commune::remote_write::testing
