// HTTP answers of `notify`: Alertmanager's webhook, figures, and a page that explains what runs
// here and lists the last messages.
#pragma once

#include <string>

#include "core/time/calendar.hpp"
#include "exporters/notify/notifier.hpp"
#include "exporters/web/web_server.hpp"

namespace commune {

struct NotifyPages {
  notify::Notifier& notifier;
  std::string secret;  ///< The bearer token that Alertmanager sends (RFC 6750).
  std::string commune_name;
  Calendar calendar;
};

/// POST /api/v1/alerts, GET / /metrics /-/healthy /-/ready.
void add_notify_pages(web::WebServer& web, const NotifyPages& pages);

/// Whether an Authorization header contains the secret. A wrong one takes as long as the right one.
bool shows_secret(std::string_view authorization, std::string_view secret);

}  // namespace commune
