#include "exporters/prometheus/agent_metrics.hpp"

#include "core/model/time.hpp"

namespace commune {

void add_build_info(const BuildInfo& build, MetricPage& page) {
  page.family(description(OwnMetric::build_info));
  page.label("version", build.version);
  page.label("revision", build.revision);
  page.label("compiler", build.compiler);
  page.value(1);
}

void add_parts(const std::vector<PartFigures>& parts, MetricPage& page) {
  page.family(description(OwnMetric::part_failures));
  for (const PartFigures& part : parts) {
    page.label("part", part.part);
    page.value(static_cast<double>(part.failures));
  }
  page.family(description(OwnMetric::part_cpu_seconds));
  for (const PartFigures& part : parts) {
    page.label("part", part.part);
    page.value(seconds(part.processor_time));
  }
}

void add_process_figures(const ProcessFigures& figures, MetricPage& page) {
  const auto add = [&](OwnMetric metric, const std::optional<double>& figure) {
    if (!figure) return;
    page.family(description(metric));
    page.value(*figure);
  };
  add(OwnMetric::process_cpu_seconds, figures.cpu_seconds);
  add(OwnMetric::process_resident_memory, figures.resident_memory_bytes);
  add(OwnMetric::process_virtual_memory, figures.virtual_memory_bytes);
  add(OwnMetric::process_open_fds, figures.open_fds);
  add(OwnMetric::process_max_fds, figures.max_fds);
  add(OwnMetric::process_start_time, figures.start_time_seconds);
}

}  // namespace commune
