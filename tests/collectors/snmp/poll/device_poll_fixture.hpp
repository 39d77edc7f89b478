// A device of three tables that answers from a list, and polls of it: the ground of the tests of
// DevicePoll.
#pragma once

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "collectors/snmp/poll/device_poll.hpp"
#include "tests/collectors/snmp/poll/fake_device.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {

inline const Oid kUpTime{1, 3, 6, 1, 2, 1, 1, 3, 0}, kObjectId{1, 3, 6, 1, 2, 1, 1, 2, 0},
    kDescr{1, 3, 6, 1, 2, 1, 1, 1, 0};
inline const Oid kName{1, 3, 6, 1, 5, 1}, kBytes{1, 3, 6, 1, 5, 2}, kErrors{1, 3, 6, 1, 5, 3},
    kOther{1, 3, 6, 1, 6, 1};

inline Value number(std::int64_t value) {
  return Integer{IntegerType::integer32, value};
}
inline Value ticks(std::int64_t value) {
  return Integer{IntegerType::time_ticks, value};
}

inline Column column(const std::string& name, const Oid& oid, bool constant = false) {
  Column made;
  made.name = name;
  made.oid = oid;
  made.constant = constant;
  return made;
}

inline ProfilePtr profile(bool optional_other = false) {
  auto made = std::make_shared<Profile>();
  made->name = "generic";
  Table system;
  system.name = "system";
  system.scalar = true;
  system.columns = {column("uptime", kUpTime), column("descr", kDescr, true)};
  Table ports;
  ports.name = "ports";
  ports.columns = {column("name", kName, true), column("bytes", kBytes), column("errors", kErrors)};
  Table other;
  other.name = "other";
  other.columns = {column("value", kOther)};
  other.optional = optional_other;
  made->add(system);
  made->add(ports);
  made->add(other);
  return made;
}

class OneReader final : public Readers {
 public:
  OneReader() { use(profile()); }
  void use(const ProfilePtr& profile) {
    auto interpretation = Interpretation::compile(profile);
    if (!interpretation) throw std::logic_error(interpretation.error().message());
    reader_ = std::make_shared<Reader>(Reader{*interpretation, make_plan(*profile)});
  }
  void optional_other() { use(profile(true)); }
  std::vector<Oid> probes(const DeviceFacts&) const override { return {}; }
  std::shared_ptr<const Reader> choose(const DeviceFacts& facts) const override {
    seen = facts;
    return reader_;
  }
  mutable DeviceFacts seen;

 private:
  std::shared_ptr<const Reader> reader_;
};

class DevicePollTest : public testing::Test {
 protected:
  DevicePollTest() : memory(25) {
    device.values = {{kUpTime, ticks(100'000)},
                     {kObjectId, Oid{1, 3, 6, 1, 4, 1, 9}},
                     {kDescr, std::string("box")},
                     {kOther.with(1), number(7)}};
    for (std::uint32_t i = 1; i <= 3; ++i) {
      device.values[kName.with(i)] = "eth" + std::to_string(i);
      device.values[kBytes.with(i)] = number(std::int64_t{1000} * i);
      device.values[kErrors.with(i)] = number(i);
    }
  }

  // Tables "t0" to "t4" of one changing column each, read after those of the profile; with a column
  // of names where `named`. "t1" has `width_of_t1` columns.
  void add_tables(bool named = false, std::uint32_t width_of_t1 = 1) {
    auto made = std::make_shared<Profile>(*profile());
    for (std::uint32_t t = 0; t < 5; ++t) {
      Table table;
      table.name = "t" + std::to_string(t);
      table.columns = {column("value", extra(t))};
      if (named) table.columns.push_back(column("name", extra(t).with(9), true));
      for (std::uint32_t i = 1; t == 1 && i < width_of_t1; ++i)
        table.columns.push_back(column("c" + std::to_string(i), extra(t).with(i + 1)));
      made->add(table);
      device.values[extra(t).with(1)] = number(t);
    }
    readers.use(made);
  }
  static Oid extra(std::uint32_t table) { return Oid{1, 3, 6, 1, 7}.with(table); }
  static bool asks(const Request& request, std::uint32_t table) {
    return request.oids.front().starts_with(extra(table));
  }

  PollResult poll(int retries = 0) { return poll_with(readers, retries); }

  PollResult poll_with(const Readers& families, int retries = 0) {
    const Patience patience{std::chrono::seconds(2), retries,
                            device.now + std::chrono::seconds(27)};
    DevicePoll poll(device, memory, figures, families, patience, [this] { return device.now; });
    PollResult result;
    bool done = false;
    poll.start([&](PollResult ended) {
      result = std::move(ended);
      done = true;
    });
    device.run();
    EXPECT_TRUE(done);
    return result;
  }

  // So much later, by the device's clock too.
  void pass(std::chrono::seconds time) {
    device.now += time;
    device.values[kUpTime] =
        ticks(std::get<Integer>(device.values[kUpTime]).value + time.count() * 100);
    device.requests.clear();
  }

  FakeDevice device;
  DeviceMemory memory;
  RequestFigures figures;
  OneReader readers;
};

}  // namespace commune::snmp
