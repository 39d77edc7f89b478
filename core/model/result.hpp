// A value or the error that took its place. Errors are for what should not be (a mistake in a file,
// a refused socket); a silent device is a value, not an error.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <tl/expected.hpp>

namespace commune {

/// What went wrong and where. `where` is a place the reader can go to ("commune.toml:12:3",
/// "[::1]:10077", "device ap-7"); `what` names the offending value and what would be right.
struct Error {
  std::string where;
  std::string what;

  /// "where: what", or only "what" when there is no place.
  std::string message() const { return where.empty() ? what : where + ": " + what; }

  friend bool operator==(const Error&, const Error&) = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// For work that reports all its mistakes at once (reading a configuration). Never holds an empty
/// list.
template <typename T>
using ResultOrErrors = tl::expected<T, std::vector<Error>>;

/// Makes an unexpected Error: `return fail("eth0", "no such interface {}", name);`
template <typename... Args>
tl::unexpected<Error> fail(std::string where, fmt::format_string<Args...> what, Args&&... args) {
  return tl::unexpected(Error{std::move(where), fmt::format(what, std::forward<Args>(args)...)});
}

}  // namespace commune
