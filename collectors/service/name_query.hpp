// Asks name servers by c-ares on our own loop: a dead server delays only its own query.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/service/options.hpp"
#include "core/model/result.hpp"
#include "core/net/address.hpp"
#include "core/runtime/event_loop.hpp"

namespace commune::service {

/// One question and its answer, without a cache: the system's settings (/etc/resolv.conf) are read
/// each time. Belongs to the loop's thread; destroying it gives up without a call. Ask one question
/// only; `done` is called once, later, on the loop. The caller decides when to give up: a dead
/// server is asked again for some time.
class NameQuery {
 public:
  using AddressesDone = std::function<void(Result<std::vector<Address>>)>;
  /// The server's message with any response code; an error when no server answered.
  using MessageDone = std::function<void(Result<std::vector<std::uint8_t>>)>;

  NameQuery(EventLoop& loop, const std::optional<NameServer>& server);
  ~NameQuery();
  NameQuery(const NameQuery&) = delete;
  NameQuery& operator=(const NameQuery&) = delete;

  /// In order of preference (RFC 6724). With the system's servers, /etc/hosts counts too.
  void addresses(const std::string& host, FamilyChoice family, AddressesDone done);
  void record(const std::string& name, RecordType type, MessageDone done);

  /// "no answer from resolver 10.0.0.53".
  std::string no_answer_text() const;

 private:
  class Channel;
  std::unique_ptr<Channel> channel_;
};

}  // namespace commune::service
