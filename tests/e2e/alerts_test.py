#!/usr/bin/env python3
"""From a cut fibre to the telephone of the technician: simulator, agent, Prometheus with the shipped rules, Alertmanager,
`commune-agent notify`, and stand-ins of Zalo, of an SMS gateway and of a mail relay that check what they get.

usage: alerts_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from alert_chain import AlertChain, missing_program
from alert_commune import OFFICE, notify_section
from harness import SKIPPED, fetch, in_namespace, run_tests, wait_until
from notify_endpoints import Endpoints, MailRelay
from office_and_villages import fibre, village
from village import VillageTest

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])

# The fibre of An serves Bình and Cầu too.
COMMUNE = OFFICE + fibre("an") + "".join(
    village(name, net, accesses, upstream, households=households, contact="to") for net, (name, households, accesses, upstream)
    in enumerate([("An", 120, ["fibre", "wifi"], "hub"), ("Binh", 80, ["wifi"], "an-gw"), ("Cau", 31, ["wifi"], "an-gw"),
                  ("Dong", 60, ["wifi"], "hub"), ("En", 40, ["wifi"], "hub"), ("Ga", 50, ["wifi"], "hub")], 1))
PLAYS = """
[[play]]
devices = ["hub"]
walk = "{walk}"

[[fault]]
kind = "fibre_cut"
device = "an-gw"
at = "{cut}s"
until = "{repaired}s"

[[fault]]
kind = "set"
device = "hub"
values = ["1.3.6.1.2.1.2.2.1.8.9 INTEGER 2"]
at = "{cut}s"
until = "{repaired}s"

# Work that was announced: its access point falls silent and nobody gets a message.
[[fault]]
kind = "device_dead"
device = "dong-ap"
at = "{cut}s"
until = "{repaired}s"
"""
# From fault to message; tests/bench measures how fast it is on a quiet machine.
PATIENCE = 60


class Alerts(VillageTest):
    def bring_up(self, cut, repaired):
        """The commune and the whole chain; `cut` and `repaired` are seconds after the simulator began."""
        self.endpoints = Endpoints()
        self.addCleanup(self.endpoints.close)
        relay = MailRelay(self.endpoints)
        self.addCleanup(relay.close)
        config = COMMUNE + notify_section(self.folder, self.endpoints, relay)
        self.start_simulator(config, PLAYS.format(walk=self.source / "tests/simulator/walks/switch.walk", cut=cut, repaired=repaired))
        self.begun, self.begun_wall = time.monotonic(), time.time()
        self.running_agent = self.start_agent()
        self.chain = AlertChain(self.folder, self.agent, self.source, self.config)
        self.addCleanup(self.chain.end)
        self.chain.start()
        status, _ = fetch("/api/v1/maintenance", "POST", {"villages": ["dong"], "duration": "1h", "reason": "Thay cáp"})
        self.assertEqual(status, 201)

    def messages(self):
        self.assertEqual(self.endpoints.problems, [])
        return list(self.endpoints.messages)

    def wait_for_messages(self, count, seconds):
        wait_until(lambda: len(self.messages()) >= count, seconds, f"{count} messages")

    def after(self, moment):
        """Seconds since that moment of the scenario."""
        return time.monotonic() - self.begun - moment

    def test_three_villages_cut_off_are_one_message_and_one_when_they_are_back(self):
        cut, repaired = 20, 75
        self.bring_up(cut, repaired)
        self.wait_for_messages(1, cut + PATIENCE)
        [message] = self.messages()
        self.assertEqual((message.channel, message.to), ("zalo", "9001"))
        for fact in ("An", "Binh", "Cau", "231", "cáp quang", "an-gw"):
            self.assertIn(fact, message.text)
        self.assertNotIn("Dong", message.text)
        self.assertTrue(self.names_the_time(message.text, cut), message.text)

        self.wait_for_messages(2, repaired + 60)
        restored = self.messages()[1]
        self.assertEqual((restored.channel, restored.to), ("zalo", "9001"))
        self.assertIn("Đã có lại", restored.text)
        self.assertTrue(self.names_the_time(restored.text, cut), restored.text)
        wait_until(lambda: self.chain.ask("count(ALERTS{alertname='Outage'})") is None, 20, "no outage is left")
        self.assertEqual(len(self.messages()), 2)

    def names_the_time(self, text, moment):
        """The minute of that moment of the scenario, or the next: pings show it a second or two later."""
        wall = self.begun_wall + moment
        minutes = {time.strftime("%H:%M", time.gmtime(wall + 7 * 3600 + late)) for late in (0, 3)}
        return bool(minutes & set(re.findall(r"\d\d:\d\d", text)))

    def test_nothing_is_lost_or_doubled_when_every_part_dies_in_the_middle_of_it(self):
        cut, repaired = 15, 125
        self.bring_up(cut, repaired)
        self.endpoints.behave("zalo", "fail")
        self.endpoints.behave("sms", "fail")
        wait_until(lambda: self.chain.notify_metric("commune_notify_pending_messages") == 1, cut + PATIENCE,
                   "a message waits")
        self.chain.kill(self.chain.notify)
        self.chain.start_notify()
        self.endpoints.behave("zalo")
        self.wait_for_messages(1, 40)

        self.running_agent.process.kill()
        self.running_agent.process.wait()
        wait_until(lambda: self.chain.ask("up{job='commune-agent'}") == 0, 30, "Prometheus misses the agent")
        self.chain.kill(self.chain.alertmanager)
        self.chain.start_alertmanager()
        self.running_agent = self.start_agent()
        self.chain.kill(self.chain.prometheus)
        self.chain.start_prometheus()
        self.chain.kill(self.chain.notify)
        self.chain.start_notify()
        self.assertLess(self.after(repaired), -10, "all this must happen while the fibre is cut")
        self.assertEqual(len(self.messages()), 1)

        self.wait_for_messages(2, 100)
        first, last = self.messages()
        self.assertIn("cáp quang", first.text)
        self.assertIn("Đã có lại", last.text)
        self.assertGreater(self.after(repaired), 0)
        self.assertEqual((first.to, last.to), ("9001", "9001"))


def main():
    if missing := missing_program():
        print(f"skipped: {missing} is not installed (scripts/install-packages test)")
        return SKIPPED
    return run_tests(sys.argv[4:])


if __name__ == "__main__":
    in_namespace(main)
