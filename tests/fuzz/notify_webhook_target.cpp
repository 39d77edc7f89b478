// Any bytes as Alertmanager's webhook: refused with one clean line, or read into alerts whose
// messages are within their limits.
#include "exporters/notify/long_text.hpp"
#include "exporters/notify/plain_text.hpp"
#include "exporters/notify/short_text.hpp"
#include "exporters/notify/webhook.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/utf8.hpp"

namespace commune::fuzz {
namespace {

using notify::Alert;
using notify::Facts;

const notify::Frame& frame() {
  static const notify::Frame kFrame{"Xã Kép",
                                    {Language::vi, Language::en},
                                    Calendar::in("Asia/Ho_Chi_Minh").value(),
                                    "http://grafana",
                                    "http://runbooks"};
  return kFrame;
}

void check(const Facts& facts) {
  const std::string sms = notify::sms_text(facts, frame());
  require(!sms.empty() && sms.size() <= notify::kSmsLength, "an SMS of {} bytes", sms.size());
  for (const char c : sms)
    require(c >= ' ' && c < 0x7f && c != '#' && c != '&', "an SMS with byte {}", int{c});
  const std::string text = notify::cut_to_units(notify::long_text(facts, frame()), 2000);
  require(is_clean_utf8(text), "a message that is not UTF-8");
  require(!text.empty() && text.size() <= 6000, "a message of {} bytes", text.size());
}

void check(const Alert& alert) {
  require(!alert.label("alertname").empty(), "an alert without a name");
  require(alert.ends.has_value() != alert.firing, "an end while it fires");
  notify::Texts labels, annotations;
  notify::unpack(notify::packed(alert.labels, alert.annotations), labels, annotations);
  require(labels == alert.labels && annotations == alert.annotations, "texts do not come back");
  require(notify::fault_key(labels) == notify::fault_key(alert.labels), "the key does not last");
  Facts facts{alert.labels, alert.annotations, alert.starts, {}, true};
  check(facts);
  facts.until = alert.ends.value_or(alert.starts);
  check(facts);
  facts.beginning_delivered = false;
  check(facts);
}

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  const std::string body(bytes.begin(), bytes.end());
  const auto webhook = notify::read_webhook(body);
  if (!webhook) {
    const std::string said = webhook.error().message();
    require(is_clean_utf8(said) && said.find('\n') == std::string::npos,
            "a mistake with unsafe text");
    return;
  }
  for (const Alert& alert : webhook->alerts)
    check(alert);
}

std::vector<std::string> seeds() {
  const std::string alert =
      R"({"status":"firing","labels":{"alertname":"Outage","severity":"critical","site":"ca"},)"
      R"("annotations":{"summary":"Mất Wi-Fi ở Đồi & #7","cut_off":"Thôn Ca, Thôn Đồi","households":"210",)"
      R"("restored":"Đã có lại","restored_when":"up == 1","since":"1795590000","root_device":"ap-1",)"
      R"("board":"d/x-{lang}","runbook":"outage","place":"Nhà văn hoá"},)"
      R"("startsAt":"2026-11-25T07:05:00.123Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"00"})";
  const std::string resolved =
      R"({"status":"resolved","labels":{"alertname":"LinkBusy"},"annotations":{},)"
      R"("startsAt":"2026-11-25T14:05:00+07:00","endsAt":"2026-11-25T15:05:00+07:00"})";
  const auto webhook = [](const std::string& alerts) {
    return R"({"version":"4","truncatedAlerts":1,"alerts":[)" + alerts + "]}";
  };
  return {webhook(alert), webhook(resolved),   webhook(alert + "," + resolved), webhook(""),
          "{}",           std::string(40, '[')};
}

}  // namespace commune::fuzz
