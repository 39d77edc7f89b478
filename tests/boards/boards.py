"""The committed boards: their panels, queries, variables, words and links."""
import json
import pathlib
import re

LANGUAGES = ("vi", "en")
# Grafana's values for these variables, in a view of one day.
BUILT_IN = {"__interval": "1m", "__interval_ms": "60000", "__rate_interval": "1m", "__range": "1d", "__range_s": "86400",
            "__range_ms": "86400000", "__from": "1790000000000", "__to": "1790086400000"}
VARIABLE = re.compile(r"\$(?:\{(?P<braced>[A-Za-z_]\w*)(?::(?P<form>\w+))?\}|(?P<plain>[A-Za-z_]\w*))")


def load(folder):
    """Every board in the folder, by the stem of its file."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((pathlib.Path(folder) / "grafana/dashboards").glob("*.json"))}


def language(name):
    return name.rpartition("-")[2]


def twin(name):
    """The same board in the other language."""
    stem, _, lang = name.rpartition("-")
    return f"{stem}-{'en' if lang == 'vi' else 'vi'}"


def panels(board):
    """All panels, those in folded rows too."""
    for panel in board.get("panels", []):
        yield panel
        yield from panel.get("panels", [])


def place(panel):
    return f"panel {panel.get('id')} \"{panel.get('title', '')}\""


def targets(panel):
    return [target for target in panel.get("targets", []) if not target.get("hide")]


def variables(board):
    return board.get("templating", {}).get("list", [])


def query_of(variable):
    """The query of a query variable; "" for the others."""
    query = variable.get("query", "")
    return (query.get("query", "") if isinstance(query, dict) else query) if variable.get("type") == "query" else ""


def annotations(board):
    """Those that query Prometheus."""
    return [one for one in board.get("annotations", {}).get("list", []) if one.get("expr")]


def expressions(board):
    """(where, expression) of all PromQL, before variables are replaced."""
    for panel in panels(board):
        for target in panel.get("targets", []):
            yield f"{place(panel)} {target.get('refId')}", target.get("expr", "")
    for one in annotations(board):
        yield f"annotation \"{one.get('name')}\"", one["expr"]
    for variable in variables(board):
        if expression := expression_of(query_of(variable)):
            yield f"variable {variable['name']}", expression


def expression_of(query):
    """The PromQL in label_values(PROMQL, label) or query_result(PROMQL); None if a query has none."""
    if found := re.fullmatch(r"\s*label_values\((.+),\s*\w+\s*\)\s*", query, re.S):
        return found[1]
    if found := re.fullmatch(r"\s*query_result\((.+)\)\s*", query, re.S):
        return found[1]
    return None


def names_used(text):
    """Names of the variables in a text."""
    return {found["braced"] or found["plain"] for found in VARIABLE.finditer(text)}


def put_in(text, values):
    """The text with its variables replaced; a variable without a value is an error."""
    def value(found):
        name = found["braced"] or found["plain"]
        if name not in values:
            raise KeyError(f"${name} has no value in: {text}")
        return str(values[name])
    return VARIABLE.sub(value, text)


def strings(tree, path=()):
    """Every string of a JSON tree with its path."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from strings(value, (*path, key))
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            yield from strings(value, (*path, number))
    elif isinstance(tree, str):
        yield path, tree


def keys(tree):
    """Every key of a JSON tree."""
    if isinstance(tree, dict):
        yield from tree
        for value in tree.values():
            yield from keys(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from keys(value)
