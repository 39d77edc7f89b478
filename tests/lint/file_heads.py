#!/usr/bin/env python3
"""Every C++ file begins with a comment that states its purpose, and no file is too long.

usage: file_heads.py ROOT
"""
import pathlib
import sys

LONGEST_FILE = 400
LONGEST_HEAD = 6


def mistakes_of(path, name):
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > LONGEST_FILE:
        yield f"{name}: {len(lines)} lines, {LONGEST_FILE} at most"
    head = 0
    while head < len(lines) and lines[head].startswith("//"):
        head += 1
    # The header's comment also covers the .cpp file of the same name.
    beside = path.with_suffix(".hpp").exists() or name.startswith("tests/")
    if head == 0 and not (name.endswith(".cpp") and beside):
        yield f"{name}: no first comment that states its purpose"
    if head > LONGEST_HEAD:
        yield f"{name}: a head of {head} lines, {LONGEST_HEAD} at most"


def main():
    root = pathlib.Path(sys.argv[1])
    mistakes, count = [], 0
    for top in ("agent", "collectors", "core", "exporters", "tests"):
        for path in sorted((root / top).rglob("*.[hc]pp")):
            count += 1
            mistakes += mistakes_of(path, str(path.relative_to(root)))
    print("\n".join(mistakes) if mistakes else f"{count} files, each with its head and within its length")
    return 1 if mistakes or not count else 0


if __name__ == "__main__":
    sys.exit(main())
