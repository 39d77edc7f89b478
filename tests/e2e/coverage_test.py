#!/usr/bin/env python3
"""A commune lives through a fibre cut with three villages behind it, a dead access point, a power cut, and the death of
the agent in the middle of it: database, Prometheus, exports and page show the ledger that was worked out by hand.

usage: coverage_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import csv
import datetime
import io
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Prometheus, fetch, in_namespace, metrics, pause, run_tests, values
from office_and_villages import fibre, office, quick_commune, table, village
from village import VillageTest

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])

# The fibre of An serves Bình and Cầu too.
COMMUNE = (quick_commune({"vantage": "office"}) + office(["loudspeaker"]) +
           table("[[contact]]", id="to", name="Tổ công nghệ số", phone="0900 000 000") + fibre("a") + "".join(
               village(name, net, accesses, upstream, gateway_snmp=None, contact="to", id=id) for net, (id, name, accesses, upstream)
               in enumerate([("a", "An", ["fibre", "wifi"], "hub"), ("b", "Bình", ["wifi"], "a-gw"), ("c", "Cầu", ["wifi"], "a-gw"),
                             ("d", "Đồng", ["fibre", "wifi"], "hub"), ("e", "Én", ["wifi"], "hub")], 1)))

# Seconds after the simulator began. The agent dies at KILLED and is back a little after RESTARTED.
CUT, REPAIRED, AP_DEAD, AP_BACK, DARK, KILLED, RESTARTED, LIGHT, END = 10, 22, 11, 20, 26, 33, 37, 46, 52
PLAYS = f"""
[[play]]
devices = ["hub"]
walk = "{{walk}}"

[[fault]]
kind = "fibre_cut"
device = "a-gw"
at = "{CUT}s"
until = "{REPAIRED}s"

[[fault]]
kind = "set"
device = "hub"
values = ["1.3.6.1.2.1.2.2.1.8.9 INTEGER 2"]
at = "{CUT}s"
until = "{REPAIRED}s"

[[fault]]
kind = "device_dead"
device = "e-ap"
at = "{AP_DEAD}s"
until = "{AP_BACK}s"

[[fault]]
kind = "power_cut"
site = "d-house"
at = "{DARK}s"
until = "{LIGHT}s"
"""
# Largest time between a fault and its evidence: two pings, and a look every second.
TOLERANCE = 2.2

UP, DOWN = ("up", "none", ""), "down"
# Per access: (state, cause, root device, begin). The last one is open.
DEAD_AGENT = ("unmeasured", "agent_crashed", "", KILLED)
FIBRE = [UP + (0,), (DOWN, "fibre", "a-gw", CUT), UP + (REPAIRED,), DEAD_AGENT, UP + (RESTARTED,)]
BEHIND = [UP + (0,), (DOWN, "upstream", "a-gw", CUT), UP + (REPAIRED,), DEAD_AGENT, UP + (RESTARTED,)]
POWER = [UP + (0,), (DOWN, "power", "d-gw", DARK), DEAD_AGENT, (DOWN, "power", "d-gw", RESTARTED), UP + (LIGHT,)]
EXPECTED = {
    ("a", "fibre"): FIBRE, ("a", "wifi"): FIBRE, ("b", "wifi"): BEHIND, ("c", "wifi"): BEHIND,
    ("d", "fibre"): POWER, ("d", "wifi"): POWER,
    ("e", "wifi"): [UP + (0,), (DOWN, "device", "e-ap", AP_DEAD), UP + (AP_BACK,), DEAD_AGENT, UP + (RESTARTED,)],
}
# (village, access, cause, root device, begin, end, is it a root)
OUTAGES = [
    ("a", "fibre", "fibre", "a-gw", CUT, REPAIRED, True), ("a", "wifi", "fibre", "a-gw", CUT, REPAIRED, False),
    ("b", "wifi", "upstream", "a-gw", CUT, REPAIRED, False), ("c", "wifi", "upstream", "a-gw", CUT, REPAIRED, False),
    ("e", "wifi", "device", "e-ap", AP_DEAD, AP_BACK, True),
    ("d", "fibre", "power", "d-gw", DARK, KILLED, True), ("d", "wifi", "power", "d-gw", DARK, KILLED, False),
    ("d", "fibre", "power", "d-gw", RESTARTED, LIGHT, True), ("d", "wifi", "power", "d-gw", RESTARTED, LIGHT, False),
]


def without_beginnings(intervals):
    """Without the seconds in which an agent that has just begun has no readings yet: no fault causes them."""
    return [one for one in intervals if one[1] not in ("no_evidence", "not_instrumented")]


class Coverage(VillageTest):
    def at(self, moment):
        pause(self.begun + moment - time.monotonic())

    def seconds(self, milliseconds):
        """On the scenario's clock."""
        return milliseconds / 1000 - self.begun_wall

    def ask(self, query, *values_):
        with sqlite3.connect(f"file:{self.folder}/state/history.db?mode=ro", uri=True) as database:
            return database.execute(query, values_).fetchall()

    def intervals(self):
        """By (village, access): (state, cause, root device, begin, end) in milliseconds."""
        [(until,)] = self.ask("SELECT known_until FROM run")
        found = {}
        for village, access, state, cause, root, start, end, is_open in self.ask(
                'SELECT village, access, state, cause, root_device, start, "end", open FROM interval '
                "JOIN subject ON subject.id = subject ORDER BY village, access, start"):
            found.setdefault((village, access), []).append(
                (state, cause, root, start, max(end, until) if is_open else end))
        return found

    def export(self, topic, *words):
        run = subprocess.run([self.agent, "export", topic, "--config", self.config, "--from", "2026-01-01", "--to", "2035-01-01",
                              "--columns", "machine", *words], capture_output=True, timeout=20,
                             env={**os.environ, "STATE_DIRECTORY": str(self.folder / "state")})
        self.assertEqual(run.returncode, 0, run.stderr.decode())
        return run.stdout

    def rows(self, topic, *words):
        return list(csv.DictReader(io.StringIO(self.export(topic, *words).decode("utf-8-sig"))))

    def test_database_prometheus_exports_and_page_show_what_happened(self):
        self.start_simulator(COMMUNE, PLAYS.format(walk=self.source / "tests/simulator/walks/switch.walk"))
        self.begun, self.begun_wall = time.monotonic(), time.time()
        agent = self.start_agent()
        prometheus = Prometheus(self.folder)
        self.addCleanup(prometheus.end)

        self.at(REPAIRED - 4)
        self.check_page_during_the_cut()
        self.at(KILLED)
        agent.process.kill()
        agent.process.wait()
        self.at(RESTARTED)
        agent = self.start_agent()
        self.at(END)
        self.check_prometheus(prometheus)
        self.assertEqual(agent.end(), 0)
        self.check_database()
        self.check_exports()

    def check_page_during_the_cut(self):
        open_roots = [labels for name, labels, _ in metrics() if name == "commune_outage_open" and labels["root"] == "true"]
        self.assertEqual({(one["village"], one["access"], one["cause"], one["root_device"]) for one in open_roots},
                         {("a", "fibre", "fibre", "a-gw"), ("e", "wifi", "device", "e-ap")})
        outages = json.loads(fetch("/api/v1/outages")[1])["outages"]
        root = next(one for one in outages if one["village"] == "a" and one["root"])
        self.assertEqual([(one["village"], one["access"]) for one in root["cut_off"]],
                         [("a", "wifi"), ("b", "wifi"), ("c", "wifi")])
        page = fetch("/")[1]
        self.assertIn("4 thôn mất mạng", page)
        for words in ("đứt cáp quang", "Thôn An", "0900 000 000"):
            self.assertIn(words, page)

    def check_prometheus(self, prometheus):
        """What the counters say holds to the millisecond up to the moment that they name."""
        page = metrics()
        [until] = values(page, "commune_coverage_ledger_timestamp_seconds")
        totals = {}
        for (village, access), intervals in self.intervals().items():
            for state, _, _, start, end in intervals:
                until_here = min(end, round(until * 1000)) - start
                key = (village, access, state)
                totals[key] = totals.get(key, 0) + max(until_here, 0)
        shown = {(labels["village"], labels.get("access", ""), labels["state"]): value
                 for name, labels, value in page
                 if name in ("commune_coverage_seconds_total", "commune_village_coverage_seconds_total")}
        self.assertEqual({key for key, value in shown.items() if value}, {key for key, value in totals.items() if value})
        for key, milliseconds in totals.items():
            self.assertAlmostEqual(shown[key], milliseconds / 1000, places=3, msg=key)
        # They continued over the death of the agent: a counter that had fallen would be counted twice.
        down = 'commune_coverage_seconds_total{village="d",access="fibre",state="down"}'
        self.assertEqual(prometheus.ask(f"resets({down}[2m])"), 0)
        outages = {(labels["village"], labels["access"], labels["cause"]): value
                   for name, labels, value in page if name == "commune_outages_total"}
        expected = {}
        for village, access, cause, *_ in OUTAGES:
            expected[village, access, cause] = expected.get((village, access, cause), 0) + 1
        self.assertEqual(outages, expected)
        self.assertEqual(prometheus.ask('count(commune_coverage_state{access!="loudspeaker"} == 2)'), 7)

    def check_database(self):
        found = self.intervals()
        for key, expected in EXPECTED.items():
            intervals = found[key]
            for one, following in zip(intervals, intervals[1:]):
                self.assertEqual(one[4], following[3], f"{key}: a gap or an overlap")
            shown = without_beginnings(intervals)
            self.assertEqual([one[:3] for one in shown], [one[:3] for one in expected], key)
            for one, (state, _, _, begin) in list(zip(shown, expected))[1:]:
                if state != "unmeasured":
                    self.assertAlmostEqual(self.seconds(one[3]), begin, delta=TOLERANCE + (begin == RESTARTED) * 2, msg=(key, one))
                else:
                    # The last known entry is the last written one.
                    self.assertGreater(self.seconds(one[3]), DARK + 3)
                    self.assertLess(self.seconds(one[3]), KILLED)
                    self.assertGreater(self.seconds(one[4]), RESTARTED)

    def check_outages(self, shown):
        """`shown`: (village, access, cause, root device, begin, end, is root), times in milliseconds."""
        order = lambda one: (one[0], one[1], one[4])
        shown, wanted = sorted(shown, key=order), sorted(OUTAGES, key=order)
        self.assertEqual([one[:4] + one[6:] for one in shown], [one[:4] + one[6:] for one in wanted])
        for one, (*_, begin, end, _) in zip(shown, wanted):
            self.assertAlmostEqual(self.seconds(one[4]), begin, delta=TOLERANCE + (begin == RESTARTED) * 2, msg=one)
            if end != KILLED:
                self.assertAlmostEqual(self.seconds(one[5]), end, delta=TOLERANCE, msg=one)

    def check_exports(self):
        in_database = self.ask('SELECT village, access, cause, root_device, start, "end", root_outage = outage.id FROM outage '
                               "JOIN subject ON subject.id = subject")
        self.check_outages([one[:6] + (bool(one[6]),) for one in in_database])
        milliseconds = lambda text: round(datetime.datetime.fromisoformat(text).timestamp() * 1000)
        rows = self.rows("outages")
        self.assertEqual(sorted((one["village"], one["access"], one["cause"], one["root_device"], milliseconds(one["start"]),
                                 milliseconds(one["end"])) for one in rows),
                         sorted(one[:6] for one in in_database))
        totals = {}
        for row in self.rows("coverage", "--by", "day"):
            key = (row["village"], row["access"])
            for state in ("up", "degraded", "down", "planned", "unmeasured"):
                totals[key, state] = totals.get((key, state), 0) + float(row[state + "_seconds"])
        for key, intervals in self.intervals().items():
            if key[1] not in ("fibre", "wifi"):
                continue
            for state in ("up", "down", "unmeasured"):
                kept = sum(one[4] - one[3] for one in intervals if one[0] == state)
                self.assertAlmostEqual(totals[key, state], kept / 1000, places=3, msg=(key, state))
        for kind in ("csv", "json", "geojson", "xlsx"):
            self.assertEqual(*(self.export("coverage", "--by", "month", "--format", kind) for _ in range(2)), kind)


if __name__ == "__main__":
    in_namespace(lambda: run_tests(sys.argv[4:]))
