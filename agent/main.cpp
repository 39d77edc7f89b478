// The program: arguments in, exit code out, and the one place that catches what nobody expected.
#include <exception>
#include <iostream>

#include "agent/command_line.hpp"

#include <sys/prctl.h>

int main(int argc, char** argv) {
  // Communities and passphrases are in its memory: no core file, and no look by others of its user.
  prctl(PR_SET_DUMPABLE, 0);
  try {
    return commune::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "commune-agent: " << error.what() << '\n';
    return 1;
  }
}
