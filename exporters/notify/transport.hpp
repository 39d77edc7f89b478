// The seam between deciding what is sent when, and sending it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/model/coverage.hpp"
#include "exporters/notify/options.hpp"

namespace commune::notify {

/// One message for one address, ready to be sent.
struct Letter {
  std::string id;  ///< The same at every try: the far end may recognise what it has already.
  std::string answers_to;  ///< The id of the message that this one ends; empty: none.
  std::string to;          ///< As Address::to.
  std::string subject;     ///< For e-mail.
  std::string text;        ///< UTF-8, within what the channel takes.
  LedgerTime written{};
};

struct Outcome {
  enum class Kind : std::uint8_t {
    delivered,  ///< The far end took it.
    temporary,  ///< May go well another time: no answer, 5xx, 429.
    permanent,  ///< Will fail the same way again: 4xx, a bad address.
    aborted,    ///< We were stopped: nothing is known.
  } kind = Kind::delivered;
  std::string what;                     ///< Why not; never holds a secret.
  std::chrono::seconds retry_after{0};  ///< As the far end asked for; 0: it did not.

  static Outcome of(Kind kind, std::string what = {}) { return {kind, std::move(what), {}}; }
};

/// Called from several threads at once. May take long, but ends soon after it is aborted.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Outcome send(const Channel& channel, const Letter& letter) = 0;
};

}  // namespace commune::notify
