#!/usr/bin/env python3
"""A day of trouble in a gateway's own history and on the server that scraped it: both exports are the same to the
second. Two gateways judge one access from both its ends, and the server's export holds the rule for that.

usage: central_export_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import csv
import datetime
import io
import os
import pathlib
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Part, Prometheus, VictoriaMetrics, answers, in_namespace, pause, run_tests
from office_and_villages import office, quick_commune, table, village
from village import VillageTest

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])

OFFICE = {"vantage": "office"}
HOUSE = {"vantage": "d-house", "polls": ["d-house"], "web": {"listen": "127.0.0.1:10078"}}
# Seconds after the test began.
SCRAPED, CUT, REPAIRED, AP_DEAD, AP_BACK, WORKS, DONE, END = 6, 9, 17, 11, 19, 13, 18, 25
DAY = f"""
[[fault]]
kind = "fibre_cut"
device = "a-gw"
at = "{CUT}s"
until = "{REPAIRED}s"

[[fault]]
kind = "device_dead"
device = "d-ap"
at = "{AP_DEAD}s"
until = "{AP_BACK}s"
"""
DARK, LIGHT = 10, 18
POWER_CUT = f"""
[[fault]]
kind = "power_cut"
site = "d-house"
at = "{DARK}s"
until = "{LIGHT}s"
"""
STATES = ("up", "degraded", "down", "planned", "unmeasured")


def written(moment):
    return datetime.datetime.fromtimestamp(int(moment), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class CentralExport(VillageTest):
    def configuration(self, begun, agent):
        works = table("[[maintenance]]", id="works", sites=["c-house"], start=written(begun + WORKS), end=written(begun + DONE),
                      reason="thay tủ")
        return quick_commune(agent) + office(["loudspeaker"], hub_snmp=False) + works + "".join(
            village(id, net, ["wifi", "fibre"], upstream) for net, (id, upstream)
            in enumerate([("a", "hub"), ("b", "a-gw"), ("c", "hub"), ("d", "hub")], 1))

    def live_through_the_day(self, server):
        """Returns the range of time that both the gateway and the server know."""
        begun = time.time()
        self.start_simulator(self.configuration(begun, OFFICE), DAY)
        agent = self.start_agent()
        self.server = server(self.folder)
        self.addCleanup(self.server.end)
        pause(begun + END - time.time())
        until = time.time() - 3
        self.assertEqual(agent.end(), 0)
        return written(begun + SCRAPED), written(until)

    def export(self, topic, between, *words):
        run = subprocess.run([self.agent, "export", topic, "--from", between[0], "--to", between[1], "--columns", "machine",
                              *words], capture_output=True, timeout=60)
        self.assertEqual(run.returncode, 0, run.stderr.decode())
        return list(csv.DictReader(io.StringIO(run.stdout.decode("utf-8-sig"))))

    def seconds(self, rows):
        return {(row["village"], row["site"], row["access"], state): float(row[state + "_seconds"])
                for row in rows for state in STATES}

    def check_both_say_the_same(self, between):
        gateway = ("--source", self.folder / "state/history.db")
        central = ("--prometheus", f"http://{self.server.address}")
        for level in ("site", "village"):
            own_rows, their_rows = (self.export("coverage", between, "--level", level, *source) for source in (gateway, central))
            own, theirs = self.seconds(own_rows), self.seconds(their_rows)
            self.assertEqual(own.keys(), theirs.keys())
            for key, value in own.items():
                self.assertAlmostEqual(theirs[key], value, delta=1, msg=key)
            if level == "site":
                self.check_something_happened(theirs)
                self.assertEqual([row["main_cause"] for row in own_rows], [row["main_cause"] for row in their_rows])
        own, theirs = (self.export("outages", between, *source) for source in (gateway, central))
        self.assertEqual(len(own), 5)
        for one, other in zip(own, theirs, strict=True):
            self.assertEqual(one, other)

    def check_something_happened(self, seconds):
        self.assertAlmostEqual(seconds["a", "a-house", "fibre", "down"], REPAIRED - CUT, delta=3)
        self.assertAlmostEqual(seconds["b", "b-house", "wifi", "down"], REPAIRED - CUT, delta=3)
        self.assertAlmostEqual(seconds["d", "d-house", "wifi", "down"], AP_BACK - AP_DEAD, delta=3)
        self.assertAlmostEqual(seconds["c", "c-house", "wifi", "planned"], DONE - WORKS, delta=1)
        self.assertGreater(seconds["c", "c-house", "wifi", "up"], 5)

    def test_a_prometheus_has_the_same_seconds_as_the_gateway(self):
        self.check_both_say_the_same(self.live_through_the_day(Prometheus))

    def test_a_victoria_metrics_has_the_same_seconds_as_the_gateway(self):
        if not shutil.which("victoria-metrics"):
            self.skipTest("victoria-metrics is not installed")
        between = self.live_through_the_day(VictoriaMetrics)
        self.server.flush()
        self.check_both_say_the_same(between)

    def start_house(self, config):
        house = Part(self.folder / "d", "house", self.agent, "run", "--config", config)
        self.addCleanup(house.end)
        house.wait_until(lambda: answers("http://127.0.0.1:10078/-/ready"))
        return house

    def test_a_gateway_without_power_is_down_in_the_merged_export_because_the_office_saw_it(self):
        begun = time.time()
        self.start_simulator(self.configuration(begun, OFFICE), POWER_CUT)
        office = self.start_agent()
        (self.folder / "d").mkdir()
        config = self.folder / "d/commune.toml"
        config.write_text(self.configuration(begun, HOUSE))
        house = self.start_house(config)
        self.server = Prometheus(self.folder, targets=("127.0.0.1:10077", "127.0.0.1:10078"))
        self.addCleanup(self.server.end)
        pause(begun + DARK - time.time())
        house.process.kill()
        house.process.wait()
        pause(begun + LIGHT + 1 - time.time())
        house = self.start_house(config)
        pause(begun + END - time.time())
        between = written(begun + SCRAPED), written(time.time() - 3)
        self.assertEqual((house.end(), office.end()), (0, 0))

        own = self.seconds(self.export("coverage", between, "--source", self.folder / "d/state/history.db"))
        wifi = lambda seconds, state: seconds["d", "d-house", "wifi", state]
        self.assertGreater(wifi(own, "unmeasured"), LIGHT - DARK - 2)
        self.assertEqual(wifi(own, "down"), 0)
        central = ("--prometheus", f"http://{self.server.address}")
        merged = self.seconds(self.export("coverage", between, *central))
        self.assertAlmostEqual(wifi(merged, "down"), LIGHT - DARK, delta=2)
        self.assertLess(wifi(merged, "unmeasured"), 1)
        self.assertEqual(sorted((row["access"], row["cause"]) for row in self.export("outages", between, *central)),
                         [("fibre", "power"), ("wifi", "power")])


if __name__ == "__main__":
    in_namespace(lambda: run_tests(sys.argv[4:]))
