#include "exporters/notify/curl_call.hpp"

#include <memory>
#include <mutex>

#include <curl/curl.h>
#include <fmt/format.h>

namespace commune::notify {
namespace {

using Kind = Outcome::Kind;
using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Multi = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;
using Mime = std::unique_ptr<curl_mime, decltype(&curl_mime_free)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

constexpr std::size_t kLargestAnswer = std::size_t{64} << 10;
constexpr int kPollMilliseconds = 100;
constexpr long kHighestRetryAfter = 86'400;

// What does not fit is thrown away; the rest is enough to say what is wrong.
std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  const std::size_t length = size * count;
  body.append(bytes, std::min(length, kLargestAnswer - std::min(body.size(), kLargestAnswer)));
  return length;
}

List list_of(const std::vector<std::string>& lines) {
  List list(nullptr, curl_slist_free_all);
  for (const std::string& line : lines) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (!longer) break;
    (void)list.release();
    list.reset(longer);
  }
  return list;
}

Easy handle_for(const Destination& destination, const Patience& patience, const char* protocols) {
  Easy handle(curl_easy_init(), curl_easy_cleanup);
  CURL* curl = handle.get();
  if (!curl) return handle;
  curl_easy_setopt(curl, CURLOPT_URL, destination.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
  curl_easy_setopt(curl, CURLOPT_PROXY, destination.proxy.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  // Else the end would wait for a name server that does not answer.
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(patience.connect.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(patience.whole.count()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  if (!destination.ca_certificate.empty())
    curl_easy_setopt(curl, CURLOPT_CAINFO, destination.ca_certificate.c_str());
  return handle;
}

/// curl_easy_perform() looks up once a second only.
CURLcode perform(CURL* curl, const std::atomic<bool>& aborted) {
  const Multi multi(curl_multi_init(), curl_multi_cleanup);
  if (!multi || curl_multi_add_handle(multi.get(), curl) != CURLM_OK) return CURLE_FAILED_INIT;
  CURLcode code = CURLE_ABORTED_BY_CALLBACK;
  int running = 1;
  while (running > 0 && !aborted) {
    if (curl_multi_perform(multi.get(), &running) != CURLM_OK) {
      code = CURLE_FAILED_INIT;
      break;
    }
    if (running > 0) curl_multi_poll(multi.get(), nullptr, 0, kPollMilliseconds, nullptr);
  }
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left))
    if (message->msg == CURLMSG_DONE) code = message->data.result;
  curl_multi_remove_handle(multi.get(), curl);
  return code;
}

bool fails_again(CURLcode code) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_USE_SSL_FAILED:
    case CURLE_LOGIN_DENIED:
      return true;
    default:
      return false;
  }
}

Outcome unanswered(CURLcode code) {
  if (code == CURLE_ABORTED_BY_CALLBACK) return Outcome::of(Kind::aborted, "stopped");
  return Outcome::of(fails_again(code) ? Kind::permanent : Kind::temporary,
                     curl_easy_strerror(code));
}

Outcome mail_outcome(CURL* curl, CURLcode code) {
  if (code == CURLE_OK) return Outcome::of(Kind::delivered);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  Outcome outcome = unanswered(code);
  if (status >= 400) outcome.what += fmt::format(" ({})", status);
  // RFC 5321: 4yz may go well another time, 5yz will not.
  if (outcome.kind == Kind::temporary && status >= 500) outcome.kind = Kind::permanent;
  return outcome;
}

Mime text_part(CURL* curl, const std::string& text) {
  Mime mime(curl_mime_init(curl), curl_mime_free);
  curl_mimepart* part = curl_mime_addpart(mime.get());
  curl_mime_data(part, text.data(), text.size());
  curl_mime_type(part, "text/plain; charset=utf-8");
  curl_mime_encoder(part, "quoted-printable");
  return mime;
}

}  // namespace

Caller::Caller(Patience patience) : patience_(patience) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Caller::Reply Caller::call(const HttpCall& call) {
  const Easy handle = handle_for(call.destination, patience_, "http,https");
  CURL* curl = handle.get();
  if (!curl) return {{}, Outcome::of(Kind::temporary, "curl could not be set up")};
  const List headers = list_of(call.headers);
  Reply made;
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &made.reply.body);
  if (call.method != "GET") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.c_str());
  }
  if (const CURLcode code = perform(curl, aborted_); code != CURLE_OK) {
    made.unanswered = unanswered(code);
    return made;
  }
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after);
  made.reply.status = static_cast<int>(status);
  made.reply.retry_after =
      std::chrono::seconds(std::clamp<curl_off_t>(retry_after, 0, kHighestRetryAfter));
  return made;
}

Outcome Caller::call(const MailCall& call) {
  const Easy handle = handle_for(call.destination, patience_, "smtp,smtps");
  CURL* curl = handle.get();
  if (!curl) return Outcome::of(Kind::temporary, "curl could not be set up");
  const List headers = list_of(call.headers);
  const List recipients = list_of({"<" + call.to + ">"});
  const std::string from = "<" + call.from + ">";
  const Mime mime = text_part(curl, call.text);
  std::string ignored;
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &ignored);
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   static_cast<long>(call.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime.get());
  if (!call.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, call.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, call.password.c_str());
  }
  return mail_outcome(curl, perform(curl, aborted_));
}

}  // namespace commune::notify
