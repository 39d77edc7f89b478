#!/usr/bin/env python3
"""Documents, comments and messages are plain English (docs/style.md): this finds the worst idioms, line by line.

usage: plain_english.py ROOT             checks CHECKED; exits 1 when it finds something
       plain_english.py ROOT --all       counts findings in every folder, checked or not
       plain_english.py --self-test      shows that it finds what it should, and nothing else
"""
import collections
import io
import pathlib
import re
import sys
import tokenize

# Files and folders that are clean and stay clean. Add "agent", "core", "exporters" and "tests" as they are cleaned.
CHECKED = ["README.md", "CONTRIBUTING.md", "docs", "config", "grafana", "scripts", "collectors", "tests/lint", "tests/bench/README.md",
           "tests/fuzz/README.md", "tests/scenarios/README.md", "agent/central", "core/net", "core/runtime", "core/time",
           "tests/agent/central", "tests/collectors", "tests/core", "tests/exporters/report"]
EVERYTHING = ["README.md", "CONTRIBUTING.md", "docs", "config", "grafana", "scripts", "agent", "collectors", "core", "exporters", "tests"]
# Decisions stay as they were written, alertmanager.yml is the program's output, and this file quotes the idioms.
EXCLUDED = ["docs/decisions", "docs/architecture.md", "config/alertmanager", "tests/lint/plain_english.py"]

# At the beginning of a comment, a cell or a sentence.
START = r"(?:^|(?<=[.;:|] )|(?<=[/*>-] ))"
BE = r"(?:is|are|was|were|be|been)"
PEOPLE = r"(?:people|them|users|staff|somebody|the operator|its owner|apart)\b"
IDIOMS = [(re.compile(pattern), suggestion) for pattern, suggestion in [
    (r"\b(?:go|goes|went|gone|going) on\b(?! (?:the|a|its|\w+ing\b))", '"continues", "is still running"'),
    (rf"(?<![Tt]here )\b{BE} no (?!longer\b|more\b|less\b|fewer\b|later\b|earlier\b|use\b|one\b|\w+er than\b)\w+", '"is not a ..."'),
    (rf"(?<![Tt]here )\b{BE} none\b(?! of\b)", '"is not one", "does not exist"'),
    (rf"\b[Tt]ells\b|\b[Tt]old\b(?! apart)|\b[Tt]ell\b(?! {PEOPLE})", '"reports", "reads", "is configured", "distinguishes"'),
    (rf"{START}Of (?:an?|one|what|each|the|those|these|this|its|several|two|all)\b", 'subject, verb, object; "For a ..."'),
    (r"\bWhat (?:is|was|are|has|can|cannot|comes|goes|waits|falls) [^.,;:?()]{1,40}\b(?:is|are|was|were|stays?|goes|waits|counts|has)\b(?!\?)",
     'name the subject: "Lost samples are counted"'),
    (r"\blet be\b", '"left unchanged", "allowed"'),
    (r"\b[Ww]hat is \\?\"", 'unknown option "x"'),
    (r"\b[Mm]end(?:s|ed|ing)?\b", '"fix", "repair", "correct"'),
    (r"\banew\b", '"again", "start over"'),
    (r"\b(?:put|puts) (?:\w+ )?down to\b", '"assigned to", "caused by"'),
    (r"\btaken for (?:an?|the|one|none|what|dead|lost|unused)\b", '"counts as"'),
    (r"\b(?:hang|hangs|hung) on\b", '"depends on"'),
    (r"\bto be (?:believed|had)\b", '"is trusted", "is available"'),
    (r"\bsays? of (?:it|them|itself|themselves)\b", '"says about it"'),
    (r"\bsuch as ha(?:s|ve)\b", '"that has"'),
]]


def pieces_of(pattern, text):
    """Comments and strings of a text, each with the number of its line."""
    for match in re.finditer(pattern, text, re.MULTILINE | re.DOTALL):
        first = text.count("\n", 0, match.start()) + 1
        for number, line in enumerate(match.group().split("\n"), first):
            yield number, line


def words_of_markdown(text):
    """Its prose, and the comments of its examples: commands and the program's output are quoted as they are."""
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, re.sub(r"`[^`]*`|\]\([^)]*\)", "`", line)
        elif comment := re.search(r"(?:^|\s)# .*", line):
            yield number, comment.group()


def words_of_python(text):
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT or tokenize.tok_name[token.type] in ("STRING", "FSTRING_MIDDLE"):
            for number, line in enumerate(token.string.split("\n"), token.start[0]):
                yield number, line


CPLUSPLUS = r'^#[^\n]*|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/'
# A mark within a word or an address begins no comment.
SHELL = r'(?:^|(?<=\s))#[^\n]*|"(?:\\.|[^"\\\n])*"'
READERS = {".md": words_of_markdown, ".py": words_of_python}
PATTERNS = {".cpp": CPLUSPLUS, ".hpp": CPLUSPLUS, ".sh": SHELL, "": SHELL, ".toml": r"(?:^|(?<=\s))#[^\n]*",
            ".yml": r"(?:^|(?<=\s))#[^\n]*", ".jsonnet": r"(?:^|(?<=\s))//[^\n]*", ".libsonnet": r"(?:^|(?<=\s))//[^\n]*"}


def findings_in(text, kind):
    reader = READERS.get(kind)
    for number, line in reader(text) if reader else pieces_of(PATTERNS[kind], text):
        if line.startswith("#include"):
            continue
        line = re.sub(r"\{[^{} ]*\}", "{}", re.sub(r'^\s*(?://[/!]?<?|#|")\s*', "", line))
        for pattern, suggestion in IDIOMS:
            for found in pattern.finditer(line):
                yield number, found.group().strip(), suggestion


def files_of(root, tops):
    for top in tops:
        path = root / top
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            name = file.relative_to(root).as_posix()
            known = file.suffix in READERS or file.suffix in PATTERNS
            if file.is_file() and known and not any(name == out or name.startswith(out + "/") for out in EXCLUDED):
                yield file, name


def count_all(root):
    counts = collections.Counter({top: 0 for top in EVERYTHING})
    for top in EVERYTHING:
        for file, _ in files_of(root, [top]):
            counts[top] += sum(1 for _ in findings_in(file.read_text(encoding="utf-8"), file.suffix))
    print("\n".join(f"{top}: {count}" for top, count in counts.items()))
    return 0


def check(root):
    mistakes, count = [], 0
    for file, name in files_of(root, CHECKED):
        count += 1
        mistakes += [f'{name}:{number}: "{found}": {suggestion}'
                     for number, found, suggestion in findings_in(file.read_text(encoding="utf-8"), file.suffix)]
    print("\n".join(mistakes) if mistakes else f"{count} files in plain English")
    return 1 if mistakes or not count else 0


BAD = [
    (".md", "The old configuration goes on."),
    (".md", "| `x` | Of a list the first counts |"),
    (".md", "Text in `code` is no code."),
    (".md", "```\nrun    # prints what it tells\n```"),
    (".md", "It is asked again until somebody mends it."),
    (".md", "What is lost is counted."),
    (".cpp", "// The agent is told of it."),
    (".hpp", "/// Of one that is not polled nothing comes."),
    (".hpp", "int a;  ///< Of each device."),
    (".cpp", 'fail("{} is no number", text);'),
    (".cpp", 'fail("what is \\"{}\\"?", text);'),
    (".cpp", 'auto text = R"(one\ntwo goes on\n)";'),
    (".cpp", "/* A zero\n   that is none. */"),
    (".cpp", "// The counters begin anew."),
    (".py", '"""What it tells."""'),
    (".py", 'fail(f"{name} is no profile")'),
    (".py", "value = 1  # let be"),
    ("", 'die "what is \\"$1\\"?"'),
    ("", "# The rest goes on."),
    (".toml", 'key = "a"  # an outage is put down to it'),
    (".libsonnet", "// A village that hangs on another."),
]
GOOD = [
    (".md", "There is no key; it is no longer needed, and no more than 5 are."),
    (".md", "Tell people to wait, and tell the operator."),
    (".md", "The program prints `what is \"x\"?` and `goes on`."),
    (".md", "```\nagent      warning device a is told\n```"),
    (".md", "## What is given up"),
    (".md", "What is the capacity of the line?"),
    (".md", "Of course it is. Two devices are told apart by name."),
    (".cpp", "bool told = tells(goes_on);"),
    (".cpp", "TEST(Agent, is_told_of_a_fault) {}"),
    (".cpp", '#include "agent/told.hpp"\nint mend = anew;'),
    (".hpp", "/// None of these is a device. There are none. The word is none of up, down."),
    (".py", "told = mends(anew, f'{told[0]} {mended}')"),
    ("", "tell=$told"),
    (".yml", "- record: vantage:commune_coverage_seconds:anew"),
]


def self_test():
    wrong = [f"not found: {text!r}" for kind, text in BAD if len(list(findings_in(text, kind))) != 1]
    wrong += [f"found {next(findings_in(text, kind))[1]!r}: {text!r}" for kind, text in GOOD if list(findings_in(text, kind))]
    print("\n".join(wrong) if wrong else f"{len(BAD)} bad and {len(GOOD)} good texts recognised")
    return 1 if wrong else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    root = pathlib.Path(sys.argv[1])
    return count_all(root) if "--all" in sys.argv else check(root)


if __name__ == "__main__":
    sys.exit(main())
