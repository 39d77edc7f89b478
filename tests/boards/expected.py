"""What the boards must show of tests/scenarios/commune.toml some two and a half minutes after its begin, and what they
cannot show there. Panels are named by board, English title and query."""

# Every fault of the scenario that is an outage by then; the last one to be known is the power cut of Tân Lập.
ROOTS = {"kep-ha-gw", "dong-anh-ap", "suoi-van-ap", "mot-cua-ap", "cot-nam-4g", "dong-quang-gw", "tan-lap-gw"}
# Boards of one village are opened with these first: the office, a mast, one that is cut off.
VILLAGES_TO_LOOK_AT = ("pho-kep", "lien-son", "kep-ha")

# Queries that have no answer there, and why. A test holds that they have none.
EMPTY = {}

# A number: the only value, or that of the only series; a set: the values of a label; a dictionary: values by a label.
FIGURES = {}


def figure(answer, expected):
    """The answer in the form of what is expected of it."""
    series = answer.get("series", [])
    value = [float((one["value"] if "value" in one else one["values"][-1])[1]) for one in series]
    if isinstance(expected, set):
        return {one["metric"].get(label) for one in series for label in labels_of(series, expected)}
    if isinstance(expected, dict):
        [label] = labels_of(series, set(expected)) or [None]
        return {one["metric"].get(label): number for one, number in zip(series, value) if one["metric"].get(label) in expected}
    return value[0] if len(value) == 1 else value


def labels_of(series, wanted):
    """The label that takes these values."""
    names = {name for one in series for name in one["metric"]}
    return [name for name in sorted(names) if wanted & {one["metric"].get(name) for one in series}][:1]
