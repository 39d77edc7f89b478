"""Configurations of a commune for tests: an office with a hub, and villages behind it, each with a gateway and an access
point in its cultural house. Scenarios name their devices `hub`, `ID-gw` and `ID-ap`."""
import json


def toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def table(head, **keys):
    """A table as TOML; a key that is None is left out."""
    return f"{head}\n" + "".join(f"{key} = {toml(value)}\n" for key, value in keys.items() if value is not None) + "\n"


def commune(agent, snmp):
    """Its name and clock, what its agent does, and how devices are asked."""
    return (table("[commune]", name="Xã Thử", timezone="Asia/Ho_Chi_Minh") + table("[agent]", **agent) +
            table("[defaults.snmp]", version="2c", community="public", **snmp))


def quick_commune(agent):
    """Faults of seconds are reported, for tests that live through a day of trouble in a minute."""
    return (commune(agent, {"interval": "1s", "timeout": "400ms"}) + table("[defaults.icmp]", interval="500ms", timeout="400ms") +
            table("[thresholds]", down_after="3s", up_after="2s") + table("[history]", commit_interval="1s"))


def office(accesses, hub_kind="switch", hub_snmp=None, contact=None):
    return (table("[[village]]", id="center", name="Trung tâm") +
            table("[[site]]", id="office", village="center", kind="office", name="Trụ sở", accesses=accesses, contact=contact) +
            table("[[device]]", id="hub", site="office", kind=hub_kind, address="10.77.0.1", snmp=hub_snmp))


def village(name, net, accesses=("wifi",), upstream="hub", gateway_snmp=False, households=None, contact=None, id=None):
    """Its devices have addresses in 10.77.`net`.0/24; `id` is the name in lower case unless it is given."""
    id = id or name.lower()
    return (table("[[village]]", id=id, name=f"Thôn {name}", households=households) +
            table("[[site]]", id=f"{id}-house", village=id, kind="cultural_house", name=f"Nhà văn hoá {name}",
                  accesses=accesses, contact=contact) +
            table("[[device]]", id=f"{id}-gw", site=f"{id}-house", kind="gateway", address=f"10.77.{net}.1", upstream=upstream,
                  snmp=gateway_snmp) +
            table("[[device]]", id=f"{id}-ap", site=f"{id}-house", kind="access_point", address=f"10.77.{net}.2",
                  upstream=f"{id}-gw", snmp=False))


def fibre(id):
    """The fibre from the hub to a village, on the hub's port sfp1."""
    return table("[[link]]", id=f"{id}-fibre", site=f"{id}-house", device="hub", interface="sfp1", towards=f"{id}-gw", medium="fibre")
