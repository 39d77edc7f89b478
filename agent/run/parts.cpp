#include "agent/run/parts.hpp"

#include <algorithm>
#include <exception>

#include "core/runtime/worker_thread.hpp"

namespace commune {
namespace {

/// An exception from `work` is a failure of the part, and is returned as an error.
template <typename Work>
Result<void> guarded(const Part& part, Work work) {
  try {
    return work();
  } catch (const std::exception& error) {
    part.record()->count_failure();
    return fail(part.name(), "{}", error.what());
  }
}

}  // namespace

Result<void> Parts::start() {
  for (const auto& part : parts_) {
    if (auto done = guarded(*part, [&] { return part->start(); }); !done) {
      stop();
      return done;
    }
    ++started_;
  }
  return {};
}

std::vector<Error> Parts::check(const Configuration& next) {
  std::vector<Error> errors;
  for (const auto& part : parts_)
    if (auto checked = guarded(*part, [&] { return part->check(next); }); !checked)
      errors.push_back(std::move(checked.error()));
  return errors;
}

std::vector<std::string> Parts::needs_restart(const Configuration& next) const {
  std::vector<std::string> settings;
  for (const auto& part : parts_)
    for (auto& setting : part->needs_restart(next))
      if (std::find(settings.begin(), settings.end(), setting) == settings.end())
        settings.push_back(std::move(setting));
  return settings;
}

std::vector<Error> Parts::use(Part::Turn turn, const Configuration& next) {
  std::vector<Error> errors;
  for (const auto& part : parts_) {
    if (part->turn() != turn) continue;
    if (auto used = guarded(*part, [&] { return part->use(next); }); !used)
      errors.push_back(std::move(used.error()));
  }
  return errors;
}

void Parts::stop() {
  while (started_ > 0) {
    Part& part = *parts_[--started_];
    const auto done = guarded(part, [&]() -> Result<void> {
      part.stop();
      return {};
    });
    if (!done) log_failure("stopping", done.error().message().c_str());
  }
}

std::vector<PartFigures> Parts::figures() const {
  std::vector<PartFigures> figures;
  for (const auto& part : parts_)
    figures.push_back({part->name(), part->record()->failures(), part->record()->processor_time()});
  return figures;
}

}  // namespace commune
