#include "tests/exporters/web/certificates.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <gtest/gtest.h>

namespace commune::testing {
namespace {

constexpr const char* kNewKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

void must_run(const std::string& command) {
  int status = 0;
  const std::string said = run(command, status);
  if (status != 0) throw std::runtime_error(command + "\n" + said);
}

}  // namespace

bool openssl_and_curl_are_there() {
  return std::system("command -v openssl >/dev/null && command -v curl >/dev/null") == 0;
}

std::string run(const std::string& command, int& status) {
  std::string said;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (!pipe) throw std::runtime_error("cannot start: " + command);
  char piece[512];
  while (std::fgets(piece, sizeof piece, pipe))
    said += piece;
  const int ended = pclose(pipe);
  status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
  return said;
}

Certificates::Certificates() {
  std::string pattern = ::testing::TempDir() + "certificates.XXXXXX";
  folder_ = mkdtemp(pattern.data());
  for (const std::string name : {"ca", "stranger"})
    must_run(std::string("openssl req -x509 -days 2 ") + kNewKey + " -subj /CN=" + name +
             " -keyout " + file(name + ".key") + " -out " + file(name + ".pem"));
  sign("server", "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n");
  sign("client", "extendedKeyUsage=clientAuth\n");
}

Certificates::~Certificates() {
  std::filesystem::remove_all(folder_);
}

void Certificates::sign(const std::string& name, const std::string& extensions) const {
  std::ofstream(file(name + ".ext")) << extensions;
  must_run(std::string("openssl req -new ") + kNewKey + " -subj /CN=" + name + " -keyout " +
           file(name + ".key") + " -out " + file(name + ".csr"));
  must_run("openssl x509 -req -days 2 -in " + file(name + ".csr") + " -CA " + file("ca.pem") +
           " -CAkey " + file("ca.key") + " -CAcreateserial -extfile " + file(name + ".ext") +
           " -out " + file(name + ".pem"));
}

}  // namespace commune::testing
