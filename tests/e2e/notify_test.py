#!/usr/bin/env python3
"""The real `notify` against stand-ins of Zalo, SMS gateway, Telegram, mail relay and Prometheus, over real HTTP and SMTP.

usage: notify_test.py AGENT ROOT [TEST...]
"""
import datetime
import http.client
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import Part, answers, in_namespace, run_tests, series, values, wait_until  # noqa: E402
from notify_endpoints import SMS_SECRET, TELEGRAM_TOKEN, ZALO_TOKEN, Endpoints, MailRelay  # noqa: E402

SECRET = "the-secret-of-alertmanager"
PAGE = "http://127.0.0.1:10078"
COMMUNE = """\
[commune]
name = "Xã Kép"

[agent]
vantage = "office"

[[village]]
id = "ca"
name = "Thôn Ca"

[[site]]
id = "office"
village = "ca"
kind = "office"
name = "Trụ sở xã"
accesses = ["wifi"]

[[contact]]
id = "nam"
name = "Trần Văn Nam"
phone = "+84900000001"
zalo = "chat-nam"
channels = ["zalo", "sms"]

[[contact]]
id = "lan"
name = "Nguyễn Thị Lan"
email = "lan@example.vn"

[[contact]]
id = "cntt"
name = "Tổ CNTT"
telegram = "-100200"

[notify]
web = {{ listen = "127.0.0.1:10078" }}
secret = {{ file = "secret" }}
state_dir = "state"
languages = ["vi", "en"]
default_contact = "cntt"
grafana = "http://grafana.example:3000"
runbooks = "https://docs.example/runbooks"
{more}

[[notify.channel]]
id = "zalo"
kind = "zalo"
api = "{zalo}"
token = {{ file = "zalo" }}

[[notify.channel]]
id = "sms"
kind = "sms"
url = "{sms}"
body = '{{"to":"{{to}}","text":"{{text}}","id":"{{id}}"}}'
headers = {{ Authorization = "Bearer {{secret}}" }}
secret = {{ file = "sms" }}
success_contains = "accepted"

[[notify.channel]]
id = "telegram"
kind = "telegram"
api = "{telegram}"
token = {{ file = "telegram" }}

[[notify.channel]]
id = "email"
kind = "email"
server = "{smtp}"
from = "giamsat@xa-kep.example.vn"
require_tls = false
"""


def stamp(moment):
    return datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).isoformat().replace("+00:00", "Z")


def alert(status="firing", started=None, ended=None, labels=None, **annotations):
    """One alert of a webhook, as Alertmanager 0.25 sends it."""
    started = started or time.time() - 300
    return {"status": status, "startsAt": stamp(started),
            "endsAt": stamp(ended or time.time()) if status == "resolved" else "0001-01-01T00:00:00Z",
            "labels": {"alertname": "Outage", "severity": "critical", "contact": "nam", "village": "ca",
                       "site": "ca-nvh", "access": "wifi", **(labels or {})},
            "annotations": {"summary": "Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời",
                            "summary_en": "No Wi-Fi at Nhà văn hoá Ca: the access point does not answer",
                            "description": "Kiểm tra nguồn điện của điểm phát trước.",
                            "place": "Nhà văn hoá Ca, Thôn Ca", "root_device": "ca-ap-1", "cut_off": "Thôn Ca, Thôn Đồi",
                            "households": "210", "board": "d/commune-village-{lang}?var-village=ca", "runbook": "outage",
                            "restored": "Wi-Fi ở Nhà văn hoá Ca đã có lại",
                            "restored_en": "Wi-Fi is back at Nhà văn hoá Ca", **annotations},
            "generatorURL": "http://prometheus.example/graph?g0.expr=x", "fingerprint": "b5c6f3a1d2e4f607"}


def webhook(*alerts):
    return {"receiver": "commune", "status": "firing", "alerts": list(alerts), "groupLabels": {}, "commonLabels": {},
            "commonAnnotations": {}, "externalURL": "http://alertmanager.example", "version": "4",
            "groupKey": "{}:{}", "truncatedAlerts": 0}


def ask(path, body=None, secret=SECRET):
    """Status and text; `body` as it is, or as JSON."""
    request = urllib.request.Request(PAGE + path)
    if body is not None:
        request.data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    if secret:
        request.add_header("Authorization", "Bearer " + secret)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def answer_to_declared_length(length):
    """The status for a webhook that announces its length, and is refused before its body."""
    connection = http.client.HTTPConnection("127.0.0.1", 10078, timeout=10)
    connection.putrequest("POST", "/api/v1/alerts")
    connection.putheader("Authorization", "Bearer " + SECRET)
    connection.putheader("Content-Length", str(length))
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


class Notify(unittest.TestCase):
    agent = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.far = Endpoints()
        self.addCleanup(self.far.close)
        self.relay = MailRelay(self.far)
        self.addCleanup(self.relay.close)
        for name, secret in (("secret", SECRET), ("zalo", ZALO_TOKEN), ("sms", SMS_SECRET), ("telegram", TELEGRAM_TOKEN)):
            (self.folder / name).write_text(secret + "\n")
            (self.folder / name).chmod(0o600)
        self.runs = 0

    def start(self, more=""):
        config = self.folder / "commune.toml"
        config.write_text(COMMUNE.format(more=more, zalo=self.far.url("zalo"), sms=self.far.url("sms"),
                                         telegram=self.far.url("telegram"), smtp=self.relay.url()))
        self.runs += 1
        notify = Part(self.folder, f"notify-{self.runs}", self.agent, "notify", "--config", config)
        self.addCleanup(notify.end)
        notify.wait_until(lambda: "listening at" in notify.said() and ask("/-/ready")[0] == 200)
        self.addCleanup(self.nothing_leaked, notify)
        return notify

    def nothing_leaked(self, notify):
        self.assertEqual(self.far.problems, [])
        for secret in (SECRET, ZALO_TOKEN, SMS_SECRET, TELEGRAM_TOKEN):
            self.assertNotIn(secret, notify.said())

    def kill(self, notify):
        notify.process.send_signal(signal.SIGKILL)
        notify.process.wait()

    def post(self, *alerts, contact="nam"):
        self.assertEqual(ask(f"/api/v1/alerts?contact={contact}", webhook(*alerts)), (200, f"{len(alerts)} alerts accepted\n"))

    def sent(self, count):
        messages = self.far.wait_for_messages(count)
        self.assertEqual(len(messages), count, messages)
        return messages

    def figure(self, name, **labels):
        found = values(list(series(ask("/metrics")[1])), "commune_notify_" + name, **labels)
        self.assertEqual(len(found), 1, name)
        return found[0]

    def wait_until_nothing_is_pending(self):
        wait_until(lambda: self.figure("pending_messages") == 0, 20, "all is delivered")

    def test_reports_a_fault_once_and_its_end_once_through_kill_and_restart(self):
        started = time.time() - 300
        notify = self.start()
        self.post(alert(started=started))
        message, = self.sent(1)
        self.assertEqual((message.channel, message.to), ("zalo", "chat-nam"))
        vietnamese, english = message.text.split("\n\n")
        self.assertTrue(vietnamese.startswith("🔴 Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời\nTừ: "), vietnamese)
        for line in ("Nơi: Nhà văn hoá Ca, Thôn Ca, Xã Kép", "Mất mạng: Thôn Ca, Thôn Đồi (210 hộ)",
                     "Thiết bị cần xem: ca-ap-1", "Kiểm tra nguồn điện của điểm phát trước.",
                     "Hướng dẫn: https://docs.example/runbooks/outage.md",
                     "Bảng theo dõi: http://grafana.example:3000/d/commune-village-vi?var-village=ca"):
            self.assertIn(line, vietnamese.splitlines())
        self.assertIn("No Wi-Fi at Nhà văn hoá Ca", english)
        self.assertIn("commune-village-en", english)
        self.wait_until_nothing_is_pending()
        self.assertIn("sent to Trần Văn Nam by zalo: 🔴 Xã Kép: Mất Wi-Fi", notify.said())
        self.kill(notify)
        self.start()
        # Prometheus and Alertmanager were restarted too.
        self.post(alert(started=time.time()))
        self.post(alert("resolved", started=started))
        message = self.sent(2)[1]
        self.assertTrue(message.text.startswith("🟢 Wi-Fi ở Nhà văn hoá Ca đã có lại\nThời gian: từ "), message.text)
        self.wait_until_nothing_is_pending()
        self.post(alert("resolved", started=started))
        self.post(alert(started=started))  # Late.
        self.assertEqual(self.figure("open_alerts"), 0)
        self.assertEqual(self.figure("pending_messages"), 0)
        self.assertEqual(len(self.far.messages), 2)

    def test_falls_back_to_the_next_address_when_zalo_refuses(self):
        self.far.behave("zalo", "refuse")
        notify = self.start()
        self.post(alert())
        message, = self.sent(1)
        self.assertEqual((message.channel, message.to), ("sms", "+84900000001"))
        self.assertTrue(message.text.startswith(
            "Xa Kep: Mat Wi-Fi o Nha van hoa Ca: diem phat khong tra loi. Tu "), message.text)
        self.assertTrue(message.text.endswith(". Mat mang: Ca, Doi, 210 ho. Thiet bi: ca-ap-1"), message.text)
        self.wait_until_nothing_is_pending()
        self.assertEqual(self.figure("deliveries_total", channel="zalo", result="failed"), 1)
        self.assertEqual(self.figure("deliveries_total", channel="sms", result="delivered"), 1)
        self.assertIn("refuses it with 400: Bad Request: /zalo/bot***/sendMessage", notify.said())

    def test_tries_again_after_a_temporary_failure(self):
        self.far.behave("zalo", ["fail", "busy"])
        self.start()
        self.post(alert())
        message, = self.sent(1)
        self.assertEqual(message.channel, "zalo")
        self.wait_until_nothing_is_pending()
        self.assertEqual(self.figure("deliveries_total", channel="zalo", result="failed"), 2)

    def test_does_not_trust_a_captive_portal_and_follows_no_redirect(self):
        self.far.behave("telegram", ["portal", "redirect"])
        notify = self.start()
        self.post(alert(), contact="cntt")
        self.far.wait_for(lambda: self.far.requests["telegram"] == 2)
        wait_until(lambda: "a redirect, which is not followed" in notify.said(), 10, "it is logged")
        self.assertIn("answers as no bot API does", notify.said())
        self.assertEqual(self.far.messages, [])

    def test_sends_mail_that_any_reader_shows(self):
        self.start()
        self.relay.refuse_next("450 try later")
        self.post(alert(), contact="lan")
        message, = self.sent(1)
        self.assertEqual((message.channel, message.to), ("email", "lan@example.vn"))
        self.assertEqual(message.subject, "🔴 Xã Kép: Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời")
        self.assertIn("Mất mạng: Thôn Ca, Thôn Đồi (210 hộ)", message.text)
        self.assertRegex(message.id, r"^<[0-9a-f]{16}-1@xa-kep\.example\.vn>$")

    def test_keeps_messages_while_every_far_end_is_away(self):
        self.far.behave("zalo", "drop")
        self.far.behave("sms", "fail")
        notify = self.start()
        self.post(alert())
        self.far.wait_for(lambda: self.far.requests["zalo"] >= 1)
        self.kill(notify)
        self.far.behave("zalo", "well")
        notify = self.start()
        message, = self.sent(1)
        self.assertIn("điểm phát không trả lời", message.text)
        self.wait_until_nothing_is_pending()

    def test_reports_begin_and_end_in_one_message_if_the_first_was_never_delivered(self):
        self.far.behave("telegram", "refuse")
        self.start()
        self.post(alert(), contact="cntt")
        self.far.wait_for(lambda: self.far.requests["telegram"] == 1)
        self.far.behave("telegram", "well")
        self.post(alert("resolved"), contact="cntt")
        message, = self.sent(1)
        self.assertTrue(message.text.startswith("🟢 Đã hết: Mất Wi-Fi ở Nhà văn hoá Ca"), message.text)
        self.assertIn("Kết thúc trước khi báo được tin bắt đầu.", message.text)

    def test_reports_the_end_when_prometheus_measures_it(self):
        self.start(more=f'prometheus = "{self.far.url("prometheus")}"')
        self.post(alert(restored_when='commune_coverage_state{site="ca-nvh"} == 2'))
        self.sent(1)
        self.wait_until_nothing_is_pending()
        self.post(alert("resolved", restored_when='commune_coverage_state{site="ca-nvh"} == 2'))
        self.assertTrue(self.far.wait_for(lambda: self.far.expressions))
        self.assertEqual(self.far.expressions, ['commune_coverage_state{site="ca-nvh"} == 2'])
        self.assertEqual((self.figure("open_alerts"), len(self.far.messages)), (1, 1))
        self.far.holds = True
        self.assertTrue(self.sent(2)[1].text.startswith("🟢 Wi-Fi ở Nhà văn hoá Ca đã có lại"))

    def test_accepts_the_webhooks_of_a_real_alertmanager(self):
        if not shutil.which("prometheus-alertmanager"):
            self.skipTest("prometheus-alertmanager is not installed")
        self.start()
        routes = subprocess.run([self.agent, "generate", "alertmanager", "--config", self.folder / "commune.toml",
                                 "--secret-file", self.folder / "secret"], capture_output=True, text=True, check=True).stdout
        (self.folder / "alertmanager.yml").write_text(routes)
        alertmanager = Part(self.folder, "alertmanager", "prometheus-alertmanager", "--cluster.listen-address=",
                            f"--config.file={self.folder / 'alertmanager.yml'}", f"--storage.path={self.folder / 'data'}",
                            "--web.listen-address=127.0.0.1:9093")
        self.addCleanup(alertmanager.end)
        alertmanager.wait_until(lambda: answers("http://127.0.0.1:9093/-/ready"))

        def post(fault):
            request = urllib.request.Request("http://127.0.0.1:9093/api/v2/alerts", json.dumps([fault]).encode(),
                                             {"Content-Type": "application/json"})
            urllib.request.urlopen(request, timeout=10).close()
        fault = alert()
        post({key: fault[key] for key in ("labels", "annotations", "startsAt")})
        self.assertEqual(self.sent(1)[0].to, "chat-nam")
        post({**{key: fault[key] for key in ("labels", "annotations", "startsAt")}, "endsAt": stamp(time.time())})
        self.assertTrue(self.sent(2)[1].text.startswith("🟢 Wi-Fi ở Nhà văn hoá Ca đã có lại"))

    def test_refuses_everybody_without_the_secret(self):
        notify = self.start()
        for secret in ("", "wrong", SECRET + "x", SECRET[:-1]):
            self.assertEqual(ask("/api/v1/alerts?contact=nam", webhook(alert()), secret)[0], 401)
        self.assertEqual(self.figure("alerts_total"), 0)
        self.assertIn("posted alerts without the secret", notify.said())
        for page in ("/", "/metrics", "/-/healthy", "/-/ready"):
            self.assertEqual(ask(page, secret="")[0], 200)

    def test_refuses_requests_that_are_not_webhooks(self):
        self.start()
        for body, what in ((b"{", "not JSON"), (b"[]", "not an object"), (b'{"version":"3","alerts":[]}', "version"),
                           (b"[" * 200_000, "too deep"), (json.dumps(webhook({"status": "odd"})).encode(), "status")):
            status, said = ask("/api/v1/alerts", body)
            self.assertEqual((status, what in said), (400, True), said)
        self.assertEqual(answer_to_declared_length(2 << 20), 413)
        self.post(*[alert(labels={"site": f"s-{i}"}, description="x" * 2000) for i in range(60)])
        self.assertEqual(self.figure("open_alerts"), 60)

    def test_stops_within_two_seconds_and_sends_unanswered_messages_again(self):
        self.far.behave("zalo", "hang")
        notify = self.start()
        self.post(alert())
        self.far.wait_for(lambda: self.far.requests["zalo"] == 1)
        begun = time.monotonic()
        self.assertEqual(notify.end(), 0)
        self.assertLess(time.monotonic() - begun, 2.5)
        self.far.behave("zalo", "well")
        self.start()
        self.sent(1)

    def test_says_what_to_write_if_nothing_is_configured(self):
        config = self.folder / "bare.toml"
        config.write_text(COMMUNE.split("[notify]")[0].replace('channels = ["zalo", "sms"]\n', ""))
        done = subprocess.run([self.agent, "notify", "--config", config], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("there is no [notify]", done.stderr)
        self.assertIn("[[notify.channel]]", done.stderr)

    def test_shows_the_last_deliveries_to_people(self):
        self.start()
        self.post(alert(summary="Mất <b>Wi-Fi</b>"))
        self.sent(1)
        self.wait_until_nothing_is_pending()
        page = ask("/")[1]
        for text in ("Trần Văn Nam", "Mất &lt;b&gt;Wi-Fi&lt;/b&gt;", "đã gửi · sent", "Sends messages about faults"):
            self.assertIn(text, page)


def main():
    Notify.agent = pathlib.Path(sys.argv[1]).resolve()
    return run_tests(sys.argv[3:])


if __name__ == "__main__":
    in_namespace(main)
