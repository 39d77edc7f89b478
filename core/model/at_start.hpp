// Settings by when they take effect. A plain member of an Options struct may change at a reload; an
// AtStart member is read once, when the program starts, and another value needs a restart.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace commune {

template <typename T>
class AtStart {
 public:
  AtStart() = default;
  template <std::convertible_to<T> U>
  AtStart(U&& value) : value_(std::forward<U>(value)) {}

  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }
  operator const T&() const { return value_; }

  friend bool operator==(const AtStart&, const AtStart&) = default;

 private:
  T value_{};
};

/// An AtStart member and its name for people. A struct of options that has such members lists them:
/// `static constexpr auto kStartSettings = std::tuple(StartSetting("[agent] web",
/// &Options::listen))`.
template <typename Options, typename T>
struct StartSetting {
  constexpr StartSetting(std::string_view its_name, AtStart<T> Options::*its_member)
      : name(its_name), member(its_member) {}

  std::string_view name;
  AtStart<T> Options::*member;
};

/// Names of the start settings that are different in `next`.
template <typename Options>
std::vector<std::string> changed_start_settings(const Options& running, const Options& next) {
  std::vector<std::string> changed;
  const auto compare = [&](const auto& setting) {
    if (running.*setting.member != next.*setting.member) changed.emplace_back(setting.name);
  };
  std::apply([&](const auto&... setting) { (compare(setting), ...); }, Options::kStartSettings);
  return changed;
}

/// `next` with the start settings of `running`: what can be taken up without a restart.
template <typename Options>
Options keep_start_settings(const Options& running, Options next) {
  std::apply(
      [&](const auto&... setting) { ((next.*setting.member = running.*setting.member), ...); },
      Options::kStartSettings);
  return next;
}

}  // namespace commune
