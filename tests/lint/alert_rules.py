#!/usr/bin/env python3
"""Every alert has both languages, a runbook page, a row in docs/alerts.md, and tests in which it fires and ends;
rules name only existing metrics.

usage: alert_rules.py ROOT
"""
import pathlib
import re
import sys

import yaml

SEVERITIES = {"critical", "warning", "info", "none"}
BILINGUAL = {"summary", "description", "restored"}
ANNOTATIONS = BILINGUAL | {f"{name}_en" for name in BILINGUAL} | {
    "place", "cause", "root_device", "cut_off", "households", "since", "since_local", "board", "runbook", "restored_when"}
# Labels that may change while a fault lasts cannot be part of its identity.
FORBIDDEN = {"cause", "name", "village_name", "instance", "job"}


def rules_in(folder):
    for path in sorted(folder.glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            for rule in group["rules"]:
                yield path.name, rule


def ends_in_tests(folder):
    """The alerts that a test expects to fire, and those that a test expects not to fire."""
    firing, silent = set(), set()
    for path in sorted(folder.glob("*_test.yml")):
        for test in yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]:
            for case in test.get("alert_rule_test", []):
                (firing if case["exp_alerts"] else silent).add(case["alertname"])
    return firing, silent


def mistakes_of_an_alert(name, rule, root, page, firing, silent):
    annotations, labels = rule.get("annotations", {}), rule.get("labels", {})
    if labels.get("severity") not in SEVERITIES:
        yield "has no severity"
    for wanted in ("summary", "description"):
        if wanted not in annotations:
            yield f"has no {wanted}"
    for one in BILINGUAL & set(annotations) | {key[:-3] for key in annotations if key.endswith("_en")}:
        if not (one in annotations and f"{one}_en" in annotations):
            yield f"has {one} in one language only"
    if ("restored" in annotations) != ("restored_when" in annotations):
        yield "has one of restored and restored_when only"
    for key in set(annotations) - ANNOTATIONS:
        yield f"has an annotation that docs/alerts.md does not know: {key}"
    for label in FORBIDDEN & set(labels):
        yield f"has the label {label}, which is not part of the identity"
    runbook = annotations.get("runbook", "")
    if not (root / f"docs/runbooks/{runbook}.md").is_file():
        yield f"has no page docs/runbooks/{runbook}.md"
    if not re.search(rf"(?m)^\| `{name}` \|.*\(runbooks/{re.escape(runbook)}\.md\)", page):
        yield f"has no row in docs/alerts.md with its runbook {runbook}"
    if name not in firing:
        yield "fires in no rules test"
    # An alert that always fires has no end.
    if name not in silent and labels.get("severity") != "none":
        yield "is silent in no rules test"


def strings_of(rule):
    yield rule["expr"]
    yield from rule.get("annotations", {}).values()


def mistakes_of_names(rules, root, page):
    metrics = (root / "docs/metrics.md").read_text(encoding="utf-8")
    known = {name for row in re.findall(r"(?m)^\|.*\|$", metrics) for name in re.findall(r"`(commune_\w+)`", row)}
    recorded = {rule["record"] for _, rule in rules if "record" in rule}
    for file, rule in rules:
        for text in map(str, strings_of(rule)):
            for name in set(re.findall(r"(?<![\w:])[a-z]+:\w+(?::\w+)?", text)) - recorded:
                yield f"{file}: nothing records {name}"
            for name in set(re.findall(r"(?<![\w:])commune_\w+(?![\w:])", text)) - known:
                yield f"{file}: docs/metrics.md has no {name}"
    for name in recorded:
        if not re.search(rf"`{name}[`{{]", page):
            yield f"docs/alerts.md does not list the series {name}"


def mistakes_of_runbooks(root, alerts):
    used = {rule["annotations"]["runbook"] for _, rule in alerts if "runbook" in rule.get("annotations", {})}
    for path in sorted((root / "docs/runbooks").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if path.stem not in used:
            yield f"docs/runbooks/{path.name}: no alert has it"
        if not re.search(r"(?ms)^# .*^## English$", text):
            yield f"docs/runbooks/{path.name}: is not Vietnamese first, then English"


def main():
    root = pathlib.Path(sys.argv[1])
    rules = list(rules_in(root / "config/prometheus/rules"))
    alerts = [(rule["alert"], rule) for _, rule in rules if "alert" in rule]
    page = (root / "docs/alerts.md").read_text(encoding="utf-8")
    firing, silent = ends_in_tests(root / "tests/rules")
    mistakes = sorted({f"{name} {mistake}" for name, rule in alerts
                       for mistake in mistakes_of_an_alert(name, rule, root, page, firing, silent)})
    mistakes += sorted(set(mistakes_of_names(rules, root, page))) + list(mistakes_of_runbooks(root, alerts))
    print("\n".join(mistakes) if mistakes else f"{len({name for name, _ in alerts})} alerts, each with words, runbook and tests")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
