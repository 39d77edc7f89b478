#!/usr/bin/env python3
"""What people and programs ask of the running agent: announced work, files, who is down, and the page in a browser. A
village with an office, and one whose access point dies.

usage: pages_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import AGENT_PAGE, fetch, in_namespace, run_tests, wait_until
from status_page_test import DESK, browse
from village import VillageTest, commune

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
PLAY = f'[[play]]\nwalk = "{VillageTest.source / "tests/fixtures/openwrt.walk"}"\n'
DEAD = '[[fault]]\nkind = "device_dead"\ndevices = ["b-ap"]\nat = "6s"\n'
MENDED = DEAD + 'until = "12s"\n'
AGENT = """
[thresholds]
down_after = "3s"
up_after = "2s"

[history]
commit_interval = "1s"
"""
OTHER_VILLAGE = """
[[village]]
id = "b"
name = "Thôn Bình"

[[site]]
id = "b-house"
village = "b"
kind = "cultural_house"
name = "Nhà văn hoá Bình"
latitude = 21.41
longitude = 106.27
accesses = ["wifi"]

[[device]]
id = "b-ap"
site = "b-house"
kind = "access_point"
address = "10.77.2.1"
snmp = false
"""
WORK = {"villages": ["b"], "duration": "2h", "reason": "Thay ắc quy"}


class Pages(VillageTest):
    def start_village(self, fault=""):
        self.start_simulator(commune([("ap-1", "10.77.1.1", "")], AGENT).replace('accesses = ["wifi"]', 'accesses = ["wifi"]\n'
                             "latitude = 21.42\nlongitude = 106.26") + OTHER_VILLAGE, PLAY + fault)
        return self.start_agent()

    def ask(self, path):
        status, text = fetch(path)
        self.assertEqual(status, 200, text)
        return json.loads(text)

    def states(self):
        """By village, of its wi-fi."""
        return {one["village"]: one["state"] for one in self.ask("/api/v1/coverage")["accesses"]}

    def wait_until_states(self, seconds=20, **states):
        wait_until(lambda: self.states() == states, seconds, f"the wi-fi is {states}")

    def planned_ids(self):
        return [one["id"] for one in self.ask("/api/v1/maintenance")["maintenance"]]

    def announce(self, work):
        status, text = fetch("/api/v1/maintenance", "POST", work)
        self.assertEqual(status, 201, text)
        return json.loads(text)

    def run_command(self, *words):
        return subprocess.run([str(word) for word in (self.agent, *words)], capture_output=True, timeout=20,
                              env={**os.environ, "STATE_DIRECTORY": str(self.folder / "state")})

    def test_announced_work_is_planned_within_three_seconds_and_outlives_restart_and_sigkill(self):
        agent = self.start_village()
        self.wait_until_states(ca="up", b="up")
        work = self.announce(WORK)
        self.assertEqual((work["villages"], work["reason"], work["commune"]), (["b"], WORK["reason"], False))
        self.wait_until_states(3, ca="up", b="planned")
        self.assertEqual(self.ask("/api/v1/maintenance")["maintenance"], [work])
        self.assertEqual(agent.end(), 0)
        agent = self.start_agent()
        self.wait_until_states(10, ca="up", b="planned")
        self.assertEqual(self.planned_ids(), [work["id"]])
        # Whoever was told 201 may rely on it, whatever happens in the next moment.
        more = self.announce({**WORK, "villages": ["ca"]})
        agent.process.kill()
        agent.process.wait()
        self.start_agent()
        self.wait_until_states(10, ca="planned", b="planned")
        self.assertEqual(self.planned_ids(), [work["id"], more["id"]])

    def test_mistakes_in_announced_work_are_told(self):
        self.start_village()
        for work, told in (({**WORK, "villages": ["bb"]}, 'villages: there is no village "bb" (did you mean "b"?)'),
                           ({**WORK, "duration": "soon"}, 'duration: "soon" is not a duration such as "30s"'),
                           ({**WORK, "villages": []}, "sites: name sites or villages"),
                           ({**WORK, "until": "x"}, 'unknown key "until"')):
            status, text = fetch("/api/v1/maintenance", "POST", work)
            self.assertEqual(status, 400, text)
            self.assertIn(told, json.loads(text)["error"])
        self.assertEqual(self.planned_ids(), [])

    def query(self, topic, end, **more):
        return {"topic": topic, "from": "2026-01-01", "to": end, **more}

    def export(self, **query):
        """What the page gives, as bytes."""
        address = f"{AGENT_PAGE}/api/v1/export?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.read()

    def test_exports_of_the_past_are_the_same_twice_and_as_the_command_writes_them(self):
        self.start_village(MENDED)
        self.wait_until_states(ca="up", b="up")
        self.wait_until_states(ca="up", b="down")
        self.wait_until_states(ca="up", b="up")
        end = datetime.datetime.now().astimezone().replace(microsecond=0).isoformat()
        # What is announced is written at once, and all that came before with it.
        self.announce({**WORK, "start": "2035-01-01"})
        for topic in ("coverage", "outages"):
            for kind in ("csv", "json", "geojson", "xlsx"):
                query = self.query(topic, end, format=kind)
                words = [word for key in ("from", "to", "format") for word in (f"--{key}", query[key])]
                run = self.run_command("export", topic, "--config", self.config, *words)
                self.assertEqual(run.returncode, 0, run.stderr)
                self.assertGreater(len(run.stdout), 100)
                for page in (self.export(**query), self.export(**query)):
                    self.assertEqual(page, run.stdout, (topic, kind))
        self.assertIn(b"b-ap", self.export(**self.query("outages", end, format="csv", columns="machine")))

    def test_mistakes_in_what_is_exported_are_told(self):
        self.start_village()
        self.wait_until_states(ca="up", b="up")
        self.announce({**WORK, "start": "2035-01-01"})
        good = self.query("coverage", "2035-01-01")
        for change, expected, told in (
                ({"topic": "weather"}, 400, '"weather" is none of coverage, outages, quality'),
                ({"from": "2036-01-01"}, 400, "nothing lies between"),
                ({"from": "yesterday"}, 400, '"yesterday" is not a time such as 2026-11'),
                ({"village": "bb"}, 400, 'village "bb"'),
                ({"vilage": "b"}, 400, 'there is no parameter "vilage"'),
                ({"format": "pdf"}, 400, '"pdf" is none of csv, json, geojson, xlsx'),
                ({"from": "2020-01", "to": "2020-02"}, 404, "there is nothing from 2020-01-01")):
            status, text = fetch("/api/v1/export?" + urllib.parse.urlencode({**good, **change}))
            self.assertEqual(status, expected, text)
            self.assertIn(told, json.loads(text)["error"])
        self.assertEqual(fetch("/api/v1/export?" + urllib.parse.urlencode(good))[0], 200)

    def test_status_tells_the_village_that_is_down(self):
        self.start_village(DEAD)
        self.wait_until_states(ca="up", b="down")
        run = self.run_command("status", "--config", self.config)
        self.assertEqual(run.returncode, 0, run.stderr)
        text = run.stdout.decode()
        self.assertRegex(text, r"\AXã Thử, [0-9: -]{16}, 2 villages: 1 down, 1 up\n")
        self.assertRegex(text, r"(?m)^Open outages\n.*\n +[0-9-]{10} [0-9:]{5} +\d+ min +b +b-house +wifi +device +b-ap$")
        self.assertRegex(text, r"(?m)^ +b +Thôn Bình +down ")
        self.assertNotIn("\033", text)
        run = self.run_command("status", "--config", self.config, "--json")
        self.assertEqual(run.returncode, 0, run.stderr)
        told = json.loads(run.stdout)
        self.assertEqual({one["village"]: one["state"] for one in told["coverage"]["villages"]}, {"ca": "up", "b": "down"})
        self.assertEqual([(one["village"], one["access"], one["root_device"]) for one in told["outages"]["outages"]],
                         [("b", "wifi", "b-ap")])

    def test_status_says_where_no_agent_answers(self):
        run = self.run_command("status")
        self.assertEqual(run.returncode, 1)
        self.assertEqual(run.stdout, b"")
        self.assertIn(b"no agent answers at http://127.0.0.1:10077", run.stderr)

    def test_the_page_in_a_browser_asks_nobody_else_and_shows_the_outage(self):
        if not shutil.which("chromium"):
            self.skipTest("chromium is not installed")
        self.start_village(DEAD)
        self.wait_until_states(ca="up", b="down")
        log = self.folder / "net.json"
        printed, console = browse(AGENT_PAGE + "/", DESK, False, "--dump-dom", f"--log-net-log={log}")
        self.assertEqual("\n".join(console), "")
        for words in ("1 thôn mất mạng", "Thôn Bình", "v-b", "b-ap"):
            self.assertIn(words, printed)
        asked = self.requests_of_the_page(log)
        # A minute of the browser's time: it takes itself anew every quarter of it.
        self.assertGreaterEqual(len(asked), 3, asked)
        self.assertEqual([url for url in asked if not url.startswith(AGENT_PAGE + "/")], [])

    @staticmethod
    def requests_of_the_page(log):
        """Of all that the browser asked for, without what it asks on its own account."""
        kept = json.loads(log.read_text())
        started = kept["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
        params = [event["params"] for event in kept["events"] if event["type"] == started and "url" in event.get("params", {})]
        return [one["url"] for one in params if one.get("initiator", "").startswith(AGENT_PAGE) or AGENT_PAGE in one["url"]]


if __name__ == "__main__":
    in_namespace(lambda: run_tests(sys.argv[4:]))
