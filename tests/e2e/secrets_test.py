#!/usr/bin/env python3
"""Secrets: a rotated one is used after a reload, and none shows in a log, a page, a report, a command line or a core
file. With a real snmpd on loopback in a namespace.

usage: secrets_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import os
import pathlib
import resource
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Part, fetch, in_namespace, metrics, run_tests, values, wait_until
from village import VillageTest, commune

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
AUTH, PRIV, COMMUNITY = "canary-auth-5d1c", "canary-priv-8e2f", "canary-community-77ab"
V3 = ('snmp = { version = "3", user = "reader", level = "authPriv", auth = "SHA-256", priv = "AES", port = 1161, '
      'auth_secret = { file = "auth" }, priv_secret = { file = "priv" } }')
V2 = 'snmp = { community = { file = "community" }, port = 1999 }'


class Secrets(VillageTest):
    def setUp(self):
        super().setUp()
        if not os.access("/usr/sbin/snmpd", os.X_OK):
            self.skipTest("snmpd is not installed (scripts/install-packages test)")
        for name, text in (("auth", AUTH), ("priv", PRIV), ("community", COMMUNITY)):
            self.write_secret(name, text)
        self.config.write_text(commune([("v3", "127.0.0.1", V3), ("v2", "127.0.0.1", V2)], agent='log_level = "debug"'))

    def write_secret(self, name, text):
        (self.folder / name).write_text(text + "\n")
        (self.folder / name).chmod(0o600)

    def start_snmpd(self, auth, name="snmpd"):
        """The same engine whenever it is started: the device did not change, its passphrase did."""
        (self.folder / "snmpd.conf").write_text("exactEngineID 0x80001f88046578616374\n"
                                                f'createUser reader SHA-256 "{auth}" AES "{PRIV}"\nrouser reader priv\n')
        snmpd = Part(self.folder, name, "env", f"SNMP_PERSISTENT_DIR={self.folder / 'state'}", "MIBS=", "/usr/sbin/snmpd",
                     "-f", "-Lo", "-C", "-c", self.folder / "snmpd.conf", "-I", "-smux", "udp:127.0.0.1:1161")
        self.addCleanup(snmpd.end)
        snmpd.wait_until(lambda: "NET-SNMP version" in snmpd.said())
        return snmpd

    def up(self):
        return values(metrics(), "commune_snmp_up", device="v3")

    def test_a_rotated_passphrase_is_used_from_the_reload_on(self):
        snmpd = self.start_snmpd(AUTH)
        agent = self.start_agent()
        wait_until(lambda: self.up() == [1], 10, "the old passphrase is right")
        snmpd.end()
        self.start_snmpd("canary-rotated", "snmpd-rotated")
        wait_until(lambda: self.up() == [0], 10, "the old passphrase is wrong")
        self.write_secret("auth", "canary-rotated")
        self.assertEqual(fetch("/-/reload", "POST")[0], 200)
        wait_until(lambda: self.up() == [1], 10, "the new passphrase is right")
        # And back, by the signal.
        self.write_secret("auth", AUTH)
        agent.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.up() == [0], 10, "the old secret is not the device's")
        self.assertNotIn("canary", agent.said())

    def nothing_of_it_in(self, what, text):
        self.assertNotIn("canary", text, f"{what} holds a secret")

    def said_by(self, *arguments):
        run = subprocess.run([self.agent, *arguments], capture_output=True, text=True, timeout=20)
        return run.stdout + run.stderr

    def test_are_in_no_log_page_report_or_command_line(self):
        self.start_snmpd(AUTH)
        agent = self.start_agent()
        wait_until(lambda: self.up() == [1] and values(metrics(), "commune_snmp_up", device="v2") == [0], 10, "both were polled")
        pid = pathlib.Path(f"/proc/{agent.process.pid}")
        for path in ("/", "/metrics", "/-/healthy", "/-/ready", "/nothing"):
            self.nothing_of_it_in(path, fetch(path)[1])
        for name in ("cmdline", "environ", "comm"):
            self.nothing_of_it_in(name, (pid / name).read_text())
        good = self.config.read_text()
        reports = [("check", "--config", self.config), ("check", "--config", self.config, "--explain")]
        for device in ("v3", "v2", "127.0.0.1:1161"):
            reports += [("probe", device, "--config", self.config), ("probe", device, "--config", self.config, "--json")]
        for report in reports:
            self.nothing_of_it_in(report, self.said_by(*report))
        # Mistakes beside and in secrets: messages do not repeat their values.
        for wrong, right in (('auth_secret = { file = "auth" }', f'auth_secret = "{AUTH}"'),
                             ('community = { file = "community" }', f'community = "{COMMUNITY}"'),
                             ('auth = "SHA-256"', 'auth = "SHA-3"'), ('level = "authPriv"', 'level = "authNoPriv"'),
                             ('priv_secret = { file = "priv" }', f'priv_secret = {{ file = "{PRIV}"')):
            self.assertIn(wrong, good)
            self.config.write_text(good.replace(wrong, right))
            self.assertNotEqual(subprocess.run([self.agent, "check", "--config", self.config], capture_output=True).returncode, 0)
            self.nothing_of_it_in(right, self.said_by("check", "--config", self.config))
            self.nothing_of_it_in(right, self.said_by("probe", "v3", "--config", self.config))
            self.nothing_of_it_in(right, fetch("/-/reload", "POST")[1])
        self.config.write_text(good)
        (self.folder / "auth").chmod(0o644)
        self.nothing_of_it_in("a complaint about rights", self.said_by("check", "--config", self.config))
        self.nothing_of_it_in("the log", agent.said())

    def start_with_core_files(self, *command):
        """A program that may write a core file as large as it likes."""
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=lambda:
                                   resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)))
        self.addCleanup(process.stdout.close)
        return process

    def test_reach_no_core_file(self):
        self.start_snmpd(AUTH)
        agent = self.start_with_core_files(pathlib.Path(self.agent).resolve(), "run", "--config", self.config)
        wait_until(lambda: self.is_up(), 10, "it has read the secrets")
        agent.send_signal(signal.SIGABRT)
        ended = os.waitid(os.P_PID, agent.pid, os.WEXITED | os.WNOWAIT)
        agent.wait()
        self.assertEqual((ended.si_code, ended.si_status), (os.CLD_KILLED, signal.SIGABRT))
        self.assertEqual([path for path in self.folder.iterdir() if path.name.startswith("core")], [])
        # Another program does write one here, so the test would have seen it.
        other = self.start_with_core_files("sleep", "60")
        other.send_signal(signal.SIGABRT)
        ended = os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        other.wait()
        self.assertEqual(ended.si_code, os.CLD_DUMPED)

    def is_up(self):
        try:
            return self.up() == [1]
        except OSError:
            return False


def main():
    return run_tests(sys.argv[4:])


if __name__ == "__main__":
    in_namespace(main)
