// Writes the small ledger of these tests as a file: TOPIC FORMAT COLUMNS, to standard output.
#include <iostream>

#include "exporters/report/report.hpp"
#include "tests/exporters/report/small_ledger.hpp"

int main(int argc, char** argv) {
  using namespace commune::report;
  if (argc != 4) return 2;
  auto request = october(topic_of(argv[1]).value(), format_of(argv[2]).value());
  request.columns = columns_of(argv[3]).value();
  auto history = small_ledger();
  const auto done = write_report(history, two_villages(), vietnam(), request, std::cout);
  if (!done) std::cerr << done.error().message() << '\n';
  return done ? 0 : 1;
}
