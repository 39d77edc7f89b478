"""What the boards must show about tests/scenarios/commune.toml two and a half minutes after its begin, and what they
cannot show there. Panels are named by board, English title and query."""

# All faults of the scenario that are outages by then; the last one is the power cut of Tân Lập.
ROOTS = {"kep-ha-gw", "dong-anh-ap", "suoi-van-ap", "mot-cua-ap", "cot-nam-4g", "dong-quang-gw", "tan-lap-gw"}
# Boards of one village are first opened with these: the office, a mast, one that is cut off.
VILLAGES_TO_LOOK_AT = ("pho-kep", "lien-son", "kep-ha")

# Queries without an answer there, and why. A test checks that they have none.
EMPTY = {
    ("commune-engineering", "Came and went within the last hour", "A"): "no fault of the scenario begins twice in its first minutes",
}

# The large ones among them: two villages, or a hundred households. The text of each annotation; drawn from the time of detection.
LARGE = {
    "kep-ha-gw": "Nhà văn hoá thôn Kép Hạ, Thôn Kép Hạ: đứt cáp quang hoặc mất tín hiệu quang",
    "dong-anh-ap": "Nhà văn hoá thôn Đồng Anh, Thôn Đồng Anh: thiết bị không trả lời",
    "suoi-van-ap": "Nhà văn hoá thôn Suối Ván, Thôn Suối Ván: thiết bị không phát sóng",
    "dong-quang-gw": "Nhà văn hoá thôn Đồng Quang, Thôn Đồng Quang: nghẽn mạng",
}
# After a loss began: twenty seconds of patience, a second of pings, five until the scrape, three rounds of rules.
KNOWN_AFTER = (20, 20 + 1 + 1 + 5 + 3 * 2 + 2)
PLANNED = "Thôn Mỹ Lộc"

NOW = "commune-now"
# The fibre of Kép Hạ serves two more villages; the access point, the radios, the line and the mains of four others are down.
DOWN = {"kep-ha", "kep-thuong", "ga-kep", "dong-anh", "suoi-van", "dong-quang", "tan-lap"}
SILENT_LOUDSPEAKERS = 7  # Five behind that fibre, those of Đồng Quang and Tân Lập.
# A number: the only value; a set: all values of a label; a dictionary: values by a label.
FIGURES = {
    (NOW, "Villages without network", "A"): len(DOWN),
    (NOW, "Villages with poor network", "A"): 0,
    (NOW, "Villages not measured", "A"): 0,
    (NOW, "Villages with planned work", "A"): 1,
    (NOW, "Villages that work", "A"): 49 - len(DOWN) - 1,
    (NOW, "Loudspeakers", "A"): SILENT_LOUDSPEAKERS,
    (NOW, "Loudspeakers", "B"): 0,
    (NOW, "Loudspeakers", "C"): 39,
    (NOW, "Open outages", "A"): {"fault": ROOTS},
    # Villages cut off by each; the fault at the office and that of a mast take no village's last coverage with them.
    (NOW, "Open outages", "B"): {"kep-ha-gw": 3, "dong-anh-ap": 1, "suoi-van-ap": 1, "dong-quang-gw": 1, "tan-lap-gw": 1},
    (NOW, "Villages that are not well", "A"): {village: 0 for village in DOWN} | {"my-loc": 3},
    # One gateway's own Internet, which only an agent there could judge, of 147 accesses.
    ("commune-monitor", "Not measured, now", "A"): 1 / 147,
    ("commune-monitor", "What is not measured now", "A"): {"access": {"internet"}},
    ("commune-monitor", "Silent monitors", "A"): 0,
    ("commune-monitor", "Samples that wait to be pushed", "A"): {"province": 0},
    (NOW, "Map", "A"): {village: 0 for village in DOWN} | {"my-loc": 3, "pho-kep": 2},
}


def figure(answer, expected):
    """The answer in the form of the expectation."""
    series = answer.get("series", [])
    values = [float((one["value"] if "value" in one else one["values"][-1])[1]) for one in series]
    if not isinstance(expected, dict):
        return values[0] if len(values) == 1 else values
    for label, wanted in expected.items():
        if isinstance(wanted, set):
            return {label: {one["metric"].get(label) for one in series}}
    labels = {name for one in series for name, value in one["metric"].items() if value in expected}
    return {one["metric"][label]: value for one, value in zip(series, values) for label in labels if one["metric"].get(label) in expected}
