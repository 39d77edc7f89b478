#include "agent/commands/notify_pages.hpp"

#include "agent/version.hpp"
#include "core/runtime/log.hpp"
#include "exporters/notify/webhook.hpp"
#include "exporters/prometheus/agent_metrics.hpp"
#include "exporters/prometheus/exposition.hpp"
#include "exporters/prometheus/notify_metrics.hpp"
#include "exporters/web/pages/html_text.hpp"

namespace commune {
namespace {

constexpr int kShownMessages = 20;

web::Response unauthorized() {
  auto response = web::Response::text(
      401, "401: needs Authorization: Bearer SECRET, with the secret of [notify]\n");
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

web::Response take_webhook(const NotifyPages& pages, const web::Request& request) {
  if (!shows_secret(request.authorization, pages.secret)) {
    spdlog::warn("notify: {} posted alerts without the secret of [notify]: refused",
                 request.client);
    return unauthorized();
  }
  const auto webhook = notify::read_webhook(request.body);
  if (!webhook) {
    spdlog::warn("notify: refused: {}", webhook.error().message());
    return web::Response::text(400, "400: " + webhook.error().message() + "\n");
  }
  if (webhook->left_out > 0)
    spdlog::warn("notify: Alertmanager left out {} alerts: raise max_alerts of its receiver",
                 webhook->left_out);
  const auto contact = request.parameter("contact").value_or(std::string_view());
  if (const auto taken = pages.notifier.receive_alerts(webhook->alerts, contact); !taken)
    return web::Response::text(503, "503: " + taken.error().message() + "\n");
  return web::Response::text(200, fmt::format("{} alerts accepted\n", webhook->alerts.size()));
}

std::string metrics_page(notify::Notifier& notifier) {
  MetricPage page;
  add_build_info(build_info(), page);
  add_process_figures(read_process_figures(), page);
  add_notify(notifier.figures(), page);
  return page.text();
}

std::string message_rows(const NotifyPages& pages) {
  std::string rows;
  for (const auto& message : pages.notifier.last_messages(kShownMessages)) {
    const bool delivered = message.state == notify::MessageState::delivered;
    rows += fmt::format(
        "<tr><td>{}<td>{}<td>{}<td>{}<td>{}", pages.calendar.short_text(message.finished),
        web::html_text(message.recipient), web::html_text(message.channel),
        delivered ? "đã gửi · sent" : "đã bỏ · given up", web::html_text(message.line));
  }
  return rows;
}

std::string front_page(const NotifyPages& pages) {
  const NotifyFigures figures = pages.notifier.figures();
  return fmt::format(
      R"(<!doctype html><html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{0}: tin báo · messages</title>
<style>body{{font:1rem system-ui,sans-serif;margin:1rem;max-width:70rem}}
td,th{{text-align:left;vertical-align:top;padding:.3rem .6rem;border-top:1px solid #ccc}}</style>
<h1>{0}</h1>
<p>Chương trình gửi tin báo sự cố: nhận cảnh báo từ Alertmanager, gửi Zalo, SMS, Telegram, e-mail.<br>
<span lang="en">Sends messages about faults: takes alerts from Alertmanager, delivers by Zalo, SMS,
Telegram, e-mail.</span>
<p>Sự cố đang mở · open faults: <b>{1}</b>. Tin đang chờ gửi · messages that wait: <b>{2}</b>.
<table><tr><th>Lúc · time<th>Gửi cho · to<th>Kênh · by<th>Kết quả · result<th>Nội dung · text
{3}</table>
)",
      web::html_text(pages.commune_name), figures.open_faults, figures.pending,
      message_rows(pages));
}

}  // namespace

bool shows_secret(std::string_view authorization, std::string_view secret) {
  static constexpr std::string_view kScheme = "bearer ";
  if (secret.empty() || authorization.size() < kScheme.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < kScheme.size(); ++i)
    difference |= static_cast<unsigned char>(authorization[i] | 0x20) ^
                  static_cast<unsigned char>(kScheme[i]);
  const std::string_view shown = authorization.substr(kScheme.size());
  difference |= shown.size() == secret.size() ? 0U : 1U;
  for (std::size_t i = 0; i < shown.size(); ++i)
    difference |= static_cast<unsigned char>(shown[i]) ^
                  static_cast<unsigned char>(secret[i % secret.size()]);
  return difference == 0;
}

void add_notify_pages(web::WebServer& web, const NotifyPages& pages) {
  web.route("POST", "/api/v1/alerts",
            [pages](const web::Request& request) { return take_webhook(pages, request); });
  web.route("GET", "/metrics", [pages](const web::Request&) {
    return web::Response::of(200, std::string(kExpositionContentType),
                             metrics_page(pages.notifier));
  });
  web.route("GET", "/-/healthy",
            [](const web::Request&) { return web::Response::text(200, "healthy\n"); });
  web.route("GET", "/-/ready",
            [](const web::Request&) { return web::Response::text(200, "ready\n"); });
  web.route("GET", "/",
            [pages](const web::Request&) { return web::Response::html(front_page(pages)); });
}

}  // namespace commune
