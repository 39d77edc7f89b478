#include "collectors/snmp/poll/scalar_get.hpp"

#include <utility>

namespace commune::snmp {

void ScalarGet::run(std::vector<Oid> oids, Done done) {
  done_ = std::move(done);
  values_.clear();
  std::erase_if(oids, [this](const Oid& oid) { return missing_.contains(oid); });
  left_.clear();
  left_.push_back(std::move(oids));
  ask();
}

void ScalarGet::ask() {
  while (!left_.empty() && left_.back().empty())
    left_.pop_back();
  if (left_.empty()) return finish(nullptr);
  chain_.ask(
      [oids = left_.back()](int) {
        return Request{Request::Type::get, oids, 0};
      },
      [this](Reply reply) { handle_reply(std::move(reply)); });
}

void ScalarGet::handle_reply(Reply reply) {
  if (reply.outcome == Outcome::error_status) return handle_error(reply);
  if (reply.outcome != Outcome::answered) return finish(&reply);
  left_.pop_back();
  for (auto& varbind : reply.varbinds)
    if (!absent(varbind.value))
      values_.insert_or_assign(std::move(varbind.oid), std::move(varbind.value));
  ask();
}

void ScalarGet::finish(const Reply* failure) {
  // Moved out first: the callee may run this object again.
  const auto done = std::move(done_);
  done(values_, failure);
}

void ScalarGet::handle_error(const Reply& reply) {
  auto oids = std::move(left_.back());
  left_.pop_back();
  const auto position = static_cast<std::size_t>(reply.error_index);
  const bool named = position >= 1 && position <= oids.size();
  if (reply.error_status == kNoSuchName && named) {
    missing_.insert(oids[position - 1]);
    oids.erase(oids.begin() + reply.error_index - 1);
    left_.push_back(std::move(oids));
  } else if (oids.size() > 1) {
    const auto middle = oids.begin() + static_cast<std::ptrdiff_t>(oids.size() / 2);
    left_.emplace_back(middle, oids.end());
    left_.emplace_back(oids.begin(), middle);
  }
  // A single scalar that the device answers with an error counts as missing.
  ask();
}

}  // namespace commune::snmp
