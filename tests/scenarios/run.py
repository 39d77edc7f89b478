#!/usr/bin/env python3
"""Plays a scenario to the real agent and holds what it shows against the scenario's expectations.

usage: run.py AGENT SIMULATOR SCENARIO.toml

Makes a network namespace without a way out, starts the simulator and the agent in it, asks the agent's /metrics at
the moments that [[expect]] names, and cleans up. Exits 0 when all held, 1 when one did not, 77 when it may not make
a namespace. The agent's configuration is the scenario's `commune`.
"""
import pathlib
import re
import sys
import tempfile
import time
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Part, agent_is_ready, in_namespace, metrics, pause, values

UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}


def duration(text):
    found = re.fullmatch(r"([0-9.]+)(ms|s|m|h)", text)
    if not found:
        raise SystemExit(f"\"{text}\" is not a duration such as \"30s\"")
    return float(found[1]) * UNITS[found[2]]


def objection(expected, samples):
    """Why the page does not show what is expected; None when it does."""
    wanted = {name: str(value) for name, value in expected.get("labels", {}).items()}
    found = values(samples, expected["metric"], **wanted)
    name = expected["metric"] + "{" + ",".join(f'{key}="{value}"' for key, value in wanted.items()) + "}"
    if expected.get("absent"):
        return f"{name} is there: {found}" if found else None
    if not found:
        return f"{name} is not there"
    least = expected.get("value", expected.get("min", float("-inf")))
    most = expected.get("value", expected.get("max", float("inf")))
    wrong = [value for value in found if not least <= value <= most]
    return f"{name} is {wrong[0]}, expected {least} to {most}" if wrong else None


def hold(expectations, begun):
    """Waits for each moment and gives what did not hold."""
    failures = []
    for expected in sorted(expectations, key=lambda one: duration(one["at"])):
        pause(begun + duration(expected["at"]) - time.monotonic())
        why = objection(expected, metrics())
        print(f"{expected['at']:>6}  {'ok' if why is None else 'FAILED'}  {why or expected['metric']}", flush=True)
        if why:
            failures.append(why)
    return failures


def play(agent, simulator, path, folder):
    scenario = tomllib.loads(path.read_text())
    if not scenario.get("expect"):
        print("the scenario expects nothing")
        return 1
    parts = []
    try:
        parts.append(Part(folder, "simulator", simulator, path))
        parts[0].wait_until(lambda: "ready" in parts[0].said())
        begun = time.monotonic()
        parts.append(Part(folder, "agent", agent, "run", "--config", path.parent / scenario["commune"]))
        parts[1].wait_until(agent_is_ready)
        failures = hold(scenario["expect"], begun)
        asked = time.monotonic()
        code = parts[1].end()
        if code != 0 or time.monotonic() - asked > 2:
            failures.append(f"the agent ended with {code} after {time.monotonic() - asked:.1f} s")
    finally:
        for part in reversed(parts):
            part.end()
    for part in parts if failures else []:
        print(f"--- {part.name}\n{part.said()}")
    print("\n".join(failures))
    return 1 if failures else 0


def main():
    agent, simulator, path = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        return play(agent, simulator, path, pathlib.Path(folder))


if __name__ == "__main__":
    in_namespace(main)
