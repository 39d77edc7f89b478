#!/usr/bin/env python3
"""Reloads while the agent is busy: hundreds of them among open outages, scrapes and a changing inventory, an agent that is
killed or stopped in the middle of one, and a disk that takes seconds for each write.

usage: reload_faults_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import collections
import concurrent.futures
import contextlib
import json
import pathlib
import random
import shutil
import signal
import sqlite3
import sys
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import AGENT_PAGE, fetch, in_namespace, is_sanitized, metrics, pause, run_tests, series, values, wait_until
from office_and_villages import fibre, office, quick_commune, table, village
from village import VillageTest, command

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
PLAY = (f'[[play]]\nwalk = "{VillageTest.source / "tests/fixtures/openwrt.walk"}"\n'
        f'[[play]]\ndevices = ["hub"]\nwalk = "{VillageTest.source / "tests/simulator/walks/switch.walk"}"\n')
# The gateway of An takes Bình with it; the access points of Cầu and Đồng fail alone.
NAMES = {"a": "An", "b": "Bình", "c": "Cầu", "d": "Đồng", "e": "Én",
         "f": "Phúc", "g": "Gò", "h": "Hạ", "i": "Ích", "k": "Kép"}
DEAD = ["a-gw", "c-ap", "d-ap"]
SILENT = {*DEAD, "a-ap", "b-gw", "b-ap"}
DOWN = {"a-house", "b-house", "c-house", "d-house"}
HEALTHY = [f"{id}-house" for id in NAMES if f"{id}-house" not in DOWN]
FAULTS = "".join(f'[[fault]]\nkind = "device_dead"\ndevices = ["{device}"]\nat = "6s"\n' for device in DEAD)
GUESTS = ["guest-1", "guest-2", "guest-3", "guest-4"]
RECEIVER = '[[remote_write]]\nid = "r-{}"\nurl = "http://127.0.0.1:9/api/v1/write"\ninterval = "5s"\n\n'
WORK = {"commune": True, "start": "2035-01-01", "duration": "1h", "reason": "thử"}
PARTS = ["log", "inventory", "history", "coverage", "remote_write", "web", "icmp", "snmp", "service", "capture", "throughput",
         "main_loop"]
SLOW_DISK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int after_a_while(const char *name, int file) {
  char link[64], path[4096] = "";
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t size = readlink(link, path, sizeof path - 1);
  const char *folder = getenv("SLOW_FOLDER");
  if (size > 0 && strncmp(path, folder, strlen(folder)) == 0) {
    int milliseconds = 0;
    FILE *setting = fopen(getenv("SLOW_DELAY"), "r");
    if (setting) {
      if (fscanf(setting, "%d", &milliseconds) != 1) milliseconds = 0;
      fclose(setting);
    }
    usleep(milliseconds * 1000);
  }
  return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
}

int fsync(int file) { return after_a_while("fsync", file); }
int fdatasync(int file) { return after_a_while("fdatasync", file); }
"""


def access_point(id, site, address, **keys):
    return table("[[device]]", id=id, site=site, kind="access_point", address=address, **keys)


def second_points():
    """By SNMP, in the villages that stay healthy."""
    return "".join(access_point(f"{site[0]}-two", site, f"10.77.{20 + n}.1", upstream=f"{site[0]}-gw")
                   for n, site in enumerate(HEALTHY))


def guest(id, site):
    return access_point(id, site, f"10.77.40.{GUESTS.index(id) + 1}", snmp=False)


# One look at another device's evidence is enough to end an outage.
COMMUNE = (quick_commune({"vantage": "office"}).replace('up_after = "2s"', 'up_after = "1s"') + office(["loudspeaker"]) +
           fibre("e") + second_points() +
           "".join(village(name, net, ["fibre", "wifi"] if id == "e" else ["wifi"], "a-gw" if id == "b" else "hub", id=id)
                   for net, (id, name) in enumerate(NAMES.items(), 1)))
STAYING = {"hub", *(f"{id}-{kind}" for id in NAMES for kind in ("gw", "ap")), *(f"{site[0]}-two" for site in HEALTHY)}


def with_guests(sites):
    """`sites`: where each guest is."""
    return COMMUNE + "".join(guest(id, site) for id, site in sites.items())


def receiver(n):
    """One of three that are away, or none."""
    return RECEIVER.format(n % 4) if n % 4 else ""


def shuffled(text, chance):
    """The same tables in another order: every device, site and village has another position."""
    head, *tables = text.split("\n[[")
    chance.shuffle(tables)
    return head + "".join("\n[[" + one.rstrip("\n") + "\n" for one in tables)


def seeded():
    seed = random.randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    return random.Random(seed)


def ask_slowly(path, body):
    """As fetch, but it waits for a slow disk; POST."""
    request = urllib.request.Request(AGENT_PAGE + path, method="POST", data=json.dumps(body).encode() if body else b"",
                                     headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.status, answer.read().decode()


class ReloadFaults(VillageTest):
    def start_commune(self, *before):
        """Until the outages are open and all the rest is up."""
        self.start_simulator(with_guests({id: HEALTHY[0] for id in GUESTS}), PLAY + FAULTS)
        self.config.write_text(COMMUNE)
        agent = self.start_agent(*before)
        wait_until(lambda: self.sites_down() == DOWN, 40, "the outages are open")
        wait_until(lambda: self.points_up() == len(HEALTHY) + 1, 20, "SNMP is answered")
        wait_until(lambda: self.value("commune_link_utilization_ratio"), 10, "the fibre's load is known")
        return agent

    def sites_down(self):
        return {one["site"] for one in self.outages()}

    def points_up(self):
        return sum(values(metrics(), "commune_snmp_up"))

    def outages(self):
        return json.loads(fetch("/api/v1/outages")[1])["outages"]

    def begun(self):
        """The open outages, by when they began."""
        return {one["id"]: one["start"] for one in self.outages()}

    def reload(self, agent, by_signal):
        if not by_signal:
            status, text = fetch("/-/reload", "POST")
            return self.assertEqual(status, 200, text)
        before = agent.said().count("configuration reloaded")
        agent.process.send_signal(signal.SIGHUP)
        wait_until(lambda: agent.said().count("configuration reloaded") > before, 10, "the signal was heard")

    def test_two_hundred_reloads_among_open_outages_lose_no_evidence_and_hold_up_no_scrape(self):
        agent = self.start_commune()
        chance = seeded()
        before, page = self.begun(), metrics()
        self.assertEqual(len(before), len(DOWN))
        watcher = Watcher(self, before, self.states(page))
        with watcher.running():
            for n in range(200):
                self.reconfigure(chance, receiver(n))
                self.reload(agent, by_signal=n % 2 == 0)
        self.assertEqual(collections.Counter(watcher.wrong).most_common(20), [], f"in {watcher.looks} looks")
        after = metrics()
        self.assertEqual(self.states(after), self.states(page))
        self.assertEqual({labels["part"]: value for name, labels, value in after if name == "commune_part_failures_total"},
                         dict.fromkeys(PARTS, 0))
        self.assertEqual(agent.end(), 0)
        intervals, outages = self.ledger()
        self.assertEqual(set(outages), set(before))
        for (place, access), lived in intervals.items():
            shown = [one[0] for one in lived if one[1] not in ("no_evidence", "not_instrumented")]
            expected = ["up", "down"] if place[0] in "abcd" else ["up"]
            self.assertEqual(shown, [] if place in ("office", "center") else expected, (place, access))

    def reconfigure(self, chance, more=""):
        """Guests come, go and move, and every table has another place in the file."""
        sites = {id: chance.choice(HEALTHY) for id in GUESTS if chance.random() < 0.7}
        self.config.write_text(shuffled(with_guests(sites) + more, chance))

    def ledger(self):
        """From a copy of the history, as a crash has left it: by (site, access) the intervals (state, cause, start, end) until
        what is known, without gaps; by id the outages (site, access, start, end)."""
        copy = self.folder / "copy"
        shutil.copytree(self.folder / "state", copy)
        with contextlib.closing(sqlite3.connect(copy / "history.db")) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            [(until,)] = database.execute("SELECT known_until FROM run")
            rows = database.execute('SELECT village, site, access, state, cause, start, "end", open FROM interval '
                                    "JOIN subject ON subject.id = subject ORDER BY subject, start").fetchall()
            outages = {row[0]: row[1:] for row in database.execute(
                'SELECT outage.id, site, access, start, "end" FROM outage JOIN subject ON subject.id = subject ORDER BY start')}
        shutil.rmtree(copy)
        intervals = {}
        for village_id, site, access, state, cause, start, end, is_open in rows:
            lasted = (state, cause, start, max(end, until) if is_open else end)
            intervals.setdefault((site or village_id, access), []).append(lasted)
        for key, lived in intervals.items():
            for one, following in zip(lived, lived[1:]):
                self.assertEqual(one[3], following[2], f"{key}: a gap or an overlap in {lived}")
        return intervals, outages

    def check_ledger(self, earlier, absence):
        """One outage for each run and fault, what was written before stays, and healthy accesses were never down."""
        intervals, outages = self.ledger()
        for id, (site, access, start, end) in earlier.items():
            self.assertIn(id, outages)
            self.assertEqual(outages[id][:3], (site, access, start))
            self.assertIn(end, (None, outages[id][3]))
        by_access = {}
        for site, access, start, end in outages.values():
            by_access.setdefault((site, access), []).append((start, end))
        self.assertLessEqual({site for site, _ in by_access}, DOWN)
        for key, lived in by_access.items():
            for (_, end), (start, _) in zip(lived, lived[1:]):
                self.assertIsNotNone(end, f"{key}: two are open: {lived}")
                between = {one[1] for one in intervals[key] if end <= one[2] and one[3] <= start}
                self.assertIn(absence, between, f"{key}: a second outage in one run: {lived}")
        for (site, _), lived in intervals.items():
            if site in HEALTHY:
                self.assertNotIn("down", [one[0] for one in lived], site)
        return outages

    def test_kills_amid_reloads_leave_a_ledger_without_holes_and_one_outage_for_each_run(self):
        agent = self.start_commune()
        chance, outages, announced, kept = seeded(), {}, set(), set()
        for n in range(30):
            if n % 6 == 0:
                wait_until(lambda: self.sites_down() == DOWN, 20, "the outages are open")
            open_before = self.begun()
            if n % 3 == 0:
                announced.add(self.announce(f"{n}"))
                kept |= set(open_before)  # All that came before an announcement is on disk with it.
            self.reconfigure(chance, receiver(n))
            self.reload(agent, by_signal=n % 2 == 0)
            self.assertLessEqual(open_before.items(), self.begun().items(), "a reload ends no outage")
            self.reconfigure(chance, receiver(n + 1))
            agent.process.send_signal(signal.SIGHUP)
            pause(chance.uniform(0, 0.2))
            agent.process.kill()
            agent.process.wait()
            outages = self.check_ledger(outages, "agent_crashed")
            self.assertLessEqual(kept, set(outages))
            agent = self.start_agent()
        wait_until(lambda: self.sites_down() == DOWN, 20, "the faults are still there")
        self.assertEqual(self.announced(), announced)
        kept |= set(self.begun())
        self.assertEqual(len(kept), 6 * len(DOWN))
        self.assertEqual(agent.end(), 0)
        self.assertLessEqual(kept, set(self.check_ledger(outages, "agent_crashed")))

    def announce(self, reason):
        status, text = fetch("/api/v1/maintenance", "POST", {**WORK, "reason": reason})
        self.assertEqual(status, 201, text)
        return reason

    def announced(self):
        return {one["reason"] for one in json.loads(fetch("/api/v1/maintenance")[1])["maintenance"]}

    def test_an_order_to_stop_amid_a_reload_is_obeyed_within_two_seconds_and_the_ledger_continues(self):
        agent = self.start_commune()
        chance, outages, amid = seeded(), {}, 0
        for n in range(12):
            self.reconfigure(chance, receiver(n))
            agent.process.send_signal(signal.SIGHUP)
            pause(chance.uniform(0, 0.06))
            begun = time.monotonic()
            self.assertEqual(agent.end(), 0)
            self.assertLess(time.monotonic() - begun, 2)
            self.assertTrue(agent.said().endswith(" stopped\n"), agent.said()[-400:])
            self.assertNotIn(" error ", agent.said())
            amid += "configuration reloaded" in agent.said()[agent.said().index("stopping on signal"):]
            outages = self.check_ledger(outages, "agent_stopped")
            agent = self.start_agent()
        self.assertGreater(amid, 0, "no reload was under way")
        wait_until(lambda: self.sites_down() == DOWN, 20, "the faults are still there")

    def slow_disk(self):
        """Words before the agent's, and the file that says how many milliseconds its disk takes for each write."""
        if not shutil.which("cc") or is_sanitized(self.agent):
            self.skipTest("needs a C compiler and an agent without sanitizers, which must be loaded first")
        source, library, delay = (self.folder / name for name in ("slow.c", "slow.so", "delay"))
        source.write_text(SLOW_DISK)
        command("cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl")
        delay.write_text("0")
        return ["env", f"LD_PRELOAD={library}", f"SLOW_FOLDER={self.folder.resolve() / 'state'}", f"SLOW_DELAY={delay}"], delay

    def test_a_disk_that_takes_seconds_holds_up_no_scrape_and_a_reload_on_it_ends_no_outage(self):
        words, delay = self.slow_disk()
        agent = self.start_commune(*words)
        self.addCleanup(delay.write_text, "0")
        chance, before = seeded(), self.begun()
        self.reconfigure(chance, receiver(1))
        self.reload(agent, by_signal=False)
        # A receiver that is removed saves what it has not delivered: the reload waits for the disk in the middle.
        wait_until(lambda: self.value("commune_remote_write_pending_samples"), 20, "samples wait for the receiver")
        delay.write_text("2000")
        watcher = Watcher(self, before, self.states(metrics()), slowest=0.5, kinds=("scrape", "scrape"))
        self.reconfigure(chance, receiver(2))
        with watcher.running(), concurrent.futures.ThreadPoolExecutor(4) as clients:
            begun = time.monotonic()
            asked = [clients.submit(ask_slowly, *one) for one in (("/api/v1/maintenance", WORK), ("/-/reload", None),
                                                                  ("/api/v1/maintenance", WORK), ("/-/reload", None))]
            answers = [one.result()[0] for one in asked]
            took = time.monotonic() - begun
        self.assertEqual(answers, [201, 200, 201, 200])
        self.assertGreater(took, 2, "the disk was slow")
        self.assertEqual(collections.Counter(watcher.wrong).most_common(20), [], f"in {watcher.looks} looks")
        self.assertGreater(watcher.looks, 10)
        self.assertEqual(self.begun(), before)


    @staticmethod
    def states(page):
        """What the page says of the devices that stay, and of all accesses and villages."""
        shown = {}
        for name, labels, value in page:
            if name in ("commune_coverage_state", "commune_village_coverage_state"):
                shown[name, labels.get("site") or labels["village"], labels.get("access")] = value
            elif name in ("commune_device_up", "commune_snmp_up") and labels["device"] in STAYING:
                shown[name, labels["device"]] = value
            elif name == "commune_link_utilization_ratio":
                shown[name, labels["link"]] = "known"
            elif name == "commune_outage_open":
                shown[name, labels["site"], labels["access"], labels["cause"], labels["root_device"], labels["root"]] = value
        return shown


class Watcher:
    """Reads the agent's pages all the time, each look by a thread of its own, and notes what it should not have seen."""

    def __init__(self, test, begun, expected, slowest=1, kinds=("scrape", "scrape", "ask_outages", "read_pages")):
        self.test, self.begun, self.expected, self.slowest = test, begun, expected, slowest
        self.kinds, self.wrong, self.looks, self.over = kinds, [], 0, threading.Event()

    @contextlib.contextmanager
    def running(self):
        with concurrent.futures.ThreadPoolExecutor(len(self.kinds)) as pool:
            readers = [pool.submit(self.read, getattr(self, kind)) for kind in self.kinds]
            try:
                yield
            finally:
                self.over.set()
        for reader in readers:
            reader.result()

    def read(self, look):
        while not self.over.is_set():
            look()
            self.looks += 1
            pause(0.25)

    def page(self, path):
        begun = time.monotonic()
        try:
            status, text = fetch(path)
        except OSError as error:
            status, text = repr(error), "{}"
        took = time.monotonic() - begun
        if status != 200 or took > self.slowest:
            self.wrong.append(f"{path}: {status} after {took:.2f} s")
        return text

    def scrape(self):
        shown = self.test.states(series(self.page("/metrics")))
        for key in shown.keys() | self.expected.keys():
            if shown.get(key) != self.expected.get(key):
                self.wrong.append(f"{key} is {shown.get(key)}, not {self.expected.get(key)}")

    def ask_outages(self):
        shown = {one["id"]: one["start"] for one in json.loads(self.page("/api/v1/outages")).get("outages", [])}
        if shown != self.begun:
            self.wrong.append(f"open outages: {shown}")

    def read_pages(self):
        for path in ("/", "/api/v1/devices", "/api/v1/coverage"):
            self.page(path)


if __name__ == "__main__":
    in_namespace(lambda: run_tests(sys.argv[4:]))
