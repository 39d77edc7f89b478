#include "exporters/web/web_server.hpp"

#include <array>
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <exception>
#include <utility>
#include <vector>

#include "core/runtime/log.hpp"
#include "exporters/web/listen_socket.hpp"
#include "exporters/web/tls.hpp"

#include <microhttpd.h>

namespace commune::web {
namespace {

// Two, so that a long page (an export) does not hold up a scrape.
constexpr unsigned kThreads = 2;
// Room for one request's line and headers; a longer request is answered 431 or 414.
constexpr std::size_t kConnectionMemory = std::size_t{16} * 1024;
constexpr std::size_t kLongestPasswordQueue = 8;

void log_library_message(void* /*unused*/, const char* format, va_list arguments) {
  std::array<char, 300> line{};
  std::vsnprintf(line.data(), line.size(), format, arguments);
  const std::string_view text(line.data());
  spdlog::debug("web: {}", text.substr(0, text.find_last_not_of('\n') + 1));
}

struct Entrance {
  explicit Entrance(const HouseRules& all) : rules(all) {}

  HouseRules rules;
  std::atomic<bool> closed = false;
};

// No exception may pass through the library: a request that cannot be handled closes its
// connection.
MHD_Result on_request(void* through, MHD_Connection* connection, const char* path,
                      const char* method, const char* /*version*/, const char* data,
                      std::size_t* size, void** state) {
  const auto& entrance = *static_cast<const Entrance*>(through);
  if (entrance.closed) return MHD_NO;
  try {
    auto* visit = static_cast<Visit*>(*state);
    if (!visit) {
      visit = new Visit(entrance.rules, *connection, method, path);
      *state = visit;
      return visit->begin() ? MHD_YES : MHD_NO;
    }
    if (*size == 0) return visit->finish() ? MHD_YES : MHD_NO;
    const bool taken = visit->take(data, std::exchange(*size, 0));
    return taken ? MHD_YES : MHD_NO;
  } catch (const std::exception& error) {
    spdlog::error("web: a request could not be handled: {}", error.what());
    return MHD_NO;
  }
}

void on_request_completed(void* /*unused*/, MHD_Connection* /*connection*/, void** state,
                          MHD_RequestTerminationCode /*why*/) {
  delete static_cast<Visit*>(std::exchange(*state, nullptr));
}

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
      {MHD_OPTION_NOTIFY_COMPLETED, reinterpret_cast<intptr_t>(&on_request_completed), nullptr},
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

struct WebServer::Running {
  TlsMaterial tls;
  std::unique_ptr<Authenticator> authenticator;
  std::unique_ptr<PasswordThread> password_thread;
  std::unique_ptr<Entrance> entrance;
  ListenSocket socket;
  MHD_Daemon* daemon = nullptr;

  ~Running() {
    // It wakes all connections that wait for it: the library must not be stopped with some asleep.
    if (password_thread) password_thread->stop();
    if (daemon) MHD_stop_daemon(daemon);
  }
};

WebServer::WebServer(Options options) : options_(std::move(options)) {}
WebServer::~WebServer() = default;

void WebServer::route(std::string method, std::string path, Handler handler) {
  routes_.add(std::move(method), std::move(path), std::move(handler));
}

void WebServer::observe(Observer observer) {
  observer_ = std::move(observer);
}

Result<void> WebServer::start() {
  // The log is made here, by one thread, not by the server's own when they first have something to
  // say.
  spdlog::default_logger_raw();
  auto running = std::make_unique<Running>();
  if (options_.tls.enabled()) {
    auto tls = load_tls(options_.tls);
    if (!tls) return tl::unexpected(tls.error());
    running->tls = std::move(*tls);
  }
  if (!options_.users.empty()) {
    auto authenticator = Authenticator::make(options_.users);
    if (!authenticator) return tl::unexpected(authenticator.error());
    running->authenticator = std::move(*authenticator);
    running->password_thread = std::make_unique<PasswordThread>(kLongestPasswordQueue);
  }
  running->entrance = std::make_unique<Entrance>(
      HouseRules{routes_, observer_, running->authenticator.get(), running->password_thread.get(),
                 !running->tls.client_ca.empty(), options_.longest_body});
  const auto socket = open_listen_socket(options_.listen);
  if (!socket) return tl::unexpected(socket.error());
  running->socket = *socket;

  auto items = library_options(options_, running->tls, socket->descriptor);
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  if (options_.tls.enabled()) flags |= MHD_USE_TLS;
  running->daemon = MHD_start_daemon(
      flags, 0, nullptr, nullptr, &on_request, running->entrance.get(), MHD_OPTION_EXTERNAL_LOGGER,
      &log_library_message, nullptr, MHD_OPTION_ARRAY, items.data(), MHD_OPTION_END);
  // The library has closed the socket when it refuses.
  if (!running->daemon)
    return fail(options_.listen,
                "the web server does not start: too few file descriptors or threads are left");
  running_ = std::move(running);
  return {};
}

void WebServer::refuse_requests() {
  if (running_) running_->entrance->closed = true;
}

void WebServer::stop() {
  refuse_requests();
  running_.reset();
}

std::uint16_t WebServer::port() const {
  return running_ ? running_->socket.port : 0;
}

}  // namespace commune::web
