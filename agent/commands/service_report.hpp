// The output of `probe` for one round of a service probe. Pure.
#pragma once

#include <iosfwd>

#include "collectors/service/options.hpp"
#include "collectors/service/outcome.hpp"

namespace commune {

/// For people: the verdict, the phases and their sum, status, answers, end of the certificate.
void print_service(const service::Probe& probe, const service::Outcome& outcome, std::ostream& out);

/// For programs: one JSON object; durations in seconds, the certificate's end in Unix time.
void print_service_json(const service::Probe& probe, const service::Outcome& outcome,
                        std::ostream& out);

}  // namespace commune
