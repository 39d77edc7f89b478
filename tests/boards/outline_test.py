#!/usr/bin/env python3
"""The map's outline in the demo's Grafana: served to a browser of another origin, and the boards that the demo gives to Grafana
ask for it there.

usage: outline_test.py ROOT
"""
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent)]
from boards import load, strings
from harness import Part, wait_until

ROOT = pathlib.Path(sys.argv[1])
OUTLINE = ROOT / "grafana/map/commune.geojson"


def outlines(board):
    return [text for path, text in strings(board) if path[-1] == "src"]


class Served(unittest.TestCase):
    def setUp(self):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        server = Part(pathlib.Path(folder.name), "outline", sys.executable, ROOT / "tests/demo/outline.py", self.port, OUTLINE)
        self.addCleanup(server.end)
        wait_until(self.answers, 10, "the outline is served")

    def answers(self):
        try:
            return self.get("commune.geojson")
        except ConnectionError:
            return None
        except urllib.error.URLError as error:
            if isinstance(error.reason, ConnectionError):
                return None
            raise

    def get(self, name):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{name}", headers={"Origin": "http://127.0.0.1:3000"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.headers["Access-Control-Allow-Origin"], json.load(answer)

    def test_a_browser_of_another_origin_may_read_it_and_nothing_else(self):
        allowed, outline = self.get("commune.geojson")
        self.assertEqual(allowed, "*")
        self.assertEqual(outline, json.loads(OUTLINE.read_text(encoding="utf-8")))
        for other in ("", "../boards.json", "etc/passwd"):
            with self.subTest(other), self.assertRaises(urllib.error.HTTPError) as found:
                self.get(other)
            found.exception.close()


class Asked(unittest.TestCase):
    def test_the_demo_finds_each_boards_outline_and_puts_the_served_one_there(self):
        [replacement] = re.findall(r'sed -i "(s,public/maps/[^"]*)"', (ROOT / "tests/demo/grafana.sh").read_text(encoding="utf-8"))
        replacement = replacement.replace("$outline_port", "10080")
        for name, board in load(ROOT).items():
            text = (ROOT / f"grafana/dashboards/{name}.json").read_text(encoding="utf-8")
            done = subprocess.run(["sed", replacement], input=text, capture_output=True, text=True, check=True).stdout
            self.assertEqual(outlines(json.loads(done)), ["http://127.0.0.1:10080/commune.geojson"] * len(outlines(board)), name)
        self.assertTrue(any(outlines(board) for board in load(ROOT).values()))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
