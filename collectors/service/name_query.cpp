#include "collectors/service/name_query.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "collectors/service/socket_watch.hpp"
#include "core/runtime/lifetime.hpp"

#include <ares.h>
#include <fmt/format.h>
#include <netdb.h>

namespace commune::service {
namespace {

// The next server, or the same one again, is asked after this time; then after twice as long.
constexpr int kFirstWaitMs = 2'000;
// More than any round has time for: the caller decides when to give up.
constexpr int kTries = 10;

std::string in_brackets(const std::string& address) {
  return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

std::vector<Address> addresses_of(const ares_addrinfo& found) {
  std::vector<Address> addresses;
  for (const ares_addrinfo_node* node = found.nodes; node; node = node->ai_next) {
    sockaddr_storage raw{};
    std::copy_n(reinterpret_cast<const char*>(node->ai_addr),
                std::min<std::size_t>(node->ai_addrlen, sizeof raw), reinterpret_cast<char*>(&raw));
    if (const auto address = from_socket_address(raw)) addresses.push_back(*address);
  }
  return addresses;
}

int family_number(FamilyChoice family) {
  if (family == FamilyChoice::any) return AF_UNSPEC;
  return family == FamilyChoice::ipv4 ? AF_INET : AF_INET6;
}

}  // namespace

class NameQuery::Channel {
 public:
  Channel(EventLoop& loop, const std::optional<NameServer>& server)
      : loop_(loop),
        timer_(loop.context()),
        watch_(loop, [this](int socket, bool readable, bool writable) {
          ares_process_fd(channel_, readable ? socket : ARES_SOCKET_BAD,
                          writable ? socket : ARES_SOCKET_BAD);
          set_timer();
        }) {
    open(server);
  }

  ~Channel() {
    ending_ = true;
    if (channel_) ares_destroy(channel_);
    watch_.forget_all();
  }

  void addresses(const std::string& host, FamilyChoice family, AddressesDone done) {
    host_ = host;
    addresses_done_ = std::move(done);
    if (!channel_) return give(fail(host, "no name server can be asked: {}", open_failure_));
    ares_addrinfo_hints hints{};
    hints.ai_family = family_number(family);
    hints.ai_socktype = SOCK_STREAM;
    ares_getaddrinfo(channel_, host.c_str(), nullptr, &hints, &Channel::on_addresses, this);
    set_timer();
  }

  void record(const std::string& name, RecordType type, MessageDone done) {
    host_ = name;
    message_done_ = std::move(done);
    if (!channel_)
      return give_message(fail(name, "no name server can be asked: {}", open_failure_));
    static constexpr int kClassInternet = 1;
    ares_query(channel_, name.c_str(), kClassInternet, static_cast<int>(type), &Channel::on_message,
               this);
    set_timer();
  }

  std::string servers() const {
    ares_addr_port_node* list = nullptr;
    if (!channel_ || ares_get_servers_ports(channel_, &list) != ARES_SUCCESS) return "?";
    std::string text;
    for (const auto* node = list; node; node = node->next) {
      std::array<char, INET6_ADDRSTRLEN> address{};
      ares_inet_ntop(node->family, &node->addr, address.data(), address.size());
      if (!text.empty()) text += ", ";
      text += node->udp_port == 0 || node->udp_port == 53
                  ? std::string(address.data())
                  : fmt::format("{}:{}", in_brackets(address.data()), node->udp_port);
    }
    ares_free_data(list);
    return text;
  }

 private:
  void open(const std::optional<NameServer>& server) {
    ares_options options{};
    int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
    options.timeout = kFirstWaitMs;
    options.tries = kTries;
    options.sock_state_cb = [](void* self, ares_socket_t socket, int readable, int writable) {
      static_cast<Channel*>(self)->watch_.want(socket, readable != 0, writable != 0);
    };
    options.sock_state_cb_data = this;
    std::string lookups = "b";
    if (server) {
      // With one server its answer counts, also a failure. With several the next one is asked.
      options.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH;
      options.lookups = lookups.data();
      mask |= ARES_OPT_LOOKUPS;
    }
    int status = ares_init_options(&channel_, &options, mask);
    if (status == ARES_SUCCESS && server)
      status = ares_set_servers_ports_csv(
          channel_, fmt::format("{}:{}", in_brackets(server->address), server->port).c_str());
    if (status == ARES_SUCCESS) return;
    open_failure_ = ares_strerror(status);
    if (channel_) ares_destroy(channel_);
    channel_ = nullptr;
  }

  static void on_addresses(void* self, int status, int, ares_addrinfo* found) {
    auto& channel = *static_cast<Channel*>(self);
    if (!channel.ending_) {
      auto addresses = found ? addresses_of(*found) : std::vector<Address>();
      if (status == ARES_SUCCESS && !addresses.empty())
        channel.give(std::move(addresses));
      else
        channel.give(fail(channel.host_, "{}", channel.text_of(status)));
    }
    if (found) ares_freeaddrinfo(found);
  }

  static void on_message(void* self, int status, int, unsigned char* bytes, int length) {
    auto& channel = *static_cast<Channel*>(self);
    if (channel.ending_) return;
    if (bytes && length > 0)
      channel.give_message(std::vector<std::uint8_t>(bytes, bytes + length));
    else
      channel.give_message(fail(channel.host_, "{}", channel.text_of(status)));
  }

  std::string text_of(int status) const {
    switch (status) {
      case ARES_SUCCESS:
      case ARES_ENODATA:
        return "the name has no address";
      case ARES_ENOTFOUND:
        return "no such name";
      case ARES_ETIMEOUT:
        return "no answer from resolver " + servers();
      case ARES_ECONNREFUSED:
        return "no usable answer from resolver " + servers();
      case ARES_ESERVFAIL:
        return fmt::format("resolver {} says: server failure", servers());
      case ARES_EREFUSED:
        return fmt::format("resolver {} refuses to answer", servers());
      case ARES_EBADNAME:
        return "not a name that can be asked for";
      default:
        return fmt::format("resolver {}: {}", servers(), ares_strerror(status));
    }
  }

  // c-ares must not be destroyed within its own callbacks, so the answer is posted to the loop.
  void give(Result<std::vector<Address>> result) {
    loop_.post(lifetime_.guard([this, result = std::move(result)]() mutable {
      const auto done = std::exchange(addresses_done_, {});
      if (done) done(std::move(result));
    }));
  }
  void give_message(Result<std::vector<std::uint8_t>> result) {
    loop_.post(lifetime_.guard([this, result = std::move(result)]() mutable {
      const auto done = std::exchange(message_done_, {});
      if (done) done(std::move(result));
    }));
  }

  void set_timer() {
    timeval room{};
    const timeval* next = ares_timeout(channel_, nullptr, &room);
    if (!next) {
      timer_.cancel();
      return;
    }
    // Rather a little late: too early, c-ares finds nothing to do and is called again.
    timer_.expires_after(std::chrono::seconds(next->tv_sec) +
                         std::chrono::microseconds(next->tv_usec) + std::chrono::milliseconds(1));
    timer_.async_wait(lifetime_.guard([this](std::error_code error) {
      if (error) return;
      ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
      set_timer();
    }));
  }

  EventLoop& loop_;
  ares_channel channel_ = nullptr;
  asio::steady_timer timer_;
  SocketWatch watch_;
  std::string host_, open_failure_;
  AddressesDone addresses_done_;
  MessageDone message_done_;
  bool ending_ = false;
  Lifetime lifetime_;
};

NameQuery::NameQuery(EventLoop& loop, const std::optional<NameServer>& server)
    : channel_(std::make_unique<Channel>(loop, server)) {}

NameQuery::~NameQuery() = default;

void NameQuery::addresses(const std::string& host, FamilyChoice family, AddressesDone done) {
  channel_->addresses(host, family, std::move(done));
}

void NameQuery::record(const std::string& name, RecordType type, MessageDone done) {
  channel_->record(name, type, std::move(done));
}

std::string NameQuery::no_answer_text() const {
  return "no answer from resolver " + channel_->servers();
}

}  // namespace commune::service
