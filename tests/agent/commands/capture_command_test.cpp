#include "agent/commands/capture_command.hpp"

#include <fstream>
#include <sstream>

#include "tests/agent/settings/temporary_directory.hpp"
#include "tests/collectors/capture/packets.hpp"
#include "tests/collectors/capture/tcp_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace commune {
namespace {

using testing::HasSubstr;

void put_little(std::string& bytes, std::uint32_t value, int count = 4) {
  for (int i = 0; i < count; ++i)
    bytes.push_back(static_cast<char>(value >> 8 * i));
}

// A file of packets as libpcap writes it: one connection, download, 10 ms from here to the user.
std::string recording() {
  std::string bytes;
  put_little(bytes, 0xA1B2C3D4);
  put_little(bytes, 2, 2);
  put_little(bytes, 4, 2);
  for (const std::uint32_t each : {0U, 0U, 65'535U, 1U})
    put_little(bytes, each);
  const capture::PacketTime start{std::chrono::seconds(1'700'000'000)};
  for (const auto& packet : capture::make_stream({}, start)) {
    const auto frame = capture::ethernet(packet.bytes);
    const auto time = packet.time.time_since_epoch().count();
    put_little(bytes, static_cast<std::uint32_t>(time / 1'000'000));
    put_little(bytes, static_cast<std::uint32_t>(time % 1'000'000));
    put_little(bytes, static_cast<std::uint32_t>(frame.size()));
    put_little(bytes, static_cast<std::uint32_t>(frame.size()));
    bytes.append(frame.begin(), frame.end());
  }
  return bytes;
}

class CaptureCommand : public testing::Test {
 protected:
  int run(CaptureArguments arguments) {
    if (arguments.lan.empty()) arguments.lan = {"192.168.1.0/24", "fd00::/64"};
    return run_capture(arguments, out_, err_);
  }
  std::string file(const std::string& bytes) {
    std::string path = directory_.path() + "/packets.pcap";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  settings::TemporaryDirectory directory_;
  std::ostringstream out_, err_;
};

TEST_F(CaptureCommand, prints_the_content_of_a_file) {
  CaptureArguments arguments;
  arguments.read = file(recording());
  EXPECT_EQ(run(arguments), 0);
  EXPECT_THAT(out_.str(), HasSubstr("direction  class  packets"));
  EXPECT_THAT(out_.str(), HasSubstr("in         web       2001"));
  EXPECT_THAT(out_.str(), HasSubstr("hosts of the LAN in the last five minutes: 1\n"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(CaptureCommand, prints_json_for_programs) {
  CaptureArguments arguments;
  arguments.read = file(recording());
  arguments.json = true;
  ASSERT_EQ(run(arguments), 0);
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json["sides"]["lan"]["segments"], 2'000);
  EXPECT_EQ(json["sides"]["lan"]["retransmissions"], 0);
  EXPECT_NEAR(json["sides"]["lan"]["round_trips"]["p50_seconds"], 0.010, 0.0001);
  EXPECT_EQ(json["sides"]["wan"]["round_trips"]["samples"], 1);
  EXPECT_EQ(json["malformed"], 0);
}

TEST_F(CaptureCommand, prints_what_it_read_before_a_truncated_file_ended) {
  CaptureArguments arguments;
  std::string bytes = recording();
  bytes.resize(bytes.size() - 7);
  arguments.read = file(bytes);
  EXPECT_EQ(run(arguments), 1);
  EXPECT_THAT(out_.str(), HasSubstr("in         web"));
  EXPECT_THAT(err_.str(), HasSubstr("truncated"));
}

TEST_F(CaptureCommand, reports_wrong_arguments) {
  CaptureArguments arguments;
  EXPECT_EQ(run(arguments), 2);
  EXPECT_EQ(err_.str(), "give either --read FILE or --interface NAME\n");
  arguments.read = "/nonexistent.pcap";
  EXPECT_EQ(run(arguments), 1);
  EXPECT_THAT(err_.str(), HasSubstr("/nonexistent.pcap: cannot be read: "));
  arguments.filter = "no such thing";
  EXPECT_EQ(run(arguments), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--filter: filter \"no such thing\" is not understood"));
  arguments.lan = {"here"};
  EXPECT_EQ(run(arguments), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--lan: \"here\" is not a network"));
}

}  // namespace
}  // namespace commune
