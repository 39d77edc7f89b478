// Finds devices that answer SNMP: tries the logins at an address one after the other, each once, so
// that a wrong one cannot lock an account, then polls the device once by its family's profile. A
// few devices at a time.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/snmp/poll/readers.hpp"
#include "collectors/snmp/poll/target.hpp"
#include "collectors/snmp/session/session_factory.hpp"
#include "collectors/snmp/survey/surveyed_device.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/lifetime.hpp"

namespace commune::snmp {

struct SurveyOptions {
  std::vector<Credentials> logins;  ///< In the order in which they are tried.
  std::vector<ProfilePtr> profiles;
  std::uint16_t port = 161;
  Milliseconds timeout{1'000};  ///< For one answer.
  int retries = 1;  ///< Repetitions of a datagram without an answer; a refusal is an answer.
  Milliseconds deadline{30'000};  ///< For one login at one device, the poll included.
  std::size_t parallel = 16;      ///< Devices at a time.
  bool neighbours = false;        ///< LLDP-MIB is read too.
};

/// Result for one address.
struct Surveyed {
  Address address;
  std::optional<std::size_t> login;  ///< Position of the login that worked; empty: none did.
  SurveyedDevice device;             ///< Empty without a login.
  std::string failure;  ///< Why no login worked, or a table was not read; empty without a failure.
};

/// Whether the address answered a ping. If not, datagrams are not repeated.
enum class Presence : std::uint8_t { answers, unknown };

/// Belongs to the loop's thread, as net-snmp does then; the loop outlives it.
class Survey {
 public:
  using OnSurveyed = std::function<void(Surveyed)>;

  /// Fails when a profile is wrong. Calls back later, from the loop, once for each address added.
  static Result<std::unique_ptr<Survey>> make(EventLoop& loop, SurveyOptions options,
                                              OnSurveyed on_surveyed);
  ~Survey();

  void add(const Address& address, Presence presence);

  /// Addresses that wait or are being visited.
  std::size_t left() const { return waiting_.size() + under_way_.size(); }

 private:
  class Visit;
  struct Waiting {
    Address address;
    Presence presence;
  };
  Survey(EventLoop& loop, SurveyOptions options, std::shared_ptr<const ProfileReaders> readers,
         OnSurveyed on_surveyed);
  void start_waiting();
  void finish_visit(std::uint64_t visit, Surveyed surveyed);

  EventLoop& loop_;
  SurveyOptions options_;
  std::shared_ptr<const ProfileReaders> readers_;
  OnSurveyed on_surveyed_;
  SessionFactory sessions_;
  std::deque<Waiting> waiting_;
  std::map<std::uint64_t, std::unique_ptr<Visit>> under_way_;
  std::uint64_t last_visit_ = 0;
  Lifetime lifetime_;
};

}  // namespace commune::snmp
