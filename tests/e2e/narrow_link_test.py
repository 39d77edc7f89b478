#!/usr/bin/env python3
"""A village behind a link of 64 kbit/s: the agent's traffic fits into it, and is as much as `check --explain`
estimates.

usage: narrow_link_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]

The simulator plays in a second namespace that the first one reaches through a veth pair with `tbf` at both ends.
"""
import os
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import MARK, Part, in_namespace, metrics, run_tests, values, wait_until
from village import SCENARIO, VillageTest, command, commune, watch

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
LINK_BYTES_A_SECOND = 64_000 / 8


class NarrowLink(VillageTest):
    def setUp(self):
        super().setUp()
        self.far = os.environ[MARK] + "-far"
        command("ip", "netns", "add", self.far)
        self.addCleanup(command, "ip", "netns", "del", self.far)
        command("ip", "link", "add", "near0", "type", "veth", "peer", "name", "far0", "netns", self.far)
        command("ip", "address", "add", "10.78.0.1/24", "dev", "near0")
        command("ip", "link", "set", "near0", "up")
        command("ip", "route", "add", "10.77.0.0/16", "via", "10.78.0.2")
        self.over_there("ip", "address", "add", "10.78.0.2/24", "dev", "far0")
        self.over_there("ip", "link", "set", "far0", "up")
        self.over_there("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
        limit = ["root", "tbf", "rate", "64kbit", "burst", "2000", "latency", "1500ms"]
        command("tc", "qdisc", "add", "dev", "near0", *limit)
        self.over_there("tc", "qdisc", "add", "dev", "far0", *limit)

    def over_there(self, *words):
        return command("ip", "netns", "exec", self.far, *words)

    def bring_up(self, config, plays):
        self.config.write_text(config)
        scenario = self.folder / "scenario.toml"
        scenario.write_text(SCENARIO.format(mtu=1500) + plays)
        simulator = Part(self.folder, "simulator", "ip", "netns", "exec", self.far, self.simulator, scenario)
        self.addCleanup(simulator.end)
        simulator.wait_until(lambda: "ready" in simulator.said())
        self.start_agent()

    def bytes_on_the_link(self):
        """Both ways, with IP headers: the 14 octets of Ethernet that the kernel counts too are taken off."""
        line = re.search(r"near0:(.*)", pathlib.Path("/proc/net/dev").read_text())[1].split()
        return int(line[0]) + int(line[8]) - 14 * (int(line[1]) + int(line[9]))

    def promised(self):
        """Bytes a second of ICMP and SNMP by `check --explain`."""
        text = command(self.agent, "check", "--config", self.config, "--explain")
        units = {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}
        found = {name: float(number) * units[unit] / 86_400 for name, number, unit in
                 re.findall(r"(?m)^(ICMP|SNMP) .* ([0-9.]+) ([kMG]?B)$", text)}
        return found["ICMP"], found["SNMP"]

    def test_carries_pings_and_polls_of_a_device_within_a_tenth_and_as_check_explain_promised(self):
        interval = 5
        walk = self.walk("tests/fixtures/openwrt.walk")
        self.bring_up(commune([("ap-1", "10.77.1.1", "")], interval=f"{interval}s", timeout="2s",
                              ping_interval="1s", ping_timeout="900ms"), f'[[play]]\nwalk = "{walk}"\n')
        wait_until(lambda: values(metrics(), "commune_snmp_up") == [1], 20, "it has been polled once, including names")
        before, begun = self.bytes_on_the_link(), time.monotonic()
        watch(2 * interval, 0.5, lambda: None)
        measured = (self.bytes_on_the_link() - before) / (time.monotonic() - begun)
        samples = metrics()
        icmp, snmp = self.promised()
        self.assertLess(measured, 1.2 * (icmp + snmp))
        # With polls every 30 s, as they are by default, and pings each second.
        of_polls = measured - icmp
        self.assertGreater(of_polls, 0)
        self.assertLess(icmp + of_polls * interval / 30, LINK_BYTES_A_SECOND / 10)
        self.assertEqual(values(samples, "commune_snmp_retries_total"), [0])
        self.assertEqual(values(samples, "commune_snmp_table_up", table="interfaces"), [1])
        self.assertEqual(values(samples, "commune_snmp_failures_total"), [])

    def test_lets_every_poll_of_ten_devices_succeed(self):
        walk = self.walk("tests/fixtures/openwrt.walk")
        devices = [(f"ap-{n}", f"10.77.1.{n}", "") for n in range(1, 11)]
        self.bring_up(commune(devices, interval="10s", timeout="2s", ping_interval="1s", ping_timeout="900ms"),
                      f'[[play]]\nwalk = "{walk}"\n')
        wait_until(lambda: values(metrics(), "commune_snmp_table_up", table="interfaces") == [1] * 10, 20, "all are read")
        scrapes = watch(11, 0.5, metrics)
        for samples in scrapes:
            self.assertEqual(values(samples, "commune_snmp_up"), [1] * 10)
            self.assertEqual(values(samples, "commune_device_up"), [1] * 10)
        self.assertEqual(sum(values(scrapes[-1], "commune_snmp_failures_total")), 0)


def main():
    return run_tests(sys.argv[4:])


if __name__ == "__main__":
    in_namespace(main)
