// `generate`: files for Prometheus and Alertmanager, made from the configuration of the commune.
#pragma once

#include <iosfwd>
#include <string>

namespace commune {

struct GenerateArguments {
  std::string config;
  std::string secret_file;  ///< alertmanager: empty: the file that [notify] names.
  std::string url;          ///< alertmanager: the address of notify; empty: where it listens.
  std::string ca_file;      ///< alertmanager: trusted certificates; empty: the system's.
};

/// The file goes to `out`, all messages to `err`. 0: written; 2: a mistake in the configuration, or
/// something missing in it.
int run_generate_prometheus(const GenerateArguments& arguments, std::ostream& out,
                            std::ostream& err);
int run_generate_alertmanager(const GenerateArguments& arguments, std::ostream& out,
                              std::ostream& err);

}  // namespace commune
