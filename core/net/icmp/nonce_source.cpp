#include "core/net/icmp/nonce_source.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace commune::icmp {

NonceSource::NonceSource() {
  refill();
}

Nonce NonceSource::next() {
  if (used_ + sizeof(Nonce) > page_.size()) refill();
  Nonce nonce;
  std::copy_n(page_.begin() + static_cast<std::ptrdiff_t>(used_), nonce.size(), nonce.begin());
  used_ += sizeof(Nonce);
  return nonce;
}

void NonceSource::refill() {
  std::size_t filled = 0;
  while (filled < page_.size()) {
    const auto got = getrandom(page_.data() + filled, page_.size() - filled, 0);
    if (got > 0)
      filled += static_cast<std::size_t>(got);
    else if (errno != EINTR)
      throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  used_ = 0;
}

}  // namespace commune::icmp
