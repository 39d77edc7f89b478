#include "collectors/capture/live_capture.hpp"

#include <utility>

#include "collectors/capture/link_types.hpp"
#include "core/model/time.hpp"

#include <pcap/pcap.h>
#include <poll.h>

namespace commune::capture {
namespace {

// Long enough that the kernel hands over full blocks (TPACKET_V3), short enough for figures each
// second.
constexpr int kBlockTimeoutMs = 100;
// So that a flood does not keep the thread from its other work.
constexpr int kMostFrames = 10'000;

struct Reader {
  TrafficCounts* counts;
  LinkLayer link;
};

void take_frame(u_char* user, const pcap_pkthdr* header, const u_char* bytes) {
  const auto* reader = reinterpret_cast<const Reader*>(user);
  const auto time =
      std::chrono::seconds(header->ts.tv_sec) + std::chrono::microseconds(header->ts.tv_usec);
  reader->counts->see({PacketTime(time), reader->link, {bytes, header->caplen}, header->len});
}

}  // namespace

class LiveCapture::Handle {
 public:
  explicit Handle(pcap_t* pcap) : pcap_(pcap) {}
  ~Handle() { pcap_close(pcap_); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  Result<void> activate(const Interface& interface);
  Result<void> use_filter(const Interface& interface);

  pcap_t* get() { return pcap_; }
  LinkLayer link() const { return link_; }

 private:
  pcap_t* pcap_;
  LinkLayer link_ = LinkLayer::ethernet;
};

Result<void> LiveCapture::Handle::activate(const Interface& interface) {
  pcap_set_snaplen(pcap_, interface.snaplen);
  pcap_set_promisc(pcap_, interface.promiscuous ? 1 : 0);
  pcap_set_timeout(pcap_, kBlockTimeoutMs);
  pcap_set_buffer_size(pcap_, static_cast<int>(interface.buffer_bytes));
  const int activated = pcap_activate(pcap_);
  if (activated == PCAP_ERROR_PERM_DENIED || activated == PCAP_ERROR_PROMISC_PERM_DENIED)
    return fail(interface.id,
                "not allowed to capture; give the program CAP_NET_RAW (in its systemd unit: "
                "AmbientCapabilities=CAP_NET_RAW)");
  if (activated < 0) {
    const std::string why = pcap_geterr(pcap_);
    return fail(interface.id, "cannot capture: {}",
                why.empty() ? pcap_statustostr(activated) : why);
  }
  const auto link = link_layer(pcap_datalink(pcap_));
  if (!link)
    return fail(interface.id, "cannot capture: frames of type {} are not understood",
                pcap_datalink(pcap_));
  link_ = *link;
  char text[PCAP_ERRBUF_SIZE] = "";
  if (pcap_setnonblock(pcap_, 1, text) != 0) return fail(interface.id, "cannot capture: {}", text);
  return use_filter(interface);
}

Result<void> LiveCapture::Handle::use_filter(const Interface& interface) {
  if (interface.filter.empty()) return {};
  bpf_program program{};
  if (pcap_compile(pcap_, &program, interface.filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0)
    return fail(interface.id, "filter \"{}\" does not fit this interface: {}", interface.filter,
                pcap_geterr(pcap_));
  const int set = pcap_setfilter(pcap_, &program);
  pcap_freecode(&program);
  if (set == 0) return {};
  return fail(interface.id, "filter \"{}\" is refused: {}", interface.filter, pcap_geterr(pcap_));
}

LiveCapture::LiveCapture(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
LiveCapture::~LiveCapture() = default;

Result<std::unique_ptr<LiveCapture>> LiveCapture::open(const Interface& interface) {
  char text[PCAP_ERRBUF_SIZE] = "";
  pcap_t* pcap = pcap_create(interface.id.c_str(), text);
  if (pcap == nullptr) return fail(interface.id, "cannot capture: {}", text);
  auto handle = std::make_unique<Handle>(pcap);
  if (auto ready = handle->activate(interface); !ready) return tl::unexpected(ready.error());
  return std::unique_ptr<LiveCapture>(new LiveCapture(std::move(handle)));
}

int LiveCapture::descriptor() const {
  return pcap_get_selectable_fd(handle_->get());
}

Result<void> LiveCapture::read(TrafficCounts& counts) {
  Reader reader{&counts, handle_->link()};
  const int read =
      pcap_dispatch(handle_->get(), kMostFrames, take_frame, reinterpret_cast<u_char*>(&reader));
  if (read >= 0) return {};
  return fail("", "{}", pcap_geterr(handle_->get()));
}

// libpcap counts in 32 bits.
Drops LiveCapture::drops() {
  pcap_stat stat{};
  if (pcap_stats(handle_->get(), &stat) == 0) {
    drops_.kernel += stat.ps_drop - std::exchange(last_kernel_, stat.ps_drop);
    drops_.interface += stat.ps_ifdrop - std::exchange(last_interface_, stat.ps_ifdrop);
  }
  return drops_;
}

Result<Drops> capture_for(const Interface& interface, std::chrono::seconds length,
                          TrafficCounts& counts) {
  auto live = LiveCapture::open(interface);
  if (!live) return tl::unexpected(live.error());
  const MonoTime end = now().mono + length;
  for (MonoTime time = now().mono; time < end; time = now().mono) {
    pollfd packets{(*live)->descriptor(), POLLIN, 0};
    const auto left = std::chrono::ceil<Milliseconds>(end - time);
    if (poll(&packets, 1, static_cast<int>(left.count())) <= 0) continue;
    if ((packets.revents & POLLIN) == 0) return fail(interface.id, "the interface went away");
    if (auto read = (*live)->read(counts); !read) return tl::unexpected(read.error());
  }
  return (*live)->drops();
}

}  // namespace commune::capture
