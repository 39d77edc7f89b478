#!/usr/bin/env python3
"""Every query of every board against a Prometheus with the shipped rules that watches the demo, real agent and all, in a
namespace of its own, some minutes after its first faults; with a past of two months. None is empty but those that must be,
and figures of chosen panels are those of the scenario.

usage: live_test.py AGENT SIMULATOR WIRE SOURCE_FOLDER [FILE]      FILE takes the answers
"""
import datetime
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent)]
import asking
from boards import language, load, panels, targets
from expected import EMPTY, FIGURES, KNOWN_AFTER, LARGE, PLANNED, ROOTS, VILLAGES_TO_LOOK_AT, figure
from harness import SKIPPED, Part, answers, in_namespace, run_tests, wait_until
from history import Past, make_blocks

AGENT, SIMULATOR, WIRE, SOURCE = *sys.argv[1:4], pathlib.Path(sys.argv[4])
SAVE_TO = pathlib.Path(sys.argv[5]) if len(sys.argv) > 5 else None
PROMETHEUS = "http://127.0.0.1:9190"
NEEDS = ("prometheus", "prometheus-alertmanager", "promtool", "socat", "nginx", "dnsmasq", "openssl", "curl")
# A missing server: samples wait for it.
RECEIVER = """
[[remote_write]]
id = "province"
url = "http://127.0.0.1:9/api/v1/write"
interval = "5s"
"""
# The hours of the rules are some seconds here.
FASTER = {"1h": "5s", "15m": "5s", "2m": "5s", "1m": "5s", "30s": "5s", "15s": "5s"}


def rules_of(source, folder):
    """The shipped rules and configuration, evaluated more often; its agent is the demo's."""
    shutil.copytree(source / "config/prometheus", folder)
    for path in (folder / "rules").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^(    interval: )(\w+)$", lambda found: found[1] + FASTER.get(found[2], found[2]), text),
                        encoding="utf-8")
    configuration = folder / "prometheus.yml"
    text = configuration.read_text(encoding="utf-8").replace(": 15s", ": 5s").replace(": 10s", ": 5s")
    configuration.write_text(re.sub(r"(?ms)^alerting:.*?(?=^scrape_configs)", "", text), encoding="utf-8")
    return configuration


class Live(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.bring_up()
        cls.prometheus = asking.Prometheus(PROMETHEUS)
        cls.wait_for_the_faults()
        cls.boards = {name: asking.Board(board, cls.prometheus, cls.now, VILLAGES_TO_LOOK_AT)
                      for name, board in load(SOURCE).items()}
        cls.english = {(name[:-3], panel["id"]): panel["title"] for name, board in load(SOURCE).items() if language(name) == "en"
                       for panel in panels(board)}
        cls.answers = cls.ask_everything()
        if SAVE_TO:
            SAVE_TO.write_text(json.dumps(cls.answers))

    @classmethod
    def bring_up(cls):
        configuration = cls.folder / "commune.toml"
        configuration.write_text(RECEIVER + (SOURCE / "config/commune.toml").read_text(encoding="utf-8"), encoding="utf-8")
        demo = Part(cls.folder, "demo", SOURCE / "scripts/demo", AGENT, SIMULATOR, WIRE, SOURCE / "tests/scenarios/commune.toml",
                    configuration)
        cls.addClassCleanup(demo.end)
        cls.begin = time.time()
        cls.past = Past(SOURCE / "config/commune.toml", time.time())
        make_blocks(cls.past, cls.folder / "past", cls.folder / "prometheus")
        demo.wait_until(lambda: answers("http://127.0.0.1:10077/-/ready") and answers("http://127.0.0.1:10078/-/ready"), 60)
        prometheus = Part(cls.folder, "prometheus-of-boards", "prometheus", "--log.level=warn", "--storage.tsdb.retention.time=400d",
                          f"--config.file={rules_of(SOURCE, cls.folder / 'rules')}",
                          f"--storage.tsdb.path={cls.folder / 'prometheus'}", f"--web.listen-address={PROMETHEUS[7:]}")
        cls.addClassCleanup(prometheus.end)
        prometheus.wait_until(lambda: answers(PROMETHEUS + "/-/ready"))

    @classmethod
    def wait_for_the_faults(cls):
        """`now` is when the last of them is known: two and a half minutes after the scenario's begin, before the next ones."""
        def all_known():
            roots = {one["metric"]["root_device"] for one in cls.prometheus.instant("fault:commune_outage:since", time.time())}
            return roots >= ROOTS and roots
        wait_until(all_known, 160, f"outages of {', '.join(sorted(ROOTS))}")
        wait_until(lambda: cls.prometheus.instant("commune_throughput_bytes_per_second", time.time()), 60, "a speed test is done")
        # Outages are scraped and recorded more often than the rest, which may show the last one only in the next scrape,
        # the rules that read it, and those that read these.
        for _ in range(3):
            cls.wait_for_all_rules(time.time())
        cls.now = time.time()

    @classmethod
    def wait_for_all_rules(cls, since):
        def evaluated():
            groups = cls.prometheus.get("rules")["groups"]
            return min(datetime.datetime.fromisoformat(group["lastEvaluation"]).timestamp() for group in groups) > since
        wait_until(evaluated, 30, "all rules are evaluated again")

    @classmethod
    def ask_everything(cls):
        """By board, panel and query: what it asked with, and the series; {} if no choice gave a result. What both
        languages ask alike is asked once."""
        found, asked = {}, {}
        for name, board in cls.boards.items():
            for panel in panels(board.board):
                for target in targets(panel):
                    key = json.dumps([name.rpartition("-")[0], panel["id"], target["refId"], target["expr"]])
                    if key not in asked:
                        asked[key] = cls.first_answer(board, panel, target)
                    found.setdefault(name, {}).setdefault(str(panel["id"]), {})[target["refId"]] = asked[key]
        return found

    @classmethod
    def first_answer(cls, board, panel, target):
        for chosen in board.choices():
            if series := board.ask(panel, target, chosen):
                return {"instant": bool(target.get("instant")), "chosen": chosen, "series": series}
            if "$" not in re.sub(r"\$\{?__\w+", "", target["expr"]):
                break
        return {}

    def test_every_query_has_an_answer(self):
        empty = {(name[:-3], self.english[name[:-3], int(panel)], ref) for name, by_panel in self.answers.items()
                 for panel, by_ref in by_panel.items() for ref, answer in by_ref.items() if not answer}
        self.assertEqual(sorted(empty - set(EMPTY)), [], "these have no answer")
        self.assertEqual(sorted(set(EMPTY) - empty), [], "these have one, or are no more: take them off the list")

    def test_every_variable_offers_something(self):
        for name, board in self.boards.items():
            chosen = next(board.choices(), None)
            self.assertIsNotNone(chosen, f"{name}: a variable offers nothing")
            for variable in board.board["templating"]["list"]:
                if variable["type"] == "query":
                    self.assertTrue(board.options(variable, chosen), f"{name}: ${variable['name']}")

    def test_every_annotation_can_be_asked(self):
        for name, board in self.boards.items():
            for one in board.board.get("annotations", {}).get("list", []):
                if one.get("expr"):
                    board.ask({}, {"expr": one["expr"], "interval": one.get("step", "")}, next(board.choices()))

    def drawn(self, name, title, village=None):
        """The marks of one annotation of a board over the run."""
        board = self.boards[name]
        [one] = [one for one in board.board["annotations"]["list"] if one["name"] == title]
        chosen = next(choice for choice in board.choices() if village is None or choice["village"] == village)
        return board.events(one, chosen, self.begin)

    def test_large_outages_are_drawn_from_when_they_were_known(self):
        since = {one["metric"]["fault"]: float(one["value"][1]) for one in self.prometheus.instant("fault:commune_outage:since", self.now)}
        for name in ("commune-when-vi", "commune-engineering-vi"):
            drawn = self.drawn(name, "Sự cố lớn")
            self.assertEqual(set(drawn), set(LARGE.values()), name)
            for fault, text in LARGE.items():
                with self.subTest(board=name, fault=fault):
                    [(begin, end)] = drawn[text]
                    self.assertTrue(KNOWN_AFTER[0] <= begin - since[fault] <= KNOWN_AFTER[1], begin - since[fault])
                    self.assertGreaterEqual(end, int(self.now) - 2)

    def test_a_villages_outage_is_drawn_only_on_its_board(self):
        self.assertEqual(set(self.drawn("commune-village-vi", "Sự cố của thôn", "kep-thuong")), {LARGE["kep-ha-gw"]})
        self.assertEqual(self.drawn("commune-village-vi", "Sự cố của thôn", "ca"), {})

    def test_planned_work_is_drawn_for_as_long_as_it_lasts(self):
        for name, village in (("commune-when-vi", None), ("commune-village-vi", "my-loc")):
            drawn = self.drawn(name, "Bảo trì báo trước", village)
            self.assertEqual(set(drawn), {PLANNED}, name)
            [(begin, end)] = drawn[PLANNED]
            first_fault = min(float(one["value"][1]) for one in self.prometheus.instant("fault:commune_outage:since", self.now))
            self.assertTrue(self.begin < begin < first_fault, (self.begin, begin, first_fault))
            self.assertGreaterEqual(end, int(self.now) - 15)
        self.assertEqual(self.drawn("commune-village-vi", "Bảo trì báo trước", "ca"), {})

    def test_figures_are_those_of_the_scenario(self):
        for (name, title, ref), expected in FIGURES.items():
            with self.subTest(board=name, panel=title, query=ref):
                found = [panel for (board, panel), one in self.english.items() if (board, one) == (name, title)]
                self.assertEqual(len(found), 1, "there is one panel of that title")
                answer = self.answers[f"{name}-vi"][str(found[0])][ref]
                if isinstance(expected, float):
                    self.assertAlmostEqual(figure(answer, expected), expected, 6)
                else:
                    self.assertEqual(figure(answer, expected), expected)

    def test_a_village_that_is_cut_off_says_what_and_why(self):
        board = self.boards["commune-village-vi"]
        chosen = next(one for one in board.choices() if one["village"] == "kep-ha")
        asked = {self.english["commune-village", panel["id"]]: board.ask(panel, targets(panel)[0], chosen)
                 for panel in panels(board.board) if targets(panel)}
        [now] = asked["Now"]
        self.assertEqual(now["value"][1], "0")
        lost = {(one["metric"]["access"], one["metric"]["vi"]) for one in asked["What is lost, what to do"]}
        self.assertEqual(lost, {(access, "đứt cáp quang hoặc mất tín hiệu quang") for access in ("fibre", "wifi", "loudspeaker")})

    def values(self, name, title, ref):
        """By village; under None if there is no village."""
        [panel] = [panel for (board, panel), one in self.english.items() if (board, one) == (name, title)]
        return {one["metric"].get("village"): one for one in self.answers[f"{name}-vi"][str(panel)][ref]["series"]}

    def test_last_month_is_shown_as_it_was(self):
        hours = (self.past.month - self.past.last_month).days * 24
        table = {ref: {village: float(one["value"][1]) for village, one in self.values("commune-calendar", "Last month", ref).items()}
                 for ref in "ABCD"}
        self.assertEqual({len(column) for column in table.values()}, {49})
        # Two hours were measured nowhere, four hours were planned in one village, a day was lost in another.
        for village, judged, lost, outages in (("kep-ha", hours - 2, 24, 1), ("my-loc", hours - 6, 0, 0), ("bai-ca", hours - 2, 0, 0)):
            with self.subTest(village=village):
                self.assertAlmostEqual(table["A"][village], (judged - lost) / judged, 5)
                self.assertAlmostEqual(table["B"][village], (hours - 2) / hours, 5)
                self.assertEqual((table["C"][village], table["D"][village]), (lost, outages))
        [commune] = self.values("commune-calendar", "The commune, last month", "A").values()
        lost = 24 + self.past.hours_lost_last_month("ca")
        self.assertAlmostEqual(float(commune["value"][1]), 1 - lost / (49 * (hours - 2) - 4), 5)

    def test_a_day_of_the_calendar_is_a_local_day(self):
        midnight = self.past.midnight(3)
        for title, expected in (("Availability, day by day", 0.75), ("Measured share, day by day", 1)):
            days = {int(float(at)): float(value) for at, value in self.values("commune-calendar", title, "A")["ca"]["values"]}
            self.assertAlmostEqual(days[midnight], expected, 5, title)
            self.assertEqual((days[midnight - 86400], days[midnight + 86400]), (1, 1), title)


def main():
    if SAVE_TO:
        SAVE_TO.unlink(missing_ok=True)
    missing = next((program for program in NEEDS if not shutil.which(program)), None)
    if missing or not os.path.exists("/dev/net/tun"):
        print(f"skipped: {missing or '/dev/net/tun'} is not here (scripts/install-packages run test)")
        return SKIPPED
    return run_tests()


if __name__ == "__main__":
    in_namespace(main)
