#include "collectors/throughput/connections.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <random>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::throughput {
namespace {

constexpr long kConnectMilliseconds = 5000;
constexpr long kPingMilliseconds = 2000;
constexpr long kBufferBytes = 512L << 10;
constexpr std::uint64_t kAskAgain = 1U << 20U;
constexpr std::size_t kNoiseBytes = 256U << 10U;

struct EasyDelete {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, EasyDelete>;

/// Random bytes, which nothing on the way can compress.
std::string noise() {
  std::string bytes(kNoiseBytes, '\0');
  std::mt19937_64 engine(std::random_device{}());
  for (std::size_t i = 0; i < bytes.size(); i += sizeof(std::uint64_t)) {
    const std::uint64_t word = engine();
    std::memcpy(bytes.data() + i, &word, sizeof word);
  }
  return bytes;
}

curl_socket_t open_socket(void* counts, curlsocktype, curl_sockaddr* address) {
  const int descriptor =
      socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (descriptor >= 0) static_cast<SocketCounts*>(counts)->opened(descriptor);
  return descriptor;
}

// A reset stops the peer at once: the bytes that are still on their way are not needed.
int close_socket(void* counts, curl_socket_t descriptor) {
  static_cast<SocketCounts*>(counts)->closing(descriptor);
  const linger at_once{1, 0};
  setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  return ::close(descriptor);
}

/// "http://host:port": a bare connection is timed, without TLS.
std::string bare_server(const std::string& url) {
  const bool tls = url.starts_with("https://");
  const auto begin = url.find("://") + 3;
  std::string host = url.substr(begin, url.find_first_of("/?#", begin) - begin);
  const auto colon = host.rfind(':');
  const bool has_port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
  return "http://" + host + (has_port ? "" : tls ? ":443" : ":80");
}

}  // namespace

class Connections::Curl {
 public:
  explicit Curl(const SpeedTest& test) : test_(test), multi_(curl_multi_init()), noise_(noise()) {
    // Proxies and gateways cache, and some ask before a body is sent.
    head_ = curl_slist_append(head_, "Expect:");
    head_ = curl_slist_append(head_, "Cache-Control: no-cache");
    head_ = curl_slist_append(head_, "Content-Type: application/octet-stream");
  }
  ~Curl() {
    drop_ping();
    close();
    curl_multi_cleanup(multi_);
    curl_slist_free_all(head_);
  }
  Curl(const Curl&) = delete;
  Curl& operator=(const Curl&) = delete;

  void open(Direction direction, Left left);
  void close();
  void ping(Direction direction);
  void step(Milliseconds at_most);

  SpeedTest test_;
  CURLM* multi_;
  SocketCounts counts_, ping_counts_;
  Direction direction_ = Direction::download;
  std::uint64_t handed_ = 0, allowed_ = 0, acknowledged_before_ = 0;
  Left left_;
  bool used_up_ = false;
  Easy ping_;
  std::vector<double> round_trips_;
  std::string failure_, ping_failure_;

 private:
  struct Lane {
    Curl* owner = nullptr;
    Easy easy;
    std::size_t sent = 0;  ///< Bytes of the current body.
  };

  bool may_go_on();
  static std::size_t count_received(char* bytes, std::size_t size, std::size_t count, void* lane);
  static std::size_t give(char* bytes, std::size_t size, std::size_t count, void* lane);

  Easy make_easy(const std::string& url, SocketCounts& counts);
  void set_up(Lane& lane);
  void look_at_messages();
  void ended(CURL* easy, CURLcode code);
  void ping_ended(CURLcode code);
  void drop_ping();

  std::vector<std::unique_ptr<Lane>> lanes_;
  curl_slist* head_ = nullptr;
  std::string noise_;
};

// Windows grow with the bytes read, so the rest of the budget is checked before many have moved.
bool Connections::Curl::may_go_on() {
  if (handed_ >= allowed_) allowed_ = handed_ + std::min(left_(), kAskAgain);
  used_up_ = used_up_ || handed_ >= allowed_;
  return !used_up_;
}

std::size_t Connections::Curl::count_received(char*, std::size_t size, std::size_t count,
                                              void* lane) {
  Curl& owner = *static_cast<Lane*>(lane)->owner;
  owner.handed_ += size * count;
  if (owner.may_go_on()) return size * count;
  return 0;
}

std::size_t Connections::Curl::give(char* bytes, std::size_t size, std::size_t count, void* at) {
  Lane& lane = *static_cast<Lane*>(at);
  Curl& owner = *lane.owner;
  const std::uint64_t body_left = owner.test_.upload_piece_bytes - lane.sent;
  if (body_left > 0 && !owner.may_go_on()) return CURL_READFUNC_ABORT;
  const auto given = static_cast<std::size_t>(std::min<std::uint64_t>(
      {size * count, owner.noise_.size(), body_left, owner.allowed_ - owner.handed_}));
  std::copy_n(owner.noise_.data(), given, bytes);
  lane.sent += given;
  owner.handed_ += given;
  return given;
}

Easy Connections::Curl::make_easy(const std::string& url, SocketCounts& counts) {
  Easy easy(curl_easy_init());
  CURL* curl = easy.get();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  // A name server that does not answer must not delay the stop.
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &counts);
  curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
  curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, &counts);
  return easy;
}

void Connections::Curl::set_up(Lane& lane) {
  lane.owner = this;
  lane.easy = make_easy(test_.url(direction_), counts_);
  CURL* curl = lane.easy.get();
  // Streams of one HTTP/2 connection would share its window.
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "commune-agent");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, head_);
  curl_easy_setopt(curl, CURLOPT_PRIVATE, &lane);
  if (!test_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, test_.ca_file.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &lane);
  if (direction_ == Direction::download) {
    curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, kBufferBytes);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, count_received);
    return;
  }
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(test_.upload_piece_bytes));
  curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, kBufferBytes);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(curl, CURLOPT_READDATA, &lane);
  // The server's answer to a body is ignored.
  curl_easy_setopt(
      curl, CURLOPT_WRITEFUNCTION,
      +[](char*, std::size_t size, std::size_t count, void*) { return size * count; });
}

void Connections::Curl::open(Direction direction, Left left) {
  close();
  left_ = std::move(left);
  direction_ = direction;
  handed_ = allowed_ = 0;
  used_up_ = false;
  failure_.clear();
  acknowledged_before_ = counts_.count().acknowledged;
  for (int i = 0; i < test_.connections; ++i) {
    lanes_.push_back(std::make_unique<Lane>());
    set_up(*lanes_.back());
    curl_multi_add_handle(multi_, lanes_.back()->easy.get());
  }
}

void Connections::Curl::close() {
  for (const auto& lane : lanes_)
    curl_multi_remove_handle(multi_, lane->easy.get());
  lanes_.clear();
}

void Connections::Curl::ping(Direction direction) {
  if (ping_) return;
  ping_ = make_easy(bare_server(test_.url(direction)), ping_counts_);
  curl_easy_setopt(ping_.get(), CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(ping_.get(), CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(ping_.get(), CURLOPT_TIMEOUT_MS, kPingMilliseconds);
  curl_multi_add_handle(multi_, ping_.get());
}

void Connections::Curl::drop_ping() {
  if (!ping_) return;
  curl_multi_remove_handle(multi_, ping_.get());
  ping_.reset();
}

void Connections::Curl::ping_ended(CURLcode code) {
  curl_off_t looked_up = 0, connected = 0;
  curl_easy_getinfo(ping_.get(), CURLINFO_NAMELOOKUP_TIME_T, &looked_up);
  curl_easy_getinfo(ping_.get(), CURLINFO_CONNECT_TIME_T, &connected);
  if (code == CURLE_OK) round_trips_.push_back(static_cast<double>(connected - looked_up) * 1e-6);
  ping_failure_ = code == CURLE_OK ? "" : curl_easy_strerror(code);
  drop_ping();
}

void Connections::Curl::ended(CURL* easy, CURLcode code) {
  if (easy == ping_.get()) return ping_ended(code);
  if (used_up_) return;
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK || status < 200 || status > 299) {
    if (failure_.empty())
      failure_ = code == CURLE_OK ? fmt::format("the server answered {}", status)
                                  : std::string(curl_easy_strerror(code));
    return;
  }
  // The next piece, on the same connection.
  Lane* lane = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &lane);
  lane->sent = 0;
  curl_multi_remove_handle(multi_, easy);
  curl_multi_add_handle(multi_, easy);
}

void Connections::Curl::look_at_messages() {
  int left = 0;
  std::vector<std::pair<CURL*, CURLcode>> done;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left))
    if (message->msg == CURLMSG_DONE) done.emplace_back(message->easy_handle, message->data.result);
  for (const auto& [easy, code] : done)
    ended(easy, code);
}

void Connections::Curl::step(Milliseconds at_most) {
  const auto end = std::chrono::steady_clock::now() + at_most;
  for (;;) {
    int running = 0;
    curl_multi_perform(multi_, &running);
    look_at_messages();
    const auto left = std::chrono::ceil<Milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0 || used_up_ || !failure_.empty()) return;
    curl_multi_poll(multi_, nullptr, 0, static_cast<int>(left.count()), nullptr);
  }
}

Connections::Connections(const SpeedTest& test) : curl_(std::make_unique<Curl>(test)) {}
Connections::~Connections() = default;

void Connections::open(Direction direction, Left left) {
  curl_->open(direction, std::move(left));
}

void Connections::close() {
  curl_->close();
}

bool Connections::used_up() const {
  return curl_->used_up_;
}

void Connections::ping(Direction direction) {
  curl_->ping(direction);
}

bool Connections::pinging() const {
  return curl_->ping_ != nullptr;
}

void Connections::step(Milliseconds at_most) {
  curl_->step(at_most);
}

std::uint64_t Connections::payload() const {
  if (curl_->direction_ == Direction::download) return curl_->handed_;
  return curl_->counts_.count().acknowledged - curl_->acknowledged_before_;
}

LineCount Connections::wire() const {
  const LineCount moved = curl_->counts_.count().line, pings = curl_->ping_counts_.count().line;
  return {moved.received + pings.received, moved.sent + pings.sent};
}

InFlight Connections::in_flight() const {
  return curl_->counts_.in_flight();
}

std::vector<double> Connections::take_round_trips() {
  return std::exchange(curl_->round_trips_, {});
}

std::string Connections::failure() const {
  return curl_->failure_;
}

std::string Connections::ping_failure() const {
  return curl_->ping_failure_;
}

}  // namespace commune::throughput
