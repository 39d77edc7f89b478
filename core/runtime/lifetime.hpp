// Keeps a handler that is already queued on a loop from touching an object that is gone.
#pragma once

#include <memory>
#include <utility>

namespace commune {

/// A member of the object that hands out handlers; declare it last, so that it goes first. Not
/// thread-safe: object, handlers and loop share one thread.
class Lifetime {
 public:
  /// `handler`, or nothing once the owner is gone.
  template <typename Handler>
  auto guard(Handler handler) const {
    return [alive = std::weak_ptr<const char>(token_),
            handler = std::move(handler)](auto&&... arguments) mutable {
      if (!alive.expired()) handler(std::forward<decltype(arguments)>(arguments)...);
    };
  }

 private:
  std::shared_ptr<const char> token_ = std::make_shared<const char>();
};

}  // namespace commune
