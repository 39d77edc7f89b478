// How long /metrics takes: exposition_bench [DEVICES] [INTERFACES] [ROUNDS] [ACCESSES]. Eleven
// series an interface, seven an access; prints the quantiles of render and gzip in milliseconds of
// processor time, which other work on the machine spoils less than the clock on the wall.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "exporters/prometheus/exposition.hpp"
#include "exporters/web/compression.hpp"
#include "tests/exporters/prometheus/sample_commune.hpp"
#include "tests/exporters/prometheus/sample_coverage.hpp"

namespace {

void print(const char* what, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  std::printf("%-8s p50 %7.2f ms   p99 %7.2f ms\n", what, times[times.size() / 2],
              times[times.size() * 99 / 100]);
}

double processor_milliseconds() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int position, std::size_t otherwise) {
    return argc > position ? std::strtoul(argv[position], nullptr, 10) : otherwise;
  };
  const auto snapshot = commune::testing::wide_commune(argument(1, 38), argument(2, 24));
  const commune::LedgerView ledger = {
      std::make_shared<commune::CoveragePicture>(commune::testing::wide_coverage(argument(4, 0))),
      {}};
  const commune::Exposition exposition({"0.1.0", "", ""});
  std::vector<double> render, gzip;
  std::size_t size = 0, compressed = 0;
  for (std::size_t i = 0; i < argument(3, 200); ++i) {
    double begun = processor_milliseconds();
    const auto page = exposition.render(snapshot, ledger);
    render.push_back(processor_milliseconds() - begun);
    begun = processor_milliseconds();
    compressed = commune::web::gzip(page).value_or("").size();
    gzip.push_back(processor_milliseconds() - begun);
    size = page.size();
  }
  std::printf("page %zu bytes, gzip %zu bytes\n", size, compressed);
  print("render", render);
  print("gzip", gzip);
}
