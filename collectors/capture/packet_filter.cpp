#include "collectors/capture/packet_filter.hpp"

#include <memory>

#include <pcap/pcap.h>

namespace commune::capture {
namespace {

constexpr int kAnySnaplen = 65'535;

}  // namespace

Result<void> check_filter(const std::string& expression) {
  const std::unique_ptr<pcap_t, decltype(&pcap_close)> dead(pcap_open_dead(DLT_EN10MB, kAnySnaplen),
                                                            &pcap_close);
  if (!dead) return fail("", "no memory to check the filter");
  bpf_program program{};
  if (pcap_compile(dead.get(), &program, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0)
    return fail("", "filter \"{}\" is not understood ({}); see pcap-filter(7)", expression,
                pcap_geterr(dead.get()));
  pcap_freecode(&program);
  return {};
}

}  // namespace commune::capture
