"""Rules for the two languages of a board: the same panels, queries and layout; only words differ, and all of them do."""
import re

# Words that are the same in both languages.
SAME_WORDS = {"Wi-Fi", "Internet", "SNMP", "ICMP", "ping", "Ping", "Modem", "UPS", "CPU", "ONU", "OLT", "PON", "RSRP", "RSRQ", "SINR", "SNR", "DNS",
              "TCP", "HTTP", "TLS", "Prometheus", "Alertmanager", "Grafana", "Zalo", "SMS", "Telegram", "agent", "G", "GHz", "MHz", "dBm", "dB",
              "ms", "kB", "MB", "GB", "bit", "s", "p", "h", "RAM", "IT", "Kép"}
# Keys of the JSON that contain words. Fields that are renamed to words have these names elsewhere, too.
WORD_KEYS = {"title", "description", "text", "label", "legendFormat", "content", "noValue", "tooltip", "displayName", "name",
             "axisLabel", "alias", "titleFormat", "textFormat"}
OWN_UNITS = ("suffix:", "prefix:")
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ"
                        "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵÀÁẢÃẠÈÉÌÍÒÓÙÚÝ]")
# The switch between languages names the other one in its own words; names of places stay.
IN_BOTH = ("Tiếng Việt", "English", "Kép")


def is_word_place(path):
    last = next((key for key in reversed(path) if isinstance(key, str)), "")
    if last == "name" and "variable" not in path:
        return path[:2] != ("templating", "list")
    if last == "id" or last == "refId":
        return False
    renamed = "renameByName" in path or (len(path) > 1 and path[-2:] == ("displayName", "value"))
    return last in WORD_KEYS or renamed


def pairs(vi, en, path=()):
    """(path, vi, en) of all leaves; a difference in structure is one with what differs."""
    if isinstance(vi, dict) and isinstance(en, dict):
        right = {in_one_language(key): value for key, value in en.items()}
        if {in_one_language(key) for key in vi} != set(right):
            yield path, sorted(vi), sorted(en)
            return
        for key, value in vi.items():
            yield from pairs(value, right[in_one_language(key)], (*path, key))
    elif isinstance(vi, list) and isinstance(en, list):
        if len(vi) != len(en):
            yield path, f"{len(vi)} of them", f"{len(en)} of them"
            return
        for number, (value, other) in enumerate(zip(vi, en)):
            yield from pairs(value, other, (*path, number))
    else:
        yield path, vi, en


def in_one_language(text):
    """With what must differ made alike: labels of recorded words, words that a query puts beside a name, names of boards."""
    text = re.sub(r'"\$1[^"]*"', '"$1"', re.sub(r"-en\b", "-vi", text))
    return re.sub(r"\ben\b", "vi", re.sub(r"(?<=\w)_en\b", "", text))


def property_names(board):
    """Paths of overrides' values that are words."""
    for number, panel in enumerate(board.get("panels", [])):
        for place, override in enumerate(panel.get("fieldConfig", {}).get("overrides", [])):
            for index, one in enumerate(override.get("properties", [])):
                if one.get("id") in ("displayName", "noValue", "custom.axisLabel"):
                    yield ("panels", number, "fieldConfig", "overrides", place, "properties", index, "value")


def differ_in_words_alone(vi, en):
    words = set(property_names(vi))
    said = {(one, other) for path, one, other in pairs(vi, en)
            if isinstance(one, str) and isinstance(other, str) and (path in words or is_word_place(path))}
    for path, one, other in pairs(vi, en):
        if one == other or path in words or (isinstance(one, str) and is_word_place(path)):
            continue
        if isinstance(one, str) and isinstance(other, str):
            if one.startswith(OWN_UNITS) and other.startswith(OWN_UNITS):
                continue
            # A column is named by its words in overrides and orders.
            if in_one_language(one) == in_one_language(other) or (one, other) in said:
                continue
        if path[-1:] == ("uid",) and path[:1] == ("uid",):
            continue
        yield f"the languages differ at {'.'.join(map(str, path))}: {str(one)[:80]!r} and {str(other)[:80]!r}"


def bare_words(text):
    """Words of a text without variables, links, code and figures."""
    text = re.sub(r"\{\{.*?\}\}|\$\{[^}]*\}|\$\w+|`[^`]*`|\]\([^)]*\)|https?://\S+|<[^>]*>", " ", text)
    return re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)


def visible(board, path, text):
    """Whether people read it: not the names of variables and base layers, nor a legend that Grafana makes."""
    if "basemap" in path or text == "__auto":
        return False
    if path[:2] == ("templating", "list"):
        return path[-1] == "label" and board["templating"]["list"][path[2]].get("hide") != 2
    return True


def speak_their_language(vi, en):
    words = set(property_names(vi))
    for path, one, other in pairs(vi, en):
        if not (isinstance(one, str) and isinstance(other, str)) or not (path in words or is_word_place(path)):
            continue
        if not visible(vi, path, one) or path[:1] == ("annotations",) and "builtIn" in vi["annotations"]["list"][path[2]]:
            continue
        where = ".".join(map(str, path))
        if one == other and (strange := [word for word in bare_words(one) if word not in SAME_WORDS]):
            yield f"{where}: {one!r} is alike in both languages ({', '.join(strange)} is not a proper name)"
        rest = other
        for name in IN_BOTH:
            rest = rest.replace(name, "")
        if VIETNAMESE.search(rest):
            yield f"{where}: {other[:80]!r} is Vietnamese, in the English board"


RULES = (differ_in_words_alone, speak_their_language)
