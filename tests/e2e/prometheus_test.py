#!/usr/bin/env python3
"""From packet to Prometheus: the simulator, the agent and a real Prometheus in a namespace of their own.

usage: prometheus_test.py AGENT SIMULATOR SOURCE_FOLDER
"""
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import SKIPPED, Part, Prometheus, agent_is_ready, in_namespace, run_tests, wait_until

AGENT, SIMULATOR, SOURCE = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])


class PrometheusTest(unittest.TestCase):
    def bring_up(self, scenario, config):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        simulator = Part(folder, "simulator", SIMULATOR, SOURCE / scenario)
        self.addCleanup(simulator.end)
        simulator.wait_until(lambda: "ready" in simulator.said())
        agent = Part(folder, "agent", AGENT, "run", "--config", SOURCE / config)
        self.addCleanup(agent.end)
        agent.wait_until(agent_is_ready)
        prometheus = Prometheus(folder)
        self.addCleanup(prometheus.end)
        return prometheus

    def test_shows_every_device_of_the_commune_within_two_minutes(self):
        prometheus = self.bring_up("tests/scenarios/commune.toml", "config/commune.toml")
        wait_until(lambda: prometheus.ask("sum(commune_device_up)") == 151, 60, "151 devices answer")
        wait_until(lambda: prometheus.ask("sum(commune_snmp_up)") == 112, 60, "112 of them by SNMP")
        self.assertEqual(prometheus.ask("count(commune_site_info)"), 60)
        self.assertEqual(prometheus.ask('count(count by (village) (commune_site_info))'), 49)
        self.assertEqual(prometheus.ask('count(commune_device_info{kind="loudspeaker"})'), 39)
        self.assertEqual(prometheus.ask("up"), 1)

    def test_counts_what_the_devices_count(self):
        prometheus = self.bring_up("tests/scenarios/quiet.toml", "tests/scenarios/communes/village.toml")
        # The walk's rate is 95,000 octets a second; polls every 2 s put a sample's edge off by one poll.
        query = 'rate(commune_interface_receive_bytes_total{device="ap-2",interface="sfp1"}[10s])'
        wait_until(lambda: (prometheus.ask("count_over_time(up[1m])") or 0) >= 16, 40, "16 scrapes")
        self.assertAlmostEqual(prometheus.ask(query), 95_000, delta=20_000)
        self.assertEqual(prometheus.ask('commune_interface_up{device="ap-2",interface="sfp2"}'), 0)
        quantile = 'histogram_quantile(0.5, rate(commune_icmp_round_trip_seconds_bucket{device="gateway"}[10s]))'
        self.assertLess(prometheus.ask(quantile), 0.01)


def main():
    if not shutil.which("prometheus"):
        print("skipped: prometheus is not installed (scripts/install-packages test)")
        return SKIPPED
    return run_tests()


if __name__ == "__main__":
    in_namespace(main)
