#include "exporters/remote_write/verdict.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::remote_write {
namespace {

using Kind = Verdict::Kind;

constexpr std::size_t kShownBody = 160;

Kind kind_of(int status) {
  if (status >= 200 && status < 300) return Kind::taken;
  if (status >= 500 || status == 429 || status == 408) return Kind::later;
  if (status == 413) return Kind::too_large;
  if (status == 400 || status == 409 || status == 422) return Kind::refused;
  return Kind::held;
}

// Words of Prometheus, Mimir, Thanos and VictoriaMetrics about samples that they refuse.
bool speaks_of_samples(std::string_view body) {
  static constexpr std::array<std::string_view, 6> kWords = {
      "out of bounds", "out of order",          "out-of-order",
      "too old",       "too far in the future", "duplicate sample"};
  std::string lower(body.substr(0, 4096));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

}  // namespace

Verdict verdict_of(int status, std::string_view body, std::chrono::seconds retry_after) {
  Verdict verdict;
  verdict.kind = kind_of(status);
  // Prometheus always gives this answer to samples older than its window.
  if (status == 500 && speaks_of_samples(body)) verdict.kind = Kind::refused;
  verdict.status = status;
  if (verdict.kind == Kind::taken) return verdict;
  verdict.retry_after = retry_after;
  verdict.names_samples = verdict.kind == Kind::refused && speaks_of_samples(body);
  const std::string said = printable(body.substr(0, kShownBody));
  verdict.what = said.empty() ? fmt::format("answers {}", status)
                              : fmt::format("answers {}: {}", status, said);
  if (status >= 300 && status < 400)
    verdict.what += " (redirects are not followed: write the address that it names)";
  return verdict;
}

}  // namespace commune::remote_write
