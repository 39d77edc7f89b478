// Drives the walk of one table: asks, fits the size of requests to what the device can answer,
// falls back to GETNEXT. Belongs to the SNMP loop's thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "collectors/snmp/poll/bulk_size.hpp"
#include "collectors/snmp/poll/request_chain.hpp"
#include "collectors/snmp/poll/walk.hpp"

namespace commune::snmp {

/// A table that needs more requests than this for its rows is given up.
inline constexpr std::size_t kMostRequestsInWalk = 2'000;

class TableWalk {
 public:
  struct Result {
    Rows rows;
    std::string failure;  ///< Empty: read to its end.
    bool silent = false;  ///< It failed because a request was not answered.
  };
  /// The callee may move the result out.
  using Done = std::function<void(Result&)>;

  TableWalk(RequestChain& chain, BulkSize& size, bool has_bulk)
      : chain_(chain), size_(size), has_bulk_(has_bulk) {}

  /// Result of the last complete walk of the table.
  struct Expected {
    std::size_t rows = 0;     ///< 0 when not known.
    std::optional<Oid> last;  ///< Index of the last row; empty when it is not known.
  };

  void run(const std::vector<Oid>& columns, RowLayout layout, Expected expected, Done done);

 private:
  void ask();
  Request make_request(int attempt);
  void handle_reply(Reply reply);
  void handle_error(const Reply& reply);
  void finish(std::string failure, bool silent);

  RequestChain& chain_;
  BulkSize& size_;
  bool has_bulk_;
  std::optional<Walk> walk_;
  Expected expected_;
  std::size_t requests_ = 0;
  Request last_;
  int full_repetitions_ = 0;  // of the first attempt
  int attempt_ = 0;
  Done done_;
};

}  // namespace commune::snmp
