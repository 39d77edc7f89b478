#!/usr/bin/env python3
"""The files of `generate`, read by promtool, amtool and a real Alertmanager.

usage: generate_test.py AGENT SOURCE_FOLDER
"""
import datetime
import http.server
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import SKIPPED, Part, answers, in_namespace, run_tests, wait_until

AGENT, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
API = "http://127.0.0.1:9093"
TOOLS = ("promtool", "amtool", "prometheus-alertmanager")
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
[[site]]
id = "nvh"
village = "ca"
kind = "cultural_house"
name = "Nhà văn hoá"
contact = "to-ca"
agent = "https://[2001:db8::1]:443"
[[contact]]
id = "cntt"
name = "Cán bộ CNTT"
zalo = "abc"
[[contact]]
id = "to-ca"
name = 'Tổ "số": thôn # Ca'
zalo = "def"
[notify]
secret = { file = "secret" }
default_contact = "cntt"
night = "22:00-05:30"
heartbeat = "http://127.0.0.1:10079/ping"
[[notify.channel]]
id = "zalo"
kind = "zalo"
token = { file = "not-needed-here" }
"""


class Receiver:
    """Receives Alertmanager's webhooks on a loopback port."""

    def __init__(self, port):
        taken = self.taken = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                for alert in body["alerts"]:
                    taken.append((self.path, self.headers.get("Authorization"), alert["status"], alert["labels"]))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def end(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def of(self, alertname):
        return [(path, status) for path, _, status, labels in self.taken if labels["alertname"] == alertname]


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


class GenerateTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "commune.toml").write_text(COMMUNE)
        self.alertmanager = self.generate("alertmanager", "alertmanager.yml")

    def generate(self, what, name, *more):
        made = run(AGENT, "generate", what, "--config", self.folder / "commune.toml", *more)
        self.assertEqual((made.returncode, made.stderr), (0, ""))
        path = self.folder / name
        path.write_text(made.stdout)
        return path

    def test_prometheus_accepts_the_targets(self):
        self.generate("prometheus", "agents.json")
        config = self.folder / "prometheus.yml"
        config.write_text("scrape_configs:\n- job_name: commune-agent\n  file_sd_configs: [{files: [agents.json]}]\n"
                          "alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:9093']}]}]}\n")
        checked = run("promtool", "check", "config", config)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        # It prints the targets with their scheme.
        shown = json.loads(run("promtool", "check", "service-discovery", "--timeout=1s", config, "commune-agent").stdout)
        self.assertEqual(sorted((one["labels"]["instance"], one["labels"]["__scheme__"], one["labels"]["agent"])
                                for one in shown),
                         [("127.0.0.1:10077", "http", "office"), ("[2001:db8::1]:443", "https", "nvh")])

    def test_alertmanager_accepts_the_file_and_the_example(self):
        for path in (self.alertmanager, SOURCE / "config/alertmanager/alertmanager.yml"):
            checked = run("amtool", "check-config", path)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_each_alert_goes_to_its_contact(self):
        for receiver, labels in (("contact-to-ca", ("severity=critical", "contact=to-ca")),
                                 ("contact-to-ca", ("severity=warning", "contact=to-ca")),
                                 ("contact-cntt", ("severity=info", "contact=to-ca")),
                                 ("contact-cntt", ("severity=critical", "contact=nobody-here")),
                                 ("contact-cntt", ("severity=warning",)),
                                 ("heartbeat", ("alertname=Watchdog", "severity=none"))):
            routed = run("amtool", "config", "routes", "test", f"--config.file={self.alertmanager}",
                         f"--verify.receivers={receiver}", *labels)
            self.assertEqual((routed.returncode, routed.stdout.strip()), (0, receiver), (labels, routed.stderr))

    def start(self):
        secret = self.folder / "secret"
        secret.write_text("s3cret\n")
        secret.chmod(0o600)
        notify, outside = Receiver(10078), Receiver(10079)
        self.addCleanup(notify.end)
        self.addCleanup(outside.end)
        part = Part(self.folder, "alertmanager", "prometheus-alertmanager", f"--config.file={self.alertmanager}",
                    f"--storage.path={self.folder / 'data'}", "--web.listen-address=127.0.0.1:9093",
                    "--cluster.listen-address=")
        self.addCleanup(part.end)
        part.wait_until(lambda: answers(API + "/-/ready"))
        return notify, outside

    def post(self, *alerts, ended=False):
        now = datetime.datetime.now(datetime.timezone.utc)
        times = {"startsAt": (now - datetime.timedelta(minutes=1)).isoformat()}
        if ended:
            times["endsAt"] = now.isoformat()
        request = urllib.request.Request(API + "/api/v2/alerts", json.dumps([{"labels": a, **times} for a in alerts]).encode(),
                                         {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=10).close()

    def states(self):
        """Of the alerts in Alertmanager."""
        with urllib.request.urlopen(API + "/api/v2/alerts", timeout=10) as answer:
            return {alert["labels"]["alertname"] + " " + alert["labels"].get("site", "-"): alert["status"]["state"]
                    for alert in json.load(answer)}

    def test_begin_and_end_reach_notify_with_the_secret_whatever_the_hour(self):
        notify, outside = self.start()
        critical = {"alertname": "Outage", "severity": "critical", "contact": "to-ca", "site": "nvh"}
        warning = {"alertname": "LinkBusy", "severity": "warning", "link": "quang"}
        watchdog = {"alertname": "Watchdog", "severity": "none"}
        self.post(critical, warning, watchdog)
        wait_until(lambda: len(notify.taken) == 2 and outside.taken, 10, "both arrived, and the watchdog")
        self.post(critical, warning, ended=True)
        wait_until(lambda: len(notify.taken) == 4, 15, "both ends arrived")
        to_ca, to_cntt = "/api/v1/alerts?contact=to-ca", "/api/v1/alerts?contact=cntt"
        self.assertEqual(notify.of("Outage"), [(to_ca, "firing"), (to_ca, "resolved")])
        self.assertEqual(notify.of("LinkBusy"), [(to_cntt, "firing"), (to_cntt, "resolved")])
        self.assertEqual({secret for _, secret, _, _ in notify.taken}, {"Bearer s3cret"})
        self.assertEqual(outside.taken[0][:3], ("/ping", None, "firing"))
        self.assertEqual(notify.of("Watchdog"), [])

    def test_flapping_silences_the_outages_of_its_own_site(self):
        notify, _ = self.start()
        here = {"village": "ca", "site": "nvh", "contact": "to-ca"}
        self.post({"alertname": "Flapping", "severity": "warning", **here}, {"alertname": "Flapping", "severity": "warning"})
        wait_until(lambda: len(notify.of("Flapping")) == 2, 10, "the flapping arrived")
        self.post({"alertname": "Outage", "severity": "warning", **here},
                  {"alertname": "Outage", "severity": "warning", "village": "ca", "site": "office"},
                  {"alertname": "Outage", "severity": "warning"})
        wait_until(lambda: len(notify.of("Outage")) == 2, 10, "the others arrived")
        self.assertEqual(self.states(), {"Flapping nvh": "active", "Flapping -": "active", "Outage nvh": "suppressed",
                                         "Outage office": "active", "Outage -": "active"})

    def test_an_outage_of_the_commune_silences_those_of_its_parts(self):
        notify, _ = self.start()
        self.post({"alertname": "CommuneOutage", "severity": "critical"})
        wait_until(lambda: notify.of("CommuneOutage"), 10, "the outage arrived")
        self.post({"alertname": "Outage", "severity": "critical", "site": "nvh"},
                  {"alertname": "Outage", "severity": "warning", "site": "office"},
                  {"alertname": "AgentSilent", "severity": "warning", "site": "nvh"})
        wait_until(lambda: notify.of("AgentSilent"), 10, "the alert that is not an outage arrived")
        self.post({"alertname": "Unmeasured", "severity": "warning", "site": "nvh"},
                  {"alertname": "Unmeasured", "severity": "warning", "site": "office"})
        wait_until(lambda: notify.of("Unmeasured"), 10, "the alert of another agent arrived")
        self.assertEqual(self.states(), {"CommuneOutage -": "active", "Outage nvh": "suppressed",
                                         "Outage office": "suppressed", "AgentSilent nvh": "active",
                                         "Unmeasured nvh": "suppressed", "Unmeasured office": "active"})


def main():
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        print(f"skipped: {', '.join(missing)} not installed (scripts/install-packages test)")
        return SKIPPED
    return run_tests()


if __name__ == "__main__":
    in_namespace(main)
