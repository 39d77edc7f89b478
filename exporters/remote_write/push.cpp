#include "exporters/remote_write/push.hpp"

#include <algorithm>
#include <mutex>

#include <curl/curl.h>

namespace commune::remote_write {
namespace {

using Kind = Verdict::Kind;

constexpr std::size_t kShownAnswer = 4096;
constexpr int kPollMilliseconds = 100;
constexpr long kHighestRetryAfter = 86'400;
// Slower than this for so long is as good as broken.
constexpr long kLeastBytesPerSecond = 100, kSlowSeconds = 20;

// The rest is not read: what is returned short ends the transfer.
std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  const std::size_t room = kShownAnswer - std::min(body.size(), kShownAnswer);
  const std::size_t taken = std::min(room, size * count);
  body.append(bytes, taken);
  return taken;
}

bool needs_somebody(CURLcode code) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ISSUER_ERROR:
      return true;
    default:
      return false;
  }
}

Verdict unanswered(CURLcode code, const char* details) {
  Verdict verdict;
  if (code == CURLE_ABORTED_BY_CALLBACK)
    verdict.kind = Kind::aborted;
  else
    verdict.kind = needs_somebody(code) ? Kind::held : Kind::later;
  verdict.timed_out = code == CURLE_OPERATION_TIMEDOUT;
  verdict.what = *details != '\0' ? details : curl_easy_strerror(code);
  return verdict;
}

}  // namespace

struct Push::Handles {
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy{nullptr, curl_easy_cleanup};
  std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi{nullptr, curl_multi_cleanup};
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers{nullptr, curl_slist_free_all};
  char error[CURL_ERROR_SIZE] = {};
  std::string answer;

  void add_header(const std::string& line) {
    if (curl_slist* longer = curl_slist_append(headers.get(), line.c_str())) {
      (void)headers.release();
      headers.reset(longer);
    }
  }

  void set_up(const Receiver& receiver, const Patience& patience);
  void set_up_login(const Receiver& receiver);
  CURLcode perform(const std::atomic<bool>& aborted);
};

void Push::Handles::set_up(const Receiver& receiver, const Patience& patience) {
  CURL* const curl = easy.get();
  curl_easy_setopt(curl, CURLOPT_URL, receiver.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  // Else the end would wait for a name server that does not answer.
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(patience.connect.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(patience.whole.count()));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, kLeastBytesPerSecond);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  if (receiver.bytes_per_second > 0)
    curl_easy_setopt(curl, CURLOPT_MAX_SEND_SPEED_LARGE,
                     static_cast<curl_off_t>(receiver.bytes_per_second));
}

void Push::Handles::set_up_login(const Receiver& receiver) {
  CURL* const curl = easy.get();
  const auto set = [&](CURLoption option, const std::string& text) {
    if (!text.empty()) curl_easy_setopt(curl, option, text.c_str());
  };
  set(CURLOPT_CAINFO, receiver.ca_certificate);
  set(CURLOPT_SSLCERT, receiver.client_certificate);
  set(CURLOPT_SSLKEY, receiver.client_key);
  if (!receiver.user.empty()) curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
  set(CURLOPT_USERNAME, receiver.user);
  set(CURLOPT_PASSWORD, receiver.password);
  if (receiver.bearer_token.empty()) return;
  curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
  set(CURLOPT_XOAUTH2_BEARER, receiver.bearer_token);
}

// curl_easy_perform() looks up once a second only. Connections live in the multi handle.
CURLcode Push::Handles::perform(const std::atomic<bool>& aborted) {
  if (curl_multi_add_handle(multi.get(), easy.get()) != CURLM_OK) return CURLE_FAILED_INIT;
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
  curl_multi_remove_handle(multi.get(), easy.get());
  return code;
}

Push::Push(const Receiver& receiver, const std::string& agent, Patience patience)
    : handles_(std::make_unique<Handles>()) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  handles_->easy.reset(curl_easy_init());
  handles_->multi.reset(curl_multi_init());
  if (!handles_->easy || !handles_->multi) return;
  for (const char* line : {"Content-Encoding: snappy", "Content-Type: application/x-protobuf",
                           "X-Prometheus-Remote-Write-Version: 0.1.0", "Expect:"})
    handles_->add_header(line);
  handles_->add_header("User-Agent: " + agent);
  handles_->set_up(receiver, patience);
  handles_->set_up_login(receiver);
}

Push::~Push() = default;

Verdict Push::send(const std::string& body) {
  CURL* const curl = handles_->easy.get();
  if (!curl || !handles_->multi) return unanswered(CURLE_FAILED_INIT, "");
  handles_->answer.clear();
  handles_->error[0] = '\0';
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  const CURLcode code = handles_->perform(aborted_);
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after);
  // An answer that is too long was broken off by us; what it means stands in its first line.
  const bool answered = code == CURLE_OK || (code == CURLE_WRITE_ERROR && status > 0);
  if (!answered) return unanswered(code, handles_->error);
  return verdict_of(
      static_cast<int>(status), handles_->answer,
      std::chrono::seconds(std::clamp<curl_off_t>(retry_after, 0, kHighestRetryAfter)));
}

std::string host_of(const std::string& url) {
  const auto scheme = url.find("://");
  const auto begin = scheme == std::string::npos ? 0 : scheme + 3;
  return url.substr(begin, url.find_first_of("/?#", begin) - begin);
}

}  // namespace commune::remote_write
