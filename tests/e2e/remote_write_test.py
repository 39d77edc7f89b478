#!/usr/bin/env python3
"""Samples pushed to a real Prometheus and a real VictoriaMetrics: what arrives, also while they are away,
refuse samples, or need another password.

usage: remote_write_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import http.server
import json
import pathlib
import shutil
import signal
import socket
import struct
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import SKIPPED, Part, answers, fetch, in_namespace, metrics, run_tests, values, wait_until
from village import VillageTest, command, commune

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
PROMETHEUS = "http://127.0.0.1:9190"
VICTORIA = "http://127.0.0.1:8528"
GUARD = "http://127.0.0.1:9191"
INTERVAL = 5
RECEIVER = """
[history]
commit_interval = "1s"

[[remote_write]]
id = "province"
url = "{url}/api/v1/write"
interval = "5s"
labels = {{ commune = "thu" }}
{more}
"""
GUARD_CONFIG = """
daemon off; master_process off; worker_processes 1; user root; pid {folder}/nginx.pid; error_log stderr error;
events {{ }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:9191;
    auth_basic "province"; auth_basic_user_file {folder}/users;
    location / {{ proxy_pass http://127.0.0.1:9190; proxy_set_header Authorization ""; }}
  }}
}}
"""
TLS_GUARD = GUARD_CONFIG.replace("127.0.0.1:9191;", "127.0.0.1:9191 ssl; ssl_certificate {folder}/{certificate}.pem; "
                                 "ssl_certificate_key {folder}/{certificate}.key;").replace(
    'auth_basic "province"; auth_basic_user_file {folder}/users;', "")


def ask(base, query, **more):
    """The result of a query at Prometheus's API."""
    url = f"{base}/api/v1/query?" + urllib.parse.urlencode({"query": query, **more})
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)["data"]["result"]


def number(base, query):
    found = ask(base, query)
    return float(found[0]["value"][1]) if found else None


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def field(tag, content):
    return bytes([tag << 3 | 2]) + varint(len(content)) + content


def push_by_hand(base, labels, value, milliseconds):
    """One sample, as another sender would write it (remote write 1.0, Snappy's block format without compression)."""
    written = b"".join(field(1, field(1, name.encode()) + field(2, text.encode())) for name, text in sorted(labels.items()))
    sample = b"\x09" + struct.pack("<d", value) + b"\x10" + varint(milliseconds)
    message = field(1, written + field(2, sample))
    literal = bytes([61 << 2]) + struct.pack("<H", len(message) - 1) + message
    request = urllib.request.Request(base + "/api/v1/write", data=varint(len(message)) + literal, headers={
        "Content-Encoding": "snappy", "Content-Type": "application/x-protobuf", "X-Prometheus-Remote-Write-Version": "0.1.0"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 204, answer.status


class RemoteWrite(VillageTest):
    def start_prometheus(self, window="30m", more=""):
        config = self.folder / "prometheus.yml"
        config.write_text(f"storage: {{tsdb: {{out_of_order_time_window: {window}}}}}\n{more}")
        prometheus = Part(self.folder, "prometheus", "prometheus", "--log.level=warn", f"--config.file={config}",
                          f"--storage.tsdb.path={self.folder / 'tsdb'}", f"--web.listen-address={PROMETHEUS[7:]}",
                          "--web.enable-remote-write-receiver")
        self.addCleanup(prometheus.end)
        prometheus.wait_until(lambda: answers(PROMETHEUS + "/-/ready"))
        return prometheus

    def configure(self, url=PROMETHEUS, more=""):
        text = commune([("ap-1", "127.0.0.1", "snmp = false")], f'state_dir = "{self.folder / "state"}"')
        self.config.write_text(text + RECEIVER.format(url=url, more=more))

    def figure(self, name, **labels):
        return self.value(f"commune_remote_write_{name}", **labels)

    def wait_until_delivered(self, seconds=40):
        wait_until(lambda: self.figure("up") == 1 and self.figure("pending_samples") == 0 and self.figure("sent_samples_total"),
                   seconds, "all samples are delivered")

    def nothing_given_up(self):
        self.assertEqual(set(values(metrics(), "commune_remote_write_dropped_samples_total")), {0.0})

    def taken_at(self, base, selector='up{pushed="true"}'):
        [found] = ask(base, selector + "[10m]")
        return [float(time) for time, _ in found["values"]]

    def test_delivers_the_samples_of_a_scrape_without_writing_to_disk(self):
        self.start_prometheus()
        self.configure()
        self.start_agent()
        wait_until(lambda: (number(PROMETHEUS, 'count_over_time(up{pushed="true"}[1m])') or 0) >= 3, 40, "three pushes")
        [up] = ask(PROMETHEUS, "up")
        self.assertEqual(up["metric"], {"__name__": "up", "job": "commune-agent", "instance": "office", "agent": "office",
                                        "commune": "thu", "pushed": "true"})
        [device] = ask(PROMETHEUS, "commune_device_up")
        self.assertEqual((device["value"][1], device["metric"]["device"]), ("1", "ap-1"))
        pushed = {one["metric"]["__name__"] for one in ask(PROMETHEUS, '{job="commune-agent"}')}
        scraped = {name for name, _, _ in metrics()}
        self.assertEqual(pushed - {"up"}, scraped)
        self.assertEqual(number(PROMETHEUS, 'commune_icmp_round_trip_seconds_count'),
                         number(PROMETHEUS, 'commune_icmp_round_trip_seconds_bucket{le="+Inf"}'))
        self.nothing_given_up()
        self.assertEqual(self.figure("written_bytes_total"), 0, "delivered at once, nothing went to the disk")

    def test_is_enough_for_the_rules_of_boards_and_alerts(self):
        self.start_prometheus(more=f"rule_files: [{self.source.resolve() / 'config/prometheus/rules/*.yml'}]\n")
        self.configure()
        self.start_agent()
        wait_until(lambda: ask(PROMETHEUS, "agent:commune_answer:timestamp"), 60, "the rules have the agent")
        wait_until(lambda: ask(PROMETHEUS, "site:commune_inventory:info"), 60, "the rules know its site")
        wait_until(lambda: number(PROMETHEUS, "commune:commune_coverage:villages") == 1, 60, "the rules know the village")
        [agent] = ask(PROMETHEUS, "time() - agent:commune_answer:timestamp")
        self.assertEqual(agent["metric"], {"agent": "office"})
        self.assertLess(float(agent["value"][1]), INTERVAL + 20)
        # The access is up two pings after the first push; the rules read what was pushed before them.
        wait_until(lambda: number(PROMETHEUS, "commune_coverage_state") == 2, 60, "the access is up")
        wait_until(lambda: number(PROMETHEUS, "access:commune_coverage:state") == 2, 30, "the rules have its state")
        wait_until(lambda: ask(PROMETHEUS, "ALERTS"), 30, "alerts are asked for")
        self.assertEqual([one["metric"]["alertname"] for one in ask(PROMETHEUS, "ALERTS")], ["Watchdog"])
        self.assertEqual(ask(PROMETHEUS, "commune:agents:silent"), [])

    def test_leaves_no_gap_after_a_broken_line_and_a_killed_agent(self):
        self.configure(more='out_of_order_window = "30m"')
        agent = self.start_agent()
        wait_until(lambda: (self.figure("written_bytes_total") or 0) > 0 and self.figure("pending_samples") > 500, 60,
                   "some pushes wait on disk")
        # On disk after the commit interval of a second: if killed between two pushes, nothing may be missing.
        seen = self.figure("pending_samples")
        wait_until(lambda: self.figure("pending_samples") > seen, 10, "another push")
        written = self.figure("written_bytes_total")
        wait_until(lambda: self.figure("written_bytes_total") > written, 4, "it is on disk")
        waiting, oldest = self.figure("pending_samples"), self.figure("oldest_pending_timestamp_seconds")
        killed = time.time()
        agent.process.send_signal(signal.SIGKILL)
        agent.process.wait()
        self.start_agent()
        self.assertEqual(self.figure("pending_samples"), waiting)
        self.assertEqual(self.figure("oldest_pending_timestamp_seconds"), oldest)
        self.start_prometheus()
        self.wait_until_delivered()
        times = self.taken_at(PROMETHEUS)
        before = [time for time in times if time < killed]
        self.assertAlmostEqual(before[0], oldest, delta=0.01)
        gaps = [later - earlier for earlier, later in zip(before, before[1:])]
        self.assertTrue(gaps)
        self.assertLess(max(gaps), INTERVAL + 0.5)
        self.assertLess(max(later - earlier for earlier, later in zip(times, times[1:])), 2 * INTERVAL + 2)
        arrived = sum(1 for one in ask(PROMETHEUS, '{job="commune-agent"}[10m]') for time, _ in one["values"]
                      if float(time) < killed)
        self.assertEqual(arrived, waiting)
        self.nothing_given_up()
        self.assertEqual(list((self.folder / "state/remote_write/province").glob("*.segment")), [])

    def test_delivers_good_samples_beside_refused_ones(self):
        """Somebody wrote a later sample of one of the agent's series: Prometheus refuses the agent's own, and rolls a
        whole request back for them."""
        self.start_prometheus("0s")
        labels = {"__name__": "commune_village_info", "name": "Thôn Ca", "village": "ca", "job": "commune-agent",
                  "instance": "office", "agent": "office", "commune": "thu"}
        push_by_hand(PROMETHEUS, labels, 7, int(1000 * (time.time() + 600)))
        self.configure()
        self.start_agent()
        wait_until(lambda: (self.figure("dropped_samples_total", reason="refused") or 0) >= 2, 40, "two are refused")
        self.wait_until_delivered()
        times = self.taken_at(PROMETHEUS)
        self.assertGreaterEqual(len(times), 2)
        refused = self.figure("dropped_samples_total", reason="refused")
        self.assertLessEqual(abs(refused - len(times)), 1, "one of each push")
        told = (self.folder / "state/remote_write/province/refused.txt").read_text(encoding="utf-8")
        self.assertRegex(told, r'commune_village_info\{.*name="Thôn Ca".*\} 1 \d+: answers 400: .*out of order')
        self.assertEqual(len(ask(PROMETHEUS, "commune_device_up")), 1)

    def test_delivers_fresh_samples_if_the_receivers_window_is_smaller_than_configured(self):
        """Prometheus always answers 500 to samples older than its window, and rolls the whole request back."""
        self.configure(more='out_of_order_window = "30m"')
        self.start_agent()
        wait_until(lambda: (self.figure("pending_samples") or 0) > 500, 60, "samples wait")
        self.start_prometheus("2s")
        self.wait_until_delivered(60)
        self.assertGreater(self.figure("dropped_samples_total", reason="refused"), 0)
        seen = len(self.taken_at(PROMETHEUS))
        wait_until(lambda: len(self.taken_at(PROMETHEUS)) >= seen + 2, 30, "fresh samples still arrive")
        told = (self.folder / "state/remote_write/province/refused.txt").read_text(encoding="utf-8")
        self.assertRegex(told, "answers 500: .*too old sample")

    def test_waits_while_the_receivers_certificate_is_not_trusted(self):
        self.start_prometheus()
        for name, days in (("other", 1), ("expired", -1), ("right", 1)):
            self.make_certificate(name, days)
        guard = self.start_guard("expired")
        self.configure(GUARD.replace("http:", "https:"), f'tls = {{ ca_certificate = "{self.folder / "expired.pem"}" }}')
        agent = self.start_agent()
        wait_until(lambda: self.figure("up") == 0, 30, "an expired certificate is not accepted")
        self.assertRegex(agent.said(), "remote write province: .*certificate has expired; samples wait")
        guard.end()
        guard = self.start_guard("right")
        self.configure(GUARD.replace("http:", "https:"), f'tls = {{ ca_certificate = "{self.folder / "other.pem"}" }}')
        self.assertEqual(fetch("/-/reload", "POST")[0], 200)
        wait_until(lambda: self.figure("up") == 0, 30, "nor one of an authority that is not trusted")
        self.assertEqual(ask(PROMETHEUS, "up"), [])
        self.configure(GUARD.replace("http:", "https:"), f'tls = {{ ca_certificate = "{self.folder / "right.pem"}" }}')
        self.assertEqual(fetch("/-/reload", "POST")[0], 200)
        self.wait_until_delivered()
        self.nothing_given_up()

    def make_certificate(self, name, days):
        """Signed by itself, for 127.0.0.1; expired if `days` is negative."""
        key, request = self.folder / f"{name}.key", self.folder / f"{name}.csr"
        command("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={name}",
                "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", request)
        command("openssl", "x509", "-req", "-in", request, "-signkey", key, "-copy_extensions", "copy", "-days", str(days), "-out",
                self.folder / f"{name}.pem")

    def start_guard(self, certificate):
        """nginx with TLS in front of Prometheus."""
        text = TLS_GUARD.format(folder=self.folder, certificate=certificate)
        (self.folder / "nginx.conf").write_text(text)
        guard = Part(self.folder, "nginx-" + certificate, "nginx", "-p", self.folder, "-c", self.folder / "nginx.conf")
        self.addCleanup(guard.end)
        guard.wait_until(lambda: connects(9191))
        return guard

    def test_waits_while_the_password_is_wrong_and_does_not_reveal_it(self):
        self.start_prometheus()
        hashed = command("openssl", "passwd", "-apr1", "right-canary").strip()
        (self.folder / "users").write_text(f"thu:{hashed}\n")
        (self.folder / "nginx.conf").write_text(GUARD_CONFIG.format(folder=self.folder))
        guard = Part(self.folder, "nginx", "nginx", "-p", self.folder, "-c", self.folder / "nginx.conf")
        self.addCleanup(guard.end)
        guard.wait_until(lambda: answers_with(GUARD, 401))
        password = self.folder / "password"
        password.write_text("wrong-canary\n")
        password.chmod(0o600)
        self.configure(GUARD, f'credentials = {{ user = "thu", password = {{ file = "{password}" }} }}')
        agent = self.start_agent()
        wait_until(lambda: self.figure("up") == 0, 30, "the receiver accepts nothing")
        asked = (self.folder / "access.log").read_text().count("POST")
        wait_until(lambda: self.figure("pending_samples") > 300, 40, "samples wait")
        self.assertEqual((self.folder / "access.log").read_text().count("POST"), asked, "once a minute, not more often")
        self.assertIn("remote write province: answers 401", agent.said())
        password.write_text("right-canary\n")
        self.assertEqual(fetch("/-/reload", "POST")[0], 200)
        self.wait_until_delivered()
        self.nothing_given_up()
        self.assertNotIn("canary", agent.said() + fetch("/metrics")[1])

    def test_sends_again_after_a_lost_answer_and_doubles_nothing(self):
        """The receiver stores a request and resets the connection."""
        self.start_prometheus()
        receiver = Resetting(("127.0.0.1", 9191), ResetOnce)
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        self.addCleanup(receiver.server_close)
        self.addCleanup(receiver.shutdown)
        self.configure(GUARD)
        self.start_agent()
        wait_until(lambda: receiver.passed >= 3, 40, "three requests")
        self.wait_until_delivered()
        self.assertGreater(self.figure("retried_samples_total"), 0)
        self.nothing_given_up()
        times = self.taken_at(PROMETHEUS)
        self.assertEqual(len(times), len(set(times)))
        self.assertLess(max(later - earlier for earlier, later in zip(times, times[1:])), INTERVAL + 0.5)

    def test_delivers_waiting_samples_to_victoria_metrics(self):
        self.configure(VICTORIA, 'out_of_order_window = "30d"')
        self.start_agent()
        wait_until(lambda: (self.figure("pending_samples") or 0) > 300, 40, "samples wait")
        oldest = self.figure("oldest_pending_timestamp_seconds")
        victoria = Part(self.folder, "victoria", "victoria-metrics", f"-storageDataPath={self.folder / 'victoria'}",
                        f"-httpListenAddr={VICTORIA[7:]}", "-loggerLevel=ERROR")
        self.addCleanup(victoria.end)
        victoria.wait_until(lambda: answers(VICTORIA + "/health"))
        self.wait_until_delivered()
        self.nothing_given_up()
        wait_until(lambda: ask(VICTORIA, 'up{pushed="true"}[10m]'), 20, "VictoriaMetrics shows what it received")
        self.assertAlmostEqual(self.taken_at(VICTORIA)[0], oldest, delta=0.01)


def answers_with(url, status):
    try:
        urllib.request.urlopen(url, timeout=5)
    except urllib.error.HTTPError as error:
        return error.code == status
    except OSError:
        pass
    return False


def connects(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


class Resetting(http.server.ThreadingHTTPServer):
    passed = 0


class ResetOnce(http.server.BaseHTTPRequestHandler):
    """Passes requests on to Prometheus; the answer to the first one is lost. (On a connection that was used before curl
    would send it again by itself.)"""
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: self.headers[name] for name in ("Content-Encoding", "Content-Type", "X-Prometheus-Remote-Write-Version")}
        request = urllib.request.Request(PROMETHEUS + self.path, data=body, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            status = answer.status
        self.server.passed += 1
        if self.server.passed == 1:
            # Closed with a reset, as a connection is that a broken line cut.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


def main():
    for program in ("prometheus", "victoria-metrics", "nginx", "openssl"):
        if not shutil.which(program):
            print(f"skipped: {program} is not installed (scripts/install-packages test)")
            return SKIPPED
    return run_tests(sys.argv[4:])


if __name__ == "__main__":
    in_namespace(main)
