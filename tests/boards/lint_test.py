#!/usr/bin/env python3
"""Shows that the lint of the boards can fail: a small correct board, with one mistake at a time.

usage: lint_test.py
"""
import copy
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from lint import mistakes_between, mistakes_of
from rules_of_links import alerts_lead_to_boards, maps_are_there, pages_lead_to_boards

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
WORDS = {
    "vi": {"title": "Bây giờ", "state": "Trạng thái", "about": "Mỗi thôn đang ra sao", "village": "Thôn", "other": "English", "rate": "Lưu lượng",
           "measured": "Đo được", "states": ["Không đo được", "Mất", "Kém", "Tốt", "Bảo trì"]},
    "en": {"title": "Now", "state": "State", "about": "How each village fares", "village": "Village", "other": "Tiếng Việt", "rate": "Traffic",
           "measured": "Measured", "states": ["Unmeasured", "Down", "Degraded", "Up", "Planned"]},
}


def target(expr, **more):
    return {"datasource": DATASOURCE, "refId": "A", "expr": expr, "instant": True, "range": False, "format": "table", **more}


def panel(number, kind, title, words, targets, **more):
    return {"id": number, "type": kind, "title": title, "description": words["about"], "datasource": DATASOURCE, "targets": targets,
            "gridPos": {"x": 0, "y": 10 * number, "w": 24, "h": 10}, "options": {},
            "fieldConfig": {"defaults": {"unit": "none", "custom": {}}, "overrides": []}, **more}


def states(words):
    return [{"type": "value", "options": {str(value): {"text": text, "color": "red", "index": value + 1}
                                          for value, text in zip(range(-1, 4), words["states"])}}]


def board(lang):
    """A small board without mistakes."""
    words, other = WORDS[lang], "en" if lang == "vi" else "vi"
    timeline = panel(1, "state-timeline", words["state"], words, [
        target('village:commune_coverage:state{village=~"$village"}', instant=False, range=True, format="time_series",
               legendFormat="{{village}}")], options={"perPage": 60, "showValue": "auto"})
    timeline["fieldConfig"]["defaults"] = {"mappings": states(words)}
    table = panel(2, "table", words["village"], words, [
        target("village:commune_village_coverage:availability1d"),
        target("village:commune_village_coverage:measured1d", refId="B")],
        transformations=[{"id": "organize", "options": {"renameByName": {"Value #B": words["measured"]}}}])
    table["fieldConfig"]["overrides"] = [{"matcher": {"id": "byName", "options": words["measured"]},
                                          "properties": [{"id": "unit", "value": "percentunit"}]}]
    place = panel(3, "geomap", words["title"], words, [target("village:commune_coverage:state")],
                  options={"view": {"id": "coords"}, "basemap": {"type": "geojson"},
                           "layers": [{"type": "markers", "location": {"mode": "coords"}}]})
    place["fieldConfig"]["defaults"]["mappings"] = states(words)
    graph = panel(4, "timeseries", words["rate"], words, [
        target('rate(commune_interface_receive_bytes_total{job=~"$job",instance=~"$instance"}[$__rate_interval]) * 8', instant=False, range=True,
               legendFormat="{{device}}")])
    return {"uid": f"now-{lang}", "title": words["title"], "tags": ["commune", lang], "schemaVersion": 37, "editable": False,
            "timezone": "Asia/Ho_Chi_Minh", "panels": [timeline, table, place, graph],
            "links": [{"type": "link", "title": words["other"], "url": f"/d/now-{other}?var-village=${{village}}"}],
            "templating": {"list": [
                {"name": "datasource", "type": "datasource", "query": "prometheus", "hide": 2},
                {"name": "village", "label": words["village"], "type": "query", "datasource": DATASOURCE, "multi": True,
                 "query": {"query": "label_values(village:commune_inventory:info, village)", "refId": "v"}},
                *({"name": name, "type": "query", "datasource": DATASOURCE, "multi": True, "hide": 2,
                   "query": f"label_values(commune_build_info, {name})"} for name in ("job", "instance"))]}}


def boards():
    return {"now-vi": board("vi"), "now-en": board("en")}


def lint(broken):
    found = [mistake for name, one in broken.items() for mistake in mistakes_of(name, one)]
    return found + list(mistakes_between(broken, pathlib.Path("/nowhere")))


def at(tree, path):
    for key in path[:-1]:
        tree = tree[key]
    return tree, path[-1]


DEFAULTS, OVERRIDES = ("fieldConfig", "defaults"), ("fieldConfig", "overrides")
GONE = object()
# The changes: (path in a board, new value, words of the mistake).
OF_THE_BOARD = [
    (("schemaVersion",), 42, "schemaVersion"), (("__inputs",), [], "__inputs"), (("description",), "${DS_PROMETHEUS}", "DS_"),
    (("uid",), "other", "uid"), (("editable",), True, "editable"), (("title",), "", "no title"), (("tags",), ["vi"], "tags"),
    (("timezone",), "browser", "timezone"), (("id",), 7, "id is given"),
    (("templating", "list", 0, "hide"), 0, "hidden"), (("templating", "list", 0, "name"), "ds", "named datasource"),
    (("templating", "list", 1, "datasource"), {"type": "prometheus", "uid": "abc"}, "variable village: its datasource"),
    (("templating", "list", 1, "query"), "", "asks nothing"), (("templating", "list", 1, "name"), "hamlet", "$village is used"),
    (("templating", "list", 2, "name"), "task", "no variable job"),
    (("annotations",), {"list": [{"name": "x", "expr": "up", "datasource": None}]}, "annotation"),
    (("links", 0, "url"), "/d/gone-vi", "no board gone-vi"), (("links", 0, "url"), "/d/now-vi", "no link to now-en"),
    (("links", 0, "url"), "/d/now-en?var-site=x", "no variable site"),
    (("links", 0), {"type": "dashboards", "tags": ["strange"]}, "tags"),
]
OF_A_PANEL = [
    ((0, "title"), "", "no title"), ((0, "description"), "", "no description"), ((0, "type"), "graph", "Angular"),
    ((0, "type"), "canvas", "panel type"), ((0, "fieldConfig", "overrides"), GONE, "Grafana 9.4 crashes"),
    ((0, *OVERRIDES), [{"matcher": {"id": "byName"}}], "without matcher or properties"),
    ((1, *DEFAULTS, "custom"), GONE, "defaults.custom"), ((1, *DEFAULTS, "custom"), {"cellOptions": {}}, "cellOptions"),
    ((3, *DEFAULTS, "unit"), GONE, "no unit"), ((3, *DEFAULTS, "unit"), "s", "English words"),
    ((1, *OVERRIDES, 0, "properties", 0, "value"), "dtdurations", "English words"),
    ((1, "options", "footer"), {"show": False, "fields": ""}, "footer"), ((0, "options", "perPage"), 20, "perPage"),
    ((2, "options", "view", "id"), "fit", "jumps"), ((2, "options", "basemap", "type"), "osm-standard", "tiles"),
    ((2, "options", "layers", 0, "location"), {"mode": "lookup", "gazetteer": "public/x.json"}, "gazetteer"),
    ((1, "transformations", 0, "id"), "timeSeriesTable", "none of Grafana 9.4's"),
    ((1, "transformations", 0, "id"), "groupToNestedTable", "none of Grafana 9.4's"),
    ((1, "targets", 1, "refId"), "A", "refId"), ((1, "targets", 0, "range"), True, "instant and range"),
    ((1, "targets", 0, "format"), "time_series", "format is table"), ((0, "targets", 0, "legendFormat"), "", "legend"),
    ((0, "targets", 0, "expr"), " ", "asks nothing"), ((0, "targets", 0, "datasource"), GONE, "datasource"),
    ((0, "datasource"), None, "datasource"), ((0, "targets", 0, "expr"), 'up{village="$village"}', "use =~"),
    ((0, "targets", 0, "expr"), 'up{site=~"$site"}', "not defined"),
    ((3, "targets", 0, "expr"), "rate(commune_icmp_replies_total[5m])", "$__rate_interval"),
    ((3, "targets", 0, "expr"), "increase(commune_icmp_replies_total{a=\"b\"}[5m])", "$__rate_interval"),
    ((1, "targets", 0, "expr"), "rate(commune_icmp_replies_total[30s])", "two minutes"),
    ((1, "targets", 0, "expr"), 'commune_snmp_up{job=~"$job"}', "$job and $instance"),
    ((1, "targets", 1, "expr"), "up", "measured share"), ((1, "gridPos", "y"), 12, "lies over"),
    ((1, "gridPos", "w"), 25, "24 columns"), ((1, "id"), 1, "id must be"),
    ((0, *DEFAULTS, "mappings", 0, "options", "0", "text"), "", "has a colour and no word"),
    ((0, *DEFAULTS, "mappings", 0, "options", "3"), GONE, "no word for 3"), ((0, *DEFAULTS, "mappings"), [], "needs words"),
    ((0, "options"), {"perPage": 60, "showValue": "never", "legend": {"showLegend": False}}, "neither words"),
]
OF_THE_ENGLISH_ONE = [
    ((0, "title"), "Trạng thái", "is Vietnamese"), ((1, "title"), "Thôn", "alike in both"),
    ((0, "targets", 0, "expr"), "up", "the languages differ"), ((0, "gridPos", "h"), 9, "the languages differ"),
    ((1, "targets", 1), GONE, "the languages differ"), ((0, *DEFAULTS, "mappings", 0, "options", "0", "text"), "Mất", "alike in both"),
    ((1, *OVERRIDES, 0, "matcher", "options"), "Sharp", "the languages differ"),
]


class Lint(unittest.TestCase):
    def broken(self, path, value, lang="vi"):
        found = boards()
        tree, last = at(found[f"now-{lang}"], path)
        if value is GONE:
            del tree[last]
        else:
            tree[last] = value
        return lint(found)

    def check(self, cases, prefix=(), lang="vi"):
        for path, value, words in cases:
            with self.subTest(path=path, words=words):
                found = self.broken((*prefix, *path), value, lang)
                self.assertTrue(any(words in mistake for mistake in found), f"{words!r} is not in {found}")

    def test_a_board_with_nothing_wrong_passes(self):
        self.assertEqual(lint(boards()), [])

    def test_a_board_that_grafana_would_not_load_fails(self):
        self.check(OF_THE_BOARD)

    def test_a_panel_that_breaks_a_rule_fails(self):
        self.check(OF_A_PANEL, ("panels",))

    def test_languages_that_drift_apart_fail(self):
        self.check(OF_THE_ENGLISH_ONE, ("panels",), "en")

    def test_a_board_in_one_language_fails(self):
        self.assertTrue(any("there is no now-en" in mistake for mistake in lint({"now-vi": board("vi")})))

    def test_availability_alone_fails(self):
        found = boards()
        del found["now-vi"]["panels"][1]["targets"][1]
        self.assertTrue(any("nowhere the measured share" in mistake for mistake in lint(found)))

    def test_a_proper_name_may_be_alike_and_a_word_may_not(self):
        found = boards()
        for one in found.values():
            one["panels"][3]["title"] = "Wi-Fi, SNMP {{village}} 4G"
        self.assertEqual(lint(found), [])
        for one in found.values():
            one["panels"][3]["title"] = "Wi-Fi clients"
        self.assertTrue(any("clients is not a proper name" in mistake for mistake in lint(found)))

    def test_a_link_in_a_panel_leads_to_a_board_of_its_language(self):
        found = boards()
        for lang, one in found.items():
            one["panels"][1]["fieldConfig"]["defaults"]["links"] = [{"title": "→", "url": "/d/now-vi?var-village=${__data.fields.village}"}]
        self.assertEqual(lint(found), [])  # Each is its own or its twin's.
        found["more-vi"], found["more-en"] = copy.deepcopy(found["now-vi"]), copy.deepcopy(found["now-en"])
        for lang in ("vi", "en"):
            found[f"more-{lang}"]["uid"] = f"more-{lang}"
            found[f"more-{lang}"]["links"][0]["url"] = f"/d/more-{'en' if lang == 'vi' else 'vi'}"
        self.assertTrue(any("more-en: " in mistake and "other language" in mistake for mistake in lint(found)))

    def test_one_village_and_all_villages_are_not_handed_on_under_one_name(self):
        found = boards()
        for lang in ("vi", "en"):
            found[f"one-{lang}"] = copy.deepcopy(found[f"now-{lang}"])
            found[f"one-{lang}"] |= {"uid": f"one-{lang}", "links": [{"url": f"/d/one-{'en' if lang == 'vi' else 'vi'}"}]}
            found[f"now-{lang}"]["links"].append({"type": "dashboards", "tags": ["commune", lang], "includeVars": True})
        self.assertEqual(lint(found), [])
        for lang in ("vi", "en"):
            found[f"one-{lang}"]["templating"]["list"][1]["multi"] = False
        self.assertIn("now-vi: village is handed on to one-vi, where it is of another kind", lint(found))
        for lang in ("vi", "en"):
            found[f"now-{lang}"]["links"][-1]["includeVars"] = False
        self.assertEqual(lint(found), [])

    def test_an_alert_without_a_valid_link_fails(self):
        with tempfile.TemporaryDirectory() as folder:
            rules = pathlib.Path(folder) / "rules.yml"
            for link, right in (("d/now-{lang}?var-village={{ $labels.village }}", True), ("d/now-{lang}?var-site=x", False),
                                ("d/gone-{lang}", False)):
                rules.write_text(json.dumps({"groups": [{"rules": [{"alert": "A", "annotations": {"board": link}}]}]}))
                self.assertEqual(not list(alerts_lead_to_boards(boards(), pathlib.Path(folder))), right, link)

    def test_a_page_that_names_no_board_and_a_missing_map_fail(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name in ("docs", "grafana/provisioning", "grafana/map"):
                (root / name).mkdir(parents=True)
            (root / "docs/dashboards.md").write_text("See `/d/now-vi?var-village=ca`.")
            (root / "grafana/README.md").write_text("[English](/d/now-en)")
            home = root / "grafana/provisioning/home.conf"
            home.write_text("HOME=/var/lib/now-vi.json")
            self.assertEqual(list(pages_lead_to_boards(boards(), root)), [])
            home.write_text("HOME=/var/lib/gone-vi.json")
            self.assertEqual(list(pages_lead_to_boards(boards(), root)), ["grafana/provisioning/home.conf: there is no board gone-vi"])
            found = boards()
            found["now-vi"]["panels"][2]["options"]["basemap"]["config"] = {"src": "public/maps/x.geojson"}
            self.assertIn("there is no grafana/map/x.geojson", list(maps_are_there(found, root))[0])
            (root / "grafana/map/x.geojson").touch()
            self.assertEqual(list(maps_are_there(found, root)), [])


if __name__ == "__main__":
    unittest.main()
