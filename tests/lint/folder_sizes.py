#!/usr/bin/env python3
"""No folder holds more source units side by side than a reader can survey; a header with its source is one unit.

usage: folder_sizes.py ROOT
"""
import pathlib
import sys

MOST_UNITS = 25
# Folders whose files are parts of one whole: their files are counted, not their units.
MOST_FILES = {"collectors/snmp": 6}
# One target for each parser; they do not know each other.
EXEMPT = {"tests/fuzz"}


def mistakes_of(root):
    folders = {}
    for top in ("agent", "collectors", "core", "exporters", "tests"):
        for path in (root / top).rglob("*.[hc]pp"):
            folders.setdefault(path.parent.relative_to(root).as_posix(), set()).add(path.stem)
    for folder, units in sorted(folders.items()):
        if len(units) > MOST_UNITS and folder not in EXEMPT:
            yield f"{folder}: {len(units)} units side by side, at most {MOST_UNITS}: make folders of what belongs together"
    for folder, most in MOST_FILES.items():
        files = sum(1 for path in (root / folder).iterdir() if path.is_file())
        if files > most:
            yield f"{folder}: {files} files, at most {most}"
    if not folders:
        yield f"{root}: no sources"


def main():
    mistakes = list(mistakes_of(pathlib.Path(sys.argv[1])))
    print("\n".join(mistakes) if mistakes else "every folder can be surveyed")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
