#include "exporters/web/routes.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

Request asking(const std::string& method, const std::string& path) {
  Request request;
  request.method = method;
  request.path = path;
  return request;
}

Routes two_pages() {
  Routes routes;
  routes.add("GET", "/metrics", [](const Request&) { return Response::text(200, "m"); });
  routes.add("POST", "/-/reload", [](const Request&) { return Response::text(200, "r"); });
  return routes;
}

TEST(Routes, answer_by_method_and_path) {
  EXPECT_EQ(*two_pages().answer(asking("GET", "/metrics")).body, "m");
  EXPECT_EQ(*two_pages().answer(asking("POST", "/-/reload")).body, "r");
}

TEST(Routes, list_the_pages_when_one_is_missing) {
  const auto response = two_pages().answer(asking("GET", "/metric"));
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(*response.body,
            "404: there is no page /metric. There are:\n  POST /-/reload\n  GET, HEAD /metrics\n");
}

TEST(Routes, repeat_no_more_of_a_strange_path_than_is_safe) {
  const auto response = two_pages().answer(asking("GET", "/\xFF\r\n" + std::string(5000, 'x')));
  EXPECT_LT(response.body->size(), 300u);
  EXPECT_THAT(*response.body, HasSubstr("/\xEF\xBF\xBD  xxx"));
}

TEST(Routes, list_the_methods_of_a_page) {
  const auto response = two_pages().answer(asking("DELETE", "/metrics"));
  EXPECT_EQ(response.status, 405);
  EXPECT_THAT(response.headers, ElementsAre(Pair("Allow", "GET, HEAD")));
  EXPECT_THAT(two_pages().answer(asking("GET", "/-/reload")).headers,
              ElementsAre(Pair("Allow", "POST")));
}

TEST(Routes, turn_a_handlers_exception_into_500_without_its_text) {
  Routes routes;
  routes.add("GET", "/", [](const Request&) -> Response { throw std::runtime_error("secret"); });
  const auto response = routes.answer(asking("GET", "/"));
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(*response.body, ::testing::Not(HasSubstr("secret")));
}

TEST(Routes, know_a_bounded_set_of_paths) {
  EXPECT_EQ(two_pages().known_path("/metrics"), "/metrics");
  EXPECT_EQ(two_pages().known_path("/wp-login.php"), "other");
}

TEST(Request, gives_the_first_parameter_of_a_name) {
  Request request;
  request.query = {{"from", "a"}, {"from", "b"}, {"to", ""}};
  EXPECT_EQ(request.parameter("from"), "a");
  EXPECT_EQ(request.parameter("to"), "");
  EXPECT_EQ(request.parameter("level"), std::nullopt);
}

}  // namespace
}  // namespace commune::web
