#!/usr/bin/env python3
"""`discover` in a network of simulated devices and a real snmpd, in a namespace that counts every packet.

usage: discover_test.py AGENT SIMULATOR SOURCE_FOLDER
"""
import json
import os
import pathlib
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Part, in_namespace, run_tests, wait_until

AGENT, SIMULATOR, SOURCE = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
RANGE = "10.78.1.0/25"
SNMPD = "10.79.0.1"
CANARIES = {"community": "canary-7f3a", "auth": "canary horse", "priv": "canary staple"}
# A packet to an address outside the ranges is a stray; no ping reaches 10.78.1.50.
COUNTERS = f"""
table inet watch {{
  counter asked {{ }}
  counter stray {{ }}
  chain out {{
    type filter hook output priority 0;
    ip daddr 10.78.1.50 icmp type echo-request drop
    ip daddr {{ 10.78.1.1-10.78.1.126, {SNMPD} }} counter name asked accept
    ip6 daddr {{ fd78::13, ff00::/8 }} accept
    counter name stray
  }}
}}
"""
V3 = ["--user", "reader", "--auth", "SHA-256", "--priv", "AES"]


def packets(counter):
    listing = subprocess.run(["nft", "-j", "list", "counter", "inet", "watch", counter], check=True, capture_output=True)
    return json.loads(listing.stdout)["nftables"][1]["counter"]["packets"]


class DiscoverTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        for name, secret in CANARIES.items():
            (cls.folder / name).write_text(secret + "\n")
            (cls.folder / name).chmod(0o600)
        cls.simulator = Part(cls.folder, "simulator", SIMULATOR, SOURCE / "tests/e2e/discover/network.toml")
        cls.addClassCleanup(cls.simulator.end)
        cls.simulator.wait_until(lambda: "ready" in cls.simulator.said())
        subprocess.run(["ip", "address", "add", SNMPD + "/32", "dev", "lo"], check=True)
        cls.start_snmpd()

    @classmethod
    def start_snmpd(cls):
        cls.has_snmpd = os.access("/usr/sbin/snmpd", os.X_OK)
        if not cls.has_snmpd:
            return
        configuration = cls.folder / "snmpd.conf"
        configuration.write_text(f'createUser reader SHA-256 "{CANARIES["auth"]}" AES "{CANARIES["priv"]}"\n'
                                 "rouser reader priv\nsysName may-chu\nsysLocation Trụ sở\n")
        os.environ["SNMP_PERSISTENT_DIR"] = str(cls.folder / "state")
        snmpd = Part(cls.folder, "snmpd", "/usr/sbin/snmpd", "-f", "-Lo", "-C", "-c", configuration, "-I", "-smux",
                     f"udp:{SNMPD}:161")
        cls.addClassCleanup(snmpd.end)
        snmpd.wait_until(lambda: "NET-SNMP version" in snmpd.said())

    def setUp(self):
        subprocess.run(["nft", "flush", "ruleset"], check=True)
        subprocess.run(["nft", "-f", "-"], input=COUNTERS, text=True, check=True)

    def discover(self, *arguments, code=0, timeout=90):
        run = subprocess.run([AGENT, "discover", *arguments], capture_output=True, text=True, timeout=timeout)
        self.assertEqual(run.returncode, code, run.stderr + run.stdout)
        for canary in CANARIES.values():
            self.assertNotIn(canary, run.stdout + run.stderr)
        return run

    def devices(self, *arguments):
        found = json.loads(self.discover(*arguments, "--json").stdout)
        self.assertTrue(found["complete"])
        return {device["address"]: device for device in found["devices"]}, found

    def check(self, text, name="found.toml"):
        path = self.folder / name
        path.write_text(text)
        run = subprocess.run([AGENT, "check", "--config", path], capture_output=True, text=True, timeout=20)
        self.assertEqual(run.returncode, 0, run.stderr + text)
        return tomllib.loads(text)

    def v3(self):
        return [*V3, "--auth-secret", f"file:{self.folder / 'auth'}", "--priv-secret", f"file:{self.folder / 'priv'}"]

    def test_finds_every_device_of_the_range_with_its_family_and_sends_to_nobody_else(self):
        found, _ = self.devices(RANGE, "fd78::13")
        profiles = {address: device.get("identity", {}).get("profile") for address, device in found.items()}
        self.assertEqual(profiles, {"10.78.1.1": "mikrotik-routeros", "10.78.1.2": "generic",
                                    "10.78.1.4": "huawei-smartax", "10.78.1.11": "ubiquiti-unifi", "10.78.1.20": None,
                                    "10.78.1.30": "ups-mib", "10.78.1.40": None, "fd78::13": "openwrt"})
        kinds = [found[address]["kind"] for address in ("10.78.1.1", "10.78.1.2", "10.78.1.4", "10.78.1.11", "10.78.1.30")]
        self.assertEqual(kinds, ["router", "switch", "olt", "access_point", "ups"])
        self.assertEqual(found["10.78.1.1"]["id"], "cong-xa")
        self.assertEqual(found["10.78.1.1"]["uplinks"][0], {"interface": "sfp1", "signs": ["default route", "name"]})
        self.assertIn("nothing listens at UDP port 161", found["10.78.1.20"]["failure"])
        self.assertFalse(found["10.78.1.40"]["snmp"])
        self.assertGreaterEqual(packets("asked"), 126)
        self.assertEqual(packets("stray"), 0)

    def test_the_counter_of_strays_counts(self):
        self.devices("10.78.1.200")
        self.assertGreater(packets("stray"), 0)

    def test_what_it_prints_is_a_configuration_that_check_accepts(self):
        written = self.check(self.discover(RANGE, "fd78::13").stdout)
        self.assertEqual(len(written["device"]), 8)
        self.assertEqual(written["defaults"]["snmp"], {"version": "2c", "community": "public"})
        by_address = {device["address"]: device for device in written["device"]}
        self.assertIs(by_address["10.78.1.20"]["snmp"], False)
        self.assertNotIn("snmp", by_address["10.78.1.1"])

    def test_a_real_snmpd_accepts_version_3_and_a_secret_community_is_written_as_a_reference(self):
        if not self.has_snmpd:
            self.skipTest("snmpd is not installed (scripts/install-packages test)")
        os.environ["COMMUNE_TEST_COMMUNITY"] = CANARIES["community"]
        run = self.discover("10.78.1.40", SNMPD, *self.v3(), "--community", "env:COMMUNE_TEST_COMMUNITY")
        written = self.check(run.stdout)
        by_id = {device["id"]: device for device in written["device"]}
        self.assertEqual(set(by_id), {"own-community", "may-chu"})
        self.assertIn("profile net-snmp-linux", run.stdout)
        self.assertIn('at "Trụ sở"', run.stdout)
        self.assertEqual(by_id["own-community"]["kind"], "loudspeaker")
        logins = [written["defaults"]["snmp"], *(device["snmp"] for device in written["device"] if "snmp" in device)]
        self.assertIn({"version": "2c", "community": {"env": "COMMUNE_TEST_COMMUNITY"}}, logins)
        self.assertIn({"version": "3", "user": "reader", "level": "authPriv", "auth": "SHA-256", "priv": "AES",
                       "auth_secret": {"file": str(self.folder / "auth")},
                       "priv_secret": {"file": str(self.folder / "priv")}}, logins)
        self.assertEqual(packets("stray"), 0)

    def test_neighbours_by_lldp_become_upstreams_and_links(self):
        run = self.discover(RANGE, "--lldp", "--root", "10.78.1.1")
        written = self.check(run.stdout)
        upstreams = {device["id"]: device.get("upstream") for device in written["device"]}
        self.assertEqual(upstreams["sw-nha-van-hoa"], "cong-xa")
        access_point = next(device for device in written["device"] if device["address"] == "10.78.1.11")
        self.assertEqual(access_point["upstream"], "sw-nha-van-hoa")
        self.assertIsNone(upstreams["cong-xa"])
        links = {link["device"]: link for link in written["link"]}
        self.assertEqual((links["sw-nha-van-hoa"]["interface"], links["sw-nha-van-hoa"]["towards"],
                          links["sw-nha-van-hoa"]["medium"]), ("sfp9", "cong-xa", "fibre"))
        self.assertEqual(links[access_point["id"]]["interface"], "eth0")
        self.assertIn('ge5 to "phone-7"', run.stdout)

    def test_the_root_may_be_named_by_another_of_its_own_addresses_and_without_one_it_says_so(self):
        found, _ = self.devices("10.78.1.0/29", "--lldp", "--root", "100.64.0.9")
        self.assertEqual(found["10.78.1.2"]["upstream"], "cong-xa")
        found, whole = self.devices("10.78.1.0/29", "--lldp")
        self.assertEqual(found["10.78.1.2"]["upstream"], "")
        self.assertIn("no upstream is proposed", whole["notes"][0])

    def test_known_addresses_are_listed_and_not_proposed_again(self):
        configuration = self.discover("10.78.1.1").stdout.replace('id = "cong-xa"', 'id = "gw"')
        self.check(configuration, "known.toml")
        run = self.discover(RANGE, "--config", str(self.folder / "known.toml"), "--lldp", "--root", "10.78.1.1")
        self.assertIn("# already known: 10.78.1.1 is gw", run.stdout)
        proposed = tomllib.loads(run.stdout)["device"]
        self.assertNotIn("10.78.1.1", [device["address"] for device in proposed])
        self.assertEqual(next(d for d in proposed if d["address"] == "10.78.1.2")["upstream"], "gw")
        after = self.check(configuration + run.stdout, "appended.toml")
        self.assertEqual(len(after["device"]), 7)
        self.assertIn("1 already known", run.stderr)

    def test_refuses_mistaken_ranges_before_a_packet_is_sent(self):
        run = self.discover("10.78.0.0/15", "10.78.1.9/24", "10.78.1", "224.0.0.1", "fd78::/64", code=2)
        self.assertEqual(run.stdout, "")
        self.assertEqual(len(run.stderr.splitlines()), 5, run.stderr)
        self.assertIn("10.78.0.0/15: has 131072 addresses; more than 65536 (a /16) need --large", run.stderr)
        self.assertIn("write 10.78.1.0/24 for the range", run.stderr)
        self.assertIn("file:PATH", self.discover(RANGE, "--community", "secret", code=2).stderr)
        self.assertEqual((packets("asked"), packets("stray")), (0, 0))

    def test_a_device_that_answers_no_ping_is_found_only_with_all(self):
        self.assertEqual(self.devices("10.78.1.48/29")[0], {})
        written = self.check(self.discover("10.78.1.48/29", "--all").stdout)
        self.assertEqual([(device["address"], device["icmp"]) for device in written["device"]], [("10.78.1.50", False)])
        self.assertEqual(packets("stray"), 0)

    def test_finding_nobody_is_not_a_failure_but_sending_nothing_is(self):
        run = self.discover("10.78.1.60/30")
        self.assertNotIn("device", self.check(run.stdout))
        run = self.discover("10.200.1.1", code=1)
        self.assertIn("the pings could not be sent: no route to 10.200.1.1", run.stderr)

    def test_each_login_is_tried_once_at_a_device_that_refuses_and_once_more_if_it_is_silent(self):
        before = packets("asked")
        self.devices("10.78.1.40")
        # A ping; "public" over v2c and v1, each with one repetition.
        self.assertEqual(packets("asked") - before, 1 + 2 + 2)

    def test_ends_at_once_when_interrupted_and_prints_what_it_has(self):
        agent = subprocess.Popen([AGENT, "discover", RANGE, "--rate", "4"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 text=True)
        self.addCleanup(agent.kill)
        # The first two were pinged and polled: a poll needs tens of packets, four pings per second do not.
        wait_until(lambda: packets("asked") > 40, 20, "the first are polled")
        begun = time.monotonic()
        agent.send_signal(signal.SIGINT)
        out, err = agent.communicate(timeout=10)
        self.assertLess(time.monotonic() - begun, 2)
        self.assertEqual(agent.returncode, 1, err)
        self.assertIn("# INTERRUPTED: not every address was tried", out)
        self.assertIn("interrupted: ", err)
        self.assertIn("10.78.1.1", [device["address"] for device in self.check(out)["device"]])

    def test_draws_one_line_of_progress_on_a_terminal_and_none_into_the_data(self):
        terminal, agents_side = pty.openpty()
        environment = {**os.environ, "TERM": "xterm"}
        agent = subprocess.Popen([AGENT, "discover", "10.78.1.0/26"], stdout=subprocess.PIPE, stderr=agents_side, text=True,
                                 env=environment)
        os.close(agents_side)
        drawn = b""
        try:
            while chunk := os.read(terminal, 4096):
                drawn += chunk
        except OSError:
            pass  # The other side is closed.
        os.close(terminal)
        out = agent.communicate(timeout=20)[0]
        self.assertEqual(agent.returncode, 0)
        self.assertRegex(drawn.decode(), r"\r\x1b\[Kswept \d+ of 62 \(round \d of 3\), \d+ answer, .* left")
        self.assertNotIn("\x1b", out)
        self.check(out)


def main():
    return run_tests()


if __name__ == "__main__":
    in_namespace(main)
