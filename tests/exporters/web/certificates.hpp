// Certificates for tests, made by the openssl command in a folder that is deleted after the test.
#pragma once

#include <filesystem>
#include <string>

namespace commune::testing {

/// True if the commands that the TLS tests need are installed.
bool openssl_and_curl_are_there();

/// Runs a command and returns what it printed; `status` is its exit status.
std::string run(const std::string& command, int& status);

/// A folder with: ca.pem; server.{pem,key} for localhost and client.{pem,key}, both signed by it;
/// stranger.{pem,key}, signed by itself.
class Certificates {
 public:
  Certificates();
  ~Certificates();
  Certificates(const Certificates&) = delete;

  std::string file(const std::string& name) const { return (folder_ / name).string(); }

 private:
  void sign(const std::string& name, const std::string& extensions) const;

  std::filesystem::path folder_;
};

}  // namespace commune::testing
