#!/usr/bin/env python3
"""The boards in a real Grafana, where there is one: the demo's, in a namespace of its own. All are loaded as they are
written, and Chromium opens each; the pictures are kept.

usage: grafana_test.py AGENT SIMULATOR WIRE SOURCE_FOLDER FOLDER_FOR_PICTURES
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent)]
from boards import load
from expected import ROOTS
from harness import SKIPPED, Part, in_namespace, run_tests, wait_until

AGENT, SIMULATOR, WIRE, SOURCE, PICTURES = *sys.argv[1:4], pathlib.Path(sys.argv[4]), pathlib.Path(sys.argv[5])
DATASOURCE = "/api/datasources/proxy/uid/commune-prometheus/api/v1/query?query="


class Grafana(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        demo = Part(cls.folder, "demo", SOURCE / "scripts/demo", AGENT, SIMULATOR, WIRE, SOURCE / "tests/scenarios/commune.toml",
                    SOURCE / "config/commune.toml")
        cls.addClassCleanup(demo.end)
        demo.wait_until(lambda: "Grafana's boards" in demo.said(), 90)
        cls.address = re.search(r"(http://127\.0\.0\.1:\d+)/ +bảng Grafana", demo.said())[1]

    @classmethod
    def get(cls, path):
        with urllib.request.urlopen(cls.address + path, timeout=20) as answer:
            return json.load(answer)

    def test_every_board_is_loaded_as_it_is_written(self):
        boards = load(SOURCE)
        wait_until(lambda: len(self.get("/api/search?tag=commune")) >= len(boards), 30, f"{len(boards)} boards")
        self.assertEqual({found["uid"] for found in self.get("/api/search?tag=commune")}, set(boards))
        for name, board in boards.items():
            loaded = self.get(f"/api/dashboards/uid/{name}")["dashboard"]
            self.assertEqual(loaded["title"], board["title"])
            self.assertEqual([panel["title"] for panel in loaded["panels"]], [panel["title"] for panel in board["panels"]])

    def test_every_board_is_drawn(self):
        wait_until(lambda: self.roots() >= ROOTS, 180, "the faults of the scenario are known")
        PICTURES.mkdir(parents=True, exist_ok=True)
        for name in load(SOURCE):
            picture = PICTURES / f"{name}.png"
            picture.unlink(missing_ok=True)
            subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1600,2400",
                            "--virtual-time-budget=15000", f"--user-data-dir={self.folder / 'chromium'}", f"--screenshot={picture}",
                            f"{self.address}/d/{name}?kiosk"], check=True, capture_output=True, timeout=60)
            self.assertGreater(picture.stat().st_size, 20_000, f"{name} is an empty picture")

    def roots(self):
        result = self.get(DATASOURCE + "fault:commune_outage:since")["data"]["result"]
        return {one["metric"].get("root_device") for one in result}


def main():
    for program in ("grafana-server", "chromium", "prometheus", "prometheus-alertmanager", "nginx", "dnsmasq", "socat"):
        if not shutil.which(program):
            print(f"skipped: {program} is not on this machine (grafana/README.md)")
            return SKIPPED
    if not os.path.exists("/dev/net/tun"):
        print("skipped: there is no /dev/net/tun")
        return SKIPPED
    return run_tests()


if __name__ == "__main__":
    in_namespace(main)
