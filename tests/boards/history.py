"""A past for a new Prometheus: the records of the ledger's rules, hour by hour, for a commune with known
events. Written as blocks by promtool; it ends some hours ago, so that nothing new falls into a block."""
import collections
import datetime
import subprocess
import tomllib
import zoneinfo

ZONE = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
HOUR, DAY = 3600, 86400
STATES = ("unmeasured", "down", "degraded", "up", "planned")
JUDGED = ("down", "degraded", "up")
# Two whole months; shorter for single accesses.
DAYS, DAYS_OF_ACCESSES, DAYS_OF_WORST, DAYS_OF_STATES = 63, 3, 7, 1
# Ledger entries are not at full hours.
PAST_THE_HOUR, STATE_STEP, WORST_STEP = 420, 120, 900
NUMBER = {"unmeasured": -1, "down": 0, "degraded": 1, "up": 2, "planned": 3}
# The events, in hours of a local day; everything else is up. Villages; "" is everywhere.
LAST_MONTH = {"kep-ha": [(10, 0, 24, "down"), (11, 9, 10, "degraded")], "my-loc": [(12, 13, 17, "planned")],
              "": [(15, 2, 4, "unmeasured")]}
DAYS_AGO = {"ca": [(3, 8, 14, "down")]}
# Outages that ended: of last month by day and hour, of the last day by hours before the end of this past.
ENDED_LAST_MONTH = {(11, 0): ("kep-ha", "kep-ha-nvh", "wifi", "power")}
ENDED = {3: ("pho-kep", "ubnd", "internet", "provider"), 9: ("kep-ha", "kep-ha-nvh", "fibre", "fibre")}
# Light that a port got in the last nine days.
LIGHT, LIGHT_DAYS = (("bac-son", "bac-son-nvh", "bac-son-gw", "sfp1"), -5.5), 9


class Past:
    """`now` is Unix time."""

    def __init__(self, config, now):
        commune = tomllib.loads(config.read_text(encoding="utf-8"))
        self.villages = {village["id"]: village["name"] for village in commune["village"]}
        self.accesses = [(site["village"], site["id"], access) for site in commune["site"] for access in site.get("accesses", [])]
        self.today = datetime.datetime.fromtimestamp(now, ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        self.month = self.today.replace(day=1)
        self.last_month = (self.month - datetime.timedelta(days=1)).replace(day=1)
        self.end = (int(now) // HOUR - 2) * HOUR + PAST_THE_HOUR
        self.events = collections.defaultdict(list)
        for first, all_events in ((self.last_month - datetime.timedelta(days=1), LAST_MONTH), (self.today, DAYS_AGO)):
            sign = -1 if first == self.today else 1
            for village, events in all_events.items():
                for day, begin, end, state in events:
                    midnight = int((first + datetime.timedelta(days=sign * day)).timestamp())
                    self.events[village].append((midnight + begin * HOUR, midnight + end * HOUR, state))

    def midnight(self, days_ago):
        return int((self.today - datetime.timedelta(days=days_ago)).timestamp())

    def hours_lost_last_month(self, village):
        """In the first days of a month the events of some days ago were in the last one."""
        first, end = self.last_month.timestamp(), self.month.timestamp()
        return sum((until - begin) / HOUR for begin, until, state in self.events[village] if state == "down" and first <= begin < end)

    def state(self, village, moment):
        """In the hour that ends then."""
        return next((state for begin, end, state in self.events[village] + self.events[""] if begin < moment <= end), "up")

    def write(self, path):
        with open(path, "w", encoding="utf-8") as page:
            self._write_ledger(page, "village:commune_village_coverage", [((village,), village) for village in self.villages],
                               ("village",), DAYS)
            self._write_ledger(page, "access:commune_coverage", [(access, access[0]) for access in self.accesses],
                               ("village", "site", "access"), DAYS_OF_ACCESSES)
            self._write_commune(page)
            self._write_states(page)
            self._write_inventory(page)
            self._write_outages(page)
            self._write_light(page)
            page.write("# EOF\n")

    def hours(self, days):
        return range(self.end - days * DAY, self.end + 1, HOUR)

    def _write_ledger(self, page, name, things, labels, days):
        seconds, shares, sums = [], collections.defaultdict(list), collections.defaultdict(list)
        for values, village in things:
            named = ",".join(f'{label}="{value}"' for label, value in zip(labels, values))
            states = {moment: self.state(village, moment) for moment in self.hours(days)}
            for state in STATES:
                seconds += [f'{{{named},state="{state}"}} {HOUR * (now == state)} {moment}' for moment, now in states.items()]
            sums["total1h"] += [f"{{{named}}} {HOUR} {moment}" for moment in states]
            sums["judged1h"] += [f"{{{named}}} {HOUR * (now in JUDGED)} {moment}" for moment, now in states.items()]
            for moment in states:
                last_day = [states[hour] for hour in range(moment - 23 * HOUR, moment + 1, HOUR) if hour in states]
                for window, within in (("1h", [states[moment]]), ("1d", last_day)):
                    add_shares(shares, window, named, collections.Counter(within), moment)
        write_family(page, f"{name}_seconds:delta1h", seconds)
        for of, lines in sums.items() if labels == ("village",) else ():
            write_family(page, f"{name}_seconds:{of}", lines)
        for share, lines in shares.items():
            write_family(page, f"{name}:{share}", lines)

    def _write_commune(self, page):
        seconds, shares, last_day, sums = [], collections.defaultdict(list), collections.deque(maxlen=24), collections.defaultdict(list)
        for moment in self.hours(DAYS):
            count = collections.Counter(self.state(village, moment) for village in self.villages)
            last_day.append(count)
            seconds += [(state, f'{{state="{state}"}} {HOUR * count[state]} {moment}') for state in STATES]
            sums["total1h"].append(f" {HOUR * sum(count.values())} {moment}")
            sums["judged1h"].append(f" {HOUR * sum(count[state] for state in JUDGED)} {moment}")
            add_shares(shares, "1h", "", count, moment)
            add_shares(shares, "1d", "", sum(last_day, collections.Counter()), moment)
        name = "commune:commune_village_coverage"
        for of, lines in sums.items():
            write_family(page, f"{name}_seconds:{of}", lines)
        write_family(page, f"{name}_seconds:delta1h", [line for state in STATES for one, line in seconds if one == state])
        for share, lines in shares.items():
            write_family(page, f"{name}:{share}", lines)

    def _write_states(self, page):
        def lines(named, village, days, step):
            return [f"{{{named}}} {NUMBER[self.state(village, moment)]} {moment}"
                    for moment in range(self.end - days * DAY, self.end + 1, step)]
        write_family(page, "village:commune_coverage:state",
                     [line for village in self.villages for line in lines(f'village="{village}"', village, DAYS_OF_STATES, STATE_STEP)])
        write_family(page, "access:commune_coverage:state",
                     [line for village, site, access in self.accesses
                      for line in lines(f'village="{village}",site="{site}",access="{access}"', village, DAYS_OF_STATES, STATE_STEP)])
        for window, days, step in (("1m", DAYS_OF_STATES, STATE_STEP), ("15m", DAYS_OF_WORST, WORST_STEP)):
            write_family(page, f"village:commune_coverage:worst{window}",
                         [line for village, name in self.villages.items()
                          for line in lines(f'village="{village}",name="{name}"', village, days, step)])

    def _write_inventory(self, page):
        write_family(page, "village:commune_inventory:info1h",
                     [f'{{village="{village}",name="{name}"}} 1 {moment}' for village, name in self.villages.items()
                      for moment in self.hours(DAYS)])

    def _write_outages(self, page):
        ended = {self.end - hours * HOUR: what for hours, what in ENDED.items()}
        for (day, hour), what in ENDED_LAST_MONTH.items():
            ended[int(self.last_month.timestamp()) + (day - 1) * DAY + hour * HOUR + PAST_THE_HOUR] = what
        write_family(page, "access:commune_outages:delta1h",
                     [f'{{village="{village}",site="{site}",access="{access}",cause="{cause}"}} 1 {moment}'
                      for moment, (village, site, access, cause) in sorted(ended.items())])
        # Those of the last day lasted for half an hour, for which their names are kept too.
        now = [(f'village="{village}",site="{site}"', access, cause, self.villages[village], f"{site}/{access}", moment)
               for hours, (village, site, access, cause) in sorted(ENDED.items())
               for moment in range(self.end - hours * HOUR - HOUR // 2, self.end - hours * HOUR, STATE_STEP)]
        write_family(page, "access:commune_outage:now",
                     [f'{{{place},access="{access}",cause="{cause}",root="true",fault="{fault}"}} 1 {moment}'
                      for place, access, cause, _, fault, moment in now])
        write_family(page, "site:commune_inventory:info",
                     [f'{{{place},name="{name}",village_name="{name}"}} 1 {moment}' for place, _, _, name, _, moment in now])
        write_family(page, "commune:words:access",
                     [f'{{access="{access}",vi="{access}",en="{access}"}} 1 {moment}' for _, access, _, _, _, moment in now])

    def _write_light(self, page):
        (village, site, device, port), dbm = LIGHT
        for name, moments in (("min1h", self.hours(LIGHT_DAYS)), ("max10m", range(self.end - DAY, self.end, STATE_STEP))):
            write_family(page, f"port:commune_optical_receive_power_dbm:{name}",
                         [f'{{village="{village}",site="{site}",device="{device}",port="{port}"}} {dbm} {moment}' for moment in moments])


def add_shares(shares, window, named, count, moment):
    """Hours in each state; empty if nothing was measured, like the rules."""
    labels = f"{{{named}}}" if named else ""
    if judged := count["up"] + count["degraded"] + count["down"]:
        shares[f"availability{window}"].append(f"{labels} {(count['up'] + count['degraded']) / judged:.6g} {moment}")
    shares[f"measured{window}"].append(f"{labels} {1 - count['unmeasured'] / sum(count.values()):.6g} {moment}")


def write_family(page, name, lines):
    page.write(f"# TYPE {name} gauge\n")
    page.writelines(f"{name}{line}\n" for line in lines)


def make_blocks(past, page, folder):
    """Its samples in the folder of a Prometheus that is not started yet."""
    past.write(page)
    subprocess.run(["promtool", "tsdb", "create-blocks-from", "--max-block-duration=744h", "openmetrics", page, folder], check=True,
                   capture_output=True, timeout=100)
