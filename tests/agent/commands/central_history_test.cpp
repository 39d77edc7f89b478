#include "agent/commands/central_history.hpp"

#include <filesystem>
#include <mutex>

#include "exporters/web/web_server.hpp"
#include "tests/agent/settings/temporary_directory.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace commune {
namespace {

using settings::TemporaryDirectory;
using testing::HasSubstr;

// crypt("secret"), SHA-512 with the fewest rounds.
constexpr const char* kHash =
    "$6$rounds=1000$commune$5iebF7N3Y3j3lSR2AB1S3OOUPIoxu67AKa/"
    "jwunkMYHZ8t8yhfhzeSxMWOJlolIDCz51iYOBvk.XRbZ8BUTYT.";

/// Answers whoever knows the password as a Prometheus without data, and keeps what it was asked.
class EmptyPrometheus {
 public:
  EmptyPrometheus() : server_(options()) {
    server_.route("POST", "/prom/api/v1/query", [this](const web::Request& request) {
      {
        const std::lock_guard lock(mutex_);
        asked_ += request.body + '\n';
      }
      return web::Response::of(
          200, "application/json",
          request.body.find("time%28%29") != std::string::npos
              ? R"({"status":"success","data":{"resultType":"scalar","result":[9,"90000"]}})"
              : R"({"status":"success","data":{"resultType":"vector","result":[]}})");
    });
    started_ = server_.start().has_value();
  }

  ExportArguments arguments() const {
    ExportArguments arguments;
    arguments.prometheus = fmt::format("127.0.0.1:{}/prom/", server_.port());
    return arguments;
  }
  bool started() const { return started_; }
  std::string asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  static web::Options options() {
    web::Options options;
    options.listen = "127.0.0.1:0";
    options.users = {{"planner", kHash}};
    return options;
  }

  mutable std::mutex mutex_;
  std::string asked_;
  web::WebServer server_;
  bool started_ = false;
};

std::string complaint(const ExportArguments& arguments) {
  const auto reader = open_central(arguments);
  if (!reader) return reader.error().message();
  const auto extent = (*reader)->extent();
  if (!extent) return extent.error().message();
  return *extent ? "holds something" : "holds nothing";
}

TEST(CentralHistory, sends_the_password_of_a_file) {
  const TemporaryDirectory directory;
  EmptyPrometheus server;
  ASSERT_TRUE(server.started());
  const std::string path = directory.write("password", "secret\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_read);
  auto arguments = server.arguments();
  arguments.prometheus_user = "planner";
  arguments.prometheus_password = "file:" + path;
  EXPECT_EQ(complaint(arguments), "holds nothing");
  EXPECT_THAT(server.asked(), HasSubstr("nocache=1&query=time%28%29\n"));
}

TEST(CentralHistory, names_the_options_that_are_needed_if_a_server_needs_a_password) {
  EmptyPrometheus server;
  ASSERT_TRUE(server.started());
  const std::string said = complaint(server.arguments());
  EXPECT_THAT(said, HasSubstr("/prom/api/v1/query: answers 401: it wants --prometheus-user and"));
  EXPECT_EQ(server.asked(), "");
}

TEST(CentralHistory, refuses_a_password_on_the_command_line) {
  ExportArguments arguments;
  arguments.prometheus = "http://127.0.0.1:9";
  arguments.prometheus_user = "planner";
  arguments.prometheus_password = "hunter2";
  EXPECT_EQ(complaint(arguments),
            "--prometheus-password: a password on the command line can be read by "
            "others: write file:PATH or env:NAME");
  arguments.prometheus_password = "env:COMMUNE_TEST_UNSET";
  EXPECT_EQ(complaint(arguments),
            "--prometheus-password: environment variable COMMUNE_TEST_UNSET: is not set");
  arguments.prometheus_password.clear();
  EXPECT_EQ(complaint(arguments),
            "--prometheus: --prometheus-user and --prometheus-password go together");
}

TEST(CentralHistory, a_missing_server_is_named_without_its_login) {
  ExportArguments arguments;
  arguments.prometheus = "http://me:hunter2@127.0.0.1:9";
  const std::string said = complaint(arguments);
  EXPECT_THAT(said, testing::StartsWith("http://127.0.0.1:9/api/v1/query: "));
  EXPECT_THAT(said, testing::Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace commune
