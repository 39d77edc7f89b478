// Requests of any method, path and header through the web server's own part: pages by path,
// compression, the status page and passwords.
#include <algorithm>

#include "core/runtime/log.hpp"
#include "exporters/web/authenticator.hpp"
#include "exporters/web/compression.hpp"
#include "exporters/web/pages/status_page.hpp"
#include "exporters/web/routes.hpp"
#include "tests/exporters/web/http_client.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/utf8.hpp"

namespace commune::fuzz {
namespace {

using web::Response;

web::Routes routes() {
  web::Routes made;
  made.add("GET", "/", [](const web::Request&) { return Response::html("<p>"); });
  made.add("GET", "/fails",
           [](const web::Request& request) -> Response { throw std::runtime_error(request.path); });
  made.add("POST", "/-/reload", [](const web::Request& request) {
    return Response::text(200, std::string(request.parameter("name").value_or("none")));
  });
  return made;
}

void check_routes(const web::Request& request) {
  static const web::Routes kRoutes = routes();
  const Response response = kRoutes.answer(request);
  const bool known = kRoutes.known_path(request.path) == request.path;
  require(known || kRoutes.known_path(request.path) == web::kOtherPath, "an unbounded path");
  const bool fits = known ? response.status != 404 : response.status == 404;
  require(fits || request.path == web::kOtherPath, "{} for {}", response.status, request.path);
  require(response.body && (response.status == 200 || is_clean_utf8(*response.body)),
          "an answer that is not UTF-8");
  const bool tells = std::any_of(response.headers.begin(), response.headers.end(),
                                 [](const auto& header) { return header.first == "Allow"; });
  require(tells == (response.status == 405), "405 and Allow go together");
}

void check_compression(const std::string& accept_encoding, const std::string& body) {
  const bool accepted = web::accepts_gzip(accept_encoding);
  std::string lower = accept_encoding;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const bool named =
      lower.find("gzip") != std::string::npos || lower.find('*') != std::string::npos;
  require(!accepted || named, "gzip is let in by \"{}\"", accept_encoding);
  require(web::accepts_gzip(accept_encoding + " , ") == accepted, "an empty entry counts");
  require(web::accepts_gzip("identity;q=0.5,\tgzip;q=1," + accept_encoding) || named,
          "gzip is kept out by \"{}\"", accept_encoding);
  const auto compressed = web::gzip(body);
  require(compressed && testing::gunzip(*compressed) == body, "gzip loses something");
}

std::string page_of(const std::string& name) {
  static const auto kCalendar = Calendar::in("Asia/Ho_Chi_Minh").value();
  Inventory inventory;
  inventory.commune_name = name;
  inventory.villages.push_back({VillageId{"ca"}, name, 0});
  CoveragePicture picture;
  picture.villages.push_back({{VillageId{"ca"}, {}, {}}, State::down, Cause::fibre, {}, {}, {}});
  return web::status_page({picture, inventory, kCalendar});
}

void check_status_page(const std::string& name) {
  const auto angles = [](const std::string& page) {
    return std::count(page.begin(), page.end(), '<');
  };
  const std::string page = page_of(name);
  require(is_clean_utf8(page), "the status page is not UTF-8");
  std::string harmless = name;
  std::replace(harmless.begin(), harmless.end(), '<', 'x');
  require(angles(page) == angles(page_of(harmless)), "a name became a tag");
}

void check_password(const std::string& user, const std::string& password) {
  // Of "secret"; MD5, as a thousand of them must take no time.
  static const auto kDoor =
      web::Authenticator::make({{"operator", "$1$fuzz$C0Vs0/KTPXFkQTyAiS9.b/"}}).value();
  const bool right = user == "operator" && password == "secret";
  require(!kDoor->remembers(user, password) || right, "a wrong password is remembered");
  require(kDoor->verify(user, password) == right, "the password \"{}\" is judged wrongly",
          password);
  require(kDoor->remembers(user, password) == right, "what is remembered was not verified");
}

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  spdlog::set_level(spdlog::level::off);
  Input input(bytes);
  web::Request request;
  const bool ask_password = input.below(16) == 15;
  request.method = input.flag() ? "GET" : input.text();
  request.path = input.text();
  request.query = {{input.text(), input.text()}};
  request.accept_encoding = input.text();
  const std::string name = input.text();
  const auto rest = input.rest();
  request.body.assign(rest.begin(), rest.end());
  check_routes(request);
  check_compression(request.accept_encoding, request.body);
  check_status_page(name);
  // As the library hands texts on: up to the first NUL.
  if (ask_password) check_password(request.accept_encoding.c_str(), name.c_str());
}

std::vector<std::string> seeds() {
  const auto text = [](const std::string& bytes) {
    return static_cast<char>(bytes.size()) + bytes;
  };
  const auto seed = [&](char password, const std::string& path, const std::string& encoding,
                        const std::string& name) {
    return std::string{password, 1} + text(path) + text("name") + text("x") + text(encoding) +
           text(name) + "body";
  };
  return {seed(0, "/", "gzip, deflate, br;q=0.9", "Thon <Ca>"),
          seed(0, "/fails", "identity;q=1, *;q=0", "\xC3\x28"),
          seed(0, "/-/reload", "x-gzip; q=0.1;a=b", "&\""),
          seed(0, "/nowhere", "GZIP ;Q=0", ""),
          seed(15, "/", "operator", "secret"),
          seed(15, "/", "operator", "wrong"),
          std::string{0, 0} + text("POST") + text("/-/reload") + text("name") + text("value")};
}

}  // namespace commune::fuzz
