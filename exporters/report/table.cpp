#include "exporters/report/table.hpp"

#include <fmt/format.h>

namespace commune::report {

std::string seconds_text(Milliseconds time) {
  constexpr std::int64_t kThousand = 1000;
  std::string text = fmt::format("{}", time.count() / kThousand);
  if (const auto rest = time.count() % kThousand; rest != 0) {
    text += fmt::format(".{:03}", rest);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

std::string ratio_text(Ratio ratio) {
  constexpr std::int64_t kMillion = 1'000'000;
  return fmt::format("{}.{:06}", ratio.millionths / kMillion, ratio.millionths % kMillion);
}

}  // namespace commune::report
