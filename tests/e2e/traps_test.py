#!/usr/bin/env python3
"""Traps and informs from real senders to the whole agent. Everything on loopback in a namespace.

usage: traps_test.py AGENT
"""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Part, agent_is_ready, fetch, in_namespace, is_sanitized, metrics, pause, run_tests, values, wait_until

AGENT = sys.argv[1]
TRAPS = "127.0.0.1:1162"
LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
IF_INDEX = "1.3.6.1.2.1.2.2.1.1"
SECRETS = ["-l", "authPriv", "-a", "SHA-256", "-A", "correct horse", "-x", "AES", "-X", "battery staple"]
USER = ["-v3", "-u", "reader", *SECRETS]

COMMUNE = """\
[commune]
name = "Xã Kép"

[agent]
vantage = "office"
state_dir = "state"
web = {{ listen = "127.0.0.1:10077" }}
traps = {traps}

[defaults.snmp]
version = "2c"
community = "public"
interval = "{interval}"
timeout = "500ms"

[defaults.icmp]
interval = "{ping}"
timeout = "400ms"

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
kind = "switch"
address = "{address}"
snmp = {snmp}
"""
V3 = ('{ version = "3", user = "reader", level = "authPriv", auth = "SHA-256", priv = "AES", port = 1999, '
      'auth_secret = { file = "auth" }, priv_secret = { file = "priv" } }')
SILENT = "{ port = 1999 }"

# snmpd's report of its interfaces: number 7, whose state is in the file beside.
INTERFACES = """\
import pathlib, sys
base = (1, 3, 6, 1, 2, 1, 2, 2)
def table():
    state = pathlib.Path(sys.argv[1]).read_text().strip()
    return {(1, 1, 7): ("integer", 7), (1, 2, 7): ("string", "ether7"), (1, 7, 7): ("integer", 1),
            (1, 8, 7): ("integer", 1 if state == "up" else 2), (1, 10, 7): ("counter", 1), (1, 16, 7): ("counter", 1)}
for line in sys.stdin:
    if line.strip() == "PING":
        print("PONG", flush=True)
        continue
    asked = tuple(int(part) for part in sys.stdin.readline().strip(". \\n").split("."))
    rows = {base + key: value for key, value in table().items()}
    fit = [oid for oid in sorted(rows) if (oid == asked if line.strip() == "get" else oid > asked)]
    if fit:
        print("." + ".".join(map(str, fit[0])), *rows[fit[0]], sep="\\n", flush=True)
    else:
        print("NONE", flush=True)
"""


def element(tag, *parts):
    contents = b"".join(parts)
    return bytes([tag, len(contents)]) + contents


def link_down_v2c(community):
    """A v2c trap, byte by byte: programs are too slow to make a storm."""
    up_time = element(0x30, bytes.fromhex("06082b06010201010300"), bytes.fromhex("43012a"))
    trap_oid = element(0x30, bytes.fromhex("060a2b060106030101040100"), bytes.fromhex("06092b0601060301010503"))
    pdu = element(0xA7, bytes.fromhex("02021234020100020100"), element(0x30, up_time, trap_oid))
    return element(0x30, bytes([2, 1, 1]), element(4, community), pdu)


def device(name, address, snmp=SILENT):
    return DEVICE.format(id=name, address=address, snmp=snmp)


def storm(source, count, per_second=10_000):
    """So many traps from an address, at an even pace."""
    trap = link_down_v2c(b"public")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind((source, 0))
        begun = time.monotonic()
        for i in range(count):
            sender.sendto(trap, ("127.0.0.1", 1162))
            if i % 100 == 0:
                pause(begun + i / per_second - time.monotonic())


class TrapsTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        for name, text in (("auth", "correct horse"), ("priv", "battery staple")):
            (self.folder / name).write_text(text + "\n")
            (self.folder / name).chmod(0o600)
        self.environment = {**os.environ, "MIBS": "", "SNMP_PERSISTENT_DIR": str(self.folder / "snmp")}

    def write(self, *devices, traps='{ listen = ["0.0.0.0:1162", "[::1]:1162"] }', interval="30s", ping="10s"):
        text = COMMUNE.format(traps=traps, interval=interval, ping=ping) + "".join(devices)
        (self.folder / "commune.toml").write_text(text)

    def start(self, *devices, before=(), **settings):
        self.write(*devices, **settings)
        agent = Part(self.folder, "agent", *before, AGENT, "run", "--config", self.folder / "commune.toml")
        self.addCleanup(agent.end)
        agent.wait_until(agent_is_ready)
        return agent

    def start_snmpd(self, address, *lines):
        os.environ["SNMP_PERSISTENT_DIR"] = str(self.folder / "snmpd")
        os.environ["MIBS"] = ""
        conf = self.folder / "snmpd.conf"
        conf.write_text("rocommunity public\n" + "\n".join(lines) + "\n")
        snmpd = Part(self.folder, "snmpd", "/usr/sbin/snmpd", "-f", "-Lo", "-C", "-c", conf, "-I",
                     "-smux,ifTable,ifXTable", f"udp:{address}:1161")
        self.addCleanup(snmpd.end)
        snmpd.wait_until(lambda: "NET-SNMP version" in snmpd.said())
        return snmpd

    def send(self, program, *words, source="127.0.0.1", to=TRAPS):
        """Gives the exit code; an inform without an answer ends with 1."""
        patience = ["-t", "1", "-r", "1"] if program == "snmpinform" else []
        own = [f"--clientaddr={source}"] if source else []
        run = subprocess.run([program, *own, *patience, *words[:-1], to, *words[-1]], env=self.environment,
                             capture_output=True, text=True, timeout=20)
        return run.returncode

    def v2(self, program="snmptrap", community="public", index=7, **more):
        return self.send(program, "-v2c", "-c", community, ["", LINK_DOWN, f"{IF_INDEX}.{index}", "i", str(index)], **more)

    def v3(self, *words, program="snmptrap", source="127.0.0.3"):
        return self.send(program, *words, ["", LINK_DOWN], source=source)

    def taken(self, name, kind="link_down"):
        return sum(values(metrics(), "commune_snmp_traps_total", device=name, kind=kind))

    def refused(self, reason):
        return sum(values(metrics(), "commune_snmp_traps_refused_total", reason=reason))

    def wait_taken(self, name, count, kind="link_down"):
        wait_until(lambda: self.taken(name, kind) == count, 10, f"{count} {kind} of {name} are counted")

    def wait_refused(self, reason, count):
        wait_until(lambda: self.refused(reason) == count, 10, f"{count} are refused for {reason}")

    def test_accepts_v1_and_v2c_over_both_families_and_answers_informs(self):
        agent = self.start(device("switch", "127.0.0.1"), device("six", "::1"))
        self.assertEqual(values(metrics(), "commune_snmp_traps_total"), [])
        self.assertEqual(self.send("snmptrap", "-v1", "-c", "public", ["1.3.6.1.4.1.318", "127.0.0.1", "2", "0", "",
                                                                       f"{IF_INDEX}.7", "i", "7"]), 0)
        self.assertEqual(self.v2(), 0)
        self.assertEqual(self.v2("snmpinform"), 0)
        self.wait_taken("switch", 3)
        self.assertEqual(self.v2("snmpinform", to="udp6:[::1]:1162", source=None), 0)
        self.wait_taken("six", 1)
        for generic, kind in ((0, "restart"), (4, "authentication_failure"), (6, "other")):
            self.send("snmptrap", "-v1", "-c", "public", ["1.3.6.1.4.1.99999", "127.0.0.1", str(generic), "5", ""])
            self.wait_taken("switch", 1, kind)
        self.assertIn("device switch reports link_down, ifIndex 7: polling it now", agent.said())
        self.assertEqual(agent.said().count("device switch reports link_down"), 1, agent.said())
        self.assertEqual([value for value in values(metrics(), "commune_snmp_traps_refused_total") if value], [])

    def test_refuses_unknown_senders_and_other_communities(self):
        agent = self.start(device("switch", "127.0.0.1"), device("three", "127.0.0.3", V3))
        self.v2(source="127.0.0.2")
        self.wait_refused("unknown_source", 1)
        self.assertEqual(self.v2("snmpinform", community="wrong"), 1)
        self.wait_refused("community", 2)  # it asked twice
        self.v2(source="127.0.0.3")
        self.wait_refused("version", 1)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.bind(("127.0.0.1", 0))
            sender.sendto(b"\x30\x03\x02\x01\x07", ("127.0.0.1", 1162))
            sender.sendto(link_down_v2c(b"public")[:-4], ("127.0.0.1", 1162))
            sender.sendto(bytes(8193), ("127.0.0.1", 1162))
        self.wait_refused("malformed", 2)
        self.wait_refused("too_large", 1)
        subprocess.run(["snmpget", "-v2c", "-c", "public", "-t", "0.2", "-r", "0", TRAPS, "1.3.6.1.2.1.1.1.0"],
                       env=self.environment, capture_output=True, timeout=10)
        self.wait_refused("not_a_notification", 1)
        self.assertEqual(values(metrics(), "commune_snmp_traps_total"), [])
        self.assertIn("traps: one from 127.0.0.2 is dropped (unknown_source)", agent.said())

    def test_accepts_v3_traps_of_the_users_but_no_forged_weaker_or_replayed_ones(self):
        self.start(device("three", "127.0.0.3", V3))
        engine = ["-e", "0x8000000001020304"]
        self.v3(*USER, *engine, "-Z", "5,1000")
        self.wait_taken("three", 1)
        self.v3(*USER, *engine, "-Z", "5,1010")
        self.wait_taken("three", 2)
        self.v3(*USER, *engine, "-Z", "5,100")
        self.wait_refused("not_in_time_window", 1)
        self.v3(*USER, *engine, "-Z", "4,9000")
        self.wait_refused("not_in_time_window", 2)
        self.v3(*USER, *engine, "-Z", "6,1")
        self.wait_taken("three", 3)
        self.v3("-v3", "-u", "reader", "-l", "authNoPriv", "-a", "SHA-256", "-A", "correct horse", *engine)
        self.v3("-v3", "-u", "stranger", *SECRETS, *engine)
        self.wait_refused("user", 2)
        wrong = [word.replace("correct", "wrong") for word in USER]
        self.v3(*wrong, *engine, "-Z", "6,2")
        self.wait_refused("authentication", 1)
        undecipherable = [word.replace("battery", "wrong") for word in USER]
        self.v3(*undecipherable, *engine, "-Z", "6,3")
        self.wait_refused("authentication", 2)
        self.assertEqual(self.taken("three"), 3)

    def test_answers_v3_informs_as_an_engine_whose_boots_grow(self):
        settings = {"traps": '{ listen = "0.0.0.0:1162" }'}
        agent = self.start(device("three", "127.0.0.3", V3), **settings)
        self.assertEqual(self.v3(*USER, program="snmpinform"), 0)
        self.wait_taken("three", 1)
        wrong = [word.replace("correct", "wrong") for word in USER]
        self.assertEqual(self.v3(*wrong, program="snmpinform"), 1)
        self.assertGreaterEqual(wait_until(lambda: self.refused("authentication"), 10, "it is refused"), 1)
        before = (self.folder / "state" / "snmp-engine").read_text()
        self.assertEqual(agent.end(), 0)
        self.start(device("three", "127.0.0.3", V3), **settings)
        after = (self.folder / "state" / "snmp-engine").read_text()
        self.assertEqual(re.search("engine_id (.*)", before)[1], re.search("engine_id (.*)", after)[1])
        self.assertEqual((re.search("boots (.*)", before)[1], re.search("boots (.*)", after)[1]), ("1", "2"))
        self.assertEqual(self.v3(*USER, program="snmpinform"), 0)
        self.wait_taken("three", 1)

    def test_an_interface_that_goes_down_shows_within_two_seconds_of_the_trap(self):
        if not os.access("/usr/sbin/snmpd", os.X_OK):
            self.skipTest("snmpd is not installed (scripts/install-packages test)")
        state, script = self.folder / "ether7", self.folder / "interfaces.py"
        state.write_text("up")
        script.write_text(textwrap.dedent(INTERFACES))
        self.start_snmpd("127.0.0.1", f"pass_persist .1.3.6.1.2.1.2.2 {sys.executable} -u {script} {state}")
        self.start(device("switch", "127.0.0.1", "{ port = 1161 }"), device("dead", "127.0.0.9"))

        def up():
            return values(metrics(), "commune_interface_up", device="switch", interface="ether7")

        # The first poll has its place within the interval; a trap does not wait for it.
        self.v2()
        wait_until(lambda: up() == [1], 2, "it is polled at the first trap")
        for now, shown in (("down", 0), ("up", 1), ("down", 0)):
            pause(2)  # until a trap is followed by a poll at once again
            state.write_text(now)
            self.v2(source="127.0.0.9")  # a device that answers nothing holds nobody up
            begun = time.monotonic()
            self.v2()
            wait_until(lambda: up() == [shown], 10, f"ether7 is {now}")
            self.assertLess(time.monotonic() - begun, 2)
        state.write_text("up")  # now it is put off, but not forgotten
        self.v2()
        wait_until(lambda: up() == [1], 10, "ether7 is up")
        self.wait_taken("switch", 5)

    def test_a_trap_alone_changes_no_value(self):
        if not os.access("/usr/sbin/snmpd", os.X_OK):
            self.skipTest("snmpd is not installed (scripts/install-packages test)")
        state, script = self.folder / "ether7", self.folder / "interfaces.py"
        state.write_text("up")
        script.write_text(textwrap.dedent(INTERFACES))
        self.start_snmpd("127.0.0.1", f"pass_persist .1.3.6.1.2.1.2.2 {sys.executable} -u {script} {state}")
        self.start(device("switch", "127.0.0.1", "{ port = 1161 }"))
        self.v2()
        self.wait_taken("switch", 1)
        self.assertEqual(values(metrics(), "commune_interface_up", device="switch", interface="ether7"), [1])

    def test_a_device_that_dies_after_its_trap_is_silent_within_two_seconds(self):
        def run(words):
            subprocess.run(words.split(), check=True)
        run("ip addr add 10.9.9.1/32 dev lo")
        self.addCleanup(run, "ip addr del 10.9.9.1/32 dev lo")
        self.start(device("gasping", "10.9.9.1"), ping="30s")
        self.v2(source="10.9.9.1")
        wait_until(lambda: values(metrics(), "commune_device_up", device="gasping") == [1], 5, "it answers pings")
        pause(2)
        run("nft add table ip dead")
        self.addCleanup(run, "nft delete table ip dead")
        run("nft add chain ip dead in { type filter hook input priority 0 ; }")
        run("nft add rule ip dead in ip daddr 10.9.9.1 drop")
        begun = time.monotonic()
        self.v2(source="10.9.9.1")
        wait_until(lambda: values(metrics(), "commune_device_up", device="gasping") == [0], 10, "it is silent")
        self.assertLess(time.monotonic() - begun, 2)

    def test_a_storm_needs_no_memory_and_delays_no_poll_and_no_stop(self):
        if not os.access("/usr/sbin/snmpd", os.X_OK):
            self.skipTest("snmpd is not installed (scripts/install-packages test)")
        self.start_snmpd("127.0.0.1")
        agent = self.start(device("steady", "127.0.0.1", "{ port = 1161 }"), device("noisy", "127.0.0.5"),
                           interval="1s", ping="1s")

        def anonymous_memory():
            status = pathlib.Path(f"/proc/{agent.process.pid}/status").read_text()
            return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1])

        def requests():
            return sum(values(metrics(), "commune_snmp_requests_total", device="steady"))

        wait_until(lambda: requests() > 0, 10, "polls have begun")
        for source in ("127.0.0.5", "127.0.0.66"):
            storm(source, 2_000)
        wait_until(lambda: self.refused("unknown_source") > 0, 10, "the storm is counted")
        begun, before = time.monotonic(), requests()
        pause(5)
        calm = (requests() - before) / (time.monotonic() - begun)
        memory = anonymous_memory()
        begun, before, noisy = time.monotonic(), requests(), self.taken("noisy")
        for source in ("127.0.0.5", "127.0.0.66"):
            storm(source, 20_000)
        took = time.monotonic() - begun
        # A poll a second: at either end one may be just missed.
        self.assertGreater(requests() - before, 0.8 * calm * (took - 1.5), "polls keep their pace")
        if not is_sanitized(AGENT):  # AddressSanitizer sets aside what is freed, ThreadSanitizer notes what is touched.
            self.assertLess(anonymous_memory() - memory, 1024)
        self.assertGreater(self.refused("unknown_source"), 4_000)  # a busy machine loses some in the kernel
        self.assertGreater(self.refused("rate"), 4_000)
        pause(3)
        self.assertLess(self.taken("noisy") - noisy, 100 + 20 * (took + 6))
        threads = [threading.Thread(target=storm, args=(source, 20_000)) for source in ("127.0.0.5", "127.0.0.66")]
        for thread in threads:
            thread.start()
        pause(0.5)
        begun = time.monotonic()
        self.assertEqual(agent.end(), 0)
        self.assertLess(time.monotonic() - begun, 2)
        for thread in threads:
            thread.join()

    def test_a_forbidden_port_is_reported_and_the_agent_keeps_running(self):
        agent = self.start(device("switch", "127.0.0.1"), traps='{ listen = ["127.0.0.1:162", "0.0.0.0:1162"] }',
                           before=["setpriv", "--bounding-set=-net_bind_service"])
        self.assertIn("127.0.0.1:162: cannot listen here for traps: Permission denied; a port below 1024 needs a "
                      "capability: AmbientCapabilities=CAP_NET_BIND_SERVICE", agent.said())
        self.v2()
        self.wait_taken("switch", 1)

    def test_reload_applies_devices_and_community_and_says_that_a_new_address_waits(self):
        agent = self.start(device("switch", "127.0.0.1"))
        (self.folder / "traps").write_text("other\n")
        (self.folder / "traps").chmod(0o600)
        self.write(device("switch", "127.0.0.1"), device("second", "127.0.0.2"),
                   traps='{ listen = ["0.0.0.0:1163"], community = { file = "traps" } }')
        self.assertEqual(fetch("/-/reload", "POST")[0], 200)
        self.assertIn("[agent.traps] listen takes effect after a restart", agent.said())
        self.v2()
        self.wait_refused("community", 1)
        self.v2(source="127.0.0.2", community="other")
        self.wait_taken("second", 1)
        self.write(device("switch", "127.0.0.1"), traps='{ listen = "0.0.0.0" }')
        status, text = fetch("/-/reload", "POST")
        self.assertEqual(status, 400)
        self.assertIn('listen "0.0.0.0" is not address:port', text)
        self.v2(source="127.0.0.2", community="other")
        self.wait_taken("second", 2)


def main():
    if not shutil.which("snmptrap"):
        print("skipped: snmptrap is not installed (scripts/install-packages test)")
        return 77
    return run_tests(sys.argv[2:])


if __name__ == "__main__":
    in_namespace(main)
