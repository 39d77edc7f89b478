#include "exporters/web/visit.hpp"

#include <cstdlib>
#include <utility>

#include <microhttpd.h>

namespace commune::web {
namespace {

// A body without a length in front is thrown away up to so many times the longest, so that its
// sender reads the 413.
constexpr std::size_t kDiscarded = 16;

Response unauthorized() {
  auto response = Response::text(401, "401: this page needs a user name and a password\n");
  response.headers.emplace_back("WWW-Authenticate",
                                R"(Basic realm="commune-agent", charset="UTF-8")");
  return response;
}

Response busy() {
  auto response = Response::text(503, "503: too many passwords to check; try again in a second\n");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response too_long(std::size_t longest) {
  return Response::text(413, fmt::format("413: a request body may have {} bytes\n", longest));
}

bool has_body(MHD_Connection& connection) {
  const std::string length = read_header(connection, "Content-Length");
  return (!length.empty() && length != "0") ||
         !read_header(connection, "Transfer-Encoding").empty();
}

bool declares_long_body(MHD_Connection& connection, std::size_t longest) {
  const std::string length = read_header(connection, "Content-Length");
  return length.size() > 18 ||
         (!length.empty() && std::strtoull(length.c_str(), nullptr, 10) > longest);
}

}  // namespace

Visit::Visit(const HouseRules& rules, MHD_Connection& connection, const char* method,
             const char* path)
    : rules_(rules),
      connection_(connection),
      request_(read_request(connection, method, path)),
      begun_(std::chrono::steady_clock::now()) {}

bool Visit::begin() {
  if (rules_.client_certificates && !has_valid_client_certificate(connection_))
    refusal_ = Response::text(403, "403: a valid client certificate is needed here\n");
  else if (request_.method != "GET" && comes_from_another_site(connection_))
    refusal_ = Response::text(403, "403: a page of another site may not do this\n");
  else if (declares_long_body(connection_, rules_.longest_body))
    refusal_ = too_long(rules_.longest_body);
  else if (rules_.authenticator && request_.path != kOpenPath)
    return check_password();
  return !refusal_ || answer(*refusal_);
}

// A password that was not seen before is hashed in the password thread while the connection sleeps;
// finish() comes after it woke. Nobody is in until the hash says so.
bool Visit::check_password() {
  auto login = read_login(connection_);
  if (!login) return answer(unauthorized());
  request_.user = login->user;
  if (rules_.authenticator->remembers(login->user, login->password)) return true;

  refusal_ = busy();
  slept_ = true;
  MHD_suspend_connection(&connection_);
  const bool submitted = rules_.password_thread->submit(
      {.hash =
           [this, given = std::move(*login)] {
             if (rules_.authenticator->verify(given.user, given.password))
               refusal_.reset();
             else
               refusal_ = unauthorized();
           },
       .done = [this] { MHD_resume_connection(&connection_); }});
  // From here on refusal_ is the password thread's until the connection wakes.
  if (!submitted) MHD_resume_connection(&connection_);
  return true;
}

bool Visit::take(const char* data, std::size_t size) {
  slept_ = false;
  taken_ += size;
  if (taken_ > kDiscarded * rules_.longest_body) return false;
  if (taken_ > rules_.longest_body)
    refusal_ = too_long(rules_.longest_body);
  else
    request_.body.append(data, size);
  return true;
}

// A connection that woke is asked once more before its body comes, if it has one.
bool Visit::finish() {
  const bool body_is_to_come = std::exchange(slept_, false) && !refusal_ && has_body(connection_);
  if (body_is_to_come) return true;
  return answer(refusal_ ? *refusal_ : rules_.routes.answer(request_));
}

bool Visit::answer(const Response& response) {
  const bool queued = send_response(connection_, request_.accept_encoding, response);
  if (rules_.observer)
    rules_.observer(rules_.routes.known_path(request_.path), response.status,
                    std::chrono::steady_clock::now() - begun_);
  return queued;
}

}  // namespace commune::web
