#include "collectors/capture/capture_collector.hpp"

#include <utility>

namespace commune::capture {

class CaptureCollector::Work {};

CaptureCollector::CaptureCollector(Options, Sink&) {}
CaptureCollector::~CaptureCollector() = default;
void CaptureCollector::start() {}
void CaptureCollector::stop() {}
void CaptureCollector::replace(Options) {}

}  // namespace commune::capture
