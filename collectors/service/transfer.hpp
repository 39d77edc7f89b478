// Connections and HTTP exchanges by libcurl on our own loop. Independent of probes; does not look
// up names or follow redirects.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectors/service/outcome.hpp"
#include "core/net/address.hpp"
#include "core/runtime/event_loop.hpp"

namespace commune::service {

struct TransferRequest {
  std::string url;   ///< http or https.
  std::string host;  ///< As the URL has it, without brackets.
  std::uint16_t port = 0;
  std::vector<Address> addresses;  ///< Addresses of the host; both families are tried. Never empty.
  bool connect_only = false;       ///< No request: TCP for http, TLS for https.
  bool head = false;
  std::size_t max_body = 0;
  std::string user_agent;
  std::string ca_file;  ///< Empty: the system's authorities.
};

struct TransferResult {
  std::optional<Failure> failure;  ///< Empty: connected, and answered by HTTP if asked so.
  Phases phases;                   ///< Without resolve.
  std::optional<std::chrono::nanoseconds> round_trip;  ///< Time to open the TCP connection.
  std::optional<int> status;
  std::string redirect;  ///< Where a 3xx answer points to, absolute; empty: nowhere.
  std::string body;      ///< At most max_body bytes.
  bool body_cut = false;
  std::optional<WallTime> not_after;
};

class TransferLoop;

/// One exchange on a connection of its own. Destroying it closes the connection.
class Transfer {
 public:
  using Done = std::function<void(TransferResult)>;

  /// Calls `done` once, later. The loop outlives the transfer, which may be destroyed within
  /// `done`.
  Transfer(TransferLoop& loop, TransferRequest request, Done done);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Ends it `after` its start, as the round's `timeout` has passed. Returns how far it came;
  /// `done` is not called.
  TransferResult give_up(std::chrono::nanoseconds after, Milliseconds timeout);

 private:
  friend class TransferLoop;
  class Exchange;
  std::unique_ptr<Exchange> exchange_;
};

/// Drives all transfers. Belongs to the loop's thread. libcurl allocates its memory at the first
/// transfer and keeps the parsed certificates of the authorities.
class TransferLoop {
 public:
  explicit TransferLoop(EventLoop& loop);
  ~TransferLoop();
  TransferLoop(const TransferLoop&) = delete;
  TransferLoop& operator=(const TransferLoop&) = delete;

 private:
  friend class Transfer;
  class Multi;

  Multi& multi();

  EventLoop& loop_;
  std::unique_ptr<Multi> multi_;
};

}  // namespace commune::service
