"""Rules for each panel: its texts, features that Grafana 9.4 or 12 lack, and states that are shown in words."""
import re

from boards import keys, place, targets

TYPES = {"row", "text", "stat", "gauge", "bargauge", "table", "timeseries", "barchart", "piechart", "histogram", "heatmap",
         "state-timeline", "status-history", "geomap"}
ANGULAR = {"graph", "singlestat", "table-old", "heatmap-old", "grafana-piechart-panel", "grafana-worldmap-panel"}
WITHOUT_FIGURES = {"row", "text", "geomap"}
# Those of @grafana/data 9.4.
TRANSFORMATIONS = {"filterFieldsByName", "filterByRefId", "filterByValue", "organize", "reduce", "calculateField",
                   "joinByField", "seriesToColumns", "seriesToRows", "labelsToFields", "groupBy", "sortBy", "merge",
                   "renameByRegex", "histogram", "convertFieldType", "groupingToMatrix", "limit", "concatenate"}
ENGLISH_UNITS = {"s", "m", "h", "d", "dtdurations", "dtdurationms", "dateTimeFromNow", "dateTimeAsUS"}
TILES = {"default", "carto", "osm-standard", "esri-xyz", "xyz", "mapbox"}
STATES = {"-1", "0", "1", "2", "3"}
# The state itself as value: nothing that counts, compares or sums it.
STATE = re.compile(r"coverage(?::|_)state\b")
NO_STATE = re.compile(r"[<>=!]=|[<>]|\bcount|\bsum\b|\bchanges\b|_over_time|coverage_state_since")


def has_words(panel):
    if not panel.get("title"):
        yield "has no title"
    if panel.get("type") != "row" and not panel.get("description"):
        yield "has no description"


def is_of_a_type_that_all_have(panel):
    kind = panel.get("type")
    if kind in ANGULAR:
        yield f"{kind} is an Angular panel, gone from Grafana 12"
    elif kind not in TYPES:
        yield f"panel type {kind!r} is none of those in Grafana 9.4 and 12"
    if set(keys(panel)) & {"libraryPanel", "pluginVersion", "alert"}:
        yield "has libraryPanel, pluginVersion or alert"


def keeps_the_field_configuration_that_9_4_needs(panel):
    if panel.get("type") == "row":
        return
    config = panel.get("fieldConfig", {})
    if not isinstance(config.get("overrides"), list) or not isinstance(config.get("defaults"), dict):
        yield "fieldConfig needs defaults and overrides: without overrides Grafana 9.4 crashes"
        return
    for override in config["overrides"]:
        if "matcher" not in override or not override.get("properties"):
            yield "an override without matcher or properties crashes Grafana 9.4"
    if panel.get("type") == "table" and "custom" not in config["defaults"]:
        yield "a table needs defaults.custom"


def has_a_unit(panel):
    defaults = panel.get("fieldConfig", {}).get("defaults", {})
    units = [defaults["unit"]] if defaults.get("unit") else []
    units += [one.get("value") for one in properties(panel) if one.get("id") == "unit"]
    if panel.get("type") not in WITHOUT_FIGURES and not units and not mapped(panel):
        yield "has no unit, and no words for its values"
    for unit in units:
        if unit in ENGLISH_UNITS:
            yield f"unit {unit!r} prints English words; dthms is for durations"


def asks_well(panel):
    seen = set()
    for target in panel.get("targets", []):
        where = f"query {target.get('refId')}"
        if target.get("refId") in seen or not target.get("refId"):
            yield f"{where}: its refId must be one of its own"
        seen.add(target.get("refId"))
        if not target.get("expr", "").strip():
            yield f"{where}: asks nothing"
        if bool(target.get("instant")) == bool(target.get("range")):
            yield f"{where}: must be one of instant and range"
        if panel.get("type") == "table" and target.get("format") != "table":
            yield f"{where}: a table's format is table"
        if panel.get("type") in ("timeseries", "state-timeline", "status-history") and not target.get("legendFormat"):
            yield f"{where}: its series need a legend"
        yield from (f"{where}: {mistake}" for mistake in mistaken_windows(target))


WINDOW = re.compile(r"\b(rate|irate|increase|delta|deriv)\s*\(\s*((?:commune_|process_)\w+)(?:\{[^}]*\})?\s*\[([^\]]+)\]")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def seconds_of(window):
    parts = re.findall(r"(\d+)([smhdw])", window)
    return sum(int(number) * SECONDS[unit] for number, unit in parts)


def mistaken_windows(target):
    """A graph's rate follows its resolution; `increase` may count an hour or more; a current figure needs some scrapes."""
    for function, metric, window in WINDOW.findall(target.get("expr", "")):
        window = window.partition(":")[0]
        if window in ("$__rate_interval", "${__rate_interval}"):
            continue
        if window.startswith("$__range") and function == "increase":
            continue
        if window.startswith("$"):
            yield f"{function}({metric}[{window}]) must be over $__rate_interval"
        elif target.get("range") and (function in ("rate", "irate") or seconds_of(window) < 3600):
            yield f"{function}({metric}[{window}]) in a graph must be over $__rate_interval"
        elif seconds_of(window) < 120:
            yield f"{function}({metric}[{window}]) is over less than two minutes: devices are asked every 30 or 60 seconds"


def transforms_as_9_4_can(panel):
    for one in panel.get("transformations", []):
        if one.get("id") not in TRANSFORMATIONS:
            yield f"transformation {one.get('id')!r} is none of Grafana 9.4's"
        if "options" not in one:
            yield f"transformation {one.get('id')!r} has no options"


def avoids_what_breaks(panel):
    options = panel.get("options", {})
    if "footer" in options and options["footer"].get("fields", []) == "":
        yield 'a table\'s footer with fields: "" breaks: leave it out or list the fields'
    if panel.get("type") in ("state-timeline", "status-history") and options.get("perPage") != 60:
        yield f"perPage is {options.get('perPage')}, must be 60: Grafana 12 shows 20 rows else"
    if panel.get("type") == "geomap":
        yield from mistakes_of_a_map(options)


def mistakes_of_a_map(options):
    if options.get("view", {}).get("id") != "coords":
        yield f"view {options.get('view', {}).get('id')!r} jumps at each refresh: use coords"
    for layer in [options.get("basemap", {}), *options.get("layers", [])]:
        if layer.get("type") in TILES | {None, ""}:
            yield f"layer {layer.get('type')!r} fetches tiles from the Internet"
        if "gazetteer" in layer.get("location", {}) or layer.get("location", {}).get("mode") == "lookup":
            yield "a gazetteer of one's own is not loaded everywhere: use coords"


def properties(panel):
    for override in panel.get("fieldConfig", {}).get("overrides", []):
        yield from override.get("properties", [])


def mappings(panel):
    found = list(panel.get("fieldConfig", {}).get("defaults", {}).get("mappings", []))
    for one in properties(panel):
        if one.get("id") == "mappings":
            found += one.get("value") or []
    return found


def results(mapping):
    """(value or kind, result) of one mapping."""
    options = mapping.get("options", {})
    if mapping.get("type") == "value":
        yield from options.items()
    else:
        yield mapping.get("type"), options.get("result", {})


def mapped(panel):
    """The values that have words."""
    return {value for mapping in mappings(panel) for value, result in results(mapping) if result.get("text")}


def tells_states_in_words(panel):
    """Colour alone means nothing to people who cannot distinguish red from green, or on paper."""
    for mapping in mappings(panel):
        for value, result in results(mapping):
            if result.get("color") and not result.get("text"):
                yield f"value {value} has a colour and no word"
    asked = [target for target in targets(panel) if STATE.search(target.get("expr", "")) and
             not NO_STATE.search(re.sub(r"\{[^}]*\}", "", target["expr"]))]
    if asked and (missing := STATES - mapped(panel)):
        yield f"shows a coverage state and has no word for {', '.join(sorted(missing))}"
    options = panel.get("options", {})
    if panel.get("type") == "state-timeline":
        if not mapped(panel):
            yield "a state timeline needs words for its values"
        if options.get("showValue") == "never" and options.get("legend", {}).get("showLegend") is False:
            yield "shows neither words on its bars nor a legend"
    if panel.get("type") == "stat" and options.get("textMode") == "none":
        yield "shows a colour without its value"


RULES = (has_words, is_of_a_type_that_all_have, keeps_the_field_configuration_that_9_4_needs, has_a_unit, asks_well,
         transforms_as_9_4_can, avoids_what_breaks, tells_states_in_words)
