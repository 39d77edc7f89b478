#include "agent/commands/notify_command.hpp"

#include <csignal>
#include <ostream>

#include "agent/commands/notify_pages.hpp"
#include "agent/settings/settings.hpp"
#include "agent/version.hpp"
#include "core/model/time.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/log.hpp"
#include "exporters/notify/channel_transport.hpp"
#include "exporters/notify/notifier.hpp"
#include "exporters/notify/webhook.hpp"
#include "exporters/web/web_server.hpp"

#include <asio/signal_set.hpp>

namespace commune {
namespace {

constexpr const char* kNoSection =
    "there is no [notify] table with channels and recipients. It needs at least:\n"
    "  [notify]\n"
    "  secret = { file = \"/etc/commune-notify/secret\" }\n"
    "  default_contact = \"cntt\"\n"
    "  [[notify.channel]]\n"
    "  id = \"zalo\"\n"
    "  kind = \"zalo\"          # or telegram, sms, email\n"
    "  token = { file = \"/etc/commune-notify/zalo-token\" }\n"
    "  [[contact]]\n"
    "  id = \"cntt\"\n"
    "  zalo = \"6ede9afa66b8\"  # the chat's id; docs/notify.md explains where to find it\n";

LedgerTime wall_clock() {
  return std::chrono::floor<Milliseconds>(now().wall);
}

notify::Dependencies dependencies_of(notify::ChannelTransport& transport,
                                     const std::string& prometheus) {
  return {transport,
          [&transport, prometheus](const std::string& expression) {
            return transport.holds(prometheus, expression);
          },
          wall_clock, [&transport] { transport.abort(); }};
}

/// Returns on a signal, or when only a restart can help.
void wait_for_the_end(const notify::Notifier& notifier) {
  EventLoop loop;
  asio::steady_timer timer(loop.context());
  std::function<void()> look = [&] {
    if (notifier.is_damaged()) return loop.context().stop();
    timer.expires_after(std::chrono::seconds(1));
    timer.async_wait([&](std::error_code error) {
      if (!error) look();
    });
  };
  look();
  asio::signal_set signals(loop.context(), SIGTERM, SIGINT, SIGHUP);
  std::function<void()> wait = [&] {
    signals.async_wait([&](std::error_code error, int signal) {
      if (error) return;
      if (signal == SIGHUP) {
        spdlog::warn("notify: reads a changed configuration only after a restart");
        return wait();
      }
      spdlog::info("stopping on signal {}", signal);
      loop.context().stop();
    });
  };
  wait();
  loop.keep_running();
}

int start_and_run(const settings::Settings& settings, std::ostream& err) {
  const notify::Options& options = *settings.notify;
  notify::ChannelTransport transport(options.commune_name);
  auto notifier = notify::Notifier::open(options, dependencies_of(transport, options.prometheus));
  auto calendar = Calendar::in(options.timezone);
  if (!notifier || !calendar) {
    err << (notifier ? calendar.error() : notifier.error()).message() << '\n';
    return 1;
  }
  web::Options web_options = settings.notify_web;
  web_options.longest_body = notify::kLongestWebhook;
  web::WebServer web(web_options);
  add_notify_pages(web, {**notifier, options.secret, options.commune_name, *calendar});
  if (auto started = web.start(); !started) {
    err << started.error().message() << '\n';
    return 1;
  }
  (*notifier)->start();
  const NotifyFigures figures = (*notifier)->figures();
  spdlog::info("commune-agent {}: notify for {}: {} channels, {} contacts, {} open, {} to send",
               build_info().version, options.commune_name, options.channels.size(),
               options.recipients.size(), figures.open_faults, figures.pending);
  spdlog::info("listening at {}://{} (POST /api/v1/alerts)",
               web_options.tls.enabled() ? "https" : "http", *web_options.listen);
  wait_for_the_end(**notifier);
  web.stop();
  (*notifier)->stop();
  if ((*notifier)->is_damaged()) {
    spdlog::error(
        "stopped, because the file of open faults is damaged: the next start sets it aside");
    return 1;
  }
  spdlog::info("stopped");
  return 0;
}

}  // namespace

int run_notify(const NotifyArguments& arguments, std::ostream& err) {
  auto settings = settings::load_settings(arguments.config, settings::Program::notify);
  if (!settings) {
    for (const Error& error : settings.error())
      err << error.message() << '\n';
    return 2;
  }
  if (!settings->notify) {
    err << arguments.config << ": " << kNoSection;
    return 2;
  }
  set_up_log(LogLevel::info);
  return start_and_run(*settings, err);
}

}  // namespace commune
