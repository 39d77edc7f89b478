#include "agent/commands/central_history.hpp"

#include <string_view>
#include <utility>

#include "agent/central/prometheus_reader.hpp"
#include "agent/commands/http_get.hpp"
#include "agent/settings/sections/secret.hpp"
#include "core/net/url.hpp"

namespace commune {
namespace {

using settings::Secret;

constexpr std::string_view kFile = "file:", kEnvironment = "env:";

Result<std::string> password_of(const std::string& typed) {
  Secret secret;
  secret.place.file = std::make_shared<const std::string>("--prometheus-password");
  if (typed.starts_with(kFile)) {
    secret.from = Secret::From::file;
    secret.name = typed.substr(kFile.size());
  } else if (typed.starts_with(kEnvironment)) {
    secret.from = Secret::From::environment;
    secret.name = typed.substr(kEnvironment.size());
  } else {
    return fail("--prometheus-password",
                "a password on the command line can be read by others: write "
                "file:PATH or env:NAME");
  }
  settings::Findings findings;
  if (auto found = settings::Secrets(findings).resolve(secret)) return std::move(*found);
  return tl::unexpected(findings.errors().front());
}

Result<HttpLogin> login_of(const ExportArguments& arguments) {
  if (arguments.prometheus_user.empty() != arguments.prometheus_password.empty())
    return fail("--prometheus", "--prometheus-user and --prometheus-password go together");
  if (arguments.prometheus_user.empty()) return HttpLogin{};
  auto password = password_of(arguments.prometheus_password);
  if (!password) return tl::unexpected(password.error());
  return HttpLogin{arguments.prometheus_user, std::move(*password)};
}

}  // namespace

Result<std::unique_ptr<HistoryReader>> open_central(const ExportArguments& arguments) {
  auto login = login_of(arguments);
  if (!login) return tl::unexpected(login.error());
  std::string url = arguments.prometheus;
  if (url.find("://") == std::string::npos) url.insert(0, "http://");
  while (url.ends_with('/'))
    url.pop_back();
  const auto post = [url, login = std::move(*login)](
                        const std::string& path,
                        const std::string& form) -> Result<central::Answer> {
    auto answer = http_post(url + path, form, login);
    if (!answer) return tl::unexpected(answer.error());
    return central::Answer{answer->status, std::move(answer->body)};
  };
  return central::read_prometheus(central::PrometheusQuery(without_login(url), post));
}

}  // namespace commune
