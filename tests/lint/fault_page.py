#!/usr/bin/env python3
"""Every test named in docs/faults.md exists, and every fault has a test.

usage: fault_page.py ROOT CTEST BUILD_FOLDER
"""
import pathlib
import re
import subprocess
import sys

FAULTS = [*range(1, 48)]


def mistakes_of(page, known):
    rows = {int(number): tests for number, tests in re.findall(r"(?m)^\| (\d+) \|.*\| ([^|]*) \|$", page)}
    if sorted(rows) != FAULTS:
        yield f"the faults are {sorted(rows)}, expected {FAULTS}"
    for number, tests in rows.items():
        named = re.findall(r"`([^`]+)`", tests)
        if not named:
            yield f"fault {number} names no test"
        for test in named:
            if test not in known:
                yield f"fault {number}: there is no test {test}"


def main():
    root, ctest, build = sys.argv[1:4]
    listed = subprocess.run([ctest, "-N", "--test-dir", build], check=True, capture_output=True, text=True).stdout
    known = set(re.findall(r"(?m)^ +Test +#\d+: (\S+)$", listed))
    mistakes = list(mistakes_of((pathlib.Path(root) / "docs/faults.md").read_text(encoding="utf-8"), known))
    print("\n".join(mistakes) if mistakes else f"{len(FAULTS)} faults, each with its tests")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
