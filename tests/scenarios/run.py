#!/usr/bin/env python3
"""Plays a scenario to the real agent and holds what it shows against the scenario's expectations.

usage: run.py AGENT SIMULATOR SCENARIO.toml

Makes a network namespace without a way out, starts the simulator and the agent in it, asks the agent's /metrics at
the moments that [[expect]] names, and cleans up. Exits 0 when all held, 1 when one did not, 77 when it may not make
a namespace. The agent's configuration is the scenario's `commune`;
"""
import os
import pathlib
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request

SKIPPED = 77
PAGE = "http://127.0.0.1:10077"
UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}


def duration(text):
    found = re.fullmatch(r"([0-9.]+)(ms|s|m|h)", text)
    if not found:
        raise SystemExit(f"\"{text}\" is not a duration such as \"30s\"")
    return float(found[1]) * UNITS[found[2]]


def fetch(path):
    with urllib.request.urlopen(PAGE + path, timeout=10) as answer:
        return answer.read().decode()


def parse_labels(text):
    labels = {}
    for name, value in re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', text or ""):
        labels[name] = value.replace(r"\"", '"').replace(r"\n", "\n").replace(r"\\", "\\")
    return labels


def series(page):
    """Every sample of an exposition as (name, labels, value)."""
    for line in page.splitlines():
        found = re.match(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)", line)
        if found and not line.startswith("#"):
            yield found[1], parse_labels(found[2]), float(found[3])


def objection(expected, page):
    """Why the page does not show what is expected; None when it does."""
    wanted = {name: str(value) for name, value in expected.get("labels", {}).items()}
    values = [value for name, labels, value in series(page)
              if name == expected["metric"] and wanted.items() <= labels.items()]
    name = expected["metric"] + "{" + ",".join(f'{key}="{value}"' for key, value in wanted.items()) + "}"
    if expected.get("absent"):
        return f"{name} is there: {values}" if values else None
    if not values:
        return f"{name} is not there"
    least = expected.get("value", expected.get("min", float("-inf")))
    most = expected.get("value", expected.get("max", float("inf")))
    wrong = [value for value in values if not least <= value <= most]
    return f"{name} is {wrong[0]}, expected {least} to {most}" if wrong else None


class Part:
    """A process of the scenario with its output in a file; ended by its own id."""

    def __init__(self, folder, name, *command):
        self.log = folder / (name + ".log")
        self.name = name
        self.process = subprocess.Popen(command, stdout=open(self.log, "wb"), stderr=subprocess.STDOUT,
                                        start_new_session=True)

    def said(self):
        return self.log.read_text(errors="replace")

    def wait_until(self, ready, seconds):
        end = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"{self.name} did not come up:\n{self.said()}")
            pause(0.05)

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=10)


def pause(seconds):
    select.select([], [], [], max(seconds, 0))


def agent_is_ready():
    try:
        return fetch("/-/ready") == "ready\n"
    except OSError:
        return False


def play(agent, simulator, path, folder):
    scenario = tomllib.loads(path.read_text())
    config = (path.parent / scenario["commune"]).resolve()
    parts = [Part(folder, "simulator", simulator, str(path))]
    failures = []
    try:
        parts[0].wait_until(lambda: "ready" in parts[0].said(), 20)
        begun = time.monotonic()
        parts.append(Part(folder, "agent", agent, "run", "--config", str(config)))
        parts[1].wait_until(agent_is_ready, 20)
        for expected in sorted(scenario.get("expect", []), key=lambda one: duration(one["at"])):
            pause(begun + duration(expected["at"]) - time.monotonic())
            why = objection(expected, fetch("/metrics"))
            print(f"{expected['at']:>6}  {'ok' if why is None else 'FAILED'}  {why or expected['metric']}", flush=True)
            if why:
                failures.append(why)
        stopped = time.monotonic()
        if (code := parts[1].end()) != 0 or time.monotonic() - stopped > 2:
            failures.append(f"the agent ended with {code} after {time.monotonic() - stopped:.1f} s")
    finally:
        for part in reversed(parts):
            part.end()
    if failures:
        for part in parts:
            print(f"--- {part.name}\n{part.said()}")
    if not scenario.get("expect"):
        failures.append("the scenario expects nothing")
    return 1 if failures else 0


def main():
    agent, simulator, path = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]).resolve()
    if os.environ.get("COMMUNE_SCENARIO_NAMESPACE"):
        with tempfile.TemporaryDirectory() as folder:
            return play(agent, simulator, path, pathlib.Path(folder))
    if os.geteuid() != 0:
        print("skipped: a network namespace is made by root alone")
        return SKIPPED
    namespace = f"commune-scenario-{os.getpid()}"
    subprocess.run(["ip", "netns", "add", namespace], check=True)
    try:
        subprocess.run(["ip", "netns", "exec", namespace, "ip", "link", "set", "lo", "up"], check=True)
        return subprocess.run(["ip", "netns", "exec", namespace, sys.executable, *sys.argv],
                              env={**os.environ, "COMMUNE_SCENARIO_NAMESPACE": namespace}).returncode
    finally:
        subprocess.run(["ip", "netns", "del", namespace], check=True)


if __name__ == "__main__":
    sys.exit(main())
