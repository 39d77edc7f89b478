#include "tests/simulator/net/line.hpp"

#include <algorithm>

namespace commune::simulator {

void LineChange::apply_to(Line& line) const {
  line.delay = delay.value_or(line.delay);
  line.jitter = jitter.value_or(line.jitter);
  line.loss = loss.value_or(line.loss);
  line.duplicate = duplicate.value_or(line.duplicate);
  line.reorder = reorder.value_or(line.reorder);
}

std::vector<Delay> pass(const Line& line, Random& random) {
  if (random.happens(line.loss)) return {};
  std::vector<Delay> arrivals(random.happens(line.duplicate) ? 2 : 1);
  for (Delay& arrival : arrivals) {
    arrival = line.delay;
    if (line.jitter > Delay::zero()) {
      const double share = 2 * random.next() - 1;
      arrival += std::chrono::duration_cast<Delay>(share * line.jitter);
    }
    if (random.happens(line.reorder)) arrival += kReorderHold;
    arrival = std::max(arrival, Delay::zero());
  }
  return arrivals;
}

}  // namespace commune::simulator
