#include "core/net/host_resolver.hpp"

#include <algorithm>
#include <exception>
#include <system_error>
#include <thread>
#include <utility>

#include <netdb.h>

namespace commune {
namespace {

constexpr int kMostRunning = 4;

// An exception that leaves a thread ends the program.
Result<std::vector<Address>> look_up_safely(const HostResolver::LookUp& look_up,
                                            const std::string& name) {
  try {
    return look_up(name);
  } catch (const std::exception& error) {
    return fail(name, "{}", error.what());
  }
}

}  // namespace

Result<std::vector<Address>> look_up(const std::string& name) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;  // Each address once, not once for each kind of socket.
  addrinfo* list = nullptr;
  const int error = getaddrinfo(name.c_str(), nullptr, &hints, &list);
  if (error == EAI_SYSTEM) return fail(name, "{}", std::generic_category().message(errno));
  if (error != 0) return fail(name, "{}", gai_strerror(error));
  std::vector<Address> found;
  for (const addrinfo* item = list; item; item = item->ai_next) {
    sockaddr_storage raw{};
    std::copy_n(reinterpret_cast<const char*>(item->ai_addr),
                std::min<std::size_t>(item->ai_addrlen, sizeof raw), reinterpret_cast<char*>(&raw));
    if (const auto address = from_socket_address(raw)) found.push_back(*address);
  }
  freeaddrinfo(list);
  return found;
}

HostResolver::HostResolver(EventLoop& loop, LookUp look_up)
    : look_up_(std::move(look_up)),
      return_(std::make_shared<Guarded<Return>>(Return{this, &loop})) {}

HostResolver::~HostResolver() {
  return_->with([](Return& way) { way = {}; });
}

void HostResolver::resolve(std::string name, Done done) {
  waiting_.push_back({std::move(name), std::move(done)});
  start_waiting();
}

void HostResolver::start_waiting() {
  while (running_ < kMostRunning && !waiting_.empty()) {
    const Request next = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    start(next);
  }
}

void HostResolver::start(const Request& request) {
  const auto work = [request, look_up = look_up_, back = return_] {
    hand_back(back, request.done, look_up_safely(look_up, request.name));
  };
  try {
    std::thread(work).detach();
  } catch (const std::system_error& error) {
    hand_back(return_, request.done, fail(request.name, "no thread for it: {}", error.what()));
  }
}

void HostResolver::hand_back(const std::shared_ptr<Guarded<Return>>& back, const Done& done,
                             Result<std::vector<Address>> found) {
  back->with([&](Return& way) {
    if (!way.loop) return;
    way.loop->post([back, done, found = std::move(found)]() mutable {
      // On the loop's thread, as the destructor is: the resolver does not go after this look.
      auto* resolver = back->with([](Return& still) { return still.resolver; });
      if (resolver) resolver->finished(done, std::move(found));
    });
  });
}

void HostResolver::finished(const Done& done, Result<std::vector<Address>> found) {
  --running_;
  start_waiting();
  done(std::move(found));
}

}  // namespace commune
