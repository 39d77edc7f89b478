// Two hundred reloads of a table with real parts and one more, while looks go on as fast as they
// can: no outage ends, no user is let in who was removed, no part is forgotten.
#include <algorithm>
#include <atomic>
#include <future>
#include <map>
#include <random>
#include <set>

#include "agent/history/database_reader.hpp"
#include "agent/run/parts.hpp"
#include "agent/run/parts/coverage_part.hpp"
#include "agent/run/parts/history_part.hpp"
#include "agent/run/parts/inventory_part.hpp"
#include "agent/run/parts/web_part.hpp"
#include "agent/run/reload.hpp"
#include "core/runtime/latest_readings.hpp"
#include "tests/agent/run/recorded_part.hpp"
#include "tests/agent/settings/temporary_directory.hpp"
#include "tests/exporters/web/http_client.hpp"

#include <crypt.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using ::testing::IsEmpty;
using testing::RecordedPart;
using ::testing::SizeIs;

constexpr int kReloads = 200;
constexpr int kSites = 10;
constexpr int kDark = 2;  ///< So many sites, the first ones, whose access points are silent.

std::string quick_hash(const std::string& password) {
  char salt[CRYPT_GENSALT_OUTPUT_SIZE];
  crypt_gensalt_rn("$y$", 1, "0123456789abcdef", 16, salt, sizeof salt);
  crypt_data scratch{};
  return crypt_r(password.c_str(), salt, &scratch);
}

class ReloadUnderLoad : public ::testing::Test {
 protected:
  ReloadUnderLoad() : first_(configuration(0)), latest_(first_.inventory) {
    parts_.add<InventoryPart>(latest_);
    auto& history = parts_.add<HistoryPart>(first_);
    coverage_ = &parts_.add<CoveragePart>(first_, history);
    parts_.add<WebPart>(first_, [this](web::WebServer& server) {
      server_ = &server;
      server.route("GET", "/metrics", [](const auto&) { return web::Response::text(200, "ok"); });
    });
    parts_.add<RecordedPart>("added", log_);
  }
  ~ReloadUnderLoad() override {
    stop_looking_ = true;
    loop_.stop();
    parts_.stop();
  }

  /// Sites stay; their devices' places change with every reload, one device moves between two
  /// sites, others come and go.
  std::shared_ptr<const Inventory> inventory(int reload) {
    auto made = std::make_shared<Inventory>();
    made->vantage.value = "s9";
    for (int i = 0; i < kSites; ++i) {
      const std::string n = std::to_string(i);
      made->villages.push_back({VillageId{"v" + n}, "Thôn " + n, 10});
      Site site;
      site.id.value = "s" + n;
      site.village.value = "v" + n;
      site.accesses = {Access::wifi};
      made->sites.push_back(site);
      made->devices.push_back(access_point("ap-" + n, "s" + n));
    }
    made->devices.push_back(access_point("moves", reload % 2 == 0 ? "s7" : "s8"));
    for (int i = 0; i < reload % 5; ++i)
      made->devices.push_back(access_point("guest-" + std::to_string(i), "s6"));
    std::shuffle(made->devices.begin(), made->devices.end(), random_);
    return made;
  }

  static Device access_point(const std::string& id, const std::string& site) {
    Device device;
    device.id.value = id;
    device.site.value = site;
    device.kind = DeviceKind::access_point;
    device.address = id;
    return device;
  }

  Configuration configuration(int reload) {
    Configuration made;
    made.inventory = inventory(reload);
    made.settings.inventory = *made.inventory;
    made.settings.history.directory = directory_.path();
    made.settings.thresholds.down_after = made.settings.thresholds.up_after = Milliseconds(0);
    for (const Site& site : made.inventory->sites)
      made.settings.judged.push_back(site.id);
    made.settings.web.listen = "127.0.0.1:0";
    made.settings.web.users = {{"minh", hash_}};
    if (reload % 2 == 1) made.settings.web.users.push_back({"lan", hash_});
    return made;
  }

  bool is_silent(const DeviceId& device) const {
    for (int i = 0; i < kDark; ++i)
      if (device.value == "ap-" + std::to_string(i)) return true;
    return false;
  }

  // Every device is heard of, then the ledger looks; again and again on the main loop.
  void look() {
    const Moment time = now();
    const Snapshot before = latest_.snapshot(time);
    for (const Device& device : before.inventory->devices)
      latest_.publish(reading_of(device.id, time));
    const Snapshot snapshot = latest_.snapshot(now());
    (void)coverage_->watch().look(snapshot);
    compare(*coverage_->watch().picture());
    ++looks_;
    if (!stop_looking_) loop_.post([this] { look(); });
  }

  DeviceReadingsPtr reading_of(const DeviceId& device, const Moment& time) {
    auto readings = std::make_shared<DeviceReadings>();
    readings->device = device;
    readings->source = Source::icmp;
    readings->taken = time;
    readings->interval = std::chrono::seconds(1);
    readings->answered = !is_silent(device);
    if (readings->answered)
      readings->last_answer = time;
    else
      readings->silent_polls = 5;
    return readings;
  }

  // Once a site's state is known, it never changes: nothing happens to its devices.
  void compare(const CoveragePicture& picture) {
    for (const SubjectStatus& status : picture.accesses) {
      const State expected =
          status.subject.site.value < "s" + std::to_string(kDark) ? State::down : State::up;
      auto& known = known_[status.subject.site.value];
      known = known || status.state == expected;
      if (known && status.state != expected) wrong_.insert(status.subject.site.value);
    }
  }

  void wait_for_looks(int more) {
    const int until = looks_ + more;
    while (looks_ < until)
      std::this_thread::yield();
  }

  int status_of(const std::string& user) {
    return testing::request(server_->port(), "GET", "/metrics", testing::basic(user + ":secret"))
        .status;
  }

  std::mt19937 random_{20261130};
  const std::string hash_ = quick_hash("secret");
  settings::TemporaryDirectory directory_;
  EventLoop loop_;
  const Configuration first_;
  LatestReadings latest_;
  Parts parts_;
  CoveragePart* coverage_ = nullptr;
  web::WebServer* server_ = nullptr;
  RecordedPart::Log log_;
  std::atomic<int> looks_ = 0;
  std::atomic<bool> stop_looking_ = false;
  // The main loop's.
  std::map<std::string, bool> known_;
  std::set<std::string> wrong_;
};

TEST_F(ReloadUnderLoad, ends_no_outage_accepts_no_removed_user_and_skips_no_part) {
  int reloads = 0;
  Reload reload([&] { return ResultOrErrors<Configuration>(configuration(++reloads)); }, parts_,
                loop_, [](const ReloadOutcome&) {});
  ASSERT_TRUE(parts_.start());
  loop_.start_thread("main");
  reload.start();
  loop_.post([this] { look(); });
  wait_for_looks(50);
  const auto before = coverage_->watch().picture();
  ASSERT_THAT(before->open_outages, SizeIs(kDark));

  for (int i = 1; i <= kReloads; ++i) {
    ASSERT_TRUE(reload.run().accepted());
    ASSERT_EQ(status_of("lan"), i % 2 == 1 ? 200 : 401) << "after reload " << i;
    ASSERT_EQ(status_of("minh"), 200) << "after reload " << i;
    wait_for_looks(2);
  }
  stop_looking_ = true;
  reload.stop();
  loop_.stop();
  const auto after = coverage_->watch().picture();
  parts_.stop();

  EXPECT_THAT(wrong_, IsEmpty());
  EXPECT_THAT(known_, SizeIs(kSites));
  ASSERT_THAT(after->open_outages, SizeIs(kDark));
  for (int i = 0; i < kDark; ++i) {
    EXPECT_EQ(after->open_outages[i].id, before->open_outages[i].id);
    EXPECT_EQ(after->open_outages[i].start, before->open_outages[i].start);
  }
  EXPECT_EQ(std::count(log_.begin(), log_.end(), "use added"), kReloads);
  for (const PartFigures& part : parts_.figures())
    EXPECT_EQ(part.failures, 0U) << part.part;
}

}  // namespace
}  // namespace commune
