#include "collectors/icmp/target_record.hpp"

#include <utility>

#include "core/model/quantity_table.hpp"
#include "core/model/reachability.hpp"

namespace commune::icmp {

void TargetRecord::answered(Moment when, std::chrono::nanoseconds round_trip) {
  ++replies_;
  round_trips_.add(round_trip);
  last_answer_ = when;
  answered_ = true;
  silent_polls_ = 0;
  unmeasured_polls_ = 0;
  failure_.clear();
}

void TargetRecord::silent(std::string failure) {
  answered_ = false;
  ++silent_polls_;
  unmeasured_polls_ = 0;
  failure_ = std::move(failure);
}

void TargetRecord::unmeasured(std::string failure) {
  answered_ = false;
  silent_polls_ = 0;
  ++unmeasured_polls_;
  failure_ = std::move(failure);
}

DeviceReadingsPtr TargetRecord::readings(const Target& target, Moment taken) const {
  static const QuantityIndex kRequests = quantity_index("icmp.requests");
  static const QuantityIndex kReplies = quantity_index("icmp.replies");
  static const QuantityIndex kRoundTrip = quantity_index("icmp.round_trip");

  auto made = std::make_shared<DeviceReadings>();
  made->device = target.device;
  made->source = Source::icmp;
  made->taken = taken;
  made->interval = target.interval;
  made->answered = answered_;
  if (unmeasured_polls_ < kSilentPolls) made->last_answer = last_answer_;
  made->silent_polls = silent_polls_;
  made->failure = failure_;
  made->rows.resize(1);
  made->readings = {{kRequests, 0, static_cast<double>(requests_)},
                    {kReplies, 0, static_cast<double>(replies_)}};
  made->histograms.push_back(round_trips_.reading(kRoundTrip));
  return made;
}

}  // namespace commune::icmp
