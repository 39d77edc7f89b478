// Fetches scalars by GET, however little a device can answer at once. Belongs to the SNMP loop's
// thread.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "collectors/snmp/poll/request_chain.hpp"

namespace commune::snmp {

/// Values by OID, without those that the device does not have.
using ScalarValues = std::map<Oid, Value>;

/// tooBig and genErr halve the list; SNMPv1's noSuchName drops the scalar that it names and
/// remembers it.
class ScalarGet {
 public:
  /// The callee may move the values out. `failure` is nullptr when all scalars were asked for; else
  /// it is the reply that ended the GETs, and the values are those read before it.
  using Done = std::function<void(ScalarValues& values, const Reply* failure)>;

  ScalarGet(RequestChain& chain, std::set<Oid>& missing) : chain_(chain), missing_(missing) {}

  void run(std::vector<Oid> oids, Done done);

 private:
  void ask();
  void handle_reply(Reply reply);
  void handle_error(const Reply& reply);
  void finish(const Reply* failure);

  RequestChain& chain_;
  std::set<Oid>& missing_;
  std::vector<std::vector<Oid>> left_;  // lists still to be asked for, the next one last
  ScalarValues values_;
  Done done_;
};

}  // namespace commune::snmp
