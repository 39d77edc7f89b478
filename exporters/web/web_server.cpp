#include "exporters/web/web_server.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "core/runtime/log.hpp"
#include "exporters/web/listen_socket.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace commune::web {
namespace {

constexpr std::size_t kLongestQueue = 8;

}  // namespace

WebServer::WebServer(Options options, std::shared_ptr<WorkRecord> record)
    : record_(std::move(record)), options_(std::move(options)) {}

WebServer::~WebServer() {
  stop();
}

void WebServer::route(std::string method, std::string path, Handler handler, Lane lane) {
  routes_.add(std::move(method), std::move(path), std::move(handler), lane);
}

void WebServer::observe(Observer observer) {
  observer_ = std::move(observer);
}

Result<void> WebServer::start() {
  // Creates the log here, on one thread, not on the server's threads at their first message.
  spdlog::default_logger_raw();
  const MutexLock lock(mutex_);
  auto credentials = load_credentials(options_);
  if (!credentials) return tl::unexpected(credentials.error());
  const auto socket = open_listen_socket(options_.listen);
  if (!socket) return tl::unexpected(socket.error());
  listen_socket_ = socket->descriptor;
  port_ = socket->port;
  pages_ = std::make_unique<JobThread>("web-pages", kLongestQueue, record_);
  work_ = std::make_unique<JobThread>("web-work", kLongestQueue, record_);
  Error error;
  current_ = start_daemon(options_, std::move(*credentials), error);
  if (!current_) return tl::unexpected(error);
  return {};
}

std::unique_ptr<Daemon> WebServer::start_daemon(const Options& options, Credentials credentials,
                                                Error& error) {
  // Each daemon closes its own copy of the socket.
  const int socket = ::fcntl(listen_socket_, F_DUPFD_CLOEXEC, 0);
  if (socket < 0) {
    error = {*options.listen, std::generic_category().message(errno)};
    return nullptr;
  }
  auto daemon =
      std::make_unique<Daemon>(options, std::move(credentials),
                               DaemonDependencies{routes_, observer_, *pages_, *work_, record_});
  if (auto started = daemon->start(socket); !started) {
    error = started.error();
    return nullptr;
  }
  return daemon;
}

Result<void> WebServer::check(const Options& next) {
  return load_credentials(next).map([](const Credentials&) {});
}

Result<void> WebServer::use(const Options& next) {
  auto credentials = load_credentials(next);
  if (!credentials) return tl::unexpected(credentials.error());
  const MutexLock lock(mutex_);
  if (!current_) return {};
  Options options = keep_start_settings(options_, next);
  if (options == options_ && current_->serves(credentials->tls)) return {};
  Error error;
  auto fresh = start_daemon(options, std::move(*credentials), error);
  if (!fresh) return tl::unexpected(error);
  options_ = std::move(options);
  const Daemon* old = current_.get();
  retired_.push_back(std::exchange(current_, std::move(fresh)));
  for (const auto& daemon : retired_)
    daemon->follow(*current_);
  // The library's threads cannot end their own daemon.
  retired_.back()->retire(
      [this, old] { (void)work_->submit({.work = [this, old] { forget(old); }, .done = [] {}}); });
  return {};
}

void WebServer::forget(const Daemon* retired) {
  std::unique_ptr<Daemon> gone;
  const MutexLock lock(mutex_);
  const auto found = std::find_if(retired_.begin(), retired_.end(),
                                  [&](const auto& daemon) { return daemon.get() == retired; });
  if (found == retired_.end()) return;
  gone = std::move(*found);
  retired_.erase(found);
}

void WebServer::refuse_requests() {
  const MutexLock lock(mutex_);
  if (current_) current_->close();
  for (const auto& daemon : retired_)
    daemon->close();
}

void WebServer::stop() {
  refuse_requests();
  if (pages_) pages_->stop();
  if (work_) work_->stop();
  const MutexLock lock(mutex_);
  // A retired daemon's connections may wait for a password of its successor.
  for (const auto& daemon : retired_)
    daemon->stop_passwords();
  if (current_) current_->stop_passwords();
  retired_.clear();
  current_.reset();
  if (listen_socket_ >= 0) ::close(std::exchange(listen_socket_, -1));
  port_ = 0;
}

std::uint16_t WebServer::port() const {
  return port_;
}

}  // namespace commune::web
