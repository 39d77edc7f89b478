// The door through which libFuzzer calls a target (preset fuzz).
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  commune::fuzz::run({data, size});
  return 0;
}
