#include "collectors/throughput/account.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include <nlohmann/json.hpp>

namespace commune::throughput {
namespace {

using Json = nlohmann::json;

constexpr LedgerTime kEarliest{Milliseconds(1'704'067'200'000)};  // 2024-01-01
constexpr LedgerTime kLatest{Milliseconds(4'102'444'800'000)};    // 2100-01-01
constexpr int kVersion = 1;

// FNV-1a.
std::uint64_t checksum(std::string_view text) {
  std::uint64_t sum = 0xcbf29ce484222325;
  for (const char c : text)
    sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return sum;
}

std::int64_t ms(LedgerTime time) {
  return time.time_since_epoch().count();
}

LedgerTime time_of(const Json& value) {
  return LedgerTime(Milliseconds(value.get<std::int64_t>()));
}

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json or_null(const std::optional<LedgerTime>& time) {
  return time ? Json(ms(*time)) : Json(nullptr);
}

std::optional<double> number_of(const Json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

std::optional<LedgerTime> maybe_time_of(const Json& value) {
  return value.is_null() ? std::nullopt : std::optional(time_of(value));
}

Json to_json(const Found& found) {
  return {{"at", ms(found.at)},
          {"download", or_null(found.rate[0])},
          {"upload", or_null(found.rate[1])},
          {"idle_seconds", or_null(found.idle_seconds)},
          {"download_seconds", or_null(found.loaded_seconds[0])},
          {"upload_seconds", or_null(found.loaded_seconds[1])}};
}

Found found_of(const Json& json) {
  return {time_of(json.at("at")),
          {number_of(json.at("download")), number_of(json.at("upload"))},
          number_of(json.at("idle_seconds")),
          {number_of(json.at("download_seconds")), number_of(json.at("upload_seconds"))}};
}

Json to_json(const TestAccount& account) {
  const auto& [spent, past, found] = account;
  return {{"day_end", ms(spent.day_end)},     {"day", spent.day},
          {"month_end", ms(spent.month_end)}, {"month", spent.month},
          {"done", or_null(past.done)},       {"attempt", or_null(past.attempt)},
          {"attempts", past.attempts},        {"found", found ? to_json(*found) : Json(nullptr)}};
}

TestAccount account_of(const Json& json) {
  TestAccount account;
  account.spent = {time_of(json.at("day_end")), time_of(json.at("month_end")),
                   json.at("day").get<std::uint64_t>(), json.at("month").get<std::uint64_t>()};
  account.past = {maybe_time_of(json.at("done")), maybe_time_of(json.at("attempt")),
                  json.at("attempts").get<int>()};
  if (!json.at("found").is_null()) account.found = found_of(json.at("found"));
  return account;
}

}  // namespace

Account Account::exhausted_until(LedgerTime time) {
  Account account;
  account.exhausted_until_ = time;
  return account;
}

const TestAccount* Account::find(const std::string& test) const {
  const auto found = tests_.find(test);
  return found == tests_.end() ? nullptr : &found->second;
}

std::uint64_t Account::used_day(const SpeedTest& test, LedgerTime now) const {
  if (now < exhausted_until_) return test.budget_day;
  const TestAccount* account = find(test.id);
  return account && now < account->spent.day_end ? account->spent.day : 0;
}

std::uint64_t Account::used_month(const SpeedTest& test, LedgerTime now) const {
  if (now < exhausted_until_) return test.budget_month;
  const TestAccount* account = find(test.id);
  return account && now < account->spent.month_end ? account->spent.month : 0;
}

std::uint64_t Account::left(const SpeedTest& test, LedgerTime now) const {
  const auto rest = [](std::uint64_t budget, std::uint64_t used) {
    return budget > used ? budget - used : 0;
  };
  return std::min(rest(test.budget_day, used_day(test, now)),
                  rest(test.budget_month, used_month(test, now)));
}

void Account::reserve(const SpeedTest& test, std::uint64_t bytes, LedgerTime now,
                      const Calendar& calendar) {
  Spending& spent = of(test.id).spent;
  // A period keeps the end that it began with, also when another time zone is configured.
  if (now >= spent.day_end) {
    spent.day_end = calendar.next(Period::day, now);
    spent.day = 0;
  }
  if (now >= spent.month_end) {
    spent.month_end = calendar.next(Period::month, now);
    spent.month = 0;
  }
  spent.day += bytes;
  spent.month += bytes;
}

void Account::settle(const SpeedTest& test, std::uint64_t reserved, std::uint64_t used) {
  Spending& spent = of(test.id).spent;
  spent.day = spent.day - std::min(reserved, spent.day) + used;
  spent.month = spent.month - std::min(reserved, spent.month) + used;
}

std::string Account::to_text(LedgerTime written_at) const {
  Json tests = Json::object();
  for (const auto& [id, account] : tests_)
    tests[id] = to_json(account);
  const std::string body = Json{
      {"version", kVersion},
      {"written_at", ms(written_at)},
      {"exhausted_until", ms(exhausted_until_)},
      {"tests",
       std::move(tests)}}.dump();
  return fmt::format("{}\n{:016x}\n", body, checksum(body));
}

Result<Account> Account::parse(const std::string& text) {
  const auto end = text.find('\n');
  if (end == std::string::npos) return fail({}, "it is cut off");
  const std::string body = text.substr(0, end);
  if (text.substr(end + 1) != fmt::format("{:016x}\n", checksum(body)))
    return fail({}, "its checksum is wrong");
  try {
    const Json json = Json::parse(body);
    if (json.at("version") != kVersion) return fail({}, "a newer agent wrote it");
    Account account;
    account.written_at_ = time_of(json.at("written_at"));
    account.exhausted_until_ = time_of(json.at("exhausted_until"));
    for (const auto& [id, test] : json.at("tests").items())
      account.tests_.emplace(id, account_of(test));
    return account;
  } catch (const Json::exception& error) {
    return fail({}, "{}", error.what());
  }
}

bool is_credible(LedgerTime now, const Account& account) {
  return now >= kEarliest && now < kLatest && now >= account.written_at();
}

}  // namespace commune::throughput
