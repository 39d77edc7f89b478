#!/usr/bin/env python3
"""Throughput tests against a real nginx behind a router that shapes both ways: figures, users who start, a peer that
vanishes, budgets over kills and restarts, TLS. Three network namespaces: agent, router, server.

usage: throughput_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import datetime
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import in_namespace, metrics, run_tests, values, wait_until
from shaped_line import SERVER, TLS, ShapedLine, wire_bytes
from village import HEAD, VillageTest, command

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
# A test of this name at the site "office" starts at the very beginning of a window.
TEST = "line-475"
# Sends datagrams at a steady pace and says when it began.
USER = """\
import socket, sys, time
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
begun = time.monotonic()
print(begun, flush=True)
for n in range(int(sys.argv[3]) * 400):
    out.sendto(b"x" * 1250, (sys.argv[1], int(sys.argv[2])))
    time.sleep(max(0, begun + n / 400 - time.monotonic()))
"""


def end(process):
    process.kill()
    process.wait()


class Throughput(VillageTest):
    def setUp(self):
        super().setUp()
        self.line = ShapedLine(self.folder)
        self.addCleanup(self.line.close)
        self.state = self.folder / "state"
        self.state.mkdir()

    def start_server(self, more=""):
        self.addCleanup(self.line.start_nginx(more).end)

    def write_config(self, keys="", url=f"http://{SERVER}:8080/"):
        web = f'state_dir = "{self.state}"'
        self.config.write_text(HEAD.format(agent=web, interval="1s", timeout="400ms", retries=2, ping_interval="500ms",
                                           ping_timeout="400ms") +
                               f'[[throughput_test]]\nid = "{TEST}"\nurl = "{url}"\n{keys}\n')

    def probe(self, *more):
        """The finished report of a technician's test."""
        done = subprocess.run([self.agent, "probe", "--throughput", "--config", self.config, "--json", *more],
                              capture_output=True, text=True, timeout=120)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)[0]

    def start_probe(self, *more):
        process = subprocess.Popen([self.agent, "probe", "--throughput", "--config", self.config, "--json", *more],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(end, process)
        return process

    def moving(self, least):
        """Returns after this many more bytes."""
        before = wire_bytes()
        wait_until(lambda: wire_bytes() - before > least, 40, "bytes move")

    def account(self):
        return json.loads((self.state / "throughput-budget").read_text().splitlines()[0])["tests"][TEST]

    def iperf3(self, *way):
        done = command("iperf3", "-c", SERVER, "-P", "4", "-t", "5", "-O", "1", "-J", *way)
        return json.loads(done)["end"]["sum_received"]["bits_per_second"] / 8

    def check_rates(self, megabit):
        self.line.shape(f"{megabit}mbit")
        report = self.probe()  # None of its own packets count as others' traffic.
        self.assertEqual(report["result"], "done", report)
        # The shaper counts frames: 1448 bytes of payload in 1514.
        truth = megabit * 125_000 * 1448 / 1514
        peers = {"download": self.iperf3("-R"), "upload": self.iperf3()}
        for way, peer in peers.items():
            ours = report[way]["bytes_per_second"]
            print(f"{megabit} Mbit/s {way}: {ours / truth:.3f} of the truth, {ours / peer:.3f} of iperf3; load "
                  f"{os.getloadavg()[0]:.1f}", file=sys.stderr)
            self.assertAlmostEqual(ours / truth, 1, delta=0.05)
            self.assertAlmostEqual(ours / peer, 1, delta=0.1)  # It counts what it reads, in lumps.
        self.assertGreater(report["download"]["round_trip_seconds"], 5 * report["idle_round_trip_seconds"])
        self.assertGreater(report["upload"]["round_trip_seconds"], 5 * report["idle_round_trip_seconds"])

    def test_of_10_and_100_megabit_are_within_5_percent_of_what_the_shaper_lets_through(self):
        self.start_server()
        self.write_config('duration = "8s"')
        self.addCleanup(end, self.line.start_iperf3().process)
        self.check_rates(10)
        self.check_rates(100)

    def test_ends_within_a_second_of_a_users_traffic_and_keeps_its_budget(self):
        self.line.shape("10mbit")
        self.start_server()
        self.write_config('duration = "30s"')
        probe = self.start_probe()
        self.moving(3_000_000)
        user = subprocess.Popen([*self.line.in_server, sys.executable, "-c", USER, "10.79.1.1", "9", "5"],
                                stdout=subprocess.PIPE, text=True)
        self.addCleanup(user.stdout.close)
        self.addCleanup(end, user)
        begun = float(user.stdout.readline())
        probe.wait(timeout=20)
        took = time.monotonic() - begun
        report = json.loads(probe.stdout.read())[0]
        print(f"yielded {took:.2f} s after the user came; load {os.getloadavg()[0]:.1f}", file=sys.stderr)
        self.assertEqual(report["result"], "yielded", report)
        self.assertIn("others use line0 with", report["why"])
        self.assertLess(took, 1)
        self.assertEqual(self.account()["day"], report["wire_bytes"])
        user.wait(timeout=10)

    def test_waits_until_the_line_is_idle_and_gives_up_when_it_never_is(self):
        self.start_server()
        self.write_config('duration = "3s"')
        user = subprocess.Popen([*self.line.in_server, sys.executable, "-c", USER, "10.79.1.1", "9", "60"],
                                stdout=subprocess.DEVNULL)
        self.addCleanup(end, user)
        before = wire_bytes()
        report = self.probe()
        self.assertEqual(report["result"], "skipped", report)
        self.assertIn("line0 was busy all the time", report["why"])
        self.assertEqual(report["wire_bytes"], 0)
        self.assertGreater(wire_bytes(), before)
        self.assertFalse((self.state / "throughput-budget").exists())

    def test_stops_within_a_second_of_its_peer_vanishing_and_keeps_its_budget(self):
        self.line.shape("10mbit")
        self.start_server()
        for way in ("download", "upload"):
            self.write_config(f'duration = "30s"\ndirections = ["{way}"]')
            used = self.account()["day"] if (self.state / "throughput-budget").exists() else 0
            probe = self.start_probe("--ignore-idle")
            self.moving(3_000_000)
            gone = time.monotonic()
            self.line.cut()
            probe.wait(timeout=20)
            took = time.monotonic() - gone
            self.line.mend()
            report = json.loads(probe.stdout.read())[0]
            print(f"{way}: ended {took:.2f} s after the peer was gone; load {os.getloadavg()[0]:.1f}", file=sys.stderr)
            self.assertEqual(report["result"], "failed", report)
            self.assertIn("the other end fell silent", report["why"])
            self.assertLess(took, 1)
            self.assertGreater(report["wire_bytes"], 3_000_000)
            self.assertEqual(self.account()["day"], used + report["wire_bytes"])

    def test_never_passes_its_budget_as_the_kernel_counts_it(self):
        self.line.shape("100mbit")
        self.start_server()
        self.write_config('duration = "5s"\nbudget_day = "30MB"\nbudget_month = "60MB"')
        before = wire_bytes()
        results = []
        for _ in range(6):
            report = self.probe("--ignore-idle")
            results.append(report["result"])
            self.assertLessEqual(wire_bytes() - before, 30_000_000)
        self.assertEqual(set(results), {"budget"})
        self.assertGreater(wire_bytes() - before, 15_000_000)
        self.assertLess(report["left_day_bytes"], 5_000_000)
        self.assertLessEqual(self.account()["day"], 30_000_000)
        # The charge is not less than the traffic: the kernel counts merged packets with one header.
        self.assertGreaterEqual(self.account()["day"], 0.99 * (wire_bytes() - before))

    def test_a_killed_test_leaves_all_that_it_had_reserved_spent(self):
        self.line.shape("10mbit")
        self.start_server()
        self.write_config('duration = "30s"\nbudget_day = "40MB"\nbudget_month = "400MB"')
        before = wire_bytes()
        probe = self.start_probe("--ignore-idle")
        self.moving(1_000_000)
        probe.kill()
        probe.wait()
        self.assertEqual(self.account()["day"], 40_000_000)
        report = self.probe("--ignore-idle")
        self.assertEqual(report["result"], "budget", report)
        self.assertEqual(report["wire_bytes"], 0)
        self.assertLess(wire_bytes() - before, 40_000_000)

    def test_an_interrupted_test_gives_back_what_it_did_not_use(self):
        self.line.shape("10mbit")
        self.start_server()
        self.write_config('duration = "30s"')
        probe = self.start_probe("--ignore-idle")
        self.moving(1_000_000)
        busy = self.probe("--ignore-idle")
        self.assertEqual(busy["result"], "skipped")
        self.assertIn("another throughput test of this machine is under way", busy["why"])
        probe.send_signal(signal.SIGINT)
        probe.wait(timeout=2)
        report = json.loads(probe.stdout.read())[0]
        self.assertEqual(report["result"], "stopped")
        self.assertEqual(self.account()["day"], report["wire_bytes"])

    def test_by_https_trusts_only_the_configured_authority(self):
        key = ("-newkey", "rsa:2048", "-nodes", "-days", "2")
        for name in ("ca", "other"):
            command("openssl", "req", "-x509", *key, "-subj", f"/CN={name}", "-keyout", self.folder / f"{name}.key",
                    "-out", self.folder / f"{name}.pem")
        command("openssl", "req", *key, "-subj", "/CN=server", "-addext", f"subjectAltName=IP:{SERVER}",
                "-keyout", self.folder / "server.key", "-out", self.folder / "server.csr")
        command("openssl", "x509", "-req", "-in", self.folder / "server.csr", "-CA", self.folder / "ca.pem", "-CAkey",
                self.folder / "ca.key", "-CAcreateserial", "-days", "2", "-copy_extensions", "copy",
                "-out", self.folder / "server.pem")
        self.line.shape("20mbit")
        self.start_server(TLS)
        url = f"https://{SERVER}:8443/"
        self.write_config('duration = "4s"\nca_file = "ca.pem"', url)
        report = self.probe("--ignore-idle")
        self.assertEqual(report["result"], "done", report)
        for way in ("download", "upload"):
            self.assertAlmostEqual(report[way]["bytes_per_second"] / 2_500_000, 0.95, delta=0.06)
        self.write_config('duration = "4s"\nca_file = "other.pem"', url)
        report = self.probe("--ignore-idle")
        self.assertEqual(report["result"], "failed", report)
        self.assertIn("certificate", report["why"].lower())

    def window_from_next_minute(self):
        """A window that begins at the next full minute of the commune."""
        begin = datetime.datetime.now(zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")) + datetime.timedelta(minutes=1)
        end = begin + datetime.timedelta(minutes=40)
        return f'windows = ["{begin:%H:%M}-{end:%H:%M}"]\ninterval = "15m"'

    def show(self, metric, **labels):
        return self.value("commune_throughput_" + metric, test=TEST, **labels)

    def test_the_agent_runs_it_in_its_window_and_remembers_it_over_a_restart(self):
        self.line.shape("10mbit")
        self.start_server()
        keys = self.window_from_next_minute() + '\nduration = "4s"\ncontracted_download = "10Mbit"\n'
        self.write_config(keys)
        agent = self.start_agent()
        wait_until(lambda: self.show("runs_total", result="done") == 0, 10, "counts are there before the first run")
        self.assertIsNone(self.show("bytes_per_second", direction="download"))
        self.assertEqual(self.show("contracted_bytes_per_second", direction="download"), 1_250_000)
        wait_until(lambda: self.show("runs_total", result="done") == 1, 110, "a run is done")
        rate = self.show("bytes_per_second", direction="download")
        self.assertAlmostEqual(rate / 1_250_000, 0.96, delta=0.05)
        self.assertEqual(self.show("limited", reason="cpu"), 0)
        self.assertGreater(self.show("latency_seconds", phase="upload"), self.show("latency_seconds", phase="idle"))
        self.assertAlmostEqual(self.show("last_success_timestamp_seconds"), time.time(), delta=10)
        used = self.show("budget_used_bytes", period="day")
        self.assertAlmostEqual(used, self.show("test_bytes_total", direction="download") +
                               self.show("test_bytes_total", direction="upload"), delta=20_000)
        agent.process.kill()
        agent.process.wait()
        agent = self.start_agent()
        wait_until(lambda: self.show("bytes_per_second", direction="download") == rate, 5, "the result is there again")
        self.assertEqual(self.show("budget_used_bytes", period="day"), used)
        self.assertEqual(self.show("runs_total", result="done"), 0)
        self.assertEqual(agent.end(), 0)

    def test_the_agent_stops_within_a_second_amid_a_run_and_gives_back_what_it_did_not_use(self):
        self.line.shape("10mbit")
        self.start_server()
        self.write_config(self.window_from_next_minute() + '\nduration = "30s"\nonly_when_idle = false\n')
        agent = self.start_agent()
        before = wire_bytes()
        wait_until(lambda: wire_bytes() - before > 2_000_000, 90, "a run is under way")
        self.assertEqual(self.account()["day"], 500_000_000)
        begun = time.monotonic()
        self.assertEqual(agent.end(), 0)
        self.assertLess(time.monotonic() - begun, 1)
        self.assertLess(self.account()["day"], 20_000_000)
        self.assertGreater(self.account()["day"], 2_000_000)


def main():
    return run_tests(sys.argv[4:])


if __name__ == "__main__":
    in_namespace(main)
