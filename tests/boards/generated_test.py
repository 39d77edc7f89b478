#!/usr/bin/env python3
"""The committed boards are what scripts/generate-boards makes of grafana/boards today, and its words are there in both
languages.

usage: generated_test.py ROOT
"""
import difflib
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SKIPPED = 77
ROOT = pathlib.Path(sys.argv[1])


class Generated(unittest.TestCase):
    def test_the_committed_boards_are_the_generated_ones(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder)
            shutil.copytree(ROOT / "grafana", copy / "grafana")
            (copy / "scripts").mkdir()
            shutil.copy(ROOT / "scripts/generate-boards", copy / "scripts")
            shutil.rmtree(copy / "grafana/dashboards")
            (copy / "grafana/dashboards").mkdir()
            done = subprocess.run([copy / "scripts/generate-boards"], cwd=copy, capture_output=True, text=True, timeout=100)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.compare(self.files(ROOT), self.files(copy))

    def files(self, root):
        folder = root / "grafana/dashboards"
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}

    def compare(self, committed, generated):
        self.assertEqual(sorted(committed), sorted(generated))
        for name, text in generated.items():
            difference = difflib.unified_diff(committed[name].splitlines(), text.splitlines(), "committed", "generated", n=1, lineterm="")
            self.assertEqual(text, committed[name], name + ": run scripts/generate-boards\n" + "\n".join(list(difference)[:20]))

    def test_each_board_has_a_source_and_each_source_both_languages(self):
        sources = {path.stem for path in (ROOT / "grafana/boards").glob("*.jsonnet")}
        self.assertEqual({f"{name}-{lang}.json" for name in sources for lang in ("vi", "en")},
                         {path.name for path in (ROOT / "grafana/dashboards").glob("*.json")})
        self.assertGreaterEqual(len(sources), 6)


if __name__ == "__main__":
    if not shutil.which("jsonnet"):
        print("skipped: jsonnet is not installed (scripts/install-packages test)")
        sys.exit(SKIPPED)
    unittest.main(argv=[sys.argv[0], "-v"])
