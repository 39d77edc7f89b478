#include "exporters/web/visit.hpp"

#include <cstdlib>
#include <utility>

#include <microhttpd.h>

namespace commune::web {
namespace {

// A body that does not announce its length is discarded up to this multiple of the longest, so that
// its sender reads the 413.
constexpr std::size_t kDiscarded = 16;

Response unauthorized() {
  auto response = Response::text(401, "401: this page needs a user name and a password\n");
  response.headers.emplace_back("WWW-Authenticate",
                                R"(Basic realm="commune-agent", charset="UTF-8")");
  return response;
}

Response busy(const char* with) {
  auto response =
      Response::text(503, fmt::format("503: too many {}; try again in a second\n", with));
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response too_long(std::size_t longest) {
  return Response::text(413,
                        fmt::format("413: a request body may have at most {} bytes\n", longest));
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

Visit::Visit(VisitDependenciesPtr dependencies, bool keep_connection, MHD_Connection& connection,
             const char* method, const char* path)
    : dependencies_(std::move(dependencies)),
      keep_connection_(keep_connection),
      connection_(connection),
      request_(read_request(connection, method, path)),
      begun_(std::chrono::steady_clock::now()) {}

bool Visit::begin() {
  if (dependencies_->client_certificates && !has_valid_client_certificate(connection_))
    refusal_ = Response::text(403, "403: a valid client certificate is needed here\n");
  else if (request_.method != "GET" && comes_from_another_site(connection_))
    refusal_ = Response::text(403, "403: a page of another site may not do this\n");
  else if (declares_long_body(connection_, dependencies_->longest_body))
    refusal_ = too_long(dependencies_->longest_body);
  else if (dependencies_->authenticator && request_.path != kOpenPath)
    return check_password();
  return !refusal_ || answer(*refusal_);
}

// A password that was not seen before is hashed on the password thread while the connection sleeps;
// finish() is called after it wakes. Nobody gets access before the hash was compared.
bool Visit::check_password() {
  auto login = read_login(connection_);
  if (!login) return answer(unauthorized());
  request_.user = login->user;
  if (dependencies_->authenticator->remembers(login->user, login->password)) return true;

  refusal_ = busy("passwords to check");
  asleep_ = Asleep::password;
  MHD_suspend_connection(&connection_);
  const bool submitted = dependencies_->passwords->submit(
      {.work =
           [this, given = std::move(*login)] {
             if (dependencies_->authenticator->verify(given.user, given.password))
               refusal_.reset();
             else
               refusal_ = unauthorized();
           },
       .done = [this] { MHD_resume_connection(&connection_); }});
  if (!submitted) MHD_resume_connection(&connection_);
  return true;
}

bool Visit::receive_body(const char* data, std::size_t size) {
  asleep_ = Asleep::no;
  taken_ += size;
  if (taken_ > kDiscarded * dependencies_->longest_body) return false;
  if (taken_ > dependencies_->longest_body)
    refusal_ = too_long(dependencies_->longest_body);
  else
    request_.body.append(data, size);
  return true;
}

// A connection that woke after its password check is called once more before its body arrives, if
// it has one.
bool Visit::finish() {
  const Asleep was = std::exchange(asleep_, Asleep::no);
  if (was == Asleep::password && !refusal_ && has_body(connection_)) return true;
  if (page_) return answer(*page_);
  if (refusal_) return answer(*refusal_);
  switch (dependencies_->routes.lane_of(request_)) {
    case Lane::page:
      return answer_aside(dependencies_->pages);
    case Lane::work:
      return answer_aside(dependencies_->work);
    case Lane::here:
      break;
  }
  return answer(dependencies_->routes.answer(request_));
}

bool Visit::refuse_login() {
  return answer(busy("passwords to check"));
}

// The handler may wait for the disk: it runs on `thread` while the connection sleeps.
bool Visit::answer_aside(JobThread& thread) {
  refusal_ = busy("requests that wait for the disk");
  asleep_ = Asleep::page;
  MHD_suspend_connection(&connection_);
  const bool submitted =
      thread.submit({.work = [this] { page_ = dependencies_->routes.answer(request_); },
                     .done = [this] { MHD_resume_connection(&connection_); }});
  if (!submitted) MHD_resume_connection(&connection_);
  return true;
}

bool Visit::answer(const Response& response) {
  const bool queued =
      send_response(connection_, request_.accept_encoding, response, keep_connection_);
  if (dependencies_->observer)
    dependencies_->observer(dependencies_->routes.known_path(request_.path), response.status,
                            std::chrono::steady_clock::now() - begun_);
  return queued;
}

}  // namespace commune::web
