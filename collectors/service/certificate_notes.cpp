#include "collectors/service/certificate_notes.hpp"

#include <algorithm>
#include <ctime>

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace commune::service {
namespace {

std::optional<WallTime> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  // A certificate that never expires has the year 9999, which the clock's nanoseconds cannot hold.
  static constexpr std::time_t kLatest = 9'000'000'000;
  return WallTime(std::chrono::seconds(std::clamp<std::time_t>(timegm(&parts), 0, kLatest)));
}

std::string day_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return "on an unreadable date";
  return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

std::string problem_of(X509_STORE_CTX* context) {
  const int error = X509_STORE_CTX_get_error(context);
  const X509* certificate = X509_STORE_CTX_get_current_cert(context);
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "certificate expired " + (certificate ? day_of(X509_get0_notAfter(certificate)) : "");
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return fmt::format("certificate is not valid before {} (or this machine's clock is wrong)",
                         certificate ? day_of(X509_get0_notBefore(certificate)) : "");
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "certificate of an unknown authority";
    default:
      return fmt::format("certificate refused: {}", X509_verify_cert_error_string(error));
  }
}

void note_earliest(const X509* certificate, CertificateNotes& notes) {
  const auto expires = time_of(X509_get0_notAfter(certificate));
  if (expires && (!notes.not_after || *expires < *notes.not_after)) notes.not_after = expires;
}

int verify(X509_STORE_CTX* context, void* notes_pointer) {
  auto& notes = *static_cast<CertificateNotes*>(notes_pointer);
  notes = {};
  const int trusted = X509_verify_cert(context);
  if (trusted != 1) notes.problem = problem_of(context);
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
  for (int i = 0; i < sk_X509_num(chain); ++i)
    note_earliest(sk_X509_value(chain, i), notes);
  return trusted;
}

}  // namespace

void note_certificates(void* ssl_context, CertificateNotes& notes) {
  SSL_CTX_set_cert_verify_callback(static_cast<SSL_CTX*>(ssl_context), verify, &notes);
}

}  // namespace commune::service
