// Maps libcurl's errors to a reason and a message.
#pragma once

#include <string>

#include "collectors/service/outcome.hpp"

namespace commune::service {

struct TransferError {
  int code = 0;                     ///< A CURLcode other than CURLE_OK.
  int os_error = 0;                 ///< errno of the last connection that failed, or 0.
  std::string detail;               ///< libcurl's own text.
  std::string certificate_problem;  ///< As noted by the verification; empty: none.
  std::string host;
  std::string ca_file;
  bool connected = false;
};

Failure failure_of(const TransferError& error);

/// The failure of a round whose time is up, by how far its last connection came.
Failure failure_at_deadline(const Phases& phases, bool https, Milliseconds timeout);

}  // namespace commune::service
