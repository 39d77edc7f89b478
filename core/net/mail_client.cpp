#include "core/net/mail_client.hpp"

#include <memory>
#include <utility>

#include "core/net/curl_transfer.hpp"

#include <curl/curl.h>

namespace commune {
namespace {

using Mime = std::unique_ptr<curl_mime, decltype(&curl_mime_free)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

Mime text_part(CURL* curl, const std::string& text) {
  Mime mime(curl_mime_init(curl), curl_mime_free);
  curl_mimepart* part = curl_mime_addpart(mime.get());
  curl_mime_data(part, text.data(), text.size());
  curl_mime_type(part, "text/plain; charset=utf-8");
  curl_mime_encoder(part, "quoted-printable");
  return mime;
}

TransferFailure refusal(CURL* curl, TransferFailure failure) {
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 400) failure.status = static_cast<int>(status);
  if (failure.kind == TransferFailure::Kind::unreachable && status >= 500)
    failure.kind = TransferFailure::Kind::refused;
  return failure;
}

}  // namespace

TransferResult<void> send_mail(const Mail& mail, const TransferLimits& limits,
                               const std::atomic<bool>& aborted) {
  CurlTransfer transfer;
  CURL* const curl = transfer.begin(mail.destination, limits, "smtp,smtps", mail.headers);
  if (!curl) return tl::unexpected(CurlTransfer::unavailable());
  const Mime mime = text_part(curl, mail.text);
  const std::string from = "<" + mail.from + ">", to = "<" + mail.to + ">";
  const List recipients(curl_slist_append(nullptr, to.c_str()), curl_slist_free_all);
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   static_cast<long>(mail.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime.get());
  if (!mail.destination.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, mail.destination.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, mail.destination.password.c_str());
  }
  if (auto done = transfer.run(aborted); !done)
    return tl::unexpected(refusal(curl, std::move(done.error())));
  return {};
}

}  // namespace commune
