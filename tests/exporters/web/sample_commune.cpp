#include "tests/exporters/web/sample_commune.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace commune::web {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Subject access_at(std::string village, std::string site, Access access) {
  return {VillageId{std::move(village)}, SiteId{std::move(site)}, access};
}

SubjectStatus status(Subject subject, State state, Cause cause, std::string root, hours ago) {
  SubjectStatus status{std::move(subject),  state, cause, DeviceId{std::move(root)},
                       sample_time() - ago, {}};
  status.totals.at(static_cast<std::size_t>(state)) = ago;
  status.totals.at(static_cast<std::size_t>(State::up)) += hours(100);
  return status;
}

struct Lot {
  State state;
  Cause cause;
};

// Mostly up, with every state among the first dozen.
Lot lot_of(std::size_t index) {
  constexpr std::array<Lot, 12> kLots = {{{State::up, Cause::none},
                                          {State::down, Cause::fibre},
                                          {State::up, Cause::none},
                                          {State::up, Cause::none},
                                          {State::degraded, Cause::congestion},
                                          {State::up, Cause::none},
                                          {State::planned, Cause::maintenance},
                                          {State::up, Cause::none},
                                          {State::unmeasured, Cause::no_evidence},
                                          {State::up, Cause::none},
                                          {State::up, Cause::none},
                                          {State::up, Cause::none}}};
  return kLots.at(index % kLots.size());
}

const Device* device_at(const Inventory& inventory, const SiteId& site) {
  for (const Device& device : inventory.devices)
    if (device.site == site) return &device;
  return nullptr;
}

class Composer {
 public:
  explicit Composer(const Inventory& inventory) : inventory_(inventory) {}

  SampleCommune compose() {
    sample_.picture.taken = sample_time();
    sample_.picture.ledger_until = sample_time() - std::chrono::seconds(20);
    for (std::size_t i = 0; i < inventory_.villages.size(); ++i)
      add_village(i);
    for (const Site& site : inventory_.sites)
      add_accesses(site);
    auto& outages = sample_.picture.open_outages;
    std::sort(outages.begin(), outages.end(), [](const Outage& a, const Outage& b) {
      return std::tie(a.start, a.id) < std::tie(b.start, b.id);
    });
    link_outages();
    return std::move(sample_);
  }

 private:
  void add_village(std::size_t index) {
    const Village& village = inventory_.villages[index];
    const Lot lot = lot_of(index);
    lots_[village.id] = lot;
    const Subject subject{village.id, {}, {}};
    const LedgerTime since = sample_time() - minutes(25 + 37 * (index % 9));
    sample_.picture.villages.push_back({subject, lot.state, lot.cause, {}, since, {}});
    add_day(subject, lot, since, index);
    if (lot.state == State::planned)
      sample_.picture.maintenance.push_back({fmt::format("work-{}", index),
                                             {},
                                             {village.id},
                                             since,
                                             sample_time() + hours(2),
                                             "Thay cáp treo trên cột điện",
                                             "giamsat"});
  }

  void add_day(const Subject& subject, const Lot& lot, LedgerTime since, std::size_t index) {
    auto& day = sample_.last_day;
    LedgerTime from = sample_time() - hours(25);
    const auto add = [&](State state, LedgerTime to) {
      day.push_back({subject, state, Cause::none, {}, from, to, false});
      from = to;
    };
    add(State::up, from + hours(3 + index % 5));
    if (index % 3 == 0) add(State::unmeasured, from + minutes(90));
    if (index % 7 == 1)
      for (int turn = 0; turn < 12; ++turn) {
        add(State::down, from + minutes(3));
        add(State::up, from + minutes(11));
      }
    if (index % 4 == 2) add(State::degraded, from + minutes(45));
    add(State::up, since);
    day.push_back({subject, lot.state, lot.cause, {}, since, sample_time(), true});
  }

  void add_accesses(const Site& site) {
    const Lot lot = lots_[site.village];
    const Device* device = device_at(inventory_, site.id);
    for (const Access access : site.accesses) {
      const Subject subject{site.village, site.id, access};
      const bool silent_loudspeaker = access == Access::loudspeaker && lot.state == State::up;
      const Lot own = silent_loudspeaker ? Lot{State::unmeasured, Cause::not_instrumented} : lot;
      const LedgerTime since = sample_time() - minutes(25);
      const DeviceId root = own.state == State::down && device ? device->id : DeviceId{};
      sample_.picture.accesses.push_back({subject, own.state, own.cause, root, since, {}});
      if (own.state == State::down) add_outage(subject, own.cause, root, since);
    }
  }

  void add_outage(const Subject& subject, Cause cause, const DeviceId& root, LedgerTime since) {
    Outage outage;
    outage.id = fmt::format("{}/{}/20261125T062220Z", subject.site.value, access_word(subject));
    outage.subject = subject;
    outage.start = since;
    outage.cause = cause;
    outage.root_device = root;
    const auto root_of_site = roots_.try_emplace(subject.site, outage.id).first;
    outage.root_outage = root_of_site->second;
    sample_.picture.open_outages.push_back(outage);
  }

  void link_outages() {
    auto& outages = sample_.picture.open_outages;
    for (Outage& root : outages)
      for (const Outage& outage : outages)
        if (outage.root_outage == root.id && outage.id != root.id)
          root.cut_off.push_back(outage.subject);
  }

  const Inventory& inventory_;
  SampleCommune sample_;
  std::map<VillageId, Lot> lots_;
  std::map<SiteId, std::string> roots_;
};

}  // namespace

LedgerTime sample_time() {
  return LedgerTime(std::chrono::seconds(1'795'589'240));
}

Calendar sample_calendar() {
  return Calendar::in("Asia/Ho_Chi_Minh").value();
}

Inventory small_inventory() {
  Inventory inventory;
  inventory.commune_name = "Xã Kép";
  inventory.vantage = SiteId{"office"};
  inventory.villages = {{VillageId{"ca"}, "Thôn Ca", 234},
                        {VillageId{"go"}, "Thôn <Cầu> \"Gỗ\"", 0}};
  inventory.contacts = {
      {ContactId{"to-ca"}, "Tổ công nghệ số thôn Ca", "0900 000 001", {}, {}, {}}};
  inventory.sites = {{SiteId{"office"},
                      VillageId{"go"},
                      SiteKind::office,
                      "Trụ sở xã",
                      {},
                      {},
                      {Access::internet},
                      {},
                      Power::separate,
                      {}},
                     {SiteId{"ca-nvh"},
                      VillageId{"ca"},
                      SiteKind::cultural_house,
                      "Nhà văn hoá thôn Ca",
                      21.4124,
                      106.2859,
                      {Access::fibre, Access::wifi},
                      ContactId{"to-ca"},
                      Power::shared,
                      {}}};
  inventory.devices = {
      {DeviceId{"office-gw"}, SiteId{"office"}, DeviceKind::gateway, "10.77.0.1", {}},
      {DeviceId{"ca-gw"}, SiteId{"ca-nvh"}, DeviceKind::gateway, "10.77.1.1",
       DeviceId{"office-gw"}},
      {DeviceId{"ca-ap"}, SiteId{"ca-nvh"}, DeviceKind::access_point, "10.77.1.2",
       DeviceId{"ca-gw"}}};
  return inventory;
}

CoveragePicture small_picture() {
  CoveragePicture picture;
  picture.taken = sample_time();
  picture.ledger_until = sample_time() - std::chrono::seconds(20);
  const auto fibre = access_at("ca", "ca-nvh", Access::fibre);
  const auto wifi = access_at("ca", "ca-nvh", Access::wifi);
  picture.accesses = {
      status(access_at("go", "office", Access::internet), State::up, Cause::none, "", hours(48)),
      status(fibre, State::down, Cause::fibre, "ca-gw", hours(1)),
      status(wifi, State::down, Cause::fibre, "ca-gw", hours(1))};
  picture.villages = {
      status({VillageId{"ca"}, {}, {}}, State::down, Cause::fibre, "ca-gw", hours(1)),
      status({VillageId{"go"}, {}, {}}, State::unmeasured, Cause::not_instrumented, "", hours(48))};
  const std::string root = "ca-nvh/fibre/20261125T054720Z";
  picture.open_outages = {
      {root, fibre, sample_time() - hours(1), {}, Cause::fibre, DeviceId{"ca-gw"}, root, {wifi}},
      {"ca-nvh/wifi/20261125T054720Z",
       wifi,
       sample_time() - hours(1),
       {},
       Cause::fibre,
       DeviceId{"ca-gw"},
       root,
       {}}};
  return picture;
}

SampleCommune sample_commune(const Inventory& inventory) {
  return Composer(inventory).compose();
}

}  // namespace commune::web
