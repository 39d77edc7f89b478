"""A made-up commune of many villages, as Prometheus sees it: the page of its one agent, and a past of two months of what the
rules record, to be made into blocks. A village has a gateway, an access point and a loudspeaker, and four accesses."""
import random
import subprocess

HOUR, DAY = 3600, 86400
ACCESSES = ("fibre", "wifi", "mobile", "loudspeaker")
STATES = ("unmeasured", "down", "degraded", "up", "planned")
KINDS = {"gw": "gateway", "ap": "access_point", "loa": "loudspeaker"}
PORTS = {"gw": ("wan", "lan1", "lan2", "sfp1"), "ap": ("eth0", "wlan0", "wlan1"), "loa": ()}
ERRORS = [f"commune_interface_{way}_{what}_total" for way in ("receive", "transmit") for what in ("errors", "discards")]
BYTES = [f"commune_interface_{way}_bytes_total" for way in ("receive", "transmit")]
BUCKETS = ("0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5", "+Inf")
# Faults that are open now, each of one village; a busy day had so many.
OPEN, FAULTS_A_DAY = 20, 40
# The village whose board is opened is there as densely as it is scraped and recorded.
LOOKED_AT = "t0001"


class Villages:
    def __init__(self, number, seed=2026):
        self.ids = [f"t{one:04}" for one in range(1, number + 1)]
        self.random = random.Random(seed)
        self.lost = set(self.ids[10:10 + OPEN])
        self.pages = {}

    # ── What the agent reports now ──

    def page(self, fast, now):
        """Counters that people look at grow; the rest is made once."""
        if fast not in self.pages:
            self.pages[fast] = "".join(self._fast(now) if fast else self._slow(now))
        return self.pages[fast] + ("" if fast else "".join(self._counters(now)))

    def _fast(self, now):
        since = now - 20 * 60
        for village in self.ids:
            state = 0 if village in self.lost else 2
            yield f'commune_village_coverage_state{{village="{village}",vantage="ubnd"}} {state}\n'
            for access in ACCESSES:
                labels = f'village="{village}",site="{village}-nvh",access="{access}",vantage="ubnd"'
                yield f"commune_coverage_state{{{labels}}} {state}\n"
                yield f"commune_coverage_state_since_timestamp_seconds{{{labels}}} {since}\n"
                if not state:
                    yield f'commune_outage_open{{{labels},cause="power",root_device="{village}-gw",root="true"}} 1\n'

    def _slow(self, now):
        yield 'commune_build_info{version="1",revision="r",compiler="c"} 1\ncommune_optical_floor_dbm{vantage="ubnd"} -27\n'
        yield f"process_start_time_seconds {now}\nprocess_cpu_seconds_total 1\nprocess_resident_memory_bytes 1e8\n"
        yield "commune_config_last_reload_success 1\ncommune_history_up 1\ncommune_history_bytes 1e8\ncommune_history_quota_bytes 1e9\n"
        for row, village in enumerate(self.ids):
            at = f'village="{village}",site="{village}-nvh"'
            yield f'commune_village_info{{village="{village}",name="Thôn {row + 1}"}} 1\ncommune_village_households{{village="{village}"}} 120\n'
            yield (f'commune_site_info{{{at},kind="cultural_house",name="Nhà văn hoá {row + 1}",village_name="Thôn {row + 1}",'
                   f'latitude="{21 + row % 50 / 100}",longitude="{106 + row // 50 / 100}",contact="it"}} 1\n')
            yield (f'commune_link_info{{{at},link="{village}-quang",device="{village}-gw",interface="sfp1",towards="olt",medium="fibre"}} 1\n'
                   f'commune_link_utilization_ratio{{{at},link="{village}-quang"}} 0.{row % 9 + 1}\n'
                   f'commune_link_capacity_bytes_per_second{{{at},link="{village}-quang"}} 125000000\n'
                   f'commune_optical_receive_power_dbm{{{at},device="{village}-gw",port="sfp1"}} -{12 + row % 13}.5\n')
            for end, kind in KINDS.items():
                device = f'{at},device="{village}-{end}"'
                up = int(village not in self.lost)
                yield (f'commune_device_info{{{device},kind="{kind}",vendor="v",model="m",firmware="f",profile="p",address="10.0.0.1",'
                       f'upstream="{"olt" if end == "gw" else village + "-gw"}"}} 1\ncommune_device_up{{{device}}} {up}\n')
                if PORTS[end]:
                    yield f"commune_snmp_up{{{device}}} {up}\ncommune_snmp_poll_duration_seconds{{{device}}} 0.{row % 9 + 1}\n"
                    yield f'commune_snmp_failures_total{{{device},reason="timeout"}} {row}\n'
                for port in PORTS[end]:
                    yield f'commune_interface_up{{{device},interface="{port}",alias=""}} 1\n'
            for radio in ("2", "5"):
                labels = f'{at},device="{village}-ap",ap="{village}-ap",radio="{radio}"'
                yield (f'commune_wifi_clients{{{labels},ssid="x"}} {row % 30}\ncommune_wifi_channel_utilization_ratio{{{labels}}} 0.4\n'
                       f"commune_wifi_noise_dbm{{{labels}}} -92\n")
            for access in ACCESSES:
                labels = f'{at},access="{access}",vantage="ubnd"'
                yield from (f'commune_coverage_seconds_total{{{labels},state="{state}"}} {1000000 * (state == "up")}\n' for state in STATES)
                yield f'commune_outages_total{{{labels},cause="power"}} 3\n'
            yield from (f'commune_village_coverage_seconds_total{{village="{village}",vantage="ubnd",state="{state}"}} '
                        f'{1000000 * (state == "up")}\n' for state in STATES)

    def _counters(self, now):
        for row, village in enumerate(self.ids):
            for end, ports in PORTS.items():
                device = f'village="{village}",site="{village}-nvh",device="{village}-{end}"'
                growing = int(now) * (row + 1)
                yield f"commune_icmp_requests_total{{{device}}} {int(now)}\ncommune_icmp_replies_total{{{device}}} {int(now * 0.99)}\n"
                for port in ports:
                    yield from (f'{name}{{{device},interface="{port}"}} {growing if name in BYTES else growing // 9999 if row % 50 == 0 else row}\n' for name in BYTES + ERRORS)

    # ── What the rules recorded before ──

    def write(self, path, begin, end):
        """From `begin` to `end`, each kind for as long as a board looks back; whole hours since `begin`."""
        with open(path, "w", encoding="utf-8") as page:
            self._ledger(page, times(begin, end, HOUR))
            self._names(page, times(end - 32 * DAY, end, HOUR))
            self._days(page, end)
            self._looked_at(page, end - DAY, end)
            self._ports(page, end)
            self._faults(page, end - DAY, end)
            page.write("# EOF\n")

    def _outages(self, count, longest, how_many):
        """(first, end) of an event among so many entries; sorted, without touching one another."""
        begins = sorted({self.random.randrange(count) // (longest + 2) * (longest + 2) for _ in range(how_many)})
        return [(one, min(one + self.random.randint(1, longest), count)) for one in begins]

    def _ledger(self, page, hours):
        for name, ids in (("village:commune_village_coverage_seconds:delta1h", [f'village="{one}",' for one in self.ids]),
                          ("commune:commune_village_coverage_seconds:delta1h", [""])):
            page.write(f"# TYPE {name} gauge\n")
            for labels in ids:
                events = self._outages(len(hours), 8, 6)
                for state in STATES:
                    usual, then = (3600, 0) if state == "up" else (0, 3600 if state == "down" else 0)
                    page.write(steps(f'{name}{{{labels}state="{state}"}}', usual, then, events, hours))
                for sums in ("total1h", "judged1h"):
                    page.write(steps(name.replace("delta1h", sums) + (f"{{{labels[:-1]}}}" if labels else ""), 3600, 3600, [], hours))
        name = "access:commune_outages:delta1h"
        page.write(f"# TYPE {name} gauge\n")
        for village in self.ids:
            for moment in sorted(self.random.sample(hours, 6)):
                page.write(f'{name}{{village="{village}",site="{village}-nvh",access="wifi",cause="power"}} 1 {moment}\n')

    def _names(self, page, hours):
        page.write("# TYPE village:commune_inventory:info1h gauge\n")
        for row, village in enumerate(self.ids):
            page.write(steps(f'village:commune_inventory:info1h{{village="{village}",name="Thôn {row + 1}"}}', 1, 1, [], hours))

    def _days(self, page, end):
        for name, back, step in (("worst15m", 7 * DAY, 900), ("worst1m", DAY, 60)):
            moments = times(end - back, end, step)
            page.write(f"# TYPE village:commune_coverage:{name} gauge\n")
            for row, village in enumerate(self.ids):
                page.write(steps(f'village:commune_coverage:{name}{{village="{village}",name="Thôn {row + 1}"}}', 2, 0,
                                 self._outages(len(moments), 20, 5), moments))
        moments = times(end - DAY, end, 15)
        page.write("# TYPE commune:commune_coverage:villages gauge\n")
        for state, number in (("2", len(self.ids) - OPEN), ("0", OPEN), ("1", 3), ("-1", 5)):
            page.write(steps(f'commune:commune_coverage:villages{{state="{state}"}}', number, 0, self._outages(len(moments), 99, 20), moments))

    def _looked_at(self, page, begin, end):
        """As the rules and the scrapes leave it of one village, and the gateway's capture."""
        at = f'village="{LOOKED_AT}",site="{LOOKED_AT}-nvh"'
        often, scraped = times(begin, end, 2), times(begin, end, 15)
        for labels in (f'access:commune_coverage:state{{{at},access="{one}"}}' for one in ACCESSES):
            page.write(steps(labels, 2, 0, self._outages(len(often), 900, 5), often))
        page.write(steps(f'village:commune_coverage:state{{village="{LOOKED_AT}"}}', 2, 0, self._outages(len(often), 900, 5), often))
        own = 'job="commune-agent",instance="127.0.0.1:1",agent="ubnd"'
        growing = [f'{name}{{{own},{at},device="{LOOKED_AT}-{end_of}",interface="{port}"}}'
                   for name in BYTES for end_of, ports in PORTS.items() for port in ports]
        for end_of in PORTS:
            device = f'{own},{at},device="{LOOKED_AT}-{end_of}"'
            growing += [f"commune_icmp_{what}_total{{{device}}}" for what in ("requests", "replies")]
            growing += [f'commune_icmp_round_trip_seconds_bucket{{{device},le="{le}"}}' for le in BUCKETS]
        growing += [f'commune_capture_tcp_round_trip_seconds_bucket{{{own},{at},interface="eth0",side="{side}",le="{le}"}}'
                    for side in ("lan", "wan") for le in BUCKETS]
        for series in [*self._inventory_of(at), f'commune_link_info{{{own},{at},link="{LOOKED_AT}-quang",device="{LOOKED_AT}-gw",interface="sfp1",'
                       'towards="olt",medium="fibre"}', *(f'commune_wifi_clients{{{own},{at},device="{LOOKED_AT}-ap",ap="{LOOKED_AT}-ap",'
                                                          f'radio="{radio}",ssid="x"}}' for radio in "25")]:
            page.write(steps(series, 1, 1, [], scraped))
        page.write(steps(f'access:commune_outage:now{{{at},access="wifi",cause="power",root="true",root_device="{LOOKED_AT}-gw",fault="{LOOKED_AT}-gw"}}',
                         begin, begin, [], often[:1800]))
        for series in growing:
            page.writelines(f"{series} {7 * number} {moment}\n" for number, moment in enumerate(scraped))

    def _inventory_of(self, at):
        """What names are joined from, of that village, and the words for accesses."""
        yield f'site:commune_inventory:info{{{at},kind="cultural_house",name="Nhà văn hoá 1",village_name="Thôn 1",contact="it"}}'
        yield from (f'device:commune_inventory:info{{{at},device="{LOOKED_AT}-{end}",kind="{kind}",upstream="olt"}}' for end, kind in KINDS.items())
        words = {"fibre": ("cáp quang", "fibre"), "wifi": ("Wi-Fi", "Wi-Fi"), "mobile": ("sóng di động", "mobile signal"),
                 "loudspeaker": ("loa truyền thanh", "loudspeaker")}
        yield from (f'commune:words:access{{access="{access}",vi="{vi}",en="{en}"}}' for access, (vi, en) in words.items())

    def _ports(self, page, end):
        for name, back, step in (("min1h", 7 * DAY + 3 * HOUR, HOUR), ("max10m", DAY, 120)):
            moments = times(end - back, end, step)
            for row, village in enumerate(self.ids):
                page.write(steps(f'port:commune_optical_receive_power_dbm:{name}{{village="{village}",site="{village}-nvh",'
                                 f'device="{village}-gw",port="sfp1"}}', -12.5 - row % 13, 0, [], moments))
        moments = times(end - 15 * 60, end, 15)
        for row, village in enumerate(self.ids):
            for end_of, ports in PORTS.items():
                for name in ERRORS if ports else ():
                    for port in ports:
                        page.write(steps(f'{name}{{job="commune-agent",instance="127.0.0.1:1",agent="ubnd",village="{village}",'
                                         f'site="{village}-nvh",device="{village}-{end_of}",interface="{port}"}}', row, 0, [], moments))
        moments = times(end - DAY, end, 60)
        for row, village in enumerate(self.ids[:10]):
            page.write(steps(f'device:commune_snmp_poll_duration_seconds:slowest{{device="{village}-gw"}}', row + 1, 0, [], moments))
        page.write(steps('commune:commune_snmp_failures:rate5m{reason="timeout"}', 0.5, 0, [], moments))

    def _faults(self, page, begin, end):
        """An hour each, all over the day."""
        for number in range(FAULTS_A_DAY):
            village = self.ids[40 + number]
            first = int(begin + (end - begin - HOUR) * number / FAULTS_A_DAY)
            moments = times(first, first + HOUR, 2)
            page.write(steps(f'fault:commune_outage:words{{fault="{village}-gw",cause="power",vi="mất điện",en="power cut",check="x",check_en="y",'
                             f'village="{village}",site="{village}-nvh",name="Nhà văn hoá",village_name="Thôn"}}', 240, 0, [], moments))
            page.write(steps(f'fault:commune_outage:severity{{fault="{village}-gw"}}', 1 + number % 2, 0, [], moments))


def times(begin, end, step):
    return [str(moment) for moment in range(int(begin), int(end) + 1, step)]


def steps(series, usual, then, events, moments):
    """Lines of a series that has one value, and another during the events."""
    pieces, at = [], 0
    for first, end in [*events, (len(moments), len(moments))]:
        for value, part in ((usual, moments[at:first]), (then, moments[first:end])):
            if part:
                pieces.append(f"{series} {value} " + f"\n{series} {value} ".join(part) + "\n")
        at = end
    return "".join(pieces)


def make_blocks(page, folder):
    subprocess.run(["promtool", "tsdb", "create-blocks-from", "--max-block-duration=744h", "openmetrics", page, folder], check=True,
                   stdout=subprocess.DEVNULL)
