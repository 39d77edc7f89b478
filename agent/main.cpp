// The program: arguments in, exit code out, and the one place that catches what nobody expected.
#include <exception>
#include <iostream>

#include "agent/command_line.hpp"

int main(int argc, char** argv) {
  try {
    return commune::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "commune-agent: " << error.what() << '\n';
    return 1;
  }
}
