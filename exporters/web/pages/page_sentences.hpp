// The sentences of the status page in one language.
#pragma once

#include <string_view>

#include "core/model/inventory.hpp"

namespace commune::web {

struct PageSentences {
  std::string_view code;  ///< For lang="": "vi".
  std::string_view title, as_of, other_language;
  std::string_view all_served, none_down, nothing_measured;
  std::string_view devices;  ///< Three numbers: answer, silent, not measured.
  std::string_view clock_unknown, history_trouble, connection_lost;
  std::string_view outages, no_outages, since, for_, whom, households, root_device, call,
      no_contact, cuts_off;
  std::string_view planned, planned_none, planned_to_come, until, whole_commune, announced_by;
  std::string_view villages, map, map_label, map_left_out, legend_label;
  std::string_view last_day, last_day_note, past_day, empty_day;
  std::string_view no_access, unmeasured, unmeasured_none, unmeasured_note;
  std::string_view internet, services, reached, not_reached, not_asked_yet;
  std::string_view traffic, not_captured, down, up, hosts, users_wait, on_wifi, beyond, sent_again;
  std::string_view line_test, no_test_yet, of_contract, waits, when_full;
  std::string_view busy_lines;
  std::string_view files, this_month, coverage, outage_list, metrics;
  std::string_view ledger_until;
};

const PageSentences& page_sentences(Language language);

}  // namespace commune::web
