#include "agent/commands/status_command.hpp"

#include <ostream>
#include <utility>

#include "agent/commands/status_report.hpp"
#include "core/net/url.hpp"

#include <nlohmann/json.hpp>

namespace commune {
namespace {

struct Place {
  std::string url, certificate;
};

void print_errors(const std::vector<Error>& errors, std::ostream& err) {
  for (const auto& error : errors)
    err << error.message() << '\n';
}

ResultOrErrors<Place> place_of(const StatusArguments& arguments) {
  if (!arguments.url.empty()) {
    const bool has_scheme = arguments.url.find("://") != std::string::npos;
    std::string url = has_scheme ? arguments.url : "http://" + arguments.url;
    while (url.ends_with('/'))
      url.pop_back();
    return Place{std::move(url), ""};
  }
  if (arguments.config.empty()) return Place{url_of(web::Options{}), ""};
  auto settings = settings::load_settings(arguments.config);
  if (!settings) return tl::unexpected(std::move(settings.error()));
  return Place{url_of(settings->web), settings->web.tls.certificate_file};
}

Result<std::string> body_of(const Place& place, const std::string& path, const HttpGet& get) {
  auto answer = get(place.url + path, place.certificate);
  const std::string where = without_login(place.url);
  if (!answer)
    return fail("", "no agent answers at {} ({}); is it running? --url names another address",
                where, answer.error().what);
  if (answer->status == 401)
    return fail(where, "needs a name and a password: --url https://NAME:PASSWORD@HOST:PORT");
  if (answer->status != 200)
    return fail(where + path, "answered {}: this is not an agent, or one of another version",
                answer->status);
  return std::move(answer->body);
}

}  // namespace

std::string url_of(const web::Options& web) {
  std::string listen = web.listen;
  for (const auto& [any, loopback] :
       {std::pair{"0.0.0.0:", "127.0.0.1:"}, std::pair{"[::]:", "[::1]:"}})
    if (listen.starts_with(any)) listen.replace(0, std::string_view(any).size(), loopback);
  return (web.tls.enabled() ? "https://" : "http://") + listen;
}

int run_status(const StatusArguments& arguments, const HttpGet& get, std::ostream& out,
               std::ostream& err) {
  const auto place = place_of(arguments);
  if (!place) {
    print_errors(place.error(), err);
    return 2;
  }
  const auto coverage = body_of(*place, "/api/v1/coverage", get);
  const auto outages = coverage ? body_of(*place, "/api/v1/outages", get) : coverage;
  if (!outages) {
    err << outages.error().message() << '\n';
    return 1;
  }
  if (const auto printed = arguments.json
                               ? print_status_json(*coverage, *outages, out)
                               : print_status(*coverage, *outages, arguments.colour, out);
      !printed) {
    err << without_login(place->url) << ": " << printed.error().message() << '\n';
    return 1;
  }
  return 0;
}

}  // namespace commune
