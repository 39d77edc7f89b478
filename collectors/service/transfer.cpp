#include "collectors/service/transfer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "collectors/service/certificate_notes.hpp"
#include "collectors/service/socket_watch.hpp"
#include "collectors/service/transfer_failure.hpp"
#include "core/runtime/lifetime.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

namespace commune::service {
namespace {

using std::chrono::nanoseconds;

// All header lines of an answer together; browsers give up at 250 KiB or so.
constexpr std::size_t kMostHeaderBytes = std::size_t{64} * 1024;
// RFC 9110, 15: three digits. libcurl takes more from a server that calls itself HTTP/2.
constexpr long kLeastStatus = 100, kMostStatus = 999;
constexpr long kAuthoritiesKeptSeconds = 3'600;

struct EasyEnd {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ShareEnd {
  void operator()(CURLSH* share) const { curl_share_cleanup(share); }
};
struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

nanoseconds time_of(CURL* easy, CURLINFO what) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy, what, &microseconds);
  return std::chrono::microseconds(std::max<curl_off_t>(microseconds, 0));
}

long number_of(CURL* easy, CURLINFO what) {
  long number = 0;
  curl_easy_getinfo(easy, what, &number);
  return number;
}

// "example.org:443:192.0.2.1,[2001:db8::1]"
std::string resolve_entry(const TransferRequest& request) {
  std::string entry = fmt::format("{}:{}:", request.host, request.port);
  for (const Address& address : request.addresses) {
    if (entry.back() != ':') entry += ',';
    entry += address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  }
  return entry;
}

}  // namespace

class TransferLoop::Multi {
 public:
  explicit Multi(EventLoop& loop)
      : timer_(loop.context()), watch_(loop, [this](int socket, bool readable, bool writable) {
          act(socket, (readable ? CURL_CSELECT_IN : 0) | (writable ? CURL_CSELECT_OUT : 0));
        }) {
    [[maybe_unused]] static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
    multi_ = curl_multi_init();
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Multi::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Multi::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  }
  ~Multi() {
    curl_multi_cleanup(multi_);
    watch_.forget_all();
  }
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;

  void add(CURL* easy) { curl_multi_add_handle(multi_, easy); }
  void remove(CURL* easy) { curl_multi_remove_handle(multi_, easy); }

 private:
  void act(curl_socket_t socket, int events);

  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
    const bool none = what == CURL_POLL_REMOVE;
    static_cast<Multi*>(self)->watch_.want(socket, !none && (what & CURL_POLL_IN) != 0,
                                           !none && (what & CURL_POLL_OUT) != 0);
    return 0;
  }

  // libcurl must not be called within its own callback: also a timeout of 0 uses the timer.
  static int on_timer(CURLM*, long milliseconds, void* self_pointer) {
    auto& self = *static_cast<Multi*>(self_pointer);
    if (milliseconds < 0) {
      self.timer_.cancel();
      return 0;
    }
    self.timer_.expires_after(std::chrono::milliseconds(milliseconds));
    self.timer_.async_wait(self.lifetime_.guard([&self](std::error_code error) {
      if (!error) self.act(CURL_SOCKET_TIMEOUT, 0);
    }));
    return 0;
  }

  asio::steady_timer timer_;
  SocketWatch watch_;
  CURLM* multi_ = nullptr;
  Lifetime lifetime_;
};

class Transfer::Exchange {
 public:
  Exchange(EventLoop& loop, TransferLoop::Multi& multi, TransferRequest request, Done done);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void ended(CURLcode code);
  TransferResult give_up(nanoseconds after, Milliseconds timeout);

 private:
  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy_.get(), option, value);
  }
  void set_up();
  void set_up_tls();
  void set_up_http();
  TransferResult result(nanoseconds total) const;
  nanoseconds connected_after() const;
  Phases phases(nanoseconds total) const;
  std::optional<Failure> failure(CURLcode code, bool connected) const;
  void close();

  static std::size_t on_body(char* data, std::size_t, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t, std::size_t count, void* self);

  EventLoop& loop_;
  TransferLoop::Multi& multi_;
  TransferRequest request_;
  Done done_;
  TransferResult ended_;  ///< Posted to the loop.
  bool https_;
  std::array<char, CURL_ERROR_SIZE> detail_{};
  CertificateNotes certificates_;
  MonoTime begun_ = now().mono;
  nanoseconds tls_begun_{0};  ///< Since then; 0: not yet.
  std::string body_;
  std::size_t header_bytes_ = 0;
  bool body_cut_ = false;
  std::unique_ptr<curl_slist, ListEnd> resolve_;
  std::unique_ptr<CURLSH, ShareEnd> share_;
  std::unique_ptr<CURL, EasyEnd> easy_;
  Lifetime lifetime_;
};

void TransferLoop::Multi::act(curl_socket_t socket, int events) {
  int running = 0;
  curl_multi_socket_action(multi_, socket, events, &running);
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    char* exchange = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
    reinterpret_cast<Transfer::Exchange*>(exchange)->ended(code);
  }
}

Transfer::Exchange::Exchange(EventLoop& loop, TransferLoop::Multi& multi, TransferRequest request,
                             Done done)
    : loop_(loop),
      multi_(multi),
      request_(std::move(request)),
      done_(std::move(done)),
      https_(request_.url.starts_with("https:")),
      share_(curl_share_init()),
      easy_(curl_easy_init()) {
  set_up();
  if (https_) set_up_tls();
  if (!request_.connect_only) set_up_http();
  multi_.add(easy_.get());
}

Transfer::Exchange::~Exchange() {
  close();
}

void Transfer::Exchange::close() {
  if (!easy_) return;
  multi_.remove(easy_.get());
  easy_.reset();
}

void Transfer::Exchange::set_up() {
  // Addresses of its own, as probes may have different resolvers.
  curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
  set(CURLOPT_SHARE, share_.get());
  if (!numeric_address(request_.host)) {
    resolve_.reset(curl_slist_append(nullptr, resolve_entry(request_).c_str()));
    set(CURLOPT_RESOLVE, resolve_.get());
  }
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_PRIVATE, static_cast<void*>(this));
  set(CURLOPT_ERRORBUFFER, detail_.data());
  set(CURLOPT_NOSIGNAL, 1L);
  // Ignores proxies of the environment.
  set(CURLOPT_PROXY, "");
  set(CURLOPT_FRESH_CONNECT, 1L);
  set(CURLOPT_FORBID_REUSE, 1L);
  set(CURLOPT_CONNECT_ONLY, request_.connect_only ? 1L : 0L);
}

void Transfer::Exchange::set_up_tls() {
  set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  // libcurl caches the authorities of a file, never of a folder.
  set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  if (!request_.ca_file.empty()) set(CURLOPT_CAINFO, request_.ca_file.c_str());
  set(CURLOPT_CA_CACHE_TIMEOUT, kAuthoritiesKeptSeconds);
  set(CURLOPT_SSL_CTX_DATA, static_cast<void*>(this));
  using OnContext = CURLcode (*)(CURL*, void*, void*);
  set(CURLOPT_SSL_CTX_FUNCTION, OnContext([](CURL*, void* context, void* self_pointer) {
        auto& self = *static_cast<Exchange*>(self_pointer);
        self.tls_begun_ = now().mono - self.begun_;
        note_certificates(context, self.certificates_);
        return CURLE_OK;
      }));
}

void Transfer::Exchange::set_up_http() {
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_NOBODY, request_.head ? 1L : 0L);
  set(CURLOPT_USERAGENT, request_.user_agent.c_str());
  set(CURLOPT_WRITEFUNCTION, &Exchange::on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_HEADERFUNCTION, &Exchange::on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
}

std::size_t Transfer::Exchange::on_body(char* data, std::size_t, std::size_t count,
                                        void* self_pointer) {
  auto& self = *static_cast<Exchange*>(self_pointer);
  const std::size_t room = self.request_.max_body - self.body_.size();
  self.body_.append(data, std::min(count, room));
  self.body_cut_ = count > room;
  // A smaller count than was offered ends the transfer.
  return self.body_cut_ ? CURL_WRITEFUNC_ERROR : count;
}

std::size_t Transfer::Exchange::on_header(char*, std::size_t, std::size_t count,
                                          void* self_pointer) {
  auto& self = *static_cast<Exchange*>(self_pointer);
  self.header_bytes_ += count;
  return self.header_bytes_ > kMostHeaderBytes ? CURL_WRITEFUNC_ERROR : count;
}

void Transfer::Exchange::ended(CURLcode code) {
  TransferResult made = result(time_of(easy_.get(), CURLINFO_TOTAL_TIME_T));
  made.failure = failure(code, made.round_trip.has_value());
  if (!made.failure && !request_.connect_only && !made.status)
    made.failure = Failure{Reason::protocol, "the answer is not HTTP"};
  close();
  made.body = std::move(body_);
  ended_ = std::move(made);
  // Leaves libcurl's callback before `done` is called.
  loop_.post(lifetime_.guard([this] {
    const Done done = std::exchange(done_, {});
    if (done) done(std::exchange(ended_, {}));
  }));
}

TransferResult Transfer::Exchange::give_up(nanoseconds after, Milliseconds timeout) {
  done_ = {};
  TransferResult made = easy_ ? result(after) : std::move(ended_);
  made.failure = failure_at_deadline(made.phases, https_, timeout);
  close();
  return made;
}

TransferResult Transfer::Exchange::result(nanoseconds total) const {
  TransferResult made;
  made.phases = phases(total);
  const nanoseconds lookup = time_of(easy_.get(), CURLINFO_NAMELOOKUP_TIME_T);
  if (const auto connected = connected_after(); connected > lookup)
    made.round_trip = connected - lookup;
  const long status = number_of(easy_.get(), CURLINFO_RESPONSE_CODE);
  if (status >= kLeastStatus && status <= kMostStatus) made.status = static_cast<int>(status);
  const char* redirect = nullptr;
  curl_easy_getinfo(easy_.get(), CURLINFO_REDIRECT_URL, &redirect);
  if (redirect) made.redirect = redirect;
  made.body_cut = body_cut_;
  made.not_after = certificates_.not_after;
  return made;
}

// libcurl reports it only after TLS has succeeded too, but it asks for the context in between.
nanoseconds Transfer::Exchange::connected_after() const {
  const nanoseconds reported = time_of(easy_.get(), CURLINFO_CONNECT_TIME_T);
  return reported.count() > 0 ? reported : tls_begun_;
}

Phases Transfer::Exchange::phases(nanoseconds total) const {
  Phases made;
  nanoseconds passed{0};
  const auto until = [&](Phase phase, nanoseconds end) {
    made.add(phase, std::max(end - passed, nanoseconds{0}));
    passed = std::max(end, passed);
  };
  // A milestone at 0 was not reached: the rest of the time belongs to the phase before it.
  const auto phase = [&](Phase which, nanoseconds end) {
    until(which, end.count() > 0 ? end : total);
    return end.count() > 0;
  };
  if (!phase(Phase::connect, connected_after())) return made;
  if (https_ && !phase(Phase::tls, time_of(easy_.get(), CURLINFO_APPCONNECT_TIME_T))) return made;
  if (request_.connect_only) return made;
  if (phase(Phase::processing, time_of(easy_.get(), CURLINFO_STARTTRANSFER_TIME_T)))
    until(Phase::transfer, total);
  return made;
}

std::optional<Failure> Transfer::Exchange::failure(CURLcode code, bool connected) const {
  if (code == CURLE_OK || body_cut_) return std::nullopt;
  if (header_bytes_ > kMostHeaderBytes)
    return Failure{Reason::size,
                   fmt::format("the header lines are longer than {} KiB", kMostHeaderBytes / 1024)};
  TransferError error;
  error.code = code;
  error.os_error = static_cast<int>(number_of(easy_.get(), CURLINFO_OS_ERRNO));
  error.detail = detail_.data();
  error.certificate_problem = certificates_.problem;
  error.host = request_.host;
  error.ca_file = request_.ca_file;
  error.connected = connected;
  return failure_of(error);
}

Transfer::Transfer(TransferLoop& loop, TransferRequest request, Done done)
    : exchange_(std::make_unique<Exchange>(loop.loop_, loop.multi(), std::move(request),
                                           std::move(done))) {}

Transfer::~Transfer() = default;

TransferResult Transfer::give_up(nanoseconds after, Milliseconds timeout) {
  return exchange_->give_up(after, timeout);
}

TransferLoop::TransferLoop(EventLoop& loop) : loop_(loop) {}

TransferLoop::~TransferLoop() = default;

TransferLoop::Multi& TransferLoop::multi() {
  if (!multi_) multi_ = std::make_unique<Multi>(loop_);
  return *multi_;
}

}  // namespace commune::service
