// A proposal as one JSON object, for programs, with the same content as the TOML. Pure.
#pragma once

#include <iosfwd>

#include "agent/commands/discover/proposal_toml.hpp"

namespace commune::discover {

void print_proposal_json(const Proposal& proposal, const ProposalFrame& frame, std::ostream& out);

}  // namespace commune::discover
