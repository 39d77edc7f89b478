// An alert as Alertmanager reports it, and the key that makes two alerts the same fault.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/coverage.hpp"
#include "core/model/result.hpp"

namespace commune::notify {

using Texts = std::map<std::string, std::string, std::less<>>;

/// The text of that name; empty without it.
std::string_view text_of(const Texts& texts, std::string_view name);

struct Alert {
  Texts labels;       ///< As sent.
  Texts annotations;  ///< Printable: one line each.
  bool firing = true;
  LedgerTime starts{};
  std::optional<LedgerTime> ends;  ///< Empty while it fires.
  std::string fingerprint;

  std::string_view label(std::string_view name) const { return text_of(labels, name); }
  std::string_view annotation(std::string_view name) const { return text_of(annotations, name); }
};

/// All labels but `severity`, which alone may change while a fault lasts. Stable over restarts of
/// Prometheus and Alertmanager.
std::string fault_key(const Texts& labels);

/// Labels and annotations as one text to keep, and back. A text in another form gives empty ones.
std::string packed(const Texts& labels, const Texts& annotations);
void unpack(std::string_view packed, Texts& labels, Texts& annotations);

}  // namespace commune::notify
