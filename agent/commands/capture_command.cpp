#include "agent/commands/capture_command.hpp"

#include <memory>
#include <ostream>

#include "agent/commands/capture_report.hpp"
#include "collectors/capture/capture_file.hpp"
#include "collectors/capture/live_capture.hpp"
#include "collectors/capture/packet_filter.hpp"
#include "core/model/time.hpp"

namespace commune {
namespace {

Result<capture::Interface> interface_of(const CaptureArguments& arguments) {
  if (arguments.read.empty() == arguments.interface.empty())
    return fail("", "give either --read FILE or --interface NAME");
  capture::Interface interface;
  interface.id = arguments.interface;
  interface.filter = arguments.filter;
  for (const std::string& text : arguments.lan) {
    auto prefix = capture::parse_prefix(text);
    if (!prefix) return fail("--lan", "{}", prefix.error().what);
    interface.lan.push_back(*prefix);
  }
  if (!arguments.filter.empty())
    if (auto checked = capture::check_filter(arguments.filter); !checked)
      return fail("--filter", "{}", checked.error().what);
  return interface;
}

std::uint64_t frames_of(const capture::Totals& totals) {
  std::uint64_t frames = totals.not_ip + totals.malformed;
  for (const auto& direction : totals.traffic)
    for (const capture::Count& count : direction)
      frames += count.packets;
  return frames;
}

void print(const CaptureArguments& arguments, const capture::TrafficCounts& counts,
           const capture::Totals& totals, double seconds, std::ostream& out) {
  const CaptureSpan span{frames_of(totals), seconds};
  (arguments.json ? print_capture_json : print_capture)(counts, totals, span, out);
}

int print_file(const CaptureArguments& arguments, capture::TrafficCounts& counts, std::ostream& out,
               std::ostream& err) {
  capture::FileExtent extent;
  const auto read = capture::read_capture_file(arguments.read, arguments.filter, counts, extent);
  if (extent.frames > 0 || read)
    print(arguments, counts, counts.totals(extent.last), seconds(extent.last - extent.first), out);
  if (!read) err << read.error().message() << '\n';
  return read ? 0 : 1;
}

int print_live(const CaptureArguments& arguments, const capture::Interface& interface,
               capture::TrafficCounts& counts, std::ostream& out, std::ostream& err) {
  const auto length = std::chrono::seconds(arguments.seconds);
  const auto drops = capture::capture_for(interface, length, counts);
  if (!drops) {
    err << drops.error().message() << '\n';
    return 1;
  }
  const auto end = std::chrono::floor<std::chrono::microseconds>(now().wall);
  capture::Totals totals = counts.totals(end);
  totals.kernel_drops = drops->kernel;
  totals.interface_drops = drops->interface;
  print(arguments, counts, totals, seconds(length), out);
  return 0;
}

}  // namespace

int run_capture(const CaptureArguments& arguments, std::ostream& out, std::ostream& err) {
  const auto interface = interface_of(arguments);
  if (!interface) {
    err << interface.error().message() << '\n';
    return 2;
  }
  // On the heap: it is too large for a thread's stack.
  const auto counts =
      std::make_unique<capture::TrafficCounts>(*interface, capture::HashKey::random());
  return arguments.read.empty() ? print_live(arguments, *interface, *counts, out, err)
                                : print_file(arguments, *counts, out, err);
}

}  // namespace commune
