#include "core/net/curl_transfer.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "core/net/url.hpp"

#include <curl/curl.h>

namespace commune {
namespace {

constexpr int kPollMilliseconds = 100;

struct Answer {
  std::string body;
  std::size_t limit = 0;
  bool truncated = false;
};

// What is returned short ends the transfer.
std::size_t keep_bytes(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& answer = *static_cast<Answer*>(into);
  const std::size_t kept = std::min(answer.limit - answer.body.size(), size * count);
  answer.body.append(bytes, kept);
  if (kept < size * count) answer.truncated = true;
  return kept;
}

TransferFailure::Kind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
      return TransferFailure::Kind::aborted;
    case CURLE_OPERATION_TIMEDOUT:
      return TransferFailure::Kind::timed_out;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_USE_SSL_FAILED:
    case CURLE_LOGIN_DENIED:
      return TransferFailure::Kind::refused;
    default:
      return TransferFailure::Kind::unreachable;
  }
}

}  // namespace

struct CurlTransfer::Handles {
  // Connections live in the multi handle, which must outlive the easy one.
  std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi{curl_multi_init(),
                                                              curl_multi_cleanup};
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy{curl_easy_init(), curl_easy_cleanup};
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers{nullptr, curl_slist_free_all};
  std::string host;
  char error[CURL_ERROR_SIZE] = {};
  Answer answer;

  void set(CURLoption option, const std::string& text) const {
    if (!text.empty()) curl_easy_setopt(easy.get(), option, text.c_str());
  }
  void set_headers(const std::vector<std::string>& lines);
  void set_limits(const TransferLimits& limits);
  CURLcode perform(const std::atomic<bool>& aborted) const;
};

void CurlTransfer::Handles::set_headers(const std::vector<std::string>& lines) {
  headers.reset();
  for (const std::string& line : lines) {
    curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
    if (!longer) break;
    (void)headers.release();
    headers.reset(longer);
  }
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
}

void CurlTransfer::Handles::set_limits(const TransferLimits& limits) {
  CURL* const curl = easy.get();
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.whole.count()));
  if (limits.least_bytes_per_second > 0) {
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, limits.least_bytes_per_second);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.slow_for.count()));
  }
  if (limits.send_bytes_per_second > 0)
    curl_easy_setopt(curl, CURLOPT_MAX_SEND_SPEED_LARGE,
                     static_cast<curl_off_t>(limits.send_bytes_per_second));
  answer = {{}, limits.answer_bytes, false};
}

// curl_easy_perform() looks once a second only whether it should end.
CURLcode CurlTransfer::Handles::perform(const std::atomic<bool>& aborted) const {
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

CurlTransfer::CurlTransfer() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  handles_ = std::make_unique<Handles>();
}

CurlTransfer::~CurlTransfer() = default;

void* CurlTransfer::begin(const Destination& destination, const TransferLimits& limits,
                          const char* protocols, const std::vector<std::string>& headers) {
  CURL* const curl = handles_->easy.get();
  if (!curl || !handles_->multi) return nullptr;
  curl_easy_reset(curl);
  handles_->host = host_of(destination.url);
  handles_->error[0] = '\0';
  curl_easy_setopt(curl, CURLOPT_URL, destination.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
  curl_easy_setopt(curl, CURLOPT_PROXY, destination.proxy.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  // Else the end would wait for a name server that does not answer.
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &handles_->answer);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, handles_->error);
  handles_->set(CURLOPT_CAINFO, destination.ca_certificate);
  handles_->set(CURLOPT_SSLCERT, destination.client_certificate);
  handles_->set(CURLOPT_SSLKEY, destination.client_key);
  if (destination.any_name) curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
  handles_->set_limits(limits);
  handles_->set_headers(headers);
  return curl;
}

TransferFailure CurlTransfer::unavailable() {
  TransferFailure failure;
  failure.error.what = failure.details = "curl could not be set up";
  return failure;
}

TransferResult<void> CurlTransfer::run(const std::atomic<bool>& aborted) {
  const CURLcode code = handles_->perform(aborted);
  if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && handles_->answer.truncated)) return {};
  TransferFailure failure;
  failure.kind = kind_of(code);
  failure.error = {handles_->host, curl_easy_strerror(code)};
  failure.details = handles_->error[0] != '\0' ? handles_->error : failure.error.what;
  return tl::unexpected(std::move(failure));
}

std::string CurlTransfer::take_body() {
  return std::move(handles_->answer.body);
}

bool CurlTransfer::truncated() const {
  return handles_->answer.truncated;
}

}  // namespace commune
