#include "tests/exporters/notify/desk.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "core/runtime/log.hpp"

namespace commune::notify::testing {

Alert firing(LedgerTime starts) {
  Alert alert;
  alert.labels = {{"alertname", "Outage"}, {"severity", "critical"}, {"contact", "nam"},
                  {"village", "ca"},       {"site", "ca-nvh"},       {"access", "wifi"}};
  alert.annotations = {
      {"summary", "Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời"},
      {"summary_en", "No Wi-Fi at Nhà văn hoá Ca: the access point does not answer"},
      {"description", "Kiểm tra nguồn điện của điểm phát trước."},
      {"description_en", "Look at the access point's power first."},
      {"place", "Nhà văn hoá Ca, Thôn Ca"},
      {"root_device", "ca-ap-1"},
      {"cut_off", "Thôn Ca, Thôn Đồi"},
      {"households", "210"},
      {"board", "d/commune-village-{lang}?var-village=ca"},
      {"runbook", "outage"},
      {"restored", "Wi-Fi ở Nhà văn hoá Ca đã có lại"},
      {"restored_en", "Wi-Fi is back at Nhà văn hoá Ca"}};
  alert.starts = starts;
  return alert;
}

Alert resolved(LedgerTime ends, LedgerTime starts) {
  Alert alert = firing(starts);
  alert.firing = false;
  alert.ends = ends;
  return alert;
}

Alert with(Alert alert, const std::string& annotation, const std::string& value) {
  alert.annotations[annotation] = value;
  return alert;
}

Alert labelled(Alert alert, const std::string& label, const std::string& value) {
  alert.labels[label] = value;
  return alert;
}

Frame frame(std::vector<Language> languages) {
  return {"Xã Kép", std::move(languages), Calendar::in("Asia/Ho_Chi_Minh").value(),
          "http://grafana.example:3000/", "https://docs.example/runbooks"};
}

Directory::Directory() {
  std::string name = (std::filesystem::temp_directory_path() / "notify-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  path_ = name;
}

Directory::~Directory() {
  std::filesystem::remove_all(path_);
}

Outcome well(const Job& /*job*/) {
  return Outcome::of(Outcome::Kind::delivered);
}
Outcome down(const Job& /*job*/) {
  return Outcome::of(Outcome::Kind::temporary, "Timeout was reached");
}
Outcome refuses(const Job& /*job*/) {
  return Outcome::of(Outcome::Kind::permanent, "answers 400");
}

Desk::Desk() : far_end(well) {
  spdlog::set_level(spdlog::level::off);
  options.state_dir = directory.path();
  options.commune_name = "Xã Kép";
  options.default_contact = {"cntt"};
  SmsGateway gateway;
  gateway.url = "http://sms.example/";
  options.channels = {
      {"zalo", Zalo{}, 600, ""},
      {"sms", gateway, 600, ""},
      {"email", Email{"smtp://mail.example", "a@xa.example", "", "", false}, 600, ""}};
  options.recipients = {{{"nam"}, "Trần Văn Nam", {{0, "chat-nam"}, {1, "+84900000001"}}},
                        {{"lan"}, "Nguyễn Thị Lan", {{0, "chat-lan"}}},
                        {{"cntt"}, "Tổ CNTT", {{2, "cntt@xa.example"}}}};
  open();
}

void Desk::open() {
  dispatcher.reset();
  book.reset();
  store.reset();
  store = std::move(FaultStore::open(directory.path()).value().store);
  book = std::make_unique<FaultBook>(options, *store);
  dispatcher = std::make_unique<Dispatcher>(options, frame(options.languages), *store);
}

Result<void> Desk::post(const std::vector<Alert>& alerts, const std::string& contact) {
  return book->receive_alerts(alerts, contact, now);
}

void Desk::send() {
  for (bool any = true; any;) {
    any = false;
    for (std::size_t channel = 0; channel < options.channels.size(); ++channel) {
      const auto job = dispatcher->next(channel, now);
      if (!job) continue;
      any = true;
      tried.push_back(*job);
      const Outcome outcome = far_end(*job);
      if (outcome.kind == Outcome::Kind::delivered) delivered.push_back(*job);
      dispatcher->record(*job, outcome, now);
    }
  }
}

void Desk::pass(std::chrono::seconds time) {
  for (; time > 0s; time -= 1s) {
    now += 1s;
    send();
  }
}

void Desk::jump(std::chrono::seconds time) {
  now += time;
  send();
}

std::size_t Desk::ask(bool holds) {
  const auto questions = book->questions(now);
  for (const auto& question : questions)
    if (!book->answered(question, holds, now)) throw std::runtime_error("not answered");
  send();
  return questions.size();
}

std::vector<std::string> Desk::headlines() const {
  std::vector<std::string> lines;
  for (const Job& job : delivered)
    lines.push_back(job.letter.text.substr(0, job.letter.text.find('\n')));
  return lines;
}

}  // namespace commune::notify::testing
