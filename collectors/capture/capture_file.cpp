#include "collectors/capture/capture_file.hpp"

#include <algorithm>
#include <memory>

#include "collectors/capture/link_types.hpp"

#include <pcap/pcap.h>

namespace commune::capture {
namespace {

using Pcap = std::unique_ptr<pcap_t, decltype(&pcap_close)>;

struct Reader {
  TrafficCounts* counts;
  LinkLayer link;
  FileExtent* extent;
};

void take_frame(u_char* user, const pcap_pkthdr* header, const u_char* bytes) {
  auto* reader = reinterpret_cast<Reader*>(user);
  const PacketTime time(std::chrono::seconds(header->ts.tv_sec) +
                        std::chrono::microseconds(header->ts.tv_usec));
  FileExtent& extent = *reader->extent;
  if (extent.frames++ == 0) extent.first = time;
  extent.last = std::max(extent.last, time);
  reader->counts->see({time, reader->link, {bytes, header->caplen}, header->len});
}

Result<void> use_filter(pcap_t* pcap, const std::string& filter) {
  if (filter.empty()) return {};
  bpf_program program{};
  if (pcap_compile(pcap, &program, filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0)
    return fail("", "filter \"{}\" is not understood ({}); see pcap-filter(7)", filter,
                pcap_geterr(pcap));
  pcap_setfilter(pcap, &program);
  pcap_freecode(&program);
  return {};
}

}  // namespace

Result<void> read_capture_file(const std::string& path, const std::string& filter,
                               TrafficCounts& counts, FileExtent& extent) {
  char text[PCAP_ERRBUF_SIZE] = "";
  const Pcap pcap(pcap_open_offline(path.c_str(), text), &pcap_close);
  if (!pcap) return fail(path, "cannot be read: {}", text);
  const auto link = link_layer(pcap_datalink(pcap.get()));
  if (!link) return fail(path, "frames of type {} are not understood", pcap_datalink(pcap.get()));
  if (auto used = use_filter(pcap.get(), filter); !used) return used;
  Reader reader{&counts, *link, &extent};
  if (pcap_loop(pcap.get(), -1, take_frame, reinterpret_cast<u_char*>(&reader)) != 0)
    return fail(path, "after {} frames: {}", extent.frames, pcap_geterr(pcap.get()));
  return {};
}

}  // namespace commune::capture
