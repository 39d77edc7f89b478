// One transfer by libcurl: the common part of http_client.cpp and mail_client.cpp. Nothing else
// includes this.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "core/net/transfer.hpp"

namespace commune {

/// One thread at a time. The connection outlives begin().
class CurlTransfer {
 public:
  CurlTransfer();
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  /// The easy handle (CURL*), with all options of the last transfer forgotten and `destination`'s
  /// set, its login excepted; nullptr when there is no memory. `protocols` as CURLOPT_PROTOCOLS_STR
  /// takes them.
  void* begin(const Destination& destination, const TransferLimits& limits, const char* protocols,
              const std::vector<std::string>& headers);

  /// What begin() failed with.
  static TransferFailure unavailable();

  /// Runs the transfer. An answer that is longer than the limit is broken off and counts as one.
  TransferResult<void> run(const std::atomic<bool>& aborted);

  std::string take_body();
  bool truncated() const;

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

}  // namespace commune
