"""A village made for one test: devices, how they answer, what goes wrong; the simulator that plays it and the agent
that watches it, both ended with the test."""
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

from harness import Part, agent_is_ready, metrics, pause, values

HEAD = """\
[commune]
name = "Xã Thử"

[agent]
vantage = "office"
{agent}

[defaults.snmp]
version = "2c"
community = "public"
interval = "{interval}"
timeout = "{timeout}"
retries = {retries}

[defaults.icmp]
interval = "{ping_interval}"
timeout = "{ping_timeout}"

[[village]]
id = "ca"
name = "Thôn Ca"

[[site]]
id = "office"
village = "ca"
kind = "office"
name = "Trụ sở"
accesses = ["wifi"]
"""
DEVICE = """
[[device]]
id = "{id}"
site = "office"
kind = "access_point"
address = "{address}"
{keys}
"""
SCENARIO = """\
name = "made for one test"
commune = "commune.toml"

[network]
ipv4 = "10.77.255.254/16"
ipv6 = "fd77::fffe/64"
mtu = {mtu}
"""


def commune(devices, agent="", interval="1s", timeout="400ms", retries=2, ping_interval="500ms", ping_timeout="400ms"):
    """A configuration; `devices` are (id, address, more lines of TOML)."""
    head = HEAD.format(agent=agent, interval=interval, timeout=timeout, retries=retries, ping_interval=ping_interval,
                       ping_timeout=ping_timeout)
    return head + "".join(DEVICE.format(id=name, address=address, keys=keys) for name, address, keys in devices)


def access_points(count, keys=""):
    """ap-1, ap-2 ... at 10.77.1.1, 10.77.1.2 ..."""
    return [(f"ap-{n}", f"10.77.{1 + n // 250}.{n % 250}", keys) for n in range(1, count + 1)]


class VillageTest(unittest.TestCase):
    """Its main program sets agent, simulator and source."""
    agent, simulator, source = None, None, None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.config = self.folder / "commune.toml"

    def start_simulator(self, config, plays, mtu=1500):
        """`plays` are tables of a scenario as text."""
        self.config.write_text(config)
        scenario = self.folder / "scenario.toml"
        scenario.write_text(SCENARIO.format(mtu=mtu) + plays)
        simulator = Part(self.folder, "simulator", self.simulator, scenario)
        self.addCleanup(simulator.end)
        simulator.wait_until(lambda: "ready" in simulator.said())
        return simulator

    def start_agent(self, *before):
        """`before` are words in front of the agent's command line."""
        agent = Part(self.folder, "agent", *before, self.agent, "run", "--config", self.config)
        self.addCleanup(agent.end)
        agent.wait_until(agent_is_ready)
        return agent

    def walk(self, name, text=None):
        """A walk's path: one of this project's, or one made of this text."""
        if text is None:
            return self.source / name
        path = self.folder / name
        path.write_text(text)
        return path

    def value(self, metric, **labels):
        """The only value; None while there is none."""
        found = values(metrics(), metric, **labels)
        self.assertLessEqual(len(found), 1, f"{metric} {labels}")
        return found[0] if found else None


def command(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, timeout=20).stdout


def watch(seconds, every, look):
    """What `look` gave, asked at a steady pace."""
    begun = time.monotonic()
    seen = []
    while time.monotonic() - begun < seconds:
        seen.append(look())
        pause(begun + every * len(seen) - time.monotonic())
    return seen
