#!/usr/bin/env python3
"""Recorded devices, played on loopback to the running agent: every expected value is in its metric, and nothing where
none is expected. Prints a table for each recording. Skipped where the recordings are not there: they are not ours to ship.

usage: recordings_test.py AGENT RECORDINGS_FOLDER [NAME...]      NAME: only these recordings, every value shown
"""
import importlib
import json
import pathlib
import selectors
import shutil
import socket
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import SKIPPED, Part, agent_is_ready, in_namespace, metrics, values, wait_until
from oracle import Oracle

AGENT, RECORDINGS, ONLY = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
FIRST_PORT = 20000

HEAD = """
[commune]
name = "Recordings"
[agent]
vantage = "office"
state_dir = "state"
web = { listen = "127.0.0.1:10077" }
[defaults.snmp]
version = "2c"
community = "public"
interval = "5s"
[[village]]
id = "village"
name = "Village"
[[site]]
id = "office"
village = "village"
kind = "office"
name = "Office"
"""
DEVICE = """
[[device]]
id = "{name}"
site = "office"
kind = "other"
address = "127.0.0.1"
snmp = {{ port = {port} }}
icmp = false
"""


def play(paths):
    """Answers for all recordings, each on a port of its own, until the process ends."""
    sys.path.insert(0, str(RECORDINGS))
    player = importlib.import_module("serve")
    sockets = selectors.DefaultSelector()
    for number, path in enumerate(paths):
        at = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        at.bind(("127.0.0.1", FIRST_PORT + number))
        sockets.register(at, selectors.EVENT_READ, player.Agent(str(path)))

    def answer():
        while True:
            for key, _ in sockets.select():
                request, asker = key.fileobj.recvfrom(65535)
                if reply := key.data.handle(request):
                    key.fileobj.sendto(reply, asker)

    threading.Thread(target=answer, daemon=True).start()


def configure(folder, names):
    path = folder / "recordings.toml"
    path.write_text(HEAD + "".join(DEVICE.format(name=name, port=FIRST_PORT + number)
                                   for number, name in enumerate(names)))
    return path


def show(name, profile, results):
    print(f"\n{name} (profile {profile}): {sum(r.right for r in results)} of {len(results)}")
    for result in results:
        if not result.right or ONLY:
            print(f"  {'ok   ' if result.right else 'WRONG'} {result}")


def main():
    cases = json.loads((RECORDINGS / "dev/CASES.json").read_text())["cases"]
    cases = [case for case in cases if not ONLY or case["file"].removesuffix(".snmprec") in ONLY]
    names = [case["file"].removesuffix(".snmprec") for case in cases]
    folder = pathlib.Path(tempfile.mkdtemp())
    play([RECORDINGS / "dev" / case["file"] for case in cases])
    agent = Part(folder, "agent", AGENT, "run", "--config", configure(folder, names))
    try:
        agent.wait_until(agent_is_ready)
        wait_until(lambda: values(metrics(), "commune_snmp_up").count(1) == len(names), 60, "all recordings polled")
        samples = metrics()
    finally:
        agent.end()
        shutil.rmtree(folder)
    oracle = Oracle(json.loads((RECORDINGS / "metrics.json").read_text()))
    complete = 0
    for name, case in zip(names, cases):
        own = [(metric, labels, value) for metric, labels, value in samples if labels.get("device") == name]
        profile = next(labels["profile"] for metric, labels, _ in own if metric == "commune_device_info")
        results = oracle.judge(case["expected"], own)
        show(name, profile, results)
        complete += all(result.right for result in results)
    print(f"\n{complete} of {len(cases)} recordings complete")
    return 0 if complete == len(cases) else 1


if __name__ == "__main__":
    if not (RECORDINGS / "dev/CASES.json").exists():
        print(f"skipped: no recordings at {RECORDINGS}")
        sys.exit(SKIPPED)
    in_namespace(main)
