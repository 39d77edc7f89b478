// Between the HTTP library's connection and our messages: reads a request from one, writes a
// response to one.
#pragma once

#include <optional>
#include <string>

#include "exporters/web/message.hpp"

struct MHD_Connection;

namespace commune::web {

struct Login {
  std::string user, password;
};

/// Everything except the body, which arrives later.
Request read_request(MHD_Connection& connection, const char* method, const char* path);

/// Basic authentication (RFC 7617); empty if there is none or it cannot be read.
std::optional<Login> read_login(MHD_Connection& connection);

/// The header's value; empty if it was not sent.
std::string read_header(MHD_Connection& connection, const char* name);

/// True if a browser sends this on behalf of a page of another site (Origin differs from Host).
bool comes_from_another_site(MHD_Connection& connection);

bool has_valid_client_certificate(MHD_Connection& connection);

/// Compresses if `accept_encoding` allows it. False if the library refuses: close the connection
/// then.
bool send_response(MHD_Connection& connection, const std::string& accept_encoding,
                   const Response& response, bool keep_connection);

}  // namespace commune::web
