// A round of a DNS probe: one question and its answer.
#pragma once

#include <cstdint>
#include <vector>

#include "collectors/service/name_query.hpp"
#include "collectors/service/round.hpp"

namespace commune::service {

class DnsRound final : public Round {
 public:
  DnsRound(const Probe& probe, EventLoop& loop, Done done);

 private:
  void give_up() override;
  void answered(const Result<std::vector<std::uint8_t>>& message);

  MonoTime begun_;
  NameQuery query_;
};

}  // namespace commune::service
