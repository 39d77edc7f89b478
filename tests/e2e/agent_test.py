#!/usr/bin/env python3
"""The agent from the operator's point of view: start, reload, mistakes, stop. Everything on loopback in a namespace.

usage: agent_test.py AGENT SOURCE_FOLDER
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Part, agent_is_ready, fetch, in_namespace, metrics, run_tests, values, wait_until

AGENT, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
SMALLEST = """\
[commune]
name = "Xã Kép"

[agent]
vantage = "office"
state_dir = "state"
web = { listen = "127.0.0.1:10077" }

[defaults.snmp]
version = "2c"
community = "public"
interval = "1s"
timeout = "500ms"

[defaults.icmp]
interval = "200ms"
timeout = "100ms"

[[village]]
id = "ca"
name = "Thôn Ca"

[[site]]
id = "office"
village = "ca"
kind = "office"
name = "Trụ sở xã"
accesses = ["fibre", "wifi"]
"""
DEVICE = """
[[device]]
id = "{id}"
site = "office"
kind = "access_point"
address = "{address}"
snmp = {snmp}
"""


def device(name, address, snmp="false"):
    return DEVICE.format(id=name, address=address, snmp=snmp)


class AgentTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.config = self.folder / "commune.toml"

    def start(self, text):
        self.config.write_text(text)
        agent = Part(self.folder, "agent", AGENT, "run", "--config", self.config)
        self.addCleanup(agent.end)
        agent.wait_until(agent_is_ready)
        return agent

    def up(self, name):
        return values(metrics(), "commune_device_up", device=name)

    def test_reload_adds_new_devices_and_removes_old_ones_with_all_their_series(self):
        agent = self.start(SMALLEST + device("ap-1", "127.0.0.1") + device("ap-2", "127.0.0.2"))
        wait_until(lambda: self.up("ap-1") == [1] and self.up("ap-2") == [1], 10, "both are up")
        replies = values(metrics(), "commune_icmp_replies_total", device="ap-1")[0]
        self.config.write_text(SMALLEST + device("ap-1", "127.0.0.1") + device("ap-3", "::1"))
        self.assertEqual(fetch("/-/reload", "POST"), (200, "configuration reloaded: 2 devices\n"))
        wait_until(lambda: self.up("ap-3") == [1], 10, "the new one is up")
        self.assertEqual([sample for sample in metrics() if sample[1].get("device") == "ap-2"], [])
        self.assertGreaterEqual(values(metrics(), "commune_icmp_replies_total", device="ap-1")[0], replies)
        self.config.write_text(SMALLEST + device("ap-4", "127.0.0.4"))
        agent.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.up("ap-4") == [1], 10, "the one of the second reload is up")

    def test_a_page_of_some_metrics_alone_has_no_others(self):
        self.start(SMALLEST + device("ap-1", "127.0.0.1") + device("ap-2", "127.0.0.2"))
        wait_until(lambda: self.up("ap-1") == [1] and self.up("ap-2") == [1], 10, "both are up")
        self.assertEqual(fetch("/metrics?name%5B%5D=commune_device_up&name[]=commune_village_info&name[]=no_such_metric"), (200, """\
# HELP commune_village_info The village's name; always 1.
# TYPE commune_village_info gauge
commune_village_info{village="ca",name="Thôn Ca"} 1
# HELP commune_device_up 1 if the device answers ICMP or SNMP, 0 if it answers neither.
# TYPE commune_device_up gauge
commune_device_up{village="ca",site="office",device="ap-1"} 1
commune_device_up{village="ca",site="office",device="ap-2"} 1
"""))
        self.assertEqual(fetch("/metrics?name[]=no_such_metric"), (200, ""))
        self.assertEqual(values(metrics(), "commune_optical_floor_dbm", vantage="office"), [-27])

    def test_a_mistake_at_reload_is_reported_with_its_place_and_the_old_configuration_stays(self):
        agent = self.start(SMALLEST + device("ap-1", "127.0.0.1"))
        wait_until(lambda: self.up("ap-1") == [1], 10, "it is up")
        self.config.write_text(SMALLEST + device("ap-1", "127.0.0.1").replace("kind", "knid"))
        status, text = fetch("/-/reload", "POST")
        line = SMALLEST.count("\n") + 5
        self.assertEqual(status, 400)
        self.assertIn(f'commune.toml:{line}:1: unknown key "knid" in device (did you mean "kind"?)', text)
        self.assertEqual(values(metrics(), "commune_config_last_reload_success"), [0])
        replies = values(metrics(), "commune_icmp_replies_total", device="ap-1")[0]
        wait_until(lambda: values(metrics(), "commune_icmp_replies_total", device="ap-1")[0] > replies, 10,
                   "it is still pinged")
        self.assertIsNone(agent.process.poll())

    def test_stops_orderly_within_two_seconds_in_the_middle_of_its_work(self):
        agent = self.start(SMALLEST + "".join(device(f"ap-{n}", f"127.0.1.{n}", "{ port = 1999 }") for n in range(1, 100)))
        begun = time.monotonic()
        self.assertEqual(agent.end(), 0)
        self.assertLess(time.monotonic() - begun, 2)
        self.assertIn("stopped", agent.said())

    def test_refuses_to_start_with_mistakes_and_reports_all_of_them(self):
        self.config.write_text(SMALLEST + device("AP 1", "127.0.0.1") + device("ap-2", "127.0.0.2").replace("office", "ofice"))
        run = subprocess.run([AGENT, "run", "--config", self.config], capture_output=True, text=True, timeout=10)
        self.assertEqual(run.returncode, 2)
        self.assertEqual(run.stdout, "")
        self.assertEqual(len(run.stderr.splitlines()), 2, run.stderr)
        self.assertIn('(did you mean "office"?)', run.stderr)

    def test_names_the_program_that_uses_its_address(self):
        self.start(SMALLEST)
        elsewhere = self.config.with_name("elsewhere.toml")
        elsewhere.write_text(SMALLEST.replace('"state"', '"elsewhere"'))
        second = subprocess.run([AGENT, "run", "--config", elsewhere], capture_output=True, text=True, timeout=10)
        self.assertEqual(second.returncode, 1)
        self.assertIn("127.0.0.1:10077", second.stderr)
        self.assertEqual(fetch("/-/healthy")[0], 200)

    def test_names_the_process_that_uses_its_history(self):
        self.start(SMALLEST)
        second = subprocess.run([AGENT, "run", "--config", self.config], capture_output=True, text=True, timeout=10)
        self.assertEqual(second.returncode, 1)
        self.assertIn("keeps its history here; give each agent its own [agent] state_dir", second.stderr)
        self.assertEqual(fetch("/-/healthy")[0], 200)

    def test_probe_reads_a_real_snmpd_over_authpriv(self):
        if not os.access("/usr/sbin/snmpd", os.X_OK):
            self.skipTest("snmpd is not installed (scripts/install-packages test)")
        snmpd_conf = self.folder / "snmpd.conf"
        snmpd_conf.write_text('createUser reader SHA-256 "correct horse" AES "battery staple"\nrouser reader priv\n')
        os.environ["SNMP_PERSISTENT_DIR"] = str(self.folder / "state")
        snmpd = Part(self.folder, "snmpd", "/usr/sbin/snmpd", "-f", "-Lo", "-C", "-c", snmpd_conf, "-I", "-smux",
                     "udp:127.0.0.1:1161")
        self.addCleanup(snmpd.end)
        snmpd.wait_until(lambda: "NET-SNMP version" in snmpd.said())
        for name, text in (("auth", "correct horse"), ("priv", "battery staple")):
            (self.folder / name).write_text(text + "\n")
            (self.folder / name).chmod(0o600)
        snmp = ('{ version = "3", user = "reader", level = "authPriv", auth = "SHA-256", priv = "AES", port = 1161, '
                'auth_secret = { file = "auth" }, priv_secret = { file = "priv" } }')
        self.config.write_text(SMALLEST + device("ap-1", "127.0.0.1", snmp))
        command = [AGENT, "probe", "ap-1", "--config", self.config]
        text = subprocess.run(command, capture_output=True, text=True, timeout=20)
        self.assertEqual(text.returncode, 0, text.stderr)
        self.assertRegex(text.stdout, r"(?m)^  lo +1 +1 .* [kMG]?B +[0-9.]+ [kMG]?B ")
        data = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, timeout=20).stdout)
        self.assertTrue(data["answered"])
        octets = [reading["value"] for reading in data["readings"]
                  if reading["metric"] == "commune_interface_receive_bytes_total" and reading["labels"] == {"interface": "lo"}]
        self.assertEqual(len(octets), 1)
        snmpd.end()
        silent = subprocess.run(command, capture_output=True, text=True, timeout=20)
        self.assertEqual(silent.returncode, 1)
        self.assertIn("nothing listens at UDP port 1161", silent.stdout)


def main():
    return run_tests()


if __name__ == "__main__":
    in_namespace(main)
