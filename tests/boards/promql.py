"""Names of metrics in a PromQL expression."""
import re

KEYWORDS = {"and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "start",
            "end", "inf", "nan"}


def metric_names(expression):
    """Of all selectors in it; variables must be put in before."""
    text = re.sub(r"#[^\n]*", " ", expression)
    named = re.findall(r"__name__\s*=\s*\"(\w+)\"", text)
    text = re.sub(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|`[^`]*`', '""', text)
    text = re.sub(r"\{[^}]*\}|\[[^\]]*\]", " ", text)
    text = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", text)
    text = re.sub(r"\boffset\s+-?\w+|@\s*\S+", " ", text)
    found = re.findall(r"(?<![\w.:])([a-zA-Z_:][\w:]*)(?!\s*\()(?![\w:])", text)
    return sorted({name for name in found if name.lower() not in KEYWORDS} | set(named))
