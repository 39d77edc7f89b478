#!/usr/bin/env python3
"""Every query of the boards is PromQL, and names only what the agent measures or what is recorded from it.

usage: queries_test.py ROOT
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from boards import BUILT_IN, expressions, load, put_in, variables
from promql import metric_names

ROOT = pathlib.Path(sys.argv[1])
# Values for variables by the end of their names; else an id.
VALUES = {"_seconds": "2592000", "_start": "1790000000", "_end": "1792592000", "rows": "60"}
# What Prometheus makes itself.
OF_PROMETHEUS = {"up", "ALERTS", "ALERTS_FOR_STATE", "scrape_duration_seconds", "scrape_samples_scraped",
                 "scrape_samples_post_metric_relabeling", "scrape_series_added"}


def known_names():
    page = (ROOT / "docs/metrics.md").read_text(encoding="utf-8")
    names = set(OF_PROMETHEUS)
    for row in re.findall(r"(?m)^\| `(\w+)` \| (\w+) \|", page):
        names |= {row[0] + end for end in ("_bucket", "_sum", "_count")} if row[1] == "histogram" else {row[0]}
    for path in (ROOT / "config/prometheus/rules").glob("*.yml"):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            names |= {rule["record"] for rule in group["rules"] if "record" in rule}
    return names


def value_of(variable):
    return next((value for end, value in VALUES.items() if variable["name"].endswith(end)), "ca")


def asked():
    """(board, where, expression) with a value for each variable."""
    for name, board in load(ROOT).items():
        values = BUILT_IN | {variable["name"]: value_of(variable) for variable in variables(board)}
        for where, expression in expressions(board):
            yield name, where, put_in(expression, values)


class Queries(unittest.TestCase):
    def test_names_are_found_in_an_expression(self):
        self.assertEqual(metric_names('sum by (village) (rate(commune_a_total{x=~"b and c"}[5m] offset 1d)) / on (x) group_left (y) '
                                      'count(a:b:c > bool 1e3) or vector(0) unless topk(3, up) == 2 * {__name__="d"}'),
                         ["a:b:c", "commune_a_total", "d", "up"])

    def test_every_name_is_that_of_a_metric(self):
        known = known_names()
        unknown = {f"{name}: {where}: nothing is called {metric}" for name, where, expression in asked()
                   for metric in metric_names(expression) if metric not in known}
        self.assertEqual(sorted(unknown), [])

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed (scripts/install-packages test)")
    def test_prometheus_accepts_every_query(self):
        groups, where = {}, {}
        for number, (name, place, expression) in enumerate(asked()):
            groups.setdefault(name, []).append({"record": f"q{number}", "expr": expression})
            where[f"q{number}"] = f"{name}: {place}"
        self.assertTrue(groups, "there are no boards")
        with tempfile.TemporaryDirectory() as folder:
            rules = pathlib.Path(folder) / "rules.yml"
            rules.write_text(json.dumps({"groups": [{"name": name, "rules": rules} for name, rules in groups.items()]}))
            done = subprocess.run(["promtool", "check", "rules", "--lint=none", rules], capture_output=True, text=True, timeout=60)
        said = re.sub(r"\bq\d+\b", lambda found: where.get(found[0], found[0]), done.stdout + done.stderr)
        self.assertEqual(done.returncode, 0, said)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
