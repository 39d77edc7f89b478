"""Judges what the agent exposes of a recorded device by the values that are expected of it (CASES.json, metrics.json)."""
import re

# How a series may name what the expectation names: the first of these labels that it carries must agree with one of the
# expectation's words.
SAME_THING = {
    "interface": ("interface", "port", "pon"),
    "sfp": ("port",),
    "port": ("port",),
    "pon": ("pon",),
    "pon_port": ("pon",),
    "onu": ("onu",),
    "radio": ("radio",),
    "ssid": ("ssid",),
    "ap": ("ap",),
    "peer": ("peer",),
    "client": ("peer",),
    "chain": ("radio",),
    "stat": ("stat",),
    "band": ("radio",),
    "sensor": ("sensor",),
    "cpu": ("cpu",),
    "pool": ("pool",),
    "phase": ("phase",),
    "modem": ("modem",),
}
# Words that stand beside another label's and may be used in its place.
BESIDE = {"cpu": ("descr",), "onu": ("name",), "interface": ("ifIndex",), "sensor": ("port",), "ap": ("name",), "ssid": ()}
# Parts of a device are named freely: the expectation's "Temp Card GTGO" is a series' "Card GTGO 1.1.2". The words that
# name the part must be there, those that only say what is measured need not.
NAMED_FREELY = ("cpu", "pool", "sensor")
MEASURED = {"processor", "cpu", "memory", "load", "usage", "temp", "temperature"}
INDEXES = ("ifIndex", "entPhysicalIndex", "wlan_index")
# Three tables, one row for one physical sensor: a device need not be shown to have it twice.
SAME_SENSOR = ("1.3.6.1.2.1.99.1.1.1.4.", "1.3.6.1.4.1.9.9.91.1.1.1.1.4.", "1.3.6.1.4.1.9.9.13.1.3.1.3.")
UPTIMES = ("sys_uptime_seconds", "host_uptime_seconds", "snmp_engine_uptime_seconds")
# A device that reports only the number of ONUs has no ONU to show (docs/decisions/0007).
COUNTED_ONUS = "commune_pon_onus"


class Result:
    def __init__(self, expected, right, found):
        self.expected, self.right, self.found = expected, right, found

    def __str__(self):
        labels = " ".join(f"{k}={v}" for k, v in self.expected["labels"].items())
        return f"{self.expected['quantity']} {labels}: expected {self.expected['value']}, exposed {self.found}"


class Oracle:
    def __init__(self, mapping):
        self.mapping = mapping

    def judge(self, expected, samples):
        """A result for each expectation that has a metric."""
        expected = [item for item in expected if not told_otherwise(item, expected, samples)]
        uptimes = [item["value"] for item in expected if item["quantity"] in UPTIMES and item["value"] is not None]
        known = [item for item in expected if item["quantity"] in self.mapping]
        results = [self.judge_one(item, samples, uptimes, namesakes(item, known)) for item in known]
        for result in results:
            if not result.found:
                result.right |= any(other.right and told_twice(result.expected, other.expected) for other in results)
        return results

    def judge_one(self, item, samples, uptimes, namesakes):
        rule = self.mapping[item["quantity"]]
        how, metric, label = re.fullmatch(r"(?:(count|sum)\()?(\w+?)\)?(?:\{(\w+)\})?", rule["metric"]).groups()
        series = matching(metric, item["labels"], samples)
        if label:
            found = sorted({labels[label] for labels, _ in series if label in labels})
            return Result(item, item["value"] in found if item["value"] is not None else not found, found)
        found = [value for _, value in series]
        if item["quantity"] == "pon_onu_total" and not found:
            found = [value for _, value in matching(COUNTED_ONUS, item["labels"], samples)]
            how = "sum"
        if item["quantity"] in UPTIMES and uptimes:
            # Seconds pass while the device is polled; nothing in a recording moves.
            return Result(item, any(abs(value - uptime) <= 1 for value in found for uptime in uptimes), found)
        if item["value"] is None:
            return Result(item, not found, found)
        wanted = on_battery(item) if item["quantity"] == "ups_output_source" else item["value"]
        if how == "count":
            found = [len(found)]
        elif how == "sum" or metric == "commune_wifi_clients":
            # Clients reported by radio and network name add up to those of a radio, or of a name.
            found = [sum(found)] if found else []
        elif item["quantity"] in ("if_oper_status", "pon_onu_state"):
            wanted = 1 if wanted == 1 else 0
        tolerance = item.get("tolerance", 0.006) * rule["factor"]
        if len(namesakes) > 1:
            pairs = list(zip(sorted(found), sorted(value * rule["factor"] for value in namesakes)))
            right = len(found) == len(namesakes) and all(abs(a - b) <= tolerance + 1e-9 for a, b in pairs)
            return Result(item, right, found)
        right = bool(found) and all(abs(value - wanted * rule["factor"]) <= tolerance + 1e-9 for value in found)
        return Result(item, right, found)


def namesakes(item, expected):
    """The values expected of what has this item's name: two boards of one type are told apart by nothing."""
    return [other["value"] for other in expected
            if other["quantity"] == item["quantity"] and other["labels"] == item["labels"] and other["value"] is not None]


def told_twice(one, other):
    """Whether two tables report the same for the same sensor: the same value in rows of the same number."""
    return one["quantity"] == other["quantity"] and one["value"] == other["value"] is not None and \
        sensor_row(one) == sensor_row(other) is not None


def sensor_row(item):
    return next((item["oid"].removeprefix(table) for table in SAME_SENSOR if item.get("oid", "").startswith(table)), None)


def told_otherwise(item, expected, samples):
    """Controllers that count their clients by network name and again by radio: exposed is one of the two, or a sum would
    count everybody twice. What is expected of the other cannot be there; the total is judged in any case."""
    if item["quantity"] != "wifi_clients":
        return False
    by_name = {"ssid" in one["labels"] for one in expected if one["quantity"] == "wifi_clients"}
    exposed = {label for name, labels, _ in samples if name == "commune_wifi_clients" for label in labels}
    axis = {"ssid"} if "ssid" in item["labels"] else {"ap", "radio"}
    return len(by_name) == 2 and bool(exposed) and not axis & exposed


def on_battery(item):
    return 1 if item["value"] == 5 else 0


def matching(metric, wanted, samples):
    """The series of the metric that name the same thing; of two that look alike, the one told apart by the index wanted."""
    own = [(labels, value) for name, labels, value in samples if name == metric]
    ways = (agrees, freely_agrees, freely_agrees_in_part)
    series = next(filter(None, ([one for one in own if way(wanted, one[0])] for way in ways)), [])
    marks = tuple(f" ({wanted[name]})" for name in INDEXES if name in wanted)
    told_apart = [one for one in series if any(str(text).endswith(marks) for text in one[0].values())] if marks else []
    return told_apart or series


def agrees(wanted, labels):
    for word, names in SAME_THING.items():
        if word not in wanted:
            continue
        carried = next((labels[name] for name in names if name in labels), None)
        if carried is not None and carried not in spellings(word, wanted):
            return False
    return True


def freely_agrees(wanted, labels):
    """All the words are there, in any order and among others."""
    return named_freely(wanted, labels, lambda told, shown: set().union(*told) <= shown)


def freely_agrees_in_part(wanted, labels):
    """The words of the name or of the one beside it are: "SRU Board 0" is processor 9, "SRU Board 0 Processor"."""
    return named_freely(wanted, labels, lambda told, shown: any(words and words <= shown for words in told))


def named_freely(wanted, labels, agree):
    words = [word for word in NAMED_FREELY if word in wanted and word in labels]
    return bool(words) and all(
        agree([set(str(wanted[name]).lower().split()) - MEASURED for name in (word, *BESIDE.get(word, ())) if name in wanted],
              set(labels[word].lower().split())) for word in words)


def spellings(word, wanted):
    """What stands for the thing: its name, the word beside it, or the name with the index that distinguishes it from another."""
    told = [str(wanted[name]) for name in (word, *BESIDE.get(word, ())) if name in wanted]
    indexes = [str(wanted[name]) for name in INDEXES if name in wanted]
    return told + [f"{name} ({index})" for name in told for index in indexes]
