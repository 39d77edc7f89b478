"""Communes to measure with: their configuration, the scenario that plays them, and the devices' walks."""

HEAD = """
[commune]
name = "Bench"
[agent]
vantage = "office"
state_dir = "state"
web = {{ listen = "127.0.0.1:10077" }}
profiles = "profiles"
[defaults.snmp]
version = "2c"
community = "public"
interval = "{interval}"
timeout = "2s"
[defaults.icmp]
interval = "1s"
[[village]]
id = "village"
name = "Village"
[[site]]
id = "office"
village = "village"
kind = "office"
name = "Office"
"""
IF_TABLE, IFX_TABLE = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
# 32 columns, as a switch answers them; the deprecated ones of RFC 2863 are left out.
COLUMNS = {f"{IF_TABLE}.{column}": kind for column, kind in {
    1: "INTEGER", 2: "STRING", 3: "INTEGER", 4: "INTEGER", 5: "GAUGE32", 6: "HEX", 7: "INTEGER", 8: "INTEGER",
    9: "TIMETICKS", 10: "COUNTER32", 11: "COUNTER32", 13: "COUNTER32", 14: "COUNTER32", 15: "COUNTER32",
    16: "COUNTER32", 17: "COUNTER32", 19: "COUNTER32", 20: "COUNTER32"}.items()}
COLUMNS |= {f"{IFX_TABLE}.{column}": kind for column, kind in {
    1: "STRING", 2: "COUNTER32", 4: "COUNTER32", 6: "COUNTER64", 7: "COUNTER64", 8: "COUNTER64", 10: "COUNTER64",
    11: "COUNTER64", 12: "COUNTER64", 14: "INTEGER", 15: "GAUGE32", 16: "INTEGER", 17: "INTEGER",
    18: "STRING"}.items()}
SYSTEM = """1.3.6.1.2.1.1.1.0 STRING "Switch"
1.3.6.1.2.1.1.2.0 OID 1.3.6.1.4.1.8072.3.2.255
1.3.6.1.2.1.1.3.0 TIMETICKS 123456700
1.3.6.1.2.1.1.5.0 STRING "{device}"
"""


def cell(oid, kind, row):
    if kind == "STRING":
        return f'"ge{row}"'
    if kind == "HEX":
        return f"0242AC1100{row:02X}"
    return "1" if oid in (f"{IF_TABLE}.7", f"{IF_TABLE}.8") else str(1_000_000 + row)


def interface_walk(rows):
    lines = [f"{oid}.{row} {kind} {cell(oid, kind, row)}" + (" ~ rate=125000/s" if kind.startswith("COUNTER") else "")
             for oid, kind in COLUMNS.items() for row in range(1, rows + 1)]
    return SYSTEM + "\n".join(lines) + "\n"


PROFILE = "bench"


def whole_tables_profile(generic):
    """A profile that asks for every column that the walk has: what the peer reads, for a like comparison."""
    missing = [oid for oid in COLUMNS if f'"{oid}"' not in generic]
    columns = "".join(f'columns.c{number} = "{oid}"\n' for number, oid in enumerate(missing))
    return f'description = "All of ifTable and ifXTable"\nextends = ["generic"]\n[table.others]\n{columns}'


def address(number):
    return f"10.77.{1 + number // 250}.{1 + number % 250}"


class Commune:
    """So many like devices, written into `folder`."""

    def __init__(self, folder, devices, rows, interval="10s", snmp=True, icmp=False, profile=None, more=""):
        self.config, self.scenario = folder / "commune.toml", folder / "scenario.toml"
        self.addresses = [address(number) for number in range(devices)]
        profiles = folder / "profiles"
        profiles.mkdir()
        if profile:
            (profiles / f"{PROFILE}.toml").write_text(profile)
        (folder / "device.walk").write_text(interface_walk(rows))
        text = HEAD.format(interval=interval)
        for number, at in enumerate(self.addresses):
            text += f'[[device]]\nid = "d{number}"\nsite = "office"\nkind = "switch"\naddress = "{at}"\n'
            text += ("" if snmp else "snmp = false\n") + ("" if icmp else "icmp = false\n")
            text += f'profile = "{PROFILE}"\n' if profile else ""
        self.config.write_text(text + more)
        self.scenario.write_text('name = "bench"\ncommune = "commune.toml"\n[network]\nipv4 = "10.77.255.254/16"\n'
                                 '[[play]]\nkind = "switch"\nwalk = "device.walk"\n')
