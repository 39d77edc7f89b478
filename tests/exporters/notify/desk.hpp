// A notifier without threads, network or clock: alerts are posted, time passes, and what would be
// sent is seen. And the alerts that the tests post.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "exporters/notify/alert.hpp"
#include "exporters/notify/dispatcher.hpp"
#include "exporters/notify/fault_book.hpp"
#include "exporters/notify/fault_store.hpp"
#include "exporters/notify/options.hpp"

namespace commune::notify::testing {

using namespace std::chrono_literals;

/// 14:05 on 25/11/2026 in Viet Nam.
inline constexpr LedgerTime kBegun{Milliseconds(1'795'590'300'000)};

/// The outage of the Wi-Fi in Ca, with every label and annotation of a rule.
Alert firing(LedgerTime starts = kBegun);
Alert resolved(LedgerTime ends, LedgerTime starts = kBegun);
Alert with(Alert alert, const std::string& annotation, const std::string& value);
Alert labelled(Alert alert, const std::string& label, const std::string& value);

Frame frame(std::vector<Language> languages = {Language::vi});

/// A new directory; gone with it.
class Directory {
 public:
  Directory();
  ~Directory();
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Channels: 0 zalo, 1 sms, 2 email. Contacts: nam by zalo, then sms; lan by zalo and nothing else;
/// cntt, the default, by email.
class Desk {
 public:
  Desk();

  Options options;
  LedgerTime now = kBegun + 1min;
  /// How the far end answers. At first it takes everything.
  std::function<Outcome(const Job&)> far_end;
  std::vector<Job> tried, delivered;

  /// As a process that was killed and started again.
  void open();

  Result<void> post(const std::vector<Alert>& alerts, const std::string& contact = "nam");

  /// Tries all that is due, by all channels in turn, until nothing is.
  void send();

  /// Time passes second by second, and what comes due is tried.
  void pass(std::chrono::seconds time);

  /// Time passes at once; what is due is tried at its end.
  void jump(std::chrono::seconds time);

  /// Prometheus is asked what is due and answers all of it so.
  std::size_t ask(bool holds);

  /// The first lines of what was delivered.
  std::vector<std::string> headlines() const;

  Directory directory;
  std::unique_ptr<FaultStore> store;
  std::unique_ptr<FaultBook> book;
  std::unique_ptr<Dispatcher> dispatcher;
};

Outcome well(const Job& job);
Outcome down(const Job& job);     ///< Nobody answers.
Outcome refuses(const Job& job);  ///< A bad address.

}  // namespace commune::notify::testing
