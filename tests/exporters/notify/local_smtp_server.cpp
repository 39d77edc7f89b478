#include "tests/exporters/notify/local_smtp_server.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

namespace commune::notify::testing {
namespace {

void say(int client, const std::string& bytes) {
  ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

}  // namespace

void LocalSmtpServer::serve(int client) {
  say(client, "220 local\r\n");
  std::string buffer, end = "\r\n";
  while (true) {
    const auto at = buffer.find(end);
    if (at == std::string::npos) {
      const std::string bytes = server_.receive(client);
      if (bytes.empty()) return;
      buffer += bytes;
      continue;
    }
    const std::string text = buffer.substr(0, at);
    buffer.erase(0, at + end.size());
    note(text);
    const std::string answer = reply_(text);
    end = answer.starts_with("354") ? "\r\n.\r\n" : "\r\n";
    say(client, answer + "\r\n");
  }
}

void LocalSmtpServer::note(const std::string& text) {
  const std::lock_guard lock(mutex_);
  received_.push_back(text);
}

std::string LocalSmtpServer::url() const {
  return fmt::format("smtp://127.0.0.1:{}", server_.port());
}

std::vector<std::string> LocalSmtpServer::received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

}  // namespace commune::notify::testing
