#!/usr/bin/env python3
"""What a disk does to the history, and what becomes of the ledger: full, out of inodes, read-only, another agent's file,
and a process that was stopped. The state directory is a file system of the test's own.

usage: history_faults_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import fetch, in_namespace, metrics, pause, run_tests, values, wait_until
from village import VillageTest, access_points, command, commune, watch

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
PLAY = f'[[play]]\nwalk = "{VillageTest.source / "tests/fixtures/openwrt.walk"}"\n'
HISTORY = '\n[history]\ncommit_interval = "1s"\n'
# The disk is tried again after 5, 15, 35, 75 s.
HEALED = 80
# Longer than a pause between two looks may be: kPause in agent/coverage/ledger_clock.cpp.
STOPPED = 17
NEWER = """import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
for sql in ("PRAGMA journal_mode = WAL", "PRAGMA application_id = 0x636d6869", "PRAGMA user_version = 99",
            "CREATE TABLE of_the_future(a)"):
    database.execute(sql)
database.commit()
os._exit(0)
"""


def without_beginnings(intervals):
    """Without the seconds in which an agent that has just begun has heard nothing yet: no fault brings them."""
    return [one for one in intervals if one[1] not in ("no_evidence", "not_instrumented")]


class HistoryFaults(VillageTest):
    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"
        self.state.mkdir()

    def mount(self, *words):
        command("mount", *words, self.state)
        self.addCleanup(command, "umount", "--lazy", self.state)

    def start_village(self):
        self.start_simulator(commune(access_points(3), HISTORY), PLAY)
        return self.start_agent()

    def fill(self, name):
        """Takes all the room that there is."""
        filler = self.state / name
        with open(filler, "ab", buffering=0) as file:
            for size in (4096, 1):
                try:
                    while file.write(b"x" * size):
                        pass
                except OSError:
                    pass
        return filler

    def history_up(self):
        return self.value("commune_history_up")

    def wait_until_history(self, up, seconds, agent):
        wait_until(lambda: self.history_up() == up, seconds, f"commune_history_up is {up}; the log:\n{agent.said()}")

    def replies(self):
        return sum(values(metrics(), "commune_icmp_replies_total"))

    def wifi(self):
        accesses = json.loads(fetch("/api/v1/coverage")[1])["accesses"]
        return next(one for one in accesses if one["access"] == "wifi")

    def announce(self, reason="thử"):
        """Work of later, which is written at once: an agent in peace writes once a minute."""
        work = {"commune": True, "start": "2035-01-01", "duration": "1h", "reason": reason}
        return fetch("/api/v1/maintenance", "POST", work)[0]

    def announced(self):
        return [one["reason"] for one in json.loads(fetch("/api/v1/maintenance")[1])["maintenance"]]

    def wait_until_kept(self):
        """Until the wi-fi is up and the ledger says so on disk."""
        wait_until(lambda: self.wifi()["state"] == "up", 20, "the wi-fi is up")
        wait_until(lambda: self.announce() == 201, 20, "all that came before is on disk")

    def polling_goes_on(self):
        before = self.replies()
        pause(2)
        self.assertGreaterEqual(self.replies() - before, 6, "of three devices twice a second")
        self.assertEqual(values(metrics(), "commune_snmp_up"), [1, 1, 1])

    def trouble_is_told(self, agent, what):
        page = fetch("/")[1]
        self.assertIn("Không ghi được lịch sử:", page)
        self.assertIn(what, page)
        self.assertRegex(agent.said(), rf"history: .*{what}.*; records stay in memory until they can be written")

    def trouble_is_over(self, agent):
        self.assertNotIn("Không ghi được lịch sử:", fetch("/")[1])
        self.assertIn("history: records are written to disk again", agent.said())
        self.assertEqual(self.value("commune_history_dropped_records_total"), 0)

    def ledger_without_holes(self):
        """By (village, access): (state, cause, start, end) in milliseconds, the last until what is known."""
        with sqlite3.connect(f"file:{self.state}/history.db?mode=ro", uri=True) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            [(until,)] = database.execute("SELECT known_until FROM run")
            rows = database.execute('SELECT village, access, state, cause, start, "end", open FROM interval JOIN subject ON '
                                    "subject.id = subject ORDER BY village, access, start").fetchall()
        found = {}
        for village, access, state, cause, start, end, is_open in rows:
            found.setdefault((village, access), []).append((state, cause, start, max(end, until) if is_open else end))
        for key, intervals in found.items():
            for one, following in zip(intervals, intervals[1:]):
                self.assertEqual(one[3], following[2], f"{key}: a gap or an overlap in {intervals}")
            self.assertEqual(intervals[-1][3], until, key)
        return found

    def test_a_full_disk_costs_no_poll_and_no_time_of_the_ledger(self):
        self.mount("-t", "tmpfs", "-o", "size=6m", "none")
        agent = self.start_village()
        self.wait_until_kept()
        begun = time.time()
        fillers = [self.fill("first")]
        wait_until(lambda: self.announce() == 201 and "freed the space that was reserved" in agent.said(), 20, "the ballast is used")
        self.assertEqual(self.history_up(), 1)
        fillers.append(self.fill("second"))
        wait_until(lambda: self.announce() == 202, 20, "there is no room left")
        self.assertEqual(self.history_up(), 0)
        self.assertEqual(self.announce("trong lúc đĩa đầy"), 202)
        wait_until(lambda: self.announced().count("trong lúc đĩa đầy") == 1, 3, "it holds all the same")
        self.trouble_is_told(agent, "full")
        self.polling_goes_on()
        self.assertGreater(self.value("commune_history_pending_records"), 0)
        for filler in fillers:
            filler.unlink()
        self.wait_until_history(1, HEALED, agent)
        self.trouble_is_over(agent)
        self.wait_until_kept()
        self.assertEqual((self.state / "history.ballast").stat().st_size, 1 << 20)
        self.assertEqual(agent.end(), 0)
        [*_, (state, _, start, _)] = self.ledger_without_holes()["ca", "wifi"]
        self.assertEqual(state, "up")
        self.assertLess(start / 1000, begun)
        self.start_agent()
        self.assertEqual(self.announced().count("trong lúc đĩa đầy"), 1)

    def test_a_disk_that_filled_up_while_the_agent_was_away_leaves_it_the_room_that_it_kept(self):
        self.mount("-t", "tmpfs", "-o", "size=6m", "none")
        agent = self.start_village()
        self.wait_until_kept()
        self.assertEqual(agent.end(), 0)
        self.fill("filler")
        agent = self.start_agent()
        self.wait_until_kept()
        self.assertEqual(self.history_up(), 1)
        self.assertIn("gives up the room that it kept", agent.said())
        self.assertEqual(agent.end(), 0)
        told = without_beginnings(self.ledger_without_holes()["ca", "wifi"])
        self.assertEqual([one[:2] for one in told], [("up", "none"), ("unmeasured", "agent_stopped"), ("up", "none")])

    def test_without_inodes_at_the_start_it_polls_and_dates_its_states_once_there_are_some(self):
        self.mount("-t", "tmpfs", "-o", "size=6m,nr_inodes=3", "none")
        fillers = [self.state / str(n) for n in range(2)]
        for filler in fillers:
            filler.touch()
        self.assertRaises(OSError, (self.state / "one more").touch)
        begun = time.time()
        agent = self.start_village()
        self.wait_until_history(0, 10, agent)
        self.trouble_is_told(agent, "unable to open database file")
        wait_until(lambda: values(metrics(), "commune_snmp_up") == [1, 1, 1], 10, "all are polled")
        self.polling_goes_on()
        self.assertIsNone(self.wifi()["since"])
        for filler in fillers:
            filler.unlink()
        command("mount", "-o", "remount,nr_inodes=100", self.state)
        self.wait_until_history(1, HEALED, agent)
        self.wait_until_kept()
        self.trouble_is_over(agent)
        self.assertIsNotNone(self.wifi()["since"])
        self.a_second_agent_is_refused()
        self.assertEqual(agent.end(), 0)
        first = self.ledger_without_holes()["ca", "wifi"][0]
        self.assertAlmostEqual(first[2] / 1000, begun, delta=3, msg="what was seen meanwhile is dated too")

    def a_second_agent_is_refused(self):
        second = self.folder / "second.toml"
        second.write_text(self.config.read_text().replace("[agent]", '[agent]\nweb = { listen = "127.0.0.1:10078" }'))
        run = self.run_agent(second)
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertIn("another agent keeps its history here", run.stderr)
        self.polling_goes_on()
        self.assertEqual(self.history_up(), 1)

    def run_agent(self, config):
        return subprocess.run([self.agent, "run", "--config", config], capture_output=True, text=True, timeout=10,
                              env={**os.environ, "STATE_DIRECTORY": str(self.state)})

    def test_a_file_system_that_turned_read_only_costs_nothing_once_it_is_mounted_again(self):
        """As ext4 does it after an error; a mount with files open for writing is not made read-only otherwise."""
        if not shutil.which("mkfs.ext4") or not pathlib.Path("/dev/loop-control").exists():
            self.skipTest("needs mkfs.ext4 and loop devices")
        disks = [self.folder / name for name in ("disk", "repaired")]
        with open(disks[0], "wb") as file:
            file.truncate(16 << 20)
        command("mkfs.ext4", "-q", "-F", disks[0])
        self.mount("-o", "loop", disks[0])
        agent = self.start_village()
        self.wait_until_kept()
        command("mount", "-o", "remount,abort", self.state)
        wait_until(lambda: self.announce() == 202, 20, "nothing is written any more")
        self.assertEqual(self.history_up(), 0)
        self.trouble_is_told(agent, "")
        self.polling_goes_on()
        # The agent holds the broken one still.
        shutil.copyfile(disks[0], disks[1])
        command("umount", "--lazy", self.state)
        command("mount", "-o", "loop", disks[1], self.state)
        self.wait_until_history(1, HEALED, agent)
        self.trouble_is_over(agent)
        self.wait_until_kept()
        self.assertEqual(agent.end(), 0)
        told = without_beginnings(self.ledger_without_holes()["ca", "wifi"])
        self.assertEqual([one[:2] for one in told], [("up", "none")])

    def test_a_file_system_that_is_read_only_at_the_start_gives_the_ledger_back_once_it_is_written_to(self):
        self.mount("-t", "tmpfs", "-o", "size=6m", "none")
        agent = self.start_village()
        self.wait_until_kept()
        self.assertEqual(agent.end(), 0)
        command("mount", "-o", "remount,ro", self.state)
        agent = self.start_agent()
        self.wait_until_history(0, 10, agent)
        self.trouble_is_told(agent, "")
        wait_until(lambda: values(metrics(), "commune_snmp_up") == [1, 1, 1], 10, "all are polled")
        self.polling_goes_on()
        command("mount", "-o", "remount,rw", self.state)
        self.wait_until_history(1, HEALED, agent)
        self.trouble_is_over(agent)
        self.wait_until_kept()
        self.assertEqual(agent.end(), 0)
        told = without_beginnings(self.ledger_without_holes()["ca", "wifi"])
        self.assertEqual([one[:2] for one in told], [("up", "none"), ("unmeasured", "agent_stopped"), ("up", "none")])

    def test_a_newer_agents_history_is_refused_and_not_touched(self):
        self.start_simulator(commune(access_points(1), HISTORY), PLAY)
        path = self.state / "history.db"
        # Killed in the middle of its work: much of it is in the log still.
        command(sys.executable, "-c", NEWER, path)
        files = [path, self.state / "history.db-wal"]
        before = [file.read_bytes() for file in files]
        self.assertTrue(all(before))
        run = self.run_agent(self.config)
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertIn("history.db: was written by a newer commune-agent (schema version 99, this one knows", run.stderr)
        self.assertEqual([file.read_bytes() for file in files], before)

    def test_a_stopped_process_saw_nothing_of_that_time_and_makes_up_for_no_ping(self):
        agent = self.start_village()
        self.wait_until_kept()
        before = self.sent()
        stopped = time.time()
        agent.process.send_signal(signal.SIGSTOP)
        try:
            pause(STOPPED)
        finally:
            agent.process.send_signal(signal.SIGCONT)
        continued, begun = time.time(), time.monotonic()
        seen = watch(3, 0.1, lambda: (time.monotonic() - begun, self.sent() - before))
        for elapsed, sent in seen:
            # Each device twice a second, one that was due and one for a doubt.
            self.assertLessEqual(sent, 3 * (2 * elapsed + 2), f"a burst: {seen}")
        self.assertGreater(seen[-1][1], 9)
        self.wait_until_kept()
        self.assertEqual(agent.end(), 0)
        told = self.ledger_without_holes()["ca", "wifi"]
        gap = next(one for one in told if one[0] == "unmeasured" and one[3] - one[2] > 10_000)
        self.assertEqual(gap[1], "no_evidence")
        self.assertAlmostEqual(gap[2] / 1000, stopped, delta=2.5)
        self.assertAlmostEqual(gap[3] / 1000, continued, delta=2.5)
        self.assertNotIn("down", [one[0] for one in told])

    def sent(self):
        return sum(values(metrics(), "commune_icmp_requests_total"))


if __name__ == "__main__":
    in_namespace(lambda: run_tests(sys.argv[4:]))
