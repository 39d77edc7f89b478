"""Sends a board's queries to Prometheus like Grafana: with time range, step and variables."""
import datetime
import itertools
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import zoneinfo

from boards import put_in, query_of, variables

ZONE = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
OFFSET = 7 * 3600
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
# From the datasource in grafana/provisioning; points across a panel if it has none.
SCRAPE_INTERVAL, POINTS = 15, 1000


def moment(text, now, rounds_up=False):
    """Grafana's "now-7d", "now/d", "now-1M/M" as Unix time in the commune's zone."""
    found = re.fullmatch(r"now(?:([+-]\d+)([smhdwMy]))?(?:/([hdwMy]))?", text)
    if not found:
        raise ValueError(f"not a time of Grafana: {text!r}")
    at = datetime.datetime.fromtimestamp(now, ZONE)
    if found[1]:
        at = moved(at, int(found[1]), found[2])
    if found[3]:
        at = at.replace(minute=0, second=0, microsecond=0)
        at = at if found[3] == "h" else at.replace(hour=0)
        at = {"w": lambda: at - datetime.timedelta(days=at.weekday()), "M": lambda: at.replace(day=1),
              "y": lambda: at.replace(day=1, month=1)}.get(found[3], lambda: at)()
        if rounds_up:
            at = moved(at, 1, found[3])
    return at.timestamp()


def moved(at, number, unit):
    if unit in UNITS:
        return at + datetime.timedelta(seconds=number * UNITS[unit])
    months = at.year * 12 + at.month - 1 + number * (12 if unit == "y" else 1)
    return at.replace(year=months // 12, month=months % 12 + 1, day=min(at.day, 28))


def seconds_of(duration):
    return sum(int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)([smhdw])", duration))


class Prometheus:
    def __init__(self, url):
        self.url = url

    def get(self, path, **parameters):
        url = f"{self.url}/api/v1/{path}?" + urllib.parse.urlencode(parameters, doseq=True)
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{parameters}: {json.load(error).get('error')}") from error

    def instant(self, expression, now):
        return self.get("query", query=expression, time=now)["result"]


class Board:
    """One board, opened at `now` with the time range that it is saved with."""

    def __init__(self, board, prometheus, now, preferred=()):
        self.board, self.prometheus, self.now = board, prometheus, now
        self.preferred = list(preferred)
        time = board.get("time", {"from": "now-6h", "to": "now"})
        self.begin, self.end = moment(time["from"], now), moment(time["to"], now, True)

    def choices(self, limit=60):
        """Values for the variables: first those with which the board opens, then the other choices."""
        return itertools.islice(self._choices(list(variables(self.board)), self.times({}, {})), limit)

    def _choices(self, rest, chosen):
        if not rest:
            yield chosen
            return
        variable, *others = rest
        for value in self.values_of(variable, chosen):
            yield from self._choices(others, chosen | {variable["name"]: value})

    def values_of(self, variable, chosen):
        kind = variable.get("type")
        if kind == "datasource":
            return ["prometheus"]
        if kind in ("constant", "textbox"):
            return [variable.get("query", "")]
        options = self.options(variable, chosen) if kind == "query" else custom_options(variable)
        if variable.get("includeAll"):
            return [variable.get("allValue") or joined(options)]
        if variable.get("multi"):
            return [joined(options)]
        first = [option for option in self.preferred if option in options]
        return first + [option for option in options if option not in first]

    def options(self, variable, chosen):
        """The choices of a query variable."""
        query = put_in(query_of(variable), chosen)
        if found := re.fullmatch(r"\s*label_values\((?:(.+),)?\s*(\w+)\s*\)\s*", query, re.S):
            match = {"match[]": found[1]} if found[1] else {}
            values = self.prometheus.get(f"label/{found[2]}/values", start=self.begin, end=min(self.end, self.now), **match)
        elif found := re.fullmatch(r"\s*query_result\((.+)\)\s*", query, re.S):
            values = [text_of(series) for series in self.prometheus.instant(found[1], self.now)]
        else:
            raise AssertionError(f"variable {variable['name']}: no such query here: {query}")
        return filtered(values, variable.get("regex", ""))

    def times(self, panel, target):
        """The built-in variables for a panel's query, and its range and step under their own names."""
        begin, end = self.begin, self.end
        if panel.get("timeFrom"):
            end = self.now
            begin = moment(panel["timeFrom"], end) if panel["timeFrom"].startswith("now") else end - seconds_of(panel["timeFrom"])
        if panel.get("timeShift"):
            begin, end = (at - seconds_of(panel["timeShift"]) for at in (begin, end))
        least = seconds_of(target.get("interval") or panel.get("interval") or f"{SCRAPE_INTERVAL}s")
        step = max(int((end - begin) / (panel.get("maxDataPoints") or POINTS)), least, 1)
        span = int(end - begin)
        return {"__interval": f"{step}s", "__interval_ms": step * 1000,
                "__rate_interval": f"{max(step + SCRAPE_INTERVAL, 4 * SCRAPE_INTERVAL)}s", "__range": f"{span}s", "__range_s": span,
                "__range_ms": span * 1000, "__from": int(begin * 1000), "__to": int(end * 1000), "step": step, "begin": begin, "end": end}

    def ask(self, panel, target, chosen):
        """The series of one query; ranges are aligned with local midnight."""
        times = self.times(panel, target)
        expression = put_in(target["expr"], chosen | times)
        if target.get("instant"):
            return self.prometheus.instant(expression, min(times["end"], self.now))
        step = times["step"]
        begin, end = ((at + OFFSET) // step * step - OFFSET for at in (times["begin"], times["end"]))
        return self.prometheus.get("query_range", query=expression, start=begin, end=end, step=step)["result"]

    def events(self, annotation, chosen, begin, step=1):
        """The marks of an annotation from `begin` to now, as Grafana makes them from the answer: {text: [(begin, end), …]}."""
        expression = put_in(annotation["expr"], chosen | self.times({}, {}))
        found = {}
        for series in self.prometheus.get("query_range", query=expression, start=int(begin), end=int(self.now), step=step)["result"]:
            text = re.sub(r"\{\{(\w+)\}\}", lambda name, series=series: series["metric"].get(name[1], ""), annotation["textFormat"])
            spans = found.setdefault(text, [])
            for moment, _ in series["values"]:
                if spans and moment - spans[-1][1] <= step:
                    spans[-1] = (spans[-1][0], moment)
                else:
                    spans.append((moment, moment))
        return found


def custom_options(variable):
    options = [option.strip() for option in variable.get("query", "").split(",") if option.strip()]
    return [option.rpartition(" : ")[2] for option in options]


def joined(options):
    """Several values as Grafana puts them into =~."""
    return "(" + "|".join(re.sub(r"([\\^$*+?.()|\[\]{}/])", r"\\\\\1", option) for option in options) + ")"


def text_of(series):
    labels = ",".join(f'{name}="{value}"' for name, value in series["metric"].items() if name != "__name__")
    return f"{series['metric'].get('__name__', '')}{{{labels}}} {series['value'][1]} {int(series['value'][0] * 1000)}"


def filtered(values, regex):
    """Like a variable's regex: the group "value" or the first one, without duplicates."""
    if regex:
        pattern = re.compile(re.sub(r"\(\?<(\w+)>", r"(?P<\1>", regex.strip("/")))
        found = [pattern.search(value) for value in values]
        values = [one["value"] if "value" in pattern.groupindex else one[1] if pattern.groups else one.string
                  for one in found if one]
    return list(dict.fromkeys(values))
