"""Rules for one board as a whole: a form that loads from Grafana 9.4 to 12 and is provisioned from a file."""
import json
import re

from boards import BUILT_IN, annotations, keys, language, names_used, panels, place, query_of, strings, targets, variables

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
TIME_ZONE = "Asia/Ho_Chi_Minh"
# Selects the agents of a board if one Prometheus scrapes several communes.
OF_SCRAPES = {"job", "instance"}
SCRAPED = re.compile(r"(?<![\w:\"$])(?:commune|process)_\w+(?![\w:(\"])\s*(?P<matchers>\{[^}]*\})?")
# Recorded, or derived from the ledger.
AVAILABILITY = re.compile(r":availability\d|:judged1h")
MEASURED = re.compile(r":measured\d|:total1h")


def is_what_grafana_9_and_12_load(name, board):
    if board.get("schemaVersion") != 37:
        yield f"schemaVersion is {board.get('schemaVersion')}, must be 37"
    for key in ("__inputs", "__requires", "__elements"):
        if key in board:
            yield f"{key} is for boards that are imported by hand, a provisioned one does not resolve it"
    if "${DS_" in json.dumps(board):
        yield "${DS_…} is not resolved in a provisioned board"
    for key in sorted({"cellOptions", "spec", "elements"} & set(keys(board))):
        yield f"{key} is newer than Grafana 9.4"


def says_who_it_is(name, board):
    if board.get("uid") != name:
        yield f"uid is {board.get('uid')!r}, must be that of the file, {name!r}"
    if len(name) > 40:
        yield "a uid has 40 characters at most"
    if board.get("id") is not None:
        yield "id is given by Grafana, must be null or absent"
    if board.get("editable") is not False:
        yield "editable must be false"
    if not board.get("title"):
        yield "has no title"
    if set(board.get("tags", [])) != {"commune", language(name)}:
        yield f"tags are {board.get('tags')}, must be commune and {language(name)}"
    if board.get("timezone") != TIME_ZONE:
        yield f"timezone is {board.get('timezone')!r}, must be {TIME_ZONE}"


def has_one_hidden_datasource(name, board):
    found = [variable for variable in variables(board) if variable.get("type") == "datasource"]
    if [variable.get("name") for variable in found] != ["datasource"]:
        yield "must have one datasource variable, named datasource"
        return
    if found[0].get("hide") != 2:
        yield "the datasource variable must be hidden (hide: 2)"
    if found[0].get("query") != "prometheus":
        yield "the datasource variable must be one of prometheus"


def asks_that_datasource_alone(name, board):
    for panel in panels(board):
        if panel.get("targets") and panel.get("datasource") != DATASOURCE:
            yield f"{place(panel)}: its datasource must be ${{datasource}}"
        for target in panel.get("targets", []):
            if target.get("datasource") != DATASOURCE:
                yield f"{place(panel)} {target.get('refId')}: its datasource must be ${{datasource}}"
    for variable in variables(board):
        if variable.get("type") == "query" and variable.get("datasource") != DATASOURCE:
            yield f"variable {variable.get('name')}: its datasource must be ${{datasource}}"
    for one in annotations(board):
        if one.get("datasource") != DATASOURCE:
            yield f"annotation {one.get('name')!r}: its datasource must be ${{datasource}}"


def knows_its_variables(name, board):
    """Used variables exist, and existing ones are used; several values at once need =~."""
    defined = {variable.get("name") for variable in variables(board)}
    used = {"datasource"}
    for path, text in strings(board):
        used |= names_used(text)
        for unknown in names_used(text) - defined - set(BUILT_IN):
            if not unknown.startswith("__") and "options" not in path[:3]:
                yield f"${unknown} is used at {'.'.join(map(str, path))} and not defined"
    for variable in variables(board):
        if variable.get("name") not in used | OF_SCRAPES:
            yield f"variable {variable.get('name')} is used by nothing"
        if variable.get("type") == "query" and not query_of(variable):
            yield f"variable {variable.get('name')} asks nothing"
        if variable.get("multi") or variable.get("includeAll"):
            yield from needs_a_pattern(variable["name"], board)


def needs_a_pattern(variable, board):
    for panel in panels(board):
        for target in targets(panel):
            packed = target.get("expr", "").replace(" ", "")
            if f'="${variable}"' in packed or f'="${{{variable}}}"' in packed:
                yield f"{place(panel)} {target.get('refId')}: ${variable} may be several values, use =~"


def asks_the_chosen_agents(name, board):
    if missing := OF_SCRAPES - {variable.get("name") for variable in variables(board)}:
        yield f"has no variable {' and '.join(sorted(missing))}"
    for panel in panels(board):
        for target in targets(panel):
            for found in SCRAPED.finditer(target.get("expr", "")):
                matchers = found["matchers"] or ""
                # A job may be named; `notify` is not an agent.
                if 'job="commune-notify"' not in matchers and not ('instance=~"$instance"' in matchers and
                                                                   re.search(r'\bjob(=~"\$job"|="[\w-]+")', matchers)):
                    yield f"{place(panel)} {target.get('refId')}: {found[0]} must be that of $job and $instance"


def is_laid_out_without_overlap(name, board):
    taken, ids = {}, set()
    for panel in panels(board):
        if panel.get("id") in ids or not isinstance(panel.get("id"), int):
            yield f"{place(panel)}: its id must be a number of its own"
        ids.add(panel.get("id"))
        grid = panel.get("gridPos") or {}
        if not all(isinstance(grid.get(key), int) for key in "xywh") or grid["x"] + grid["w"] > 24:
            yield f"{place(panel)}: lies outside of the 24 columns"
            continue
        cells = {(x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])}
        for other in sorted({taken[cell] for cell in cells & set(taken)}):
            yield f"{place(panel)}: lies over panel {other}"
        taken.update(dict.fromkeys(cells, panel.get("id")))


def shows_availability_with_its_measured_share(name, board):
    """A village that was hardly looked at may be at 100 %: that must be shown beside it."""
    asked = [(panel, " ".join(target.get("expr", "") for target in targets(panel))) for panel in panels(board)]
    if any(AVAILABILITY.search(text) for _, text in asked) and not any(MEASURED.search(text) for _, text in asked):
        yield "shows availability and nowhere the measured share"
    for panel, text in asked:
        if panel.get("type") in ("table", "stat") and AVAILABILITY.search(text) and not MEASURED.search(text):
            yield f"{place(panel)}: must show the measured share beside availability"


RULES = (is_what_grafana_9_and_12_load, says_who_it_is, has_one_hidden_datasource, asks_that_datasource_alone,
         knows_its_variables, asks_the_chosen_agents, is_laid_out_without_overlap, shows_availability_with_its_measured_share)
