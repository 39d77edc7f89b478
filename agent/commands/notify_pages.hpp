// What `notify` answers on the web: Alertmanager's webhook, figures, and a page that says what this
// is and what was sent last.
#pragma once

#include <string>

#include "core/time/calendar.hpp"
#include "exporters/notify/notifier.hpp"
#include "exporters/web/web_server.hpp"

namespace commune {

struct NotifyPages {
  notify::Notifier& notifier;
  std::string secret;  ///< What Alertmanager shows as a bearer token (RFC 6750).
  std::string commune_name;
  Calendar calendar;
};

/// POST /api/v1/alerts, GET / /metrics /-/healthy /-/ready.
void add_notify_pages(web::WebServer& web, const NotifyPages& pages);

/// Whether an Authorization header shows the secret. Takes as long for a wrong one as for the right
/// one.
bool shows_secret(std::string_view authorization, std::string_view secret);

}  // namespace commune
