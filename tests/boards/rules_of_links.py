"""Rules for links between boards: each target exists, with the passed variables."""
import re
import urllib.parse

import yaml

from boards import LANGUAGES, language, strings, twin, variables

BOARD = re.compile(r"(?:^|[\s(\"'])/?d/(?P<uid>[\w-]+)(?:/[\w-]*)?(?:\?(?P<query>[^\s)\"'#]*))?")


def ends(board):
    """(where, uid, names of variables) of all links to boards."""
    for path, text in strings(board):
        for found in BOARD.finditer(text):
            query = re.sub(r"\$\{__url_time_range\}|\$\{__all_variables\}|\$__all_variables", "", found["query"] or "")
            names = [pair.partition("=")[0] for pair in urllib.parse.unquote(query).split("&") if pair]
            yield ".".join(map(str, path)), found["uid"], [name[4:] for name in names if name.startswith("var-")]


def mistakes_of_an_end(where, uid, handed_on, boards):
    if uid not in boards:
        yield f"{where}: there is no board {uid}"
        return
    has = {variable["name"] for variable in variables(boards[uid])}
    for variable in handed_on:
        if variable not in has:
            yield f"{where}: board {uid} has no variable {variable}"


def links_resolve(boards):
    for name, board in boards.items():
        for where, uid, handed_on in ends(board):
            yield from (f"{name}: {mistake}" for mistake in mistakes_of_an_end(where, uid, handed_on, boards))
            if uid in boards and language(uid) != language(name) and uid != twin(name):
                yield f"{name}: {where}: leads to {uid}, which is in the other language"
        for link in board.get("links", []):
            if link.get("type") == "dashboards":
                found = [one for one in boards.values() if set(link.get("tags", [])) <= set(one.get("tags", []))]
                if not found or not link.get("tags"):
                    yield f"{name}: a link names tags {link.get('tags')} that no board has"


def handed_on_alike(boards):
    """A variable that a link passes to all boards of its tags is of one kind there: Grafana takes "All" as it is, also on a
    board where one value is chosen, and that board would be empty."""
    for name, board in boards.items():
        tags = [set(link["tags"]) for link in board.get("links", []) if link.get("type") == "dashboards" and link.get("includeVars")]
        for other, one in boards.items():
            if not any(tag <= set(one.get("tags", [])) for tag in tags):
                continue
            kinds = {variable["name"]: kind_of(variable) for variable in variables(one)}
            for variable in variables(board):
                if kinds.get(variable["name"], kind_of(variable)) != kind_of(variable):
                    yield f"{name}: {variable['name']} is handed on to {other}, where it is of another kind"


def kind_of(variable):
    return variable.get("type"), bool(variable.get("multi")), bool(variable.get("includeAll"))


def boards_have_a_twin(boards):
    for name, board in boards.items():
        if language(name) not in LANGUAGES or twin(name) not in boards:
            yield f"{name}: there is no {twin(name)}"
        elif twin(name) not in {uid for _, uid, _ in ends({"links": board.get("links", [])})}:
            yield f"{name}: has no link to {twin(name)}"


def pages_lead_to_boards(boards, root):
    """Boards that texts and provisioning name."""
    for path in (root / "docs/dashboards.md", root / "grafana/README.md", *sorted((root / "grafana/provisioning").rglob("*.*"))):
        text = path.read_text(encoding="utf-8")
        found = [uid for _, uid, _ in ends({"": text.replace("`", " ")})] + re.findall(r"/([\w-]+-(?:vi|en))\.json", text)
        for uid in found:
            if uid not in boards:
                yield f"{path.relative_to(root)}: there is no board {uid}"


def maps_are_there(boards, root):
    """The outline of a map is installed from grafana/map."""
    for name, board in boards.items():
        for path, text in strings(board):
            if path[-1] == "src" and not (root / "grafana/map" / text.rpartition("/")[2]).is_file():
                yield f"{name}: {'.'.join(map(str, path))}: there is no grafana/map/{text.rpartition('/')[2]}"


def alerts_lead_to_boards(boards, rules_folder):
    """The annotation `board` of each alert, in each language."""
    for path in sorted(rules_folder.glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            for rule in group["rules"]:
                text = rule.get("annotations", {}).get("board", "")
                for lang in LANGUAGES if text else ():
                    link = re.sub(r"\{\{[^}]*\}\}", "x", text.replace("{lang}", lang))
                    for _, uid, handed_on in ends({"board": link}):
                        yield from mistakes_of_an_end(f"alert {rule['alert']}", uid, handed_on, boards)
