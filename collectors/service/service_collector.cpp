#include "collectors/service/service_collector.hpp"

#include <utility>

namespace commune::service {

class ServiceCollector::Work {};

ServiceCollector::ServiceCollector(Options, Sink&) {}
ServiceCollector::~ServiceCollector() = default;
void ServiceCollector::start() {}
void ServiceCollector::stop() {}
void ServiceCollector::replace(Options) {}

}  // namespace commune::service
