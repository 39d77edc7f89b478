#!/usr/bin/env python3
"""Dead, lossy, slow, narrow and miscounting devices behind a simulated line, as the agent's page shows them.

usage: line_faults_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import pathlib
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Prometheus, fetch, in_namespace, metrics, run_tests, values, wait_until
from village import VillageTest, access_points, commune, watch

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
SMALL = """\
1.3.6.1.2.1.1.1.0 STRING "small device"
1.3.6.1.2.1.1.2.0 OID 1.3.6.1.4.1.99999.1
1.3.6.1.2.1.1.3.0 TIMETICKS {ticks}
1.3.6.1.2.1.1.5.0 STRING "{{device}}"
1.3.6.1.2.1.2.2.1.1.1 INTEGER 1
1.3.6.1.2.1.2.2.1.2.1 STRING "eth0"
1.3.6.1.2.1.2.2.1.3.1 INTEGER 6
1.3.6.1.2.1.2.2.1.7.1 INTEGER 1
1.3.6.1.2.1.2.2.1.8.1 INTEGER 1
1.3.6.1.2.1.2.2.1.10.1 COUNTER32 {octets} ~ rate=100000/s
1.3.6.1.2.1.2.2.1.16.1 COUNTER32 5000 ~ rate=50000/s
"""


def small(ticks=123456, octets=1000):
    return SMALL.format(ticks=ticks, octets=octets)


def polls_seen(scrapes):
    """(device, when it ended, answered) of every poll that a series of scrapes shows; successive polls are distinguished by
    how long it took, to the nanosecond."""
    before, polls = {}, []
    for when, samples in scrapes:
        up = {labels["device"]: value for name, labels, value in samples if name == "commune_snmp_up"}
        for name, labels, took in samples:
            if name != "commune_snmp_poll_duration_seconds":
                continue
            device = labels["device"]
            if device in before and before[device] != took:
                polls.append((device, when, up[device]))
            before[device] = took
    return polls


def read_times(scrapes, table):
    """When each device's table was read whole, as often as a series of scrapes shows."""
    times = {}
    for _, samples in scrapes:
        for name, labels, value in samples:
            if name == "commune_snmp_table_last_success_timestamp_seconds" and labels["table"] == table:
                times.setdefault(labels["device"], set()).add(value)
    return {device: sorted(each) for device, each in times.items()}


def scrape():
    return time.monotonic(), metrics()


class LineFaults(VillageTest):
    def test_a_dead_access_point_is_down_within_three_polls_and_the_others_keep_their_pace(self):
        interval, timeout = 2, 0.4
        self.walk("small.walk", small())
        simulator = self.start_simulator(
            commune(access_points(40, "icmp = false"), interval=f"{interval}s"),
            '[[play]]\nwalk = "small.walk"\n[[fault]]\nkind = "device_dead"\ndevices = ["ap-1", "ap-2"]\nat = "7s"\n')
        self.start_agent()
        wait_until(lambda: values(metrics(), "commune_device_up") == [1] * 40, 20, "all are up")
        wait_until(lambda: "device_dead" in simulator.said(), 20, "two are dead")
        died = time.monotonic()
        scrapes = watch(14, 0.2, scrape)
        # Three polls, each with three tries, and the delay of a scrape.
        down = [when for when, samples in scrapes
                if values(samples, "commune_device_up", device="ap-1") == [0] == values(samples, "commune_device_up", device="ap-2")]
        self.assertLess(down[0] - died, 3 * interval + 3 * timeout + 1)
        gaps = sorted(after - before for device, times in read_times(scrapes, "interfaces").items()
                      if device not in ("ap-1", "ap-2") for before, after in zip(times, times[1:]))
        self.assertGreaterEqual(len(gaps), 38 * 5)
        self.assertLess(gaps[len(gaps) * 99 // 100], interval * 1.05)
        self.assertEqual(sum(values(scrapes[-1][1], "commune_device_up")), 38)

    def test_on_a_line_that_loses_30_percent_96_percent_of_the_polls_succeed(self):
        self.walk("small.walk", small())
        self.start_simulator(
            commune(access_points(100, "icmp = false"), timeout="250ms", interval="2s"),
            '[[play]]\nwalk = "small.walk"\nloss = "30%"\n')
        self.start_agent()
        wait_until(lambda: len(values(metrics(), "commune_snmp_up")) == 100, 20, "all have been polled")
        polls = polls_seen(watch(20, 0.4, scrape))
        self.assertGreater(len(polls), 900)
        self.assertGreaterEqual(sum(answered for _, _, answered in polls) / len(polls), 0.96)

    def test_a_device_that_limits_its_rate_is_read_slowly_and_without_bursts(self):
        # The device counts within a second: three tries outlast one, else the same table might come up empty poll after poll.
        interval, timeout, limit = 6, 0.6, 5
        walk = self.walk("tests/fixtures/mikrotik-routeros.walk")
        devices = [("slow", "10.77.1.1", "icmp = false"), ("fast", "10.77.1.2", "icmp = false")]
        self.start_simulator(
            commune(devices, interval=f"{interval}s", timeout="600ms"),
            f'[[play]]\nwalk = "{walk}"\n[[play]]\ndevices = ["slow"]\nrate_limit = {limit}\n')
        self.start_agent()
        # With names the slow one needs more than one poll.
        wait_until(lambda: values(metrics(), "commune_snmp_table_up", device="slow", table="entity_interfaces") == [1], 30,
                   "the slow one is read to its last table")
        begun, scrapes = time.monotonic(), watch(14, 0.25, scrape)
        took = time.monotonic() - begun

        def sent(device):
            first, last = (values(samples, "commune_snmp_requests_total", device=device)[0]
                           for _, samples in (scrapes[0], scrapes[-1]))
            return last - first
        # One request is in flight at a time: the answered ones, and one for each timeout.
        self.assertLess(sent("slow"), limit * took + took / timeout)
        self.assertLess(sent("slow"), 2 * sent("fast") + limit * took)
        # Tables that are not read again for a while, because they are empty or contain only names, are read once by either.
        tables = [labels["table"] for name, labels, value in scrapes[-1][1]
                  if name == "commune_snmp_table_up" and labels["device"] == "fast"
                  and len(read_times(scrapes, labels["table"]).get("fast", [])) >= 2]
        self.assertGreater(len(tables), 4)
        for table in tables:
            self.assertGreaterEqual(len(read_times(scrapes, table).get("slow", [])), 2, table)
        self.assertEqual(values(scrapes[-1][1], "commune_device_up", device="slow"), [1])

    def test_counters_neither_fall_nor_jump_over_wraps_resets_and_the_uptime_of_497_days(self):
        rate, wrap = 100_000, 1 << 32
        # Both wrap 5 s after the start: the counter of 32 bits and the uptime.
        self.walk("wraps.walk", small(ticks=wrap - 500, octets=wrap - 5 * rate))
        self.walk("cleared.walk", small(octets=3_000_000_000))
        devices = [("wraps", "10.77.1.1", ""), ("cleared", "10.77.1.2", ""), ("reboots", "10.77.1.3", "")]
        begin = time.monotonic()
        self.start_simulator(
            commune(devices),
            '[[play]]\ndevices = ["wraps"]\nwalk = "wraps.walk"\n[[play]]\ndevices = ["cleared", "reboots"]\n'
            'walk = "cleared.walk"\n[[fault]]\nkind = "set"\ndevice = "cleared"\nat = "5s"\n'
            'values = ["1.3.6.1.2.1.2.2.1.10.1 COUNTER32 7"]\n[[fault]]\nkind = "reboot"\ndevice = "reboots"\nat = "5s"\n')
        self.start_agent()
        scrapes = watch(12, 0.25, scrape)
        counted = {name: [] for name, _, _ in devices}
        for when, samples in scrapes:
            for name in counted:
                found = values(samples, "commune_interface_receive_bytes_total", device=name, interface="eth0")
                if found and (not counted[name] or counted[name][-1][1] != found[0]):
                    counted[name].append((when, found[0]))
        for name, seen in counted.items():
            self.assertGreater(len(seen), 4 if name != "cleared" else 2, name)
            for (before, low), (after, high) in zip(seen, seen[1:]):
                # Like rate(): a decrease is a restart from 0. Scrape and poll are at most 1.5 s apart.
                grown = high - low if high >= low else high
                self.assertLessEqual(grown, rate * (after - before + 1.5) + 1000, f"{name}: {low} to {high}")
        self.assertTrue(all(low < high for (_, low), (_, high) in zip(counted["wraps"], counted["wraps"][1:])))
        self.assertGreater(counted["wraps"][-1][1], wrap)
        self.assertEqual(counted["cleared"][-1][1], 7)
        self.assertLess(counted["reboots"][-1][1], rate * (scrapes[-1][0] - begin - 5) + 1000)
        uptimes = [values(samples, "commune_device_uptime_seconds", device="wraps") for _, samples in scrapes]
        self.assertTrue(all(0 <= uptime[0] <= wrap / 100 for uptime in uptimes if uptime))

    def test_a_network_name_of_broken_bytes_is_repaired_and_the_scrape_is_valid(self):
        walk = self.walk("tests/fixtures/mikrotik-routeros.walk").read_text()
        names = ["STRING \"b\\xFF\\xC0\\xAF\"", "STRING \"two\\nlines \\\"quoted\\\" back\\\\slash\""]
        column, lines = "1.3.6.1.4.1.14988.1.1.1.3.1.4.", []
        for line in walk.splitlines():
            if line.startswith(column) and names:
                line = line.split()[0] + " " + names.pop(0)
            lines.append(line)
        self.assertEqual(names, [], "the walk has two radios")
        self.walk("names.walk", "\n".join(lines) + "\n")
        self.start_simulator(commune([("ap-1", "10.77.1.1", "")]), '[[play]]\nwalk = "names.walk"\n')
        self.start_agent()
        wait_until(lambda: values(metrics(), "commune_wifi_clients", device="ap-1"), 20, "clients are shown")
        names = {labels["ssid"] for name, labels, _ in metrics() if name == "commune_wifi_clients"}
        self.assertTrue({"b\ufffd\ufffd\ufffd", "two lines \"quoted\" back\\slash"} <= names, names)
        lint = subprocess.run(["promtool", "check", "metrics"], input=fetch("/metrics")[1], capture_output=True, text=True)
        self.assertEqual((lint.returncode, lint.stderr), (0, ""))
        prometheus = Prometheus(self.folder)
        self.addCleanup(prometheus.end)
        wait_until(lambda: prometheus.ask("up") == 1, 20, "Prometheus takes the page")
        self.assertEqual(prometheus.ask('count(commune_wifi_clients{ssid="two lines \\"quoted\\" back\\\\slash"})'), 1)


def main():
    if not shutil.which("prometheus"):
        print("skipped: prometheus is not installed (scripts/install-packages test)")
        return 77
    return run_tests(sys.argv[4:])


if __name__ == "__main__":
    in_namespace(main)
