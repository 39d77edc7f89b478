// Requests over HTTP and HTTPS that another thread can end. Follows no redirects.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/net/transfer.hpp"

namespace commune {

class CurlTransfer;

struct HttpRequest {
  Destination destination;
  std::vector<std::string> headers = {};  ///< "Name: value".
  /// With a body, even an empty one, the request is a POST; without one it is a GET.
  std::optional<std::string_view> body = {};
  bool takes_compressed = false;  ///< The answer may come compressed.
};

struct HttpResponse {
  int status = 0;
  std::string body;
  std::chrono::seconds retry_after{0};  ///< As asked for, a day at most; 0: it was not.
  bool truncated = false;               ///< The body is longer than TransferLimits::answer_bytes.
  std::vector<std::pair<std::string, std::string>> headers = {};

  /// Value of the first header of that name, whatever its case; empty: there is none.
  std::string header(std::string_view name) const;
};

/// Keeps its connection from one request to the next. One thread at a time.
class HttpClient {
 public:
  explicit HttpClient(TransferLimits limits = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Ends within a tenth of a second once another thread sets `aborted`. Any status is a response.
  TransferResult<HttpResponse> send(const HttpRequest& request, const std::atomic<bool>& aborted);
  TransferResult<HttpResponse> send(const HttpRequest& request);

 private:
  TransferLimits limits_;
  std::unique_ptr<CurlTransfer> transfer_;
};

}  // namespace commune
