// What the messages about one fault are made of, and the frame that their texts are put into.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/inventory.hpp"
#include "core/time/calendar.hpp"
#include "exporters/notify/alert.hpp"

namespace commune::notify {

struct Facts {
  Texts labels, annotations;
  LedgerTime since{};
  std::optional<LedgerTime> until;  ///< Given: the message is about the end.
  bool beginning_delivered =
      true;  ///< With `until`: the beginning reached its recipient. Else one message says both.

  std::string_view label(std::string_view name) const { return text_of(labels, name); }
  /// The annotation in the language: "summary_en", or "summary" where there is none.
  std::string_view said(const std::string& name, Language language) const;
};

/// The same for all messages.
struct Frame {
  std::string commune_name;
  std::vector<Language> languages;
  Calendar calendar;
  std::string grafana, runbooks;  ///< Empty: no links.
};

/// 🔴 critical, 🟡 warning, 🔵 info, 🟢 over.
std::string_view mark(const Facts& facts);

/// The first sentence of a message: the event, or that it is over.
std::string headline(const Facts& facts, Language language);

/// "210 hộ"; empty if it is not configured.
std::string households_text(const Facts& facts, Language language);

}  // namespace commune::notify
