// The command line: which subcommands there are, and what follows each.
#pragma once

namespace commune {

/// Parses the arguments and does what they say. Gives the exit code: 0 done, 1 failed while
/// running, 2 usage or configuration.
int run_command_line(int argc, char** argv);

}  // namespace commune
