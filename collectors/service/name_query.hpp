// Asks name servers, by c-ares on our own loop: a dead server costs nobody but the one who asked.
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

/// One question and its answer; nothing is remembered from the questions before, and the system's
/// own settings (/etc/resolv.conf) are read anew each time. Belongs to the loop's thread; its end
/// gives up quietly. Ask one question only; `done` is called once, later, on the loop. When to give
/// up is the caller's: a dead server is asked again and again for some time.
class NameQuery {
 public:
  using AddressesDone = std::function<void(Result<std::vector<Address>>)>;
  /// What the server sent, whatever its response code; an error when none sent anything.
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
