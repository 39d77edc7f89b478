#include "collectors/snmp/survey/survey.hpp"

#include <utility>

#include "collectors/snmp/poll/device_poll.hpp"
#include "collectors/snmp/poll/poll_readings.hpp"
#include "collectors/snmp/survey/survey_profile.hpp"

#include <fmt/format.h>

namespace commune::snmp {
namespace {

// Full GETBULKs: the size shrinks for a device that cannot answer them.
constexpr int kMaxRepetitions = 25;

// Failures that another login cannot change.
bool hopeless(const RequestFigures& figures) {
  return figures.failures.contains(to_string(Outcome::closed)) ||
         figures.failures.contains(to_string(Outcome::unreachable));
}

}  // namespace

/// One device, from the first login to the end of its poll.
class Survey::Visit {
 public:
  Visit(Survey& survey, std::uint64_t number, const Waiting& whom)
      : survey_(survey), number_(number), presence_(whom.presence), address_(whom.address) {}

  void start() {
    if (survey_.options_.logins.empty()) return finish({address_, {}, {}, "no login to try"});
    try_login();
  }

 private:
  void try_login() {
    const SurveyOptions& options = survey_.options_;
    poll_.reset();
    session_.reset();
    history_ = {};
    memory_.emplace(kMaxRepetitions);
    started_ = now();
    session_ = survey_.sessions_.open(DeviceId{address_.to_string()}, {address_, options.port},
                                      options.logins[login_], history_.refused);
    const Patience patience{options.timeout, presence_ == Presence::answers ? options.retries : 0,
                            started_.mono + options.deadline};
    poll_ = std::make_unique<DevicePoll>(*session_, *memory_, history_.requests, *survey_.readers_,
                                         patience, [] { return now().mono; });
    poll_->start([this](PollResult result) {
      // Posted: the poll is still on the stack.
      survey_.loop_.post(
          lifetime_.guard([this, result = std::move(result)] { handle_result(result); }));
    });
  }

  void handle_result(const PollResult& result) {
    if (result.answered) return finish(letting_in(result));
    // Keeps the first reason: it is that of the safest login, and mostly the useful one.
    if (failure_.empty() || failure_.rfind("no answer", 0) == 0) failure_ = result.failure;
    ++login_;
    if (login_ < survey_.options_.logins.size() && !hopeless(history_.requests)) return try_login();
    finish({address_, {}, {}, failure_});
  }

  Surveyed letting_in(const PollResult& result) {
    Surveyed made{address_, login_, surveyed(result.data), result.failure};
    const auto readings = make_readings(DeviceId{}, survey_.options_.deadline, result, started_,
                                        now(), history_, *memory_);
    if (readings.identity) made.device.identity = *readings.identity;
    if (memory_->reader)
      made.device.family = memory_->reader->interpretation->profile().description;
    for (const Reading& reading : readings.readings)
      made.device.quantities.insert(quantity(reading.quantity).name);
    return made;
  }

  void finish(Surveyed result) { survey_.finish_visit(number_, std::move(result)); }

  Survey& survey_;
  std::uint64_t number_;
  Presence presence_;
  Address address_;
  std::size_t login_ = 0;
  std::string failure_;
  Moment started_;
  PollHistory history_;
  std::optional<DeviceMemory> memory_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<DevicePoll> poll_;
  Lifetime lifetime_;
};

Result<std::unique_ptr<Survey>> Survey::make(EventLoop& loop, SurveyOptions options,
                                             OnSurveyed on_surveyed) {
  std::vector<ProfilePtr> profiles;
  profiles.reserve(options.profiles.size());
  for (const ProfilePtr& family : options.profiles)
    profiles.push_back(survey_profile(*family, options.neighbours));
  auto readers = ProfileReaders::make(std::move(profiles));
  if (!readers) return tl::unexpected(readers.error());
  return std::unique_ptr<Survey>(
      new Survey(loop, std::move(options), std::move(*readers), std::move(on_surveyed)));
}

Survey::Survey(EventLoop& loop, SurveyOptions options,
               std::shared_ptr<const ProfileReaders> readers, OnSurveyed on_surveyed)
    : loop_(loop),
      options_(std::move(options)),
      readers_(std::move(readers)),
      on_surveyed_(std::move(on_surveyed)),
      sessions_(loop.context()) {}

Survey::~Survey() = default;

void Survey::add(const Address& address, Presence presence) {
  waiting_.push_back({address, presence});
  loop_.post(lifetime_.guard([this] { start_waiting(); }));
}

void Survey::start_waiting() {
  while (!waiting_.empty() && under_way_.size() < options_.parallel) {
    const auto number = ++last_visit_;
    auto& visit = under_way_[number];
    visit = std::make_unique<Visit>(*this, number, waiting_.front());
    waiting_.pop_front();
    visit->start();
  }
}

void Survey::finish_visit(std::uint64_t visit, Surveyed surveyed) {
  // Posted: the visit is still on the stack.
  loop_.post(lifetime_.guard([this, visit, surveyed = std::move(surveyed)]() mutable {
    under_way_.erase(visit);
    on_surveyed_(std::move(surveyed));
    start_waiting();
  }));
}

}  // namespace commune::snmp
