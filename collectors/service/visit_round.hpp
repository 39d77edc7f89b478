// A round of an HTTP, TCP or TLS probe: names, connections and, by HTTP, answers, hop by hop.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/service/name_query.hpp"
#include "collectors/service/round.hpp"
#include "collectors/service/transfer.hpp"
#include "collectors/service/url_parts.hpp"

namespace commune::service {

class VisitRound final : public Round {
 public:
  VisitRound(const Probe& probe, EventLoop& loop, TransferLoop& transfers, Done done);

 private:
  void give_up() override;
  void hop(std::string url);
  void resolved(Result<std::vector<Address>> found);
  void transfer(std::vector<Address> addresses);
  void transferred(const TransferResult& result);
  void answered(const TransferResult& result);
  void add_measurements(const TransferResult& result);

  TransferLoop& transfers_;
  std::string url_;  ///< The current hop.
  UrlParts parts_;
  int followed_ = 0;
  MonoTime step_begun_;  ///< Start of the look-up or the transfer.
  std::unique_ptr<NameQuery> query_;
  std::unique_ptr<Transfer> transfer_;
};

}  // namespace commune::service
