// Looks host names up without ever keeping the loop, or the end of the process, waiting.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/model/result.hpp"
#include "core/net/address.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/guarded.hpp"

namespace commune {

/// The addresses of a name in order of preference (RFC 6724), by getaddrinfo(3). Blocks.
Result<std::vector<Address>> look_up(const std::string& name);

/// Belongs to the loop's thread. getaddrinfo cannot be interrupted and waits half a minute for dead
/// servers, so each look-up has a thread that nobody waits for; at most four at a time.
class HostResolver {
 public:
  using LookUp = std::function<Result<std::vector<Address>>(const std::string&)>;
  using Done = std::function<void(Result<std::vector<Address>>)>;

  /// `look_up` is called from other threads and may outlive the resolver.
  explicit HostResolver(EventLoop& loop, LookUp look_up = commune::look_up);

  /// Returns at once, without waiting for look-ups that are on their way; their `done` is not
  /// called any more.
  ~HostResolver();
  HostResolver(const HostResolver&) = delete;
  HostResolver& operator=(const HostResolver&) = delete;

  /// Calls `done` on the loop's thread, later.
  void resolve(std::string name, Done done);

 private:
  struct Request {
    std::string name;
    Done done;
  };
  /// The way back to the loop, for as long as the resolver lives: threads hold it too.
  struct Return {
    HostResolver* resolver = nullptr;
    EventLoop* loop = nullptr;
  };

  void start_waiting();
  void start(const Request& request);
  /// From any thread.
  static void hand_back(const std::shared_ptr<Guarded<Return>>& back, const Done& done,
                        Result<std::vector<Address>> found);
  void finished(const Done& done, Result<std::vector<Address>> found);

  LookUp look_up_;
  std::shared_ptr<Guarded<Return>> return_;
  std::deque<Request> waiting_;
  int running_ = 0;
};

}  // namespace commune
