// The program: arguments in, exit code out. The only place that catches unexpected exceptions.
#include <exception>
#include <iostream>

#include "agent/command_line.hpp"

#include <sys/prctl.h>

int main(int argc, char** argv) {
  // The memory holds communities and passphrases: no core file, and no access for other processes
  // of the same user.
  prctl(PR_SET_DUMPABLE, 0);
  try {
    return commune::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "commune-agent: " << error.what() << '\n';
    return 1;
  }
}
