#include "agent/run/app.hpp"

#include <atomic>
#include <csignal>
#include <utility>

#include "agent/run/clock_source.hpp"
#include "agent/run/configuration.hpp"
#include "agent/run/device_watch.hpp"
#include "agent/run/parts.hpp"
#include "agent/run/parts/collector_part.hpp"
#include "agent/run/parts/coverage_part.hpp"
#include "agent/run/parts/history_part.hpp"
#include "agent/run/parts/icmp_part.hpp"
#include "agent/run/parts/inventory_part.hpp"
#include "agent/run/parts/log_part.hpp"
#include "agent/run/parts/remote_write_part.hpp"
#include "agent/run/parts/snmp_part.hpp"
#include "agent/run/parts/web_part.hpp"
#include "agent/run/reload.hpp"
#include "agent/run/routes.hpp"
#include "agent/run/vantage_watch.hpp"
#include "agent/run/web_pages.hpp"
#include "agent/settings/toml/endpoint.hpp"
#include "agent/version.hpp"
#include "collectors/capture/capture_collector.hpp"
#include "collectors/service/service_collector.hpp"
#include "collectors/throughput/throughput_collector.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/heap.hpp"
#include "core/runtime/latest_readings.hpp"
#include "core/runtime/log.hpp"
#include "exporters/prometheus/exposition.hpp"
#include "exporters/prometheus/self_metrics.hpp"

#include <asio/signal_set.hpp>
#include <sys/resource.h>

namespace commune {
namespace {

constexpr std::chrono::seconds kLookInterval{1};

using settings::Settings;
using ServicePart = CollectorPart<service::ServiceCollector, &Settings::services>;
using CapturePart = CollectorPart<capture::CaptureCollector, &Settings::capture>;
using ThroughputPart = CollectorPart<throughput::ThroughputCollector, &Settings::throughput>;

bool listens_on_loopback(const Settings& settings) {
  const auto endpoint = settings::parse_endpoint(settings.web.listen);
  return endpoint && endpoint->loopback;
}

// Each session is a socket: a commune of 5000 devices needs more than the usual 1024.
void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

class App {
 public:
  App(const std::string& config_path, Configuration configuration);

  Result<void> start();
  void run();
  void stop();

 private:
  void add_parts();
  remote_write::Dependencies remote_write_dependencies() const;
  void add_routes_and_pages(web::WebServer& server);
  void handle_signals();
  void observe_reload(const ReloadOutcome& outcome);
  void look_around();
  std::string page(const MetricSelection& selection = {}) const;
  std::vector<PartFigures> part_figures() const;

  const Configuration configuration_;  ///< The configuration at the start.
  std::shared_ptr<WorkRecord> loop_record_ = std::make_shared<WorkRecord>();
  EventLoop loop_{loop_record_};
  LatestReadings latest_;
  std::shared_ptr<SelfMetrics> self_metrics_ = std::make_shared<SelfMetrics>();
  Exposition exposition_;
  VantageWatch vantage_;
  DeviceWatch devices_;
  std::atomic<bool> ready_ = false;

  Parts parts_;
  // Parts that others use.
  HistoryPart* history_ = nullptr;
  CoveragePart* coverage_ = nullptr;
  RemoteWritePart* remote_write_ = nullptr;
  IcmpPart* icmp_ = nullptr;
  SnmpPart* snmp_ = nullptr;

  Reload reload_;
  asio::steady_timer look_timer_;
  asio::signal_set signals_;
};

App::App(const std::string& config_path, Configuration configuration)
    : configuration_(std::move(configuration)),
      latest_(configuration_.inventory),
      exposition_(build_info(), self_metrics_),
      reload_([config_path] { return load_configuration(config_path); }, parts_, loop_,
              [this](const ReloadOutcome& outcome) { observe_reload(outcome); }),
      look_timer_(loop_.context()),
      signals_(loop_.context(), SIGTERM, SIGINT, SIGHUP) {
  add_parts();
}

// The table. A part that another one uses at its start stands above it; parts stop in reverse
// order. A collector publishes to latest_; a new collector is one more row at the end.
void App::add_parts() {
  const Configuration& configuration = configuration_;
  parts_.add<LogPart>(configuration);
  parts_.add<InventoryPart>(latest_);
  history_ = &parts_.add<HistoryPart>(configuration);
  coverage_ = &parts_.add<CoveragePart>(configuration, *history_);
  remote_write_ = &parts_.add<RemoteWritePart>(configuration, remote_write_dependencies());
  parts_.add<WebPart>(configuration,
                      [this](web::WebServer& server) { add_routes_and_pages(server); });
  icmp_ = &parts_.add<IcmpPart>(configuration, latest_, loop_);
  // A fault that a device reports by a trap counts only once a poll confirms it.
  snmp_ = &parts_.add<SnmpPart>(configuration, latest_, [this](const DeviceId& device) {
    icmp_->collector().ping_now(device);
  });
  parts_.add<ServicePart>("service", configuration, latest_);
  parts_.add<CapturePart>("capture", configuration, latest_);
  parts_.add<ThroughputPart>("throughput", configuration, latest_);
}

remote_write::Dependencies App::remote_write_dependencies() const {
  remote_write::Dependencies made;
  made.page = [this] { return page(); };
  made.clock_known = [this] { return coverage_->watch().clock_known(); };
  made.boot_id = read_boot_id();
  made.user_agent = fmt::format("commune-agent/{}", build_info().version);
  return made;
}

Result<void> App::start() {
  const auto& settings = configuration_.settings;
  handle_signals();
  if (auto started = parts_.start(); !started) return started;
  reload_.start();
  self_metrics_->config_reloaded(true, now().wall);
  self_metrics_->config_restart_needed(false);
  look_around();
  spdlog::info("commune-agent {}: {}, {} devices, {} by SNMP, {} by ICMP", build_info().version,
               settings.inventory.commune_name, settings.inventory.devices.size(),
               settings.snmp_targets.size(), settings.icmp_targets.size());
  spdlog::info("listening at {}://{} (/ /metrics /api/v1/coverage)",
               settings.web.tls.enabled() ? "https" : "http", *settings.web.listen);
  ready_ = true;
  return {};
}

void App::run() {
  const WorkRecord::Thread entered(*loop_record_);
  loop_.keep_running();
}

void App::stop() {
  reload_.stop();
  parts_.stop();
  spdlog::info("stopped");
}

void App::add_routes_and_pages(web::WebServer& server) {
  add_pages(server, {latest_, coverage_->watch(), vantage_, history_->history(),
                     history::history_path(configuration_.settings.state_dir),
                     listens_on_loopback(configuration_.settings), [this](const Maintenance& work) {
                       loop_.post([this, work] { coverage_->watch().announce(work); });
                     }});
  add_routes(server, {[this](const MetricSelection& selection) { return page(selection); },
                      [this] { return ready_.load(); }, reload_, *self_metrics_});
}

std::string App::page(const MetricSelection& selection) const {
  return exposition_.render(latest_.snapshot(now()),
                            {coverage_->watch().picture(), history_->history().figures(),
                             remote_write_->figures(), part_figures()},
                            selection);
}

std::vector<PartFigures> App::part_figures() const {
  auto figures = parts_.figures();
  figures.push_back({"main_loop", loop_record_->failures(), loop_record_->processor_time()});
  return figures;
}

void App::handle_signals() {
  signals_.async_wait([this](std::error_code error, int signal) {
    if (error) return;
    // First, so that a failure below cannot block the next signal.
    handle_signals();
    if (signal == SIGHUP) return reload_.request();
    spdlog::info("stopping on signal {}", signal);
    // A running reload needs the main loop until it has ended.
    reload_.finish([this] { loop_.context().stop(); });
  });
}

void App::observe_reload(const ReloadOutcome& outcome) {
  self_metrics_->config_reloaded(outcome.accepted(), now().wall);
  if (outcome.accepted()) self_metrics_->config_restart_needed(!outcome.needs_restart.empty());
  std::string text = to_text(outcome);
  text.pop_back();  // The log ends the line itself.
  if (!outcome.accepted() || !outcome.failures.empty())
    spdlog::error("{}", text);
  else if (!outcome.needs_restart.empty())
    spdlog::warn("{}", text);
  else
    spdlog::info("{}", text);
}

void App::look_around() {
  // First, so that a failure below cannot stop the next look.
  look_timer_.expires_after(kLookInterval);
  look_timer_.async_wait([this](std::error_code error) {
    if (!error) look_around();
  });
  const Snapshot picture = latest_.snapshot(now());
  {
    const WorkRecord::Section timed(*coverage_->record());
    for (const DeviceId& device : coverage_->watch().look(picture)) {
      icmp_->collector().ping_now(device);
      snmp_->collector().poll_now(device);
    }
  }
  vantage_.look(picture);
  for (const auto& news : devices_.look(picture)) {
    if (news.now == Reachability::silent)
      spdlog::warn("{}", to_text(news));
    else
      spdlog::info("{}", to_text(news));
  }
}

}  // namespace

int run_agent(const RunArguments& arguments) {
  keep_heap_small();
  auto configuration = load_configuration(arguments.config);
  if (!configuration) {
    for (const Error& error : configuration.error())
      fmt::print(stderr, "{}\n", error.message());
    return 2;
  }
  set_up_log(configuration->settings.log_level);
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
