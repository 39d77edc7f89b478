#include "exporters/web/tls.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>
#include <type_traits>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

namespace commune::web {
namespace {

Result<std::string> read(const std::string& file) {
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!stream.is_open() || stream.bad())
    return fail(file, "cannot be read: {}", std::generic_category().message(errno));
  return text;
}

gnutls_datum_t datum(const std::string& text) {
  return {reinterpret_cast<unsigned char*>(const_cast<char*>(text.data())),
          static_cast<unsigned>(text.size())};
}

struct Deleter {
  void operator()(gnutls_certificate_credentials_t credentials) const {
    gnutls_certificate_free_credentials(credentials);
  }
};
using Credentials =
    std::unique_ptr<std::remove_pointer_t<gnutls_certificate_credentials_t>, Deleter>;

Credentials credentials() {
  gnutls_certificate_credentials_t made = nullptr;
  gnutls_certificate_allocate_credentials(&made);
  return Credentials(made);
}

Result<void> check_pair(const Tls& options, const TlsMaterial& material) {
  const auto trial = credentials();
  const auto certificate = datum(material.certificate), key = datum(material.key);
  const int verdict =
      gnutls_certificate_set_x509_key_mem(trial.get(), &certificate, &key, GNUTLS_X509_FMT_PEM);
  if (verdict >= 0) return {};
  if (verdict == GNUTLS_E_CERTIFICATE_KEY_MISMATCH)
    return fail(options.key_file, "is not the key of {}", options.certificate_file);
  return fail(options.certificate_file,
              "this certificate and the key in {} cannot be used: {} (both must be PEM, the key "
              "without a password)",
              options.key_file, gnutls_strerror(verdict));
}

Result<void> check_client_ca(const Tls& options, const TlsMaterial& material) {
  const auto trial = credentials();
  const auto authorities = datum(material.client_ca);
  const int found =
      gnutls_certificate_set_x509_trust_mem(trial.get(), &authorities, GNUTLS_X509_FMT_PEM);
  if (found > 0) return {};
  return fail(options.client_ca_file,
              "contains no certificate in PEM (-----BEGIN CERTIFICATE-----)");
}

}  // namespace

Result<TlsMaterial> load_tls(const Tls& options) {
  if (options.key_file.empty())
    return fail("web.tls", "a certificate ({}) needs its key too", options.certificate_file);
  TlsMaterial material;
  const auto load = [](const std::string& file, std::string& into) {
    return read(file).map([&](std::string text) { into = std::move(text); });
  };
  auto done = load(options.certificate_file, material.certificate)
                  .and_then([&] { return load(options.key_file, material.key); })
                  .and_then([&] { return check_pair(options, material); });
  if (!options.client_ca_file.empty())
    done = done.and_then([&] { return load(options.client_ca_file, material.client_ca); })
               .and_then([&] { return check_client_ca(options, material); });
  return done.map([&] { return material; });
}

bool client_certificate_is_valid(void* tls_session) {
  auto* session = static_cast<gnutls_session_t>(tls_session);
  if (!session) return false;
  unsigned faults = 0;
  gnutls_typed_vdata_st purpose{};
  purpose.type = GNUTLS_DT_KEY_PURPOSE_OID;
  purpose.data = reinterpret_cast<unsigned char*>(const_cast<char*>(GNUTLS_KP_TLS_WWW_CLIENT));
  return gnutls_certificate_verify_peers(session, &purpose, 1, &faults) == GNUTLS_E_SUCCESS &&
         faults == 0;
}

}  // namespace commune::web
