#include "core/model/history_reader.hpp"

namespace commune {

Milliseconds length(RollUp roll_up) {
  switch (roll_up) {
    case RollUp::five_minutes:
      return std::chrono::minutes(5);
    case RollUp::hour:
      return std::chrono::hours(1);
    case RollUp::day:
      return std::chrono::hours(24);
  }
  return {};
}

}  // namespace commune
