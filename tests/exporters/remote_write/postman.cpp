#include "tests/exporters/remote_write/postman.hpp"

#include <algorithm>

namespace commune::remote_write::testing {

Verdict ok() {
  return verdict_of(204, "", 0s);
}

Verdict status(int code, const std::string& body, std::chrono::seconds retry_after) {
  return verdict_of(code, body, retry_after);
}

Verdict no_answer() {
  Verdict verdict;
  verdict.kind = Verdict::Kind::later;
  verdict.what = "Connection refused";
  return verdict;
}

Verdict timeout() {
  Verdict verdict = no_answer();
  verdict.timed_out = true;
  verdict.what = "Timeout was reached";
  return verdict;
}

Postman::Postman(SenderOptions options, QueueOptions of_queue) : sender_(std::move(options)) {
  gateway.options = of_queue;
  gateway.open();
}

void Postman::push(const std::string& page) {
  gateway.push(page, at(now));
}

bool Postman::send() {
  const auto errand = sender_.next(gateway.queue(), at(now));
  if (!errand) return false;
  Try attempt{now, lines_of(*errand->batch, errand->stretch)};
  const Verdict verdict = receiver(attempt.samples);
  attempt.verdict = verdict.kind;
  tries.push_back(std::move(attempt));
  sender_.judge(verdict, 100, gateway.queue(), at(now));
  return true;
}

void Postman::send_all() {
  while (send()) {
  }
}

void Postman::run_until(Milliseconds since_start) {
  for (;;) {
    send_all();
    if (pause() == 0s || now + pause() > since_start) break;
    now += pause();
  }
  now = since_start;
}

RemoteWriteFigures Postman::figures() const {
  RemoteWriteFigures figures = gateway.figures();
  sender_.add_figures(figures);
  return figures;
}

Milliseconds Postman::pause() const {
  if (!sender_.not_before()) return 0ms;
  return std::chrono::ceil<Milliseconds>(*sender_.not_before() - at(now).now.mono);
}

Lines Postman::taken() const {
  Lines all;
  for (const Try& attempt : tries)
    if (attempt.verdict == Verdict::Kind::taken)
      all.insert(all.end(), attempt.samples.begin(), attempt.samples.end());
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<std::size_t> Postman::sizes() const {
  std::vector<std::size_t> sizes;
  for (const Try& attempt : tries)
    sizes.push_back(attempt.samples.size());
  return sizes;
}

std::vector<Milliseconds> Postman::times() const {
  std::vector<Milliseconds> times;
  for (const Try& attempt : tries)
    times.push_back(attempt.time);
  return times;
}

std::string Postman::refused_list() const {
  return content_of(gateway.directory.file("refused.txt"));
}

}  // namespace commune::remote_write::testing
