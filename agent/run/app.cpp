#include "agent/run/app.hpp"

#include <atomic>
#include <csignal>
#include <functional>
#include <future>
#include <mutex>
#include <utility>

#include "agent/run/clock_source.hpp"
#include "agent/run/configuration.hpp"
#include "agent/run/coverage_watch.hpp"
#include "agent/run/device_watch.hpp"
#include "agent/history/history.hpp"
#include "agent/settings/toml/endpoint.hpp"
#include "agent/run/vantage_watch.hpp"
#include "agent/version.hpp"
#include "agent/run/web_pages.hpp"
#include "collectors/capture/capture_collector.hpp"
#include "collectors/icmp/icmp_collector.hpp"
#include "collectors/service/service_collector.hpp"
#include "collectors/snmp/snmp_collector.hpp"
#include "collectors/throughput/throughput_collector.hpp"
#include "core/model/latest_readings.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/heap.hpp"
#include "core/runtime/log.hpp"
#include "exporters/prometheus/exposition.hpp"
#include "exporters/prometheus/self_metrics.hpp"
#include "exporters/remote_write/remote_write.hpp"
#include "exporters/web/web_server.hpp"

#include <asio/signal_set.hpp>
#include <sys/resource.h>

namespace commune {
namespace {

constexpr std::chrono::seconds kLookInterval{1};

std::shared_ptr<const Inventory> inventory_of(const settings::Settings& settings) {
  return std::make_shared<const Inventory>(settings.inventory);
}

coverage::Setup coverage_setup(const settings::Settings& settings) {
  return {inventory_of(settings), settings.judged, settings.thresholds, settings.maintenance};
}

bool listens_on_loopback(const settings::Settings& settings) {
  const auto endpoint = settings::parse_endpoint(settings.web.listen);
  return endpoint && endpoint->loopback;
}

// A session is a socket: a commune of 5000 devices needs more than the usual 1024.
void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

spdlog::level::level_enum level_of(settings::LogLevel level) {
  switch (level) {
    case settings::LogLevel::debug:
      return spdlog::level::debug;
    case settings::LogLevel::info:
      return spdlog::level::info;
    case settings::LogLevel::warning:
      return spdlog::level::warn;
    case settings::LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::string lines(const std::vector<Error>& errors) {
  std::string text;
  for (const auto& error : errors)
    text += error.message() + "\n";
  return text;
}

class App {
 public:
  App(std::string config_path, Configuration configuration);

  Result<void> start();
  void run() { loop_.keep_running(); }
  void stop();

 private:
  void add_routes();
  void handle_signals();
  void look_around();
  Snapshot snapshot() const { return latest_.snapshot(now()); }
  std::string page(const MetricSelection& selection = {}) const;
  web::Response metrics(const web::Request& request) const;
  web::Response reload_by_request();
  void reload_by_signal();
  /// Reads the configuration and takes it up, all or nothing. From any thread but the main loop's,
  /// which it would block. Gives the mistakes; empty when there are none.
  std::string reload();
  std::string take_up(Configuration configuration);

  std::string config_path_;
  Configuration configuration_;
  EventLoop loop_;
  LatestReadings latest_;
  std::shared_ptr<SelfMetrics> self_metrics_ = std::make_shared<SelfMetrics>();
  Exposition exposition_;
  std::unique_ptr<history::History> history_;
  std::unique_ptr<CoverageWatch> coverage_;
  VantageWatch vantage_;
  web::WebServer web_;
  icmp::IcmpCollector icmp_;
  std::unique_ptr<snmp::SnmpCollector> snmp_;
  service::ServiceCollector services_;
  capture::CaptureCollector capture_;
  throughput::ThroughputCollector throughput_;
  remote_write::RemoteWrite remote_write_;
  DeviceWatch watch_;
  asio::steady_timer look_timer_;
  asio::signal_set signals_;
  std::atomic<bool> ready_ = false;
  std::mutex reloading_;
  std::future<void> signalled_reload_;
};

App::App(std::string config_path, Configuration configuration)
    : config_path_(std::move(config_path)),
      configuration_(std::move(configuration)),
      latest_(inventory_of(configuration_.settings)),
      exposition_(build_info(), self_metrics_),
      web_(configuration_.settings.web),
      icmp_({configuration_.settings.icmp_targets}, latest_, loop_),
      services_(configuration_.settings.services, latest_),
      capture_(configuration_.settings.capture, latest_),
      throughput_(configuration_.settings.throughput, latest_),
      remote_write_({[this] { return page(); }, [this] { return coverage_->clock_known(); },
                     read_boot_id(), fmt::format("commune-agent/{}", build_info().version)}),
      look_timer_(loop_.context()),
      signals_(loop_.context(), SIGTERM, SIGINT, SIGHUP) {}

Result<void> App::start() {
  // The web server answers before all else is there to be reloaded.
  const std::lock_guard no_reload_meanwhile(reloading_);
  const auto& settings = configuration_.settings;
  auto history = history::History::open(settings.history, read_boot_id());
  if (!history) return tl::unexpected(history.error());
  history_ = std::move(*history);
  coverage_ = std::make_unique<CoverageWatch>(coverage_setup(settings), *history_);
  // What a device tells by a trap is taken for true once it answers so itself, or no more at all.
  auto snmp = snmp::SnmpCollector::make(
      {settings.snmp_targets, configuration_.profiles, settings.traps}, latest_,
      [this](const DeviceId& device) { icmp_.ping_now(device); });
  if (!snmp) return tl::unexpected(snmp.error());
  snmp_ = std::move(*snmp);
  add_routes();
  if (auto started = web_.start(); !started) return started;
  handle_signals();
  icmp_.start();
  snmp_->start();
  services_.start();
  capture_.start();
  throughput_.start();
  if (auto used = remote_write_.use(settings.remote_write); !used) return used;
  self_metrics_->config_reloaded(true, now().wall);
  look_around();
  spdlog::info("commune-agent {}: {}, {} devices, {} by SNMP, {} by ICMP", build_info().version,
               settings.inventory.commune_name, settings.inventory.devices.size(),
               settings.snmp_targets.size(), settings.icmp_targets.size());
  spdlog::info("listening at {}://{} (/ /metrics /api/v1/coverage)",
               settings.web.tls.enabled() ? "https" : "http", settings.web.listen);
  ready_ = true;
  return {};
}

void App::stop() {
  web_.stop();
  remote_write_.stop();
  icmp_.stop();
  snmp_->stop();
  services_.stop();
  capture_.stop();
  throughput_.stop();
  coverage_->stop();
  spdlog::info("stopped");
}

void App::add_routes() {
  add_pages(web_, {latest_, *coverage_, vantage_, *history_,
                   history::history_path(configuration_.settings.state_dir),
                   listens_on_loopback(configuration_.settings), [this](const Maintenance& work) {
                     loop_.post([this, work] { coverage_->announce(work); });
                   }});
  web_.route("GET", "/metrics", [this](const auto& request) { return metrics(request); });
  web_.route("GET", "/-/healthy",
             [](const web::Request&) { return web::Response::text(200, "healthy\n"); });
  web_.route("GET", "/-/ready", [this](const web::Request&) {
    return ready_ ? web::Response::text(200, "ready\n") : web::Response::text(503, "starting\n");
  });
  web_.route("POST", "/-/reload", [this](const web::Request&) { return reload_by_request(); });
  web_.observe([this](const std::string& path, int status, std::chrono::nanoseconds took) {
    self_metrics_->http_request(path, status, took);
  });
}

web::Response App::metrics(const web::Request& request) const {
  std::vector<std::string> names;
  for (const auto& [key, value] : request.query)
    if (key == "name[]") names.push_back(value);
  return web::Response::of(200, std::string(kExpositionContentType),
                           page(MetricSelection(std::move(names))));
}

std::string App::page(const MetricSelection& selection) const {
  return exposition_.render(
      snapshot(), {coverage_->picture(), history_->figures(), remote_write_.figures()}, selection);
}

void App::handle_signals() {
  signals_.async_wait([this](std::error_code error, int signal) {
    if (error) return;
    if (signal != SIGHUP) {
      spdlog::info("stopping on signal {}", signal);
      loop_.context().stop();
      return;
    }
    // First of all: whatever fails below, the next signal is heard.
    handle_signals();
    // Reading files takes longer than a loop may stand still; so does waiting for the reload
    // before.
    const bool busy =
        signalled_reload_.valid() &&
        signalled_reload_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
    if (busy)
      spdlog::warn("a reload is under way: this one is left out");
    else
      signalled_reload_ = std::async(std::launch::async, [this] { reload_by_signal(); });
  });
}

void App::look_around() {
  // First of all: whatever fails below, the next look comes.
  look_timer_.expires_after(kLookInterval);
  look_timer_.async_wait([this](std::error_code error) {
    if (!error) look_around();
  });
  const Snapshot picture = snapshot();
  for (const DeviceId& device : coverage_->look(picture)) {
    icmp_.ping_now(device);
    snmp_->poll_now(device);
  }
  vantage_.look(picture);
  for (const auto& news : watch_.look(picture)) {
    if (news.now == Reachability::silent)
      spdlog::warn("{}", to_text(news));
    else
      spdlog::info("{}", to_text(news));
  }
}

web::Response App::reload_by_request() {
  const std::string mistakes = reload();
  if (mistakes.empty()) return web::Response::text(200, "configuration reloaded\n");
  return web::Response::text(400,
                             "the configuration has mistakes; the old one goes on:\n" + mistakes);
}

void App::reload_by_signal() {
  try {
    reload();
  } catch (const std::exception& error) {
    spdlog::error("the configuration could not be read; the old one goes on: {}", error.what());
  }
}

std::string App::reload() {
  const std::lock_guard one_at_a_time(reloading_);
  auto fresh = load_configuration(config_path_);
  std::string mistakes = fresh ? take_up(std::move(*fresh)) : lines(fresh.error());
  self_metrics_->config_reloaded(mistakes.empty(), now().wall);
  if (mistakes.empty())
    spdlog::info("configuration reloaded: {} devices", latest_.snapshot(now()).devices.size());
  else
    spdlog::error("the configuration has mistakes; the old one goes on:\n{}", mistakes);
  give_back_freed_memory();
  return mistakes;
}

std::string App::take_up(Configuration fresh) {
  auto& settings = fresh.settings;
  if (settings.web.listen != configuration_.settings.web.listen)
    spdlog::warn("[agent] web: a new address is listened at after a restart");
  if (settings.traps.listen != configuration_.settings.traps.listen)
    spdlog::warn("[agent] traps: new addresses are listened at after a restart");
  if (auto taken = snmp_->replace({settings.snmp_targets, fresh.profiles, settings.traps}); !taken)
    return taken.error().message() + "\n";
  if (settings.state_dir != configuration_.settings.state_dir)
    spdlog::warn("[agent] state_dir: another one is used after a restart");
  auto history = settings.history;
  history.directory = configuration_.settings.history.directory;
  history_->use(history);
  latest_.replace_inventory(inventory_of(settings));
  services_.replace(settings.services);
  capture_.replace(settings.capture);
  settings.throughput.state_dir = configuration_.settings.state_dir;
  throughput_.replace(settings.throughput);
  settings.remote_write.directory = configuration_.settings.state_dir;
  if (auto used = remote_write_.use(settings.remote_write); !used)
    spdlog::error("{}", used.error().message());
  loop_.post([this, targets = settings.icmp_targets, setup = coverage_setup(settings)]() mutable {
    icmp_.replace({std::move(targets)});
    coverage_->replace(std::move(setup));
  });
  configuration_ = std::move(fresh);
  return {};
}

}  // namespace

int run_agent(const RunArguments& arguments) {
  keep_heap_small();
  auto configuration = load_configuration(arguments.config);
  if (!configuration) {
    fmt::print(stderr, "{}", lines(configuration.error()));
    return 2;
  }
  set_up_log(level_of(configuration->settings.log_level));
  allow_many_descriptors();
  App app(arguments.config, std::move(*configuration));
  if (auto started = app.start(); !started) {
    fmt::print(stderr, "{}\n", started.error().message());
    return 1;
  }
  give_back_freed_memory();
  app.run();
  app.stop();
  return 0;
}

}  // namespace commune
