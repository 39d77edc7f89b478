#!/usr/bin/env python3
"""Holds the floors of docs/architecture.md: which folder may include which, and which files may see a library.

usage: include_directions.py ROOT
"""
import pathlib
import re
import sys

# Folder to the folders whose headers it may include, beside its own. The longest folder that fits decides.
MAY_INCLUDE = {
    # core/precompiled.hpp: headers of the libraries alone.
    "core": [],
    "core/model": [],
    "core/time": ["core/model"],
    "core/runtime": ["core/model"],
    "core/net": ["core/model", "core/runtime"],
    "collectors/snmp/session": ["core"],
    "collectors/snmp/traps": ["core", "collectors/snmp/session"],
    "collectors/snmp/profile": ["core", "collectors/snmp/session", "collectors/snmp/traps"],
    "collectors/snmp/poll": ["core", "collectors/snmp/session", "collectors/snmp/traps", "collectors/snmp/profile"],
    "collectors/snmp/survey": ["core", "collectors/snmp/session", "collectors/snmp/profile", "collectors/snmp/poll"],
    "collectors/snmp": ["core", "collectors/snmp"],
    "collectors/icmp": ["core"],
    "collectors/service": ["core"],
    "collectors/capture": ["core"],
    "collectors/throughput": ["core"],
    "exporters/prometheus": ["core"],
    "exporters/web": ["core"],
    "exporters/report": ["core"],
    "exporters/notify": ["core"],
    "exporters/remote_write": ["core"],
    "agent/central": ["core"],
    "agent/coverage": ["core/model"],
    "agent/history": ["core"],
    # Each collector and exporter owns plain options that the settings fill.
    "agent/settings": ["core", "collectors/snmp", "collectors/icmp/options.hpp", "collectors/service/options.hpp",
                       "collectors/capture/options.hpp", "collectors/capture/packet_filter.hpp",
                       "collectors/throughput/options.hpp",
                       "exporters/web/options.hpp", "exporters/notify/options.hpp", "exporters/remote_write/options.hpp",
                       "agent/coverage/thresholds.hpp", "agent/history/options.hpp"],
    "agent": ["agent", "core", "collectors", "exporters"],
    # The simulator's BER makes the messages of every SNMP test.
    "tests": ["agent", "core", "collectors", "exporters", "tests/simulator/snmp/ber.hpp"],
    # A program of its own, which reads its scenarios as strictly as the agent its configuration. Nothing of the
    # agent may include it: a monitor that can invent data is not the one that is deployed.
    "tests/simulator": ["core/model", "agent/settings/toml/findings.hpp", "agent/settings/toml/toml_reader.hpp"],
}

# Third-party headers and the files that may include them. None may stand in a header of ours.
LIBRARY_FILES = {
    r"net-snmp/": r"^(collectors|tests/collectors)/snmp/(session/.*|traps/notification_reader)\.cpp$",
    r"toml(\+\+|plusplus)|toml\.hpp": r"^(agent/settings/toml|tests/simulator)/.*\.cpp$",
    r"microhttpd": r"^exporters/web/.*\.cpp$",
    r"prometheus/": r"^exporters/prometheus/self_metrics\.cpp$",
    r"muParser": r"^collectors/snmp/profile/.*\.cpp$",
    r"CLI/": r"^(agent/command_line|tests/.*)\.cpp$",
    r"nlohmann/": r"\.cpp$",
    r"sqlite3": r"^(core/runtime/database|agent/history/write_counter|tests/agent/history/.*)\.cpp$",
    r"xlsxwriter": r"^exporters/report/.*\.cpp$",
    r"curl/": r"^(core/net/(curl_transfer|http_client|mail_client)|collectors/(service|throughput)/.*)\.cpp$",
    r"ares": r"^collectors/service/.*\.cpp$",
    r"pcap": r"^(collectors|tests/collectors)/capture/.*\.cpp$",
    r"uni(norm|case|type)\.h|unistr": r"^exporters/notify/.*\.cpp$",
    r"protozero|snappy": r"^((exporters|tests/exporters)/remote_write|tests/fuzz)/.*\.cpp$",
    r"date/": r"^core/time/calendar\.cpp$",
    r"gnutls/|openssl/|zlib\.h|crypt\.h": r"^(exporters/web|exporters/remote_write|collectors/service|tests/exporters/web|tests/exporters/prometheus|tests/agent/run)/.*\.cpp$",
}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')


def folder_rule(path):
    fitting = [folder for folder in MAY_INCLUDE if path.startswith(folder + "/")]
    return max(fitting, key=len) if fitting else None


def mistakes_of(root, path):
    text = (root / path).read_text(encoding="utf-8")
    rule = folder_rule(path)
    for number, line in enumerate(text.splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quote, target = found.groups()
        if quote == '"':
            if "/" not in target:
                yield f"{path}:{number}: \"{target}\" is not the full path from the root"
                continue
            own = target.startswith(rule + "/") and folder_rule(target) == rule
            allowed = any(target == folder or target.startswith(folder + "/") for folder in MAY_INCLUDE[rule])
            if not own and not allowed:
                yield f"{path}:{number}: {rule} must not include {target}"
        else:
            for library, where in LIBRARY_FILES.items():
                if re.match(library, target) and not re.search(where, path):
                    yield f"{path}:{number}: <{target}> may be seen in {where} alone"


def main():
    root = pathlib.Path(sys.argv[1])
    sources = sorted(
        str(path.relative_to(root))
        for top in ("agent", "collectors", "core", "exporters", "tests")
        for suffix in ("hpp", "cpp")
        for path in (root / top).rglob("*." + suffix)
    )
    mistakes = []
    for path in sources:
        if folder_rule(path) is None:
            mistakes.append(f"{path}: lies in no folder that this test knows")
            continue
        mistakes += mistakes_of(root, path)
        if path.endswith(".hpp") and "#pragma once" not in (root / path).read_text(encoding="utf-8"):
            mistakes.append(f"{path}: has no #pragma once")
    print("\n".join(mistakes) if mistakes else f"{len(sources)} files, every include runs down")
    return 1 if mistakes or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
