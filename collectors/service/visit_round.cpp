#include "collectors/service/visit_round.hpp"

#include <utility>

#include "collectors/service/http_check.hpp"

#include <fmt/format.h>

namespace commune::service {
namespace {

std::string first_url(const Probe& probe) {
  if (probe.kind == Kind::http) return probe.http.url;
  const bool v6 = probe.host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}/", probe.kind == Kind::tls ? "https" : "http", v6 ? "[" : "",
                     probe.host, v6 ? "]" : "", probe.port);
}

bool fits(const Address& address, FamilyChoice family) {
  return family == FamilyChoice::any || (family == FamilyChoice::ipv4) == address.is_v4();
}

}  // namespace

VisitRound::VisitRound(const Probe& probe, EventLoop& loop, TransferLoop& transfers, Done done)
    : Round(probe, loop, std::move(done)), transfers_(transfers) {
  hop(first_url(probe_));
}

void VisitRound::hop(std::string url) {
  url_ = std::move(url);
  transfer_.reset();
  auto parts = split_url(url_);
  if (!parts) return fail_by(Reason::protocol, "cannot follow " + in_quotes(url_));
  parts_ = *std::move(parts);
  step_begun_ = now().mono;
  if (const auto numeric = numeric_address(parts_.host)) {
    if (fits(*numeric, probe_.family)) return transfer({*numeric});
    return fail_by(Reason::connect,
                   fmt::format("{} is not an {} address", parts_.host,
                               probe_.family == FamilyChoice::ipv4 ? "IPv4" : "IPv6"));
  }
  query_ = std::make_unique<NameQuery>(loop_, probe_.resolver);
  query_->addresses(parts_.host, probe_.family,
                    [this](Result<std::vector<Address>> found) { resolved(std::move(found)); });
}

void VisitRound::resolved(Result<std::vector<Address>> found) {
  query_.reset();
  const MonoTime answered = now().mono;
  outcome_.phases.add(Phase::resolve, answered - std::exchange(step_begun_, answered));
  if (!found)
    return fail_by(Reason::resolve,
                   fmt::format("cannot resolve {}: {}", parts_.host, found.error().what));
  transfer(*std::move(found));
}

void VisitRound::transfer(std::vector<Address> addresses) {
  TransferRequest request;
  request.url = url_;
  request.host = parts_.host;
  request.port = parts_.port;
  request.addresses = std::move(addresses);
  request.connect_only = probe_.kind != Kind::http;
  request.head = probe_.http.head;
  request.max_body = probe_.http.max_body;
  request.user_agent = probe_.http.user_agent;
  request.ca_file = probe_.ca_file;
  transfer_ =
      std::make_unique<Transfer>(transfers_, std::move(request),
                                 [this](const TransferResult& result) { transferred(result); });
}

// Status and round trip are those of the last hop; times are summed over all hops.
void VisitRound::add_measurements(const TransferResult& result) {
  outcome_.phases.add(result.phases);
  outcome_.round_trip = result.round_trip;
  outcome_.http_status = result.status;
  if (result.not_after) outcome_.not_after = result.not_after;
}

void VisitRound::transferred(const TransferResult& result) {
  add_measurements(result);
  if (result.failure) return fail_by(result.failure->reason, result.failure->text);
  if (probe_.kind != Kind::http) return finish();
  answered(result);
}

void VisitRound::answered(const TransferResult& result) {
  const HttpAnswer answer{result.status.value_or(0), result.redirect, result.body, result.body_cut};
  if (!is_followed(probe_.http, answer)) {
    outcome_.failure = unexpected(probe_.http, answer);
    return finish();
  }
  outcome_.failure = refused_redirect(probe_.http, followed_, url_, result.redirect);
  if (outcome_.failure) return finish();
  ++followed_;
  hop(result.redirect);
}

void VisitRound::give_up() {
  const auto passed = now().mono - step_begun_;
  if (query_) {
    outcome_.phases.add(Phase::resolve, passed);
    outcome_.failure = Failure{Reason::resolve, fmt::format("cannot resolve {}: {}", parts_.host,
                                                            query_->no_answer_text())};
    query_.reset();
    return;
  }
  if (!transfer_) return;
  const TransferResult result = transfer_->give_up(passed, probe_.timeout);
  add_measurements(result);
  outcome_.failure = result.failure;
}

}  // namespace commune::service
