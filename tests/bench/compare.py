#!/usr/bin/env python3
"""The agent and its peers at the same work, in one run on one machine: prints a table with their ratios.

usage: compare.py BUILD_FOLDER [ROW...]       rows: snmp icmp village page hub capture throughput alert (default: all)

Everything runs in a network namespace of its own without a way out; simulated devices answer. Takes some minutes.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(SOURCE / "tests"), str(SOURCE / "tests/bench")]
import communes
from alert_delay import bench_alert
from harness import AGENT_PAGE, Part, agent_is_ready, in_namespace, metrics, pause, series, values, wait_until
from measure import Traffic, cpu_seconds, memory_mib
from peers import Pmacctd, SmokepingProber, SnmpExporter
from throughput import bench_throughput

BUILD = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
TUN = "commune0"


class Bench:
    """One commune played by the simulator, and the programs that watch it; all end with it."""

    def __init__(self, *args, **kwargs):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.parts = []
        self.commune = communes.Commune(self.folder, *args, **kwargs)

    def __enter__(self):
        simulator = self.start(Part(self.folder, "simulator", BUILD / "tests/simulator/commune-sim",
                                    self.commune.scenario, "--tun", TUN))
        simulator.wait_until(lambda: "ready" in simulator.said(), 60)
        return self

    def __exit__(self, *_):
        for part in reversed(self.parts):
            part.end()
        shutil.rmtree(self.folder)

    def start(self, part):
        self.parts.append(part)
        return part

    def agent(self):
        part = self.start(Part(self.folder, "agent", BUILD / "agent/commune-agent", "run", "--config",
                               self.commune.config))
        part.wait_until(agent_is_ready, 60)
        return part


class Over:
    """Processor time of a process between two moments."""

    def __init__(self, part):
        self.process, self.begin, self.since = part.process.pid, cpu_seconds(part.process.pid), time.monotonic()

    def seconds(self):
        return cpu_seconds(self.process) - self.begin

    def elapsed(self):
        return time.monotonic() - self.since

    def share(self):
        return self.seconds() / self.elapsed()


def scrape():
    begin = time.monotonic()
    with urllib.request.urlopen(AGENT_PAGE + "/metrics", timeout=30) as answer:
        page = answer.read()
    return time.monotonic() - begin, page


def all_answer(metric, count):
    wait_until(lambda: sum(values(metrics(), metric)) == count, 90, f"{count} devices answer")


def row(what, ours, peer, target):
    print(f"| {what} | {ours} | {peer} | {target} |", flush=True)


def bench_snmp():
    devices, rounds, interval = 1000, 2, 10
    found = {}
    generic = (SOURCE / "config/profiles/generic.toml").read_text()
    for name, profile in (("whole tables", communes.whole_tables_profile(generic)), ("quantities kept", None)):
        with Bench(devices, 24, interval=f"{interval}s", profile=profile) as bench:
            agent = bench.agent()
            all_answer("commune_snmp_up", devices)
            pause(interval)
            over, traffic = Over(agent), Traffic(TUN)
            for _ in range(rounds):
                pause(interval)
                _, page = scrape()
            # Scrapes take a moment too: what was polled goes by the time that passed.
            polls = devices * over.elapsed() / interval
            cpu, sent = over.seconds(), traffic.so_far()
            pause(2)  # The page is let go.
            found[name] = {"cpu": cpu / polls * 1e3, "requests": sent["requests"] / polls,
                           "bytes": sent["bytes"] / polls, "memory": memory_mib(agent.process.pid), "page": len(page)}
            agent.end()
            if profile:
                continue
            exporter = bench.start(SnmpExporter(bench.folder))
            over, traffic = Over(exporter), Traffic(TUN)
            exporter.poll(bench.commune.addresses)
            sent = traffic.so_far()
            peer = {"cpu": over.seconds() / devices * 1e3, "requests": sent["requests"] / devices,
                    "bytes": sent["bytes"] / devices, "memory": memory_mib(exporter.process.pid)}
    for name, ours in found.items():
        row(f"SNMP, {name}: processor a device", f"{ours['cpu']:.2f} ms",
            f"snmp_exporter {peer['cpu']:.2f} ms = {peer['cpu'] / ours['cpu']:.1f} x", "10 x")
        row(f"SNMP, {name}: requests a device", f"{ours['requests']:.1f}",
            f"snmp_exporter {peer['requests']:.1f} = {peer['requests'] / ours['requests']:.1f} x", "3 x")
        row(f"SNMP, {name}: bytes a device, both ways", f"{ours['bytes']:.0f}",
            f"snmp_exporter {peer['bytes']:.0f} = {peer['bytes'] / ours['bytes']:.1f} x", "3 x")
        page, memory = ours["page"] / 2**20, ours["memory"]
        row(f"SNMP, {name}: most resident beyond the page of {page:.1f} MiB", f"{memory['peak'] - page:.1f} MiB "
            f"(between scrapes {memory['rss']:.1f}, anonymous {memory['anonymous']:.1f})",
            f"snmp_exporter {peer['memory']['peak']:.1f} MiB", "32 MiB")


def bench_icmp():
    targets, seconds = 1000, 20
    with Bench(targets, 1, snmp=False, icmp=True) as bench:
        agent = bench.agent()
        all_answer("commune_device_up", targets)
        over = Over(agent)
        pause(seconds)
        ours = over.seconds() / (targets * seconds) * 1e6
        mean = mean_round_trip(metrics(), "commune_icmp_round_trip_seconds")
        agent.end()
        prober = bench.start(SmokepingProber(bench.folder, bench.commune.addresses))
        pause(5)
        over = Over(prober)
        pause(seconds)
        theirs = over.seconds() / (targets * seconds) * 1e6
        with urllib.request.urlopen(f"http://{prober.ADDRESS}/metrics", timeout=30) as answer:
            their_mean = mean_round_trip(series(answer.read().decode()), "smokeping_response_duration_seconds")
        prober.end()
        fping = cpu_of(["fping", "-q", "-C", str(seconds), "-p", "1000", "-i", "1", *bench.commune.addresses])
        fping = fping / (targets * seconds) * 1e6
    row("ICMP, 1000 targets a second: processor a ping", f"{ours:.1f} µs",
        f"smokeping_prober {theirs:.0f} µs = {theirs / ours:.0f} x; fping {fping:.0f} µs = {fping / ours:.1f} x", "12 µs")
    row("ICMP, 1000 targets a second: mean round trip shown", f"{mean * 1e6:.0f} µs",
        f"smokeping_prober {their_mean * 1e6:.0f} µs", "kernel's + 50 µs")


def mean_round_trip(samples, metric):
    samples = list(samples)
    return sum(values(samples, metric + "_sum")) / sum(values(samples, metric + "_count"))


def cpu_of(command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime


# Nobody is there: samples wait on disk.
AWAY = '[[remote_write]]\nid = "province"\nurl = "http://127.0.0.1:9/api/v1/write"\n'


def bench_village():
    devices = 50
    with Bench(devices, 8, interval="30s", icmp=True, more=AWAY) as bench:
        agent = bench.agent()
        all_answer("commune_snmp_up", devices)
        pause(5)
        over = Over(agent)
        pause(60)
        scrape()
        share, ours = over.share(), memory_mib(agent.process.pid)
        agent.end()
        exporter = bench.start(SnmpExporter(bench.folder))
        prober = bench.start(SmokepingProber(bench.folder, bench.commune.addresses))
        for _ in range(3):
            exporter.poll(bench.commune.addresses)
        pause(10)
        peers = {part.name: memory_mib(part.process.pid)["rss"] for part in (exporter, prober)}
    peer_names = " + ".join(f"{name} {rss:.1f}" for name, rss in peers.items())
    row("village gateway, 50 devices: resident", f"{ours['rss']:.1f} MiB",
        f"{peer_names} = {sum(peers.values()):.1f} MiB", "24 MiB")
    row("village gateway, 50 devices: anonymous", f"{ours['anonymous']:.1f} MiB", "", "8 MiB")
    row("village gateway, polls of 30 s, pings of 1 s: processor", f"{share:.2%} of a core", "", "1 %")


def bench_page():
    with Bench(38, 24) as bench:
        bench.agent()
        all_answer("commune_snmp_up", 38)
        times = sorted(scrape()[0] for _ in range(300))
        samples = sum(1 for _ in series(scrape()[1].decode()))
    row(f"/metrics of {samples} series, 300 scrapes: p99", f"{times[int(len(times) * 0.99)] * 1e3:.1f} ms "
        f"(p50 {times[len(times) // 2] * 1e3:.1f})", "", "30 ms")


def bench_hub():
    devices = 5000
    with Bench(devices, 1, interval="30s", icmp=False) as bench:
        agent = bench.agent()
        all_answer("commune_snmp_up", devices)
        pause(30)
        over = Over(agent)
        for _ in range(2):
            pause(30)
            scrape()
        samples = sum(1 for _ in series(scrape()[1].decode()))
        share, memory = over.share(), memory_mib(agent.process.pid)
    row(f"hub, 5000 devices, {samples} series, polls of 30 s: processor", f"{share:.1%} of a core", "", "25 %")
    row("hub, 5000 devices: resident", f"{memory['rss']:.0f} MiB (anonymous {memory['anonymous']:.0f})", "", "128 MiB")


class Pair:
    """A veth pair: what trafgen sends into far0 comes out of lan0."""
    FLOOD = """{ 0x02,0,0,0,0,1, 0x02,0,0,0,0,2, 0x08,0x00,
      0x45,0, c16(486), 0,0,0,0, 64,17, 0,0, 10,0,drnd(2), 203,0,113,5, drnd(2), c16(443), c16(466), 0,0, fill(0,458) }"""

    def __init__(self, folder):
        self.configuration = folder / "flood.cfg"
        self.configuration.write_text(self.FLOOD)
        subprocess.run(["ip", "link", "add", "lan0", "type", "veth", "peer", "name", "far0"], check=True)
        for name in ("lan0", "far0"):
            pathlib.Path(f"/proc/sys/net/ipv6/conf/{name}/disable_ipv6").write_text("1")
            subprocess.run(["ip", "link", "set", name, "up", "arp", "off"], check=True)

    def flood(self, packets, rate):
        """Packets a second that it came to; sends them in pieces, as trafgen's own pace is too coarse for this rate."""
        piece = rate // 4
        begin = time.monotonic()
        for n in range(packets // piece):
            pause(begin + n * piece / rate - time.monotonic())
            subprocess.run(["trafgen", "--out", "far0", "--conf", self.configuration, "--num", str(piece), "--cpus", "1",
                            "--qdisc-path", "--no-cpu-stats"], check=True, stdout=subprocess.DEVNULL)
        return packets // piece * piece / (time.monotonic() - begin)


def bench_capture():
    packets, rate = 5_000_000, 500_000
    folder = pathlib.Path(tempfile.mkdtemp())
    pair, commune = Pair(folder), communes.Commune(folder, 1, 1, snmp=False, icmp=True)
    without = commune.config.read_text()
    found = {}
    for name, extra in (("without", ""), ("with", '[[capture]]\ninterface = "lan0"\nlan = ["10.0.0.0/8"]\n')):
        commune.config.write_text(without + extra)
        agent = Part(folder, "agent", BUILD / "agent/commune-agent", "run", "--config", commune.config)
        agent.wait_until(agent_is_ready, 60)
        pause(3)
        over = Over(agent)
        reached = pair.flood(packets, rate)
        share = over.share()
        pause(2)
        samples = metrics()
        found[name] = {"memory": memory_mib(agent.process.pid)["rss"], "share": share, "rate": reached,
                       "seen": sum(values(samples, "commune_capture_packets_total")),
                       "dropped": sum(values(samples, "commune_capture_dropped_packets_total"))}
        agent.end()
    ours = found["with"]
    peer = Pmacctd(folder, "lan0")
    begin, since = peer.cpu_seconds(), time.monotonic()
    theirs_rate = pair.flood(packets, rate)
    theirs, memory, dropped = (peer.cpu_seconds() - begin) / (time.monotonic() - since), peer.memory_mib(), peer.dropped()
    peer.end()
    shutil.rmtree(folder)
    row(f"capture, {ours['rate'] / 1e3:.0f} kpps of 500 bytes from 65,000 sources: processor", f"{ours['share']:.1%} of a core",
        f"pmacctd {theirs:.1%} at {theirs_rate / 1e3:.0f} kpps", "35 %")
    row("capture, the same: memory more", f"{ours['memory'] - found['without']['memory']:.1f} MiB", f"pmacctd {memory:.0f} MiB",
        "12 MiB")
    row("capture, the same: packets dropped", f"{ours['dropped']:.0f} of {ours['seen'] + ours['dropped']:.0f}",
        f"pmacctd {dropped} of {packets}", "0")


ROWS = {"snmp": bench_snmp, "icmp": bench_icmp, "village": bench_village, "page": bench_page, "hub": bench_hub,
        "capture": bench_capture, "throughput": lambda: bench_throughput(BUILD / "agent/commune-agent", row),
        "alert": lambda: bench_alert(BUILD, SOURCE, row)}


def main():
    print("| work | commune-agent | peer | target |\n|---|---|---|---|", flush=True)
    for name in sys.argv[2:] or ROWS:
        ROWS[name]()
    return 0


if __name__ == "__main__":
    if BUILD is None or not set(sys.argv[2:]) <= set(ROWS):
        sys.exit(__doc__)
    in_namespace(main)
