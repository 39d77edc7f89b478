#include "collectors/throughput/throughput_collector.hpp"

#include <utility>

namespace commune::throughput {

class ThroughputCollector::Work {};

ThroughputCollector::ThroughputCollector(Options, Sink&) {}
ThroughputCollector::~ThroughputCollector() = default;
void ThroughputCollector::start() {}
void ThroughputCollector::stop() {}
void ThroughputCollector::replace(Options) {}

}  // namespace commune::throughput
