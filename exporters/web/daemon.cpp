#include "exporters/web/daemon.hpp"

#include <array>
#include <cstdarg>
#include <cstdio>
#include <exception>
#include <utility>
#include <vector>

#include "core/runtime/log.hpp"

#include <microhttpd.h>
#include <unistd.h>

namespace commune::web {
namespace {

// Two, so that one large page does not delay a scrape.
constexpr unsigned kThreads = 2;
// Memory for the request line and headers; a longer request is answered 431 or 414.
constexpr std::size_t kConnectionMemory = std::size_t{16} * 1024;
constexpr std::size_t kLongestPasswordQueue = 8;

void log_library_message(void* /*unused*/, const char* format, va_list arguments) {
  std::array<char, 300> line{};
  std::vsnprintf(line.data(), line.size(), format, arguments);
  const std::string_view text(line.data());
  spdlog::debug("web: {}", text.substr(0, text.find_last_not_of('\n') + 1));
}

}  // namespace

/// Called by the library. No exception may pass through it: a request that cannot be handled closes
/// its connection.
struct Daemon::Callbacks {
  static MHD_Result on_request(void* through, MHD_Connection* connection, const char* path,
                               const char* method, const char* /*version*/, const char* data,
                               std::size_t* size, void** state) {
    auto& daemon = *static_cast<Daemon*>(through);
    if (daemon.closed_) return MHD_NO;
    const WorkRecord::Section timed(*daemon.record_);
    try {
      const VisitDependenciesPtr in_force = daemon.visit_dependencies();
      auto* visit = static_cast<Visit*>(*state);
      if (!visit) {
        if (!in_force) return MHD_NO;
        visit = new Visit(in_force, !daemon.retired_, *connection, method, path);
        *state = visit;
        return visit->begin() ? MHD_YES : MHD_NO;
      }
      // The user may have been removed since.
      if (visit->awaits_password() && visit->dependencies() != in_force)
        return visit->refuse_login() ? MHD_YES : MHD_NO;
      if (*size == 0) return visit->finish() ? MHD_YES : MHD_NO;
      const bool accepted = visit->receive_body(data, std::exchange(*size, 0));
      return accepted ? MHD_YES : MHD_NO;
    } catch (const std::exception& error) {
      daemon.record_->count_failure();
      log_failure("web: a request could not be handled", error.what());
      return MHD_NO;
    }
  }

  static void on_request_completed(void* /*unused*/, MHD_Connection* /*connection*/, void** state,
                                   MHD_RequestTerminationCode /*why*/) {
    delete static_cast<Visit*>(std::exchange(*state, nullptr));
  }

  static void on_connection(void* through, MHD_Connection* /*connection*/, void** /*state*/,
                            MHD_ConnectionNotificationCode code) {
    auto& daemon = *static_cast<Daemon*>(through);
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
      ++daemon.connections_;
    else
      daemon.leave();
  }
};

namespace {

std::vector<MHD_OptionItem> library_options(const Options& options, const TlsMaterial& tls,
                                            int listen_socket) {
  const auto text = [](const std::string& pem) { return const_cast<char*>(pem.c_str()); };
  std::vector<MHD_OptionItem> items = {
      {MHD_OPTION_LISTEN_SOCKET, listen_socket, nullptr},
      {MHD_OPTION_THREAD_POOL_SIZE, kThreads, nullptr},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, kConnectionMemory, nullptr},
      {MHD_OPTION_CONNECTION_LIMIT, options.connection_limit, nullptr},
      {MHD_OPTION_PER_IP_CONNECTION_LIMIT, options.connections_per_address, nullptr},
      {MHD_OPTION_CONNECTION_TIMEOUT, static_cast<intptr_t>(options.connection_timeout.count()),
       nullptr},
      {MHD_OPTION_STRICT_FOR_CLIENT, 1, nullptr},
  };
  if (options.tls.enabled()) {
    items.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, text(tls.certificate)});
    items.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, text(tls.key)});
    items.push_back({MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char*>(kTlsPriorities)});
    if (!tls.client_ca.empty())
      items.push_back({MHD_OPTION_HTTPS_MEM_TRUST, 0, text(tls.client_ca)});
  }
  items.push_back({MHD_OPTION_END, 0, nullptr});
  return items;
}

}  // namespace

namespace {

VisitDependenciesPtr make_visit_dependencies(const Options& options,
                                             std::unique_ptr<Authenticator> authenticator,
                                             bool client_certificates,
                                             const DaemonDependencies& dependencies) {
  auto passwords = authenticator ? std::make_unique<JobThread>(
                                       "web-password", kLongestPasswordQueue, dependencies.record)
                                 : nullptr;
  return std::make_shared<const VisitDependencies>(VisitDependencies{
      dependencies.routes, dependencies.observer, dependencies.pages, dependencies.work,
      std::move(authenticator), std::move(passwords), client_certificates, options.longest_body});
}

}  // namespace

Result<Credentials> load_credentials(const Options& options) {
  Credentials loaded;
  if (options.tls.enabled()) {
    auto tls = load_tls(options.tls);
    if (!tls) return tl::unexpected(tls.error());
    loaded.tls = std::move(*tls);
  }
  if (!options.users.empty()) {
    auto authenticator = Authenticator::make(options.users);
    if (!authenticator) return tl::unexpected(authenticator.error());
    loaded.authenticator = std::move(*authenticator);
  }
  return loaded;
}

Daemon::Daemon(const Options& options, Credentials credentials,
               const DaemonDependencies& dependencies)
    : options_(options),
      record_(dependencies.record),
      tls_(std::move(credentials.tls)),
      own_(make_visit_dependencies(options, std::move(credentials.authenticator),
                                   !tls_.client_ca.empty(), dependencies)),
      in_force_(own_) {}

Daemon::~Daemon() {
  close();
  // The library must not be stopped with some connections asleep.
  stop_passwords();
  if (daemon_) MHD_stop_daemon(daemon_);
}

Result<void> Daemon::start(int listen_socket) {
  auto items = library_options(options_, tls_, listen_socket);
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  if (options_.tls.enabled()) flags |= MHD_USE_TLS;
  daemon_ = MHD_start_daemon(flags, 0, nullptr, nullptr, &Callbacks::on_request, this,
                             MHD_OPTION_EXTERNAL_LOGGER, &log_library_message, nullptr,
                             MHD_OPTION_NOTIFY_COMPLETED, &Callbacks::on_request_completed, this,
                             MHD_OPTION_NOTIFY_CONNECTION, &Callbacks::on_connection, this,
                             MHD_OPTION_ARRAY, items.data(), MHD_OPTION_END);
  // The library has closed the socket when it refuses.
  if (!daemon_)
    return fail(*options_.listen,
                "the web server does not start: too few file descriptors or threads are left");
  return {};
}

VisitDependenciesPtr Daemon::visit_dependencies() const {
  return in_force_.with([](const VisitDependenciesPtr& in_force) { return in_force; });
}

void Daemon::stop_passwords() {
  if (own_->passwords) own_->passwords->stop();
}

void Daemon::leave() {
  if (--connections_ == 0 && retired_ && !said_idle_.exchange(true)) idle_();
}

void Daemon::follow(const Daemon& successor) {
  const auto rules = successor.serves(tls_) ? successor.own_ : nullptr;
  in_force_.with([&](VisitDependenciesPtr& in_force) { in_force = rules; });
}

void Daemon::retire(std::function<void()> idle) {
  idle_ = std::move(idle);
  ++connections_;  // So that idle_ is not called before this one leaves.
  retired_ = true;
  if (const int listen_socket = MHD_quiesce_daemon(daemon_); listen_socket >= 0)
    ::close(listen_socket);
  leave();
}

}  // namespace commune::web
