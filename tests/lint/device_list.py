#!/usr/bin/env python3
"""docs/devices.md lists every device profile, each once, and no others.

usage: device_list.py ROOT
"""
import pathlib
import re
import sys


def main():
    root = pathlib.Path(sys.argv[1])
    profiles = sorted(path.stem for path in (root / "config/profiles").glob("*.toml"))
    listed = re.findall(r"^\| `([a-z0-9-]+)` \|", (root / "docs/devices.md").read_text(encoding="utf-8"), re.MULTILINE)
    mistakes = [f"docs/devices.md does not list {name}" for name in profiles if name not in listed]
    mistakes += [f"docs/devices.md lists {name}, which is not a profile" for name in listed if name not in profiles]
    mistakes += [f"docs/devices.md lists {name} twice" for name in profiles if listed.count(name) > 1]
    print("\n".join(mistakes) if mistakes else f"{len(profiles)} profiles, each listed")
    return 1 if mistakes or not profiles else 0


if __name__ == "__main__":
    sys.exit(main())
