// A sender over a real queue, to a receiver that answers as the test says, on a clock that moves
// only while the sender waits.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "exporters/remote_write/sender.hpp"
#include "tests/exporters/remote_write/gateway.hpp"

namespace commune::remote_write::testing {

Verdict ok();
Verdict status(int code, const std::string& body = "", std::chrono::seconds retry_after = 0s);
Verdict no_answer();
Verdict timeout();

class Postman {
 public:
  using Receiver = std::function<Verdict(const Lines& samples)>;

  struct Try {
    Milliseconds time;  ///< Since kStart.
    Lines samples;
    Verdict::Kind verdict = Verdict::Kind::taken;
  };

  explicit Postman(SenderOptions options = {"test", false, 5'000}, QueueOptions of_queue = {});

  void push(const std::string& page);

  /// One request, if one is due; 100 bytes long.
  bool send();
  /// Sends until there is nothing to send now.
  void send_all();
  /// The same, while time passes as the sender waits, until then.
  void run_until(Milliseconds since_start);

  RemoteWriteFigures figures() const;
  /// Time until the sender continues; 0: it does not wait.
  Milliseconds pause() const;
  /// Everything that the receiver accepted, sorted: a sample that was sent twice is in it twice.
  Lines taken() const;
  std::vector<std::size_t> sizes() const;  ///< Number of samples in each try.
  std::vector<Milliseconds> times() const;
  std::string refused_list() const;
  std::uint64_t lost(RemoteWriteLoss why) const { return gateway.lost(why); }

  Gateway gateway;
  Receiver receiver = [](const Lines&) { return ok(); };
  Milliseconds now{0};
  std::vector<Try> tries;

 private:
  Sender sender_;
};

}  // namespace commune::remote_write::testing
