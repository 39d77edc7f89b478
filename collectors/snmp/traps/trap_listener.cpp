#include "collectors/snmp/traps/trap_listener.hpp"

#include <algorithm>
#include <exception>
#include <string_view>
#include <utility>

#include "core/model/quantity_table.hpp"
#include "core/runtime/log.hpp"

namespace commune::snmp {
namespace {

constexpr std::chrono::seconds kPublishEvery{1};

// "[::]:162" takes IPv4 too, unless IPv4 has its own socket at that port.
bool must_be_v6_only(const std::string& listen, const std::vector<std::string>& all) {
  const auto port_of = [](std::string_view text) { return text.substr(text.rfind(':') + 1); };
  return listen.starts_with('[') && std::any_of(all.begin(), all.end(), [&](const auto& other) {
           return !other.starts_with('[') && port_of(other) == port_of(listen);
         });
}

std::string about(const Notification& notification, TrapKind kind) {
  const bool link = kind == TrapKind::link_down || kind == TrapKind::link_up;
  std::string name = link ? interface_of(notification) : std::string();
  return name.empty() ? notification.oid.str() : name;
}

}  // namespace

TrapListener::TrapListener(EventLoop& loop, SessionFactory& sessions, const LocalEngine& engine,
                           Sink& sink, OnNotification on_notification)
    : loop_(loop),
      sink_(sink),
      on_notification_(std::move(on_notification)),
      reader_(sessions, engine),
      publish_timer_(loop.context()) {}

void TrapListener::start(const TrapOptions& options) {
  community_ = options.community;
  for (const std::string& listen : *options.listen) {
    auto socket =
        TrapSocket::open(loop_.context(), listen, must_be_v6_only(listen, *options.listen));
    if (!socket) {
      spdlog::error("{}. The agent runs without them", socket.error().message());
      continue;
    }
    spdlog::info("traps: listening at udp://{}", listen);
    sockets_.push_back(std::move(*socket));
    watch(*sockets_.back());
  }
  if (!sockets_.empty()) publish();
}

void TrapListener::keep_only(const std::set<DeviceId>& devices) {
  senders_.keep_only(devices);
  log_.forget();
}

void TrapListener::watch(TrapSocket& socket) {
  socket.async_wait(lifetime_.guard([this, &socket](std::error_code error) {
    if (error) return;
    try {
      take_waiting(socket);
    } catch (const std::exception& thrown) {
      // Memory ran out. The listener keeps running: there may be memory for the next one.
      spdlog::error("traps: one is dropped: {}", thrown.what());
    }
    watch(socket);
  }));
}

void TrapListener::take_waiting(TrapSocket& socket) {
  const MonoTime now = commune::now().mono;
  for (int i = 0; i < kMostAtOnce; ++i) {
    const auto arrived = socket.receive();
    if (!arrived) return;
    if (const auto handled = handle_datagram(socket, *arrived, now); !handled)
      refuse(handled.error(), arrived->from, now);
  }
}

tl::expected<void, TrapRefusal> TrapListener::handle_datagram(TrapSocket& socket,
                                                              const TrapSocket::Arrived& arrived,
                                                              MonoTime now) {
  auto* entry = senders_.at(arrived.from);
  if (!entry) return tl::unexpected(TrapRefusal::unknown_source);
  if (!entry->bucket.try_spend(now)) return tl::unexpected(TrapRefusal::rate);
  if (arrived.too_large) return tl::unexpected(TrapRefusal::too_large);
  const auto head = read_head(arrived.bytes);
  if (!head) return tl::unexpected(TrapRefusal::malformed);
  const auto sender = sender_of(*entry, *head, community_);
  if (!sender) return tl::unexpected(sender.error());
  const auto read = reader_.read(arrived.bytes, *head, **sender, now);
  if (!read.answer.empty()) socket.answer(read.answer);
  if (read.refusal) return tl::unexpected(*read.refusal);
  if (!read.notification) return {};
  const DeviceId device = (*sender)->device;
  const TrapKind kind = on_notification_(device, *read.notification);
  log_.came(device, kind, about(*read.notification, kind), now);
  return {};
}

void TrapListener::refuse(TrapRefusal refusal, const Address& from, MonoTime now) {
  ++refused_[static_cast<std::size_t>(refusal)];
  log_.refused(refusal, from, now);
  publish_soon();
}

void TrapListener::publish_soon() {
  if (std::exchange(publishing_, true)) return;
  publish_timer_.expires_after(kPublishEvery);
  publish_timer_.async_wait(lifetime_.guard([this](std::error_code error) {
    publishing_ = false;
    if (!error) publish();
  }));
}

void TrapListener::publish() {
  static const QuantityIndex kRefused = quantity_index("snmp.traps_refused");
  auto made = std::make_shared<DeviceReadings>();
  made->source = Source::snmp;
  made->taken = commune::now();
  made->interval = kPublishEvery;
  made->answered = true;
  for (std::size_t i = 0; i < refused_.size(); ++i) {
    made->readings.push_back(
        {kRefused, static_cast<std::uint32_t>(i), static_cast<double>(refused_[i])});
    made->rows.push_back(
        {{LabelName::reason, std::string(to_string(static_cast<TrapRefusal>(i)))}});
  }
  sink_.publish(std::move(made));
}

}  // namespace commune::snmp
