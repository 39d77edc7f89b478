// Options of the service collector: the probes and how often they run. Filled by agent/settings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/time.hpp"

namespace commune::service {

enum class Kind : std::uint8_t { http, dns, tcp, tls, icmp };
enum class FamilyChoice : std::uint8_t { any, ipv4, ipv6 };

/// Types of DNS records by their numbers (IANA, "Resource Record (RR) TYPEs").
enum class RecordType : std::uint16_t {
  a = 1,
  ns = 2,
  cname = 5,
  soa = 6,
  ptr = 12,
  mx = 15,
  txt = 16,
  aaaa = 28,
  srv = 33,
  naptr = 35,
  ds = 43,
  dnskey = 48,
  tlsa = 52,
  svcb = 64,
  https = 65,
  caa = 257
};

/// A name server: a numeric address, without brackets.
struct NameServer {
  std::string address;
  std::uint16_t port = 53;

  friend bool operator==(const NameServer&, const NameServer&) = default;
};

/// Status codes from `least` to `most`, both included.
struct StatusRange {
  int least = 0, most = 0;

  friend bool operator==(const StatusRange&, const StatusRange&) = default;
};

struct HttpOptions {
  std::string url;  ///< http or https, with a host.
  bool head = false;
  /// Empty: 200 to 399, where 3xx occurs only when redirects are not followed.
  std::vector<StatusRange> expect_status;
  std::string body_contains;  ///< Empty: any body will do.
  int redirects = 5;          ///< How many are followed.
  std::size_t max_body = std::size_t{256} * 1024;
  std::string user_agent = "commune-agent";

  friend bool operator==(const HttpOptions&, const HttpOptions&) = default;
};

struct DnsOptions {
  std::string name;
  RecordType record = RecordType::a;
  std::string record_name = "A";    ///< As operators write it.
  std::vector<std::string> expect;  ///< One of them must be in the answer; empty: any will do.

  friend bool operator==(const DnsOptions&, const DnsOptions&) = default;
};

struct Probe {
  std::string id;
  std::string name;  ///< For display.
  Kind kind = Kind::http;
  std::string target;  ///< As the operator wrote it.
  Milliseconds interval{60'000};
  Milliseconds timeout{10'000};  ///< For a whole round; less than the interval.
  bool essential = false;
  bool reference = false;
  FamilyChoice family = FamilyChoice::any;
  std::optional<NameServer> resolver;  ///< Empty: the system's.
  std::string ca_file;                 ///< Empty: the system's authorities.
  HttpOptions http;                    ///< Kind http.
  DnsOptions dns;                      ///< Kind dns.
  std::string host;                    ///< Kinds tcp, tls, icmp: a name or a numeric address.
  std::uint16_t port = 0;              ///< Kinds tcp, tls.

  friend bool operator==(const Probe&, const Probe&) = default;
};

struct Options {
  std::vector<Probe> probes;
};

}  // namespace commune::service
