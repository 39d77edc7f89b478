// Between the HTTP library's connection and our messages: reads a request out of one, writes a
// response into one.
#pragma once

#include <optional>
#include <string>

#include "exporters/web/message.hpp"

struct MHD_Connection;

namespace commune::web {

struct Login {
  std::string user, password;
};

/// All but the body, which comes later.
Request read_request(MHD_Connection& connection, const char* method, const char* path);

/// Basic authentication (RFC 7617); empty when there is none or it cannot be read.
std::optional<Login> read_login(MHD_Connection& connection);

/// The header's value; empty when it was not sent.
std::string read_header(MHD_Connection& connection, const char* name);

/// True when a browser sends this on behalf of a page of another site (Origin differs from Host).
bool comes_from_another_site(MHD_Connection& connection);

bool has_valid_client_certificate(MHD_Connection& connection);

/// Compresses when `accept_encoding` lets it. False when the library refuses: close the connection
/// then.
bool send_response(MHD_Connection& connection, const std::string& accept_encoding,
                   const Response& response);

}  // namespace commune::web
