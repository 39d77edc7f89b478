#include "tests/collectors/snmp/poll/fake_device.hpp"

namespace commune::snmp {

void FakeDevice::send(const Request& request, Milliseconds timeout, OnReply on_reply) {
  requests.push_back(request);
  const bool lost =
      silent || drop(request) || (bulk_is_silent && request.type == Request::Type::get_bulk);
  if (lost) {
    now += timeout;
    queue_.emplace_back(Reply{Outcome::timeout, 0, 0, {}, "no answer"}, std::move(on_reply));
    return;
  }
  now += Milliseconds{1};
  queue_.emplace_back(answer(request), std::move(on_reply));
}

void FakeDevice::run() {
  while (!queue_.empty()) {
    auto [reply, on_reply] = std::move(queue_.front());
    queue_.pop_front();
    on_reply(std::move(reply));
  }
}

std::size_t FakeDevice::count(Request::Type type) const {
  std::size_t found = 0;
  for (const auto& request : requests)
    found += request.type == type ? 1 : 0;
  return found;
}

Varbind FakeDevice::next(const Oid& oid) const {
  const auto found = values.upper_bound(oid);
  return found == values.end() ? Varbind{oid, Absent::end_of_mib_view}
                               : Varbind{found->first, found->second};
}

Reply FakeDevice::answer(const Request& request) const {
  Reply reply{Outcome::answered, 0, 0, {}, {}};
  const auto error = [&](int status, std::size_t index) {
    return Reply{Outcome::error_status, status, static_cast<int>(index), {}, "error status"};
  };
  const std::size_t rounds = request.type == Request::Type::get_bulk
                                 ? static_cast<std::size_t>(request.max_repetitions)
                                 : 1;
  std::vector<Oid> cursors = request.oids;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < cursors.size(); ++i) {
      Varbind varbind{cursors[i], Absent::no_such_instance};
      if (request.type == Request::Type::get) {
        if (const auto found = values.find(cursors[i]); found != values.end())
          varbind.value = found->second;
      } else {
        varbind = next(cursors[i]);
      }
      if (v1 && absent(varbind.value)) return error(kNoSuchName, i + 1);
      cursors[i] = varbind.oid;
      reply.varbinds.push_back(std::move(varbind));
    }
  }
  if (reply.varbinds.size() > most_varbinds) return error(kTooBig, 0);
  return reply;
}

}  // namespace commune::snmp
