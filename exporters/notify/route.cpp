#include "exporters/notify/route.hpp"

#include <algorithm>
#include <array>

namespace commune::notify {
namespace {

using std::chrono::seconds;

constexpr std::array<seconds, 2> kBetweenTries = {seconds(2), seconds(10)};
constexpr std::array<seconds, 5> kBetweenRounds = {seconds(30), seconds(60), seconds(120),
                                                   seconds(300), seconds(600)};
/// Who asks for a longer pause is passed over where there is another address.
constexpr seconds kLongestWait{60};
constexpr seconds kLongestPause{3600};

}  // namespace

bool Route::is_due(LedgerTime now) const {
  return now >= next || next - now > kLongestPause;
}

void Route::go_on(std::size_t addresses, LedgerTime now) {
  tries = 0;
  next = now;
  if (++address < addresses) return;
  address = 0;
  const auto step =
      std::min<std::size_t>(static_cast<std::size_t>(rounds), kBetweenRounds.size() - 1);
  next = now + kBetweenRounds.at(step);
  ++rounds;
}

void Route::try_again(std::size_t addresses, LedgerTime now, seconds asked) {
  asked = std::min(asked, kLongestPause);
  const bool once_more = static_cast<std::size_t>(tries) < kBetweenTries.size() &&
                         (asked <= kLongestWait || addresses == 1);
  if (once_more) {
    next = now + std::max(kBetweenTries.at(static_cast<std::size_t>(tries)), asked);
    ++tries;
    return;
  }
  go_on(addresses, now);
  if (address == 0) next = std::max(next, now + asked);
}

}  // namespace commune::notify
