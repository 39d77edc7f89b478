// The command line: the subcommands and their arguments.
#pragma once

namespace commune {

/// Parses the arguments and runs the command. Returns the exit code: 0 done, 1 failed while
/// running, 2 usage or configuration.
int run_command_line(int argc, char** argv);

}  // namespace commune
