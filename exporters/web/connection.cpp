#include "exporters/web/connection.hpp"

#include <cstring>
#include <memory>

#include "exporters/web/compression.hpp"
#include "exporters/web/tls.hpp"

#include <microhttpd.h>
#include <netdb.h>
#include <sys/socket.h>

namespace commune::web {
namespace {

using Query = std::vector<std::pair<std::string, std::string>>;
using Body = std::shared_ptr<const std::string>;

MHD_Result take_parameter(void* query, MHD_ValueKind /*kind*/, const char* key, const char* value) {
  static_cast<Query*>(query)->emplace_back(key, value ? value : "");
  return MHD_YES;
}

std::string client_address(MHD_Connection& connection) {
  const auto* info = MHD_get_connection_info(&connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (!info) return {};
  const socklen_t size =
      info->client_addr->sa_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  char text[NI_MAXHOST] = "";
  getnameinfo(info->client_addr, size, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
  const std::string address(text);
  const std::string mapped = "::ffff:";  // IPv4 over a socket for both families.
  return address.starts_with(mapped) ? address.substr(mapped.size()) : address;
}

// The library keeps `body` until the last byte is sent, then releases it.
MHD_Response* library_response(Body body) {
  auto kept = std::make_unique<Body>(std::move(body));
  const std::string& text = **kept;
  MHD_Response* made = MHD_create_response_from_buffer_with_free_callback_cls(
      text.size(), const_cast<char*>(text.data()),
      [](void* given) { delete static_cast<Body*>(given); }, kept.get());
  if (made) (void)kept.release();
  return made;
}

void add_headers(MHD_Response* to, const Response& response) {
  const auto add = [&](const char* name, const char* value) {
    MHD_add_response_header(to, name, value);
  };
  if (!response.content_type.empty()) add("Content-Type", response.content_type.c_str());
  add("Cache-Control", "no-store");
  add("Vary", "Accept-Encoding");
  add("X-Content-Type-Options", "nosniff");
  add("Referrer-Policy", "no-referrer");
  // The page loads nothing but itself, and reloads itself from its own address.
  if (response.content_type.starts_with("text/html"))
    add("Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        "connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'self'");
  for (const auto& [name, value] : response.headers)
    add(name.c_str(), value.c_str());
}

}  // namespace

std::string read_header(MHD_Connection& connection, const char* name) {
  const char* value = MHD_lookup_connection_value(&connection, MHD_HEADER_KIND, name);
  return value ? value : "";
}

Request read_request(MHD_Connection& connection, const char* method, const char* path) {
  Request request;
  request.method = std::strcmp(method, "HEAD") == 0 ? "GET" : method;
  request.path = path;
  MHD_get_connection_values(&connection, MHD_GET_ARGUMENT_KIND, &take_parameter, &request.query);
  request.accept_encoding = read_header(connection, "Accept-Encoding");
  request.accept_language = read_header(connection, "Accept-Language");
  request.content_type = read_header(connection, "Content-Type");
  request.authorization = read_header(connection, "Authorization");
  request.client = client_address(connection);
  return request;
}

std::optional<Login> read_login(MHD_Connection& connection) {
  using Text = std::unique_ptr<char, decltype(&MHD_free)>;
  char* password_text = nullptr;
  const Text user(MHD_basic_auth_get_username_password(&connection, &password_text), &MHD_free);
  const Text password(password_text, &MHD_free);
  if (!user || !password) return {};
  return Login{user.get(), password.get()};
}

bool comes_from_another_site(MHD_Connection& connection) {
  const std::string origin = read_header(connection, "Origin");
  if (origin.empty()) return false;
  const auto scheme_end = origin.find("://");
  return scheme_end == std::string::npos ||
         origin.substr(scheme_end + 3) != read_header(connection, "Host");
}

bool has_valid_client_certificate(MHD_Connection& connection) {
  const auto* info = MHD_get_connection_info(&connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  return info && client_certificate_is_valid(info->tls_session);
}

bool send_response(MHD_Connection& connection, const std::string& accept_encoding,
                   const Response& response, bool keep_connection) {
  static const Body kEmpty = std::make_shared<const std::string>();
  Body body = response.body ? response.body : kEmpty;
  bool compressed = false;
  if (body->size() > kCompressFrom && accepts_gzip(accept_encoding)) {
    if (auto smaller = gzip(*body)) {
      body = std::make_shared<const std::string>(std::move(*smaller));
      compressed = true;
    }
  }
  MHD_Response* made = library_response(std::move(body));
  if (!made) return false;
  add_headers(made, response);
  if (compressed) MHD_add_response_header(made, "Content-Encoding", "gzip");
  if (!keep_connection) MHD_add_response_header(made, "Connection", "close");
  const auto queued = MHD_queue_response(&connection, static_cast<unsigned>(response.status), made);
  MHD_destroy_response(made);
  return queued == MHD_YES;
}

}  // namespace commune::web
