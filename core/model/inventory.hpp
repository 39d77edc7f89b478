// What the operator says there is: villages, sites, contacts, devices, links. Read from the
// configuration, immutable afterwards; how a device is polled is each collector's own options.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/ids.hpp"

namespace commune {

enum class SiteKind { cultural_house, office, school, clinic, loudspeaker_post, exchange, mast };
enum class DeviceKind {
  gateway,
  access_point,
  switch_,
  olt,
  onu,
  router,
  cellular_gateway,
  loudspeaker,
  ups,
  other
};
/// A way people get served at a site.
enum class Access { fibre, wifi, mobile, loudspeaker, internet };
enum class Medium { fibre, radio, copper };
/// Whether gateway and access points of a site share the same mains.
enum class Power { separate, shared };
enum class Language { vi, en };

/// The word used in the configuration and in labels ("cultural_house", "switch").
std::string_view to_string(SiteKind kind);
std::string_view to_string(DeviceKind kind);
std::string_view to_string(Access access);
std::string_view to_string(Medium medium);

struct Village {
  VillageId id;
  std::string name;
  int households = 0;  ///< 0: not configured.
};

struct Contact {
  ContactId id;
  std::string name;
  std::string phone, zalo, email, telegram;  ///< Empty: not configured.
};

struct Site {
  SiteId id;
  VillageId village;
  SiteKind kind = SiteKind::office;
  std::string name;
  std::optional<double> latitude, longitude;  ///< Degrees, WGS 84.
  std::vector<Access> accesses;
  ContactId contact;  ///< Empty: none.
  Power power = Power::separate;
  std::string agent = {};  ///< Where Prometheus asks the agent that runs here: "host:port" or
                           ///< "https://host:port"; empty: not configured.
};

struct Device {
  DeviceId id;
  SiteId site;
  DeviceKind kind = DeviceKind::other;
  std::string address;  ///< A host name, an IPv4 or an IPv6 address.
  DeviceId upstream;    ///< The device that carries its traffic; empty: not configured.
};

struct Link {
  LinkId id;
  SiteId site;
  DeviceId device;
  std::string interface;  ///< Name of the port on `device`.
  DeviceId towards;
  Medium medium = Medium::fibre;
  double capacity_bytes_per_second = 0;  ///< 0: not configured.
};

/// The whole commune. Ids are unique within their kind and references resolve (agent/settings sees
/// to it). Safe to read from any thread once built.
struct Inventory {
  std::string commune_name;
  Language language = Language::vi;
  std::string timezone = "Asia/Ho_Chi_Minh";
  SiteId vantage;  ///< The site this agent runs at.
  std::vector<Village> villages;
  std::vector<Contact> contacts;
  std::vector<Site> sites;
  std::vector<Device> devices;  ///< All of the commune's, also those other gateways poll.
  std::vector<Link> links;

  /// nullptr where there is none.
  const Village* find(const VillageId& id) const;
  const Site* find(const SiteId& id) const;
  const Contact* find(const ContactId& id) const;
  const Device* find(const DeviceId& id) const;
  const Link* find(const LinkId& id) const;
};

}  // namespace commune
