"""From fault to message: ten access points die one after the other, and each is reported to the technician, through the real
agent, Prometheus, Alertmanager and `notify` at the settings that they are shipped with."""
import pathlib
import shutil
import tempfile
import threading
import time

from alert_chain import AlertChain
from alert_commune import OFFICE, notify_section
from harness import Part, agent_is_ready, pause, wait_until
from notify_endpoints import Endpoints, MailRelay
from office_and_villages import village
from village import SCENARIO

NAMES = ("An", "Ba", "Ca", "Doi", "En", "Ga", "Ha", "Kho", "Lim", "Mo")
# As many again and more, where nothing happens: else this were an outage of the whole commune, one message in all.
CALM = tuple(f"Yen-{n}" for n in range(14))
# No multiple of any interval, so that faults fall everywhere between scrapes, rules and pings.
FIRST, APART = 30, 7.3


class FaultTimes(threading.Thread):
    """When the simulator said of which device that it died, by the wall clock."""

    def __init__(self, log):
        super().__init__(daemon=True)
        self.log, self.times, self.ended = log, {}, False

    def run(self):
        with open(self.log) as lines:
            while not self.ended:
                line = lines.readline()
                if " fault device_dead device " in line:
                    self.times[line.split(" fault device_dead device ")[1].split(":")[0]] = time.time()
                elif not line:
                    pause(0.005)


def bench_alert(build, source, row):
    folder = pathlib.Path(tempfile.mkdtemp())
    received = []
    endpoints = Endpoints(tell=lambda message: received.append((message.text, time.time())))
    relay = MailRelay(endpoints)
    parts = []
    agent = build / "agent/commune-agent"
    try:
        config = folder / "commune.toml"
        config.write_text(OFFICE + "".join(village(name, net, contact="to") for net, name in enumerate(NAMES + CALM, 1)) +
                          notify_section(folder, endpoints, relay))
        faults = "".join(f'[[fault]]\nkind = "device_dead"\ndevice = "{name.lower()}-ap"\nat = "{(FIRST + n * APART) * 1000:.0f}ms"\n'
                         for n, name in enumerate(NAMES))
        scenario = folder / "scenario.toml"
        scenario.write_text(SCENARIO.format(mtu=1500) + faults)
        parts.append(Part(folder, "simulator", build / "tests/simulator/commune-sim", scenario))
        times = FaultTimes(parts[0].log)
        times.start()
        parts[0].wait_until(lambda: "ready" in parts[0].said(), 60)
        parts.append(Part(folder, "agent", agent, "run", "--config", config))
        parts[1].wait_until(agent_is_ready, 60)
        chain = AlertChain(folder, agent, source, config)
        parts.append(chain)
        chain.start()
        wait_until(lambda: len(received) == len(NAMES), FIRST + len(NAMES) * APART + 60, "ten messages")
        times.ended = True
        delays = sorted(came - died for text, came in received for device, died in times.times.items() if device in text)
    finally:
        for part in reversed(parts):
            part.end()
        relay.close()
        endpoints.close()
        shutil.rmtree(folder)
    assert len(delays) == len(NAMES), delays
    row("alert, from an access point's death to the message, ten faults: slowest", f"{delays[-1]:.1f} s "
        f"(median {(delays[4] + delays[5]) / 2:.1f}, fastest {delays[0]:.1f})", "", "30 s")
