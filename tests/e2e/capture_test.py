#!/usr/bin/env python3
"""Traffic on an interface that is deleted, renamed, down or flooded, or that may not be captured.
Real frames on a veth pair in a namespace of its own, sent from one end and captured at the other.

usage: capture_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import fetch, in_namespace, is_sanitized, metrics, pause, run_tests, values, wait_until
from village import VillageTest, commune

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
USER, OTHER_USER, SERVER = "192.168.77.10", "192.168.77.11", "203.0.113.5"
CAPTURE = """
[[capture]]
interface = "lan0"
lan = ["192.168.77.0/24", "fd77:1::/64"]
"""
MACS = bytes.fromhex("020000000001020000000002")
TCP, UDP = 6, 17
SYN, ACK, PUSH = 2, 16, 8


def ip(*words):
    subprocess.run(["ip", *words], check=True, timeout=10)


def ipv4(source, destination, protocol, payload):
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0,
                       socket.inet_aton(source), socket.inet_aton(destination))
    return MACS + b"\x08\x00" + head + payload


def udp(source, destination, payload):
    return struct.pack("!HHHH", source, destination, 8 + len(payload), 0) + payload


def tcp(source, destination, flags, sequence, acknowledged, payload=b""):
    return struct.pack("!HHIIBBHHH", source, destination, sequence, acknowledged, 0x50, flags, 8192, 0, 0) + payload


def dns(number, answer):
    return struct.pack("!HHHHHH", number, 0x8180 if answer else 0x0100, 1, 0, 0, 0) + b"\x04test\x00\x00\x01\x00\x01"


class Wire:
    """The far end of the pair lan0-far0."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        self.socket.bind(("far0", 0))

    def send(self, *frames):
        for frame in frames:
            self.socket.send(frame)


def make_pair():
    ip("link", "add", "lan0", "type", "veth", "peer", "name", "far0")
    for name in ("lan0", "far0"):
        # The kernel's own packets would be counted among the test's.
        pathlib.Path(f"/proc/sys/net/ipv6/conf/{name}/disable_ipv6").write_text("1")
        ip("link", "set", name, "up", "arp", "off")


def seen(metric="packets_total", **labels):
    return sum(values(metrics(), f"commune_capture_{metric}", interface="lan0", **labels))


def up():
    return values(metrics(), "commune_capture_up", interface="lan0") == [1]


class CaptureFaults(VillageTest):
    def setUp(self):
        super().setUp()
        make_pair()
        self.addCleanup(subprocess.run, ["ip", "link", "del", "far0"], stderr=subprocess.DEVNULL)
        self.wire = Wire()
        self.addCleanup(lambda: self.wire.socket.close())

    def start(self, *before, capture=CAPTURE, wait=True):
        self.config.write_text(commune([]) + capture)
        agent = self.start_agent(*before)
        if wait:
            wait_until(up, 5, "the interface is captured")
        return agent

    def one_packet_is_counted(self, what, within=5):
        """Sends packets until one is counted; returns the time since when none was, at the latest."""
        before, begin = seen(), time.monotonic()

        def counted():
            self.wire.send(ipv4(USER, SERVER, UDP, udp(5000, 443, b"x")))
            return seen() > before
        wait_until(counted, within, what)
        return time.monotonic() - begin

    def test_counts_traffic_hosts_round_trips_and_names_nobody(self):
        agent = self.start()
        up_way = lambda *segment: ipv4(USER, SERVER, TCP, tcp(40000, 443, *segment))
        down_way = lambda *segment: ipv4(SERVER, USER, TCP, tcp(443, 40000, *segment))
        self.wire.send(up_way(SYN, 100, 0))
        pause(0.06)
        self.wire.send(down_way(SYN | ACK, 500, 101))
        pause(0.006)
        self.wire.send(up_way(ACK, 101, 501), up_way(ACK | PUSH, 101, 501, b"x" * 10))
        self.wire.send(ipv4(OTHER_USER, "198.51.100.1", UDP, udp(5353, 53, dns(7, False))))
        pause(0.02)
        self.wire.send(ipv4("198.51.100.1", OTHER_USER, UDP, udp(53, 5353, dns(7, True))))
        wait_until(lambda: seen() == 6, 5, "all packets are counted")
        samples = metrics()
        traffic = lambda metric, direction, kind: values(samples, f"commune_capture_{metric}_total", interface="lan0",
                                                         direction=direction, **{"class": kind})
        self.assertEqual(traffic("packets", "out", "web"), [3])
        self.assertEqual(traffic("bytes", "out", "web"), [130])
        self.assertEqual(traffic("packets", "in", "web"), [1])
        self.assertEqual(traffic("packets", "out", "dns"), [1])
        self.assertEqual(traffic("bytes", "in", "dns"), [50])
        self.assertEqual(round(seen("hosts")), 2)
        wan, lan = [values(samples, "commune_capture_tcp_round_trip_seconds_sum", side=side)[0] for side in ("wan", "lan")]
        self.assertTrue(0.06 <= wan < 0.5, wan)
        self.assertTrue(0.006 <= lan < 0.4, lan)
        self.assertEqual(values(samples, "commune_capture_dns_response_seconds_count", side="wan"), [1])
        page = fetch("/metrics")[1]
        for address in (USER, OTHER_USER, SERVER, "198.51.100.1"):
            self.assertNotIn(address, page)
            self.assertNotIn(address, agent.said())

    def test_an_interface_that_is_deleted_or_renamed_is_back_within_five_seconds_of_its_return(self):
        agent = self.start()
        self.one_packet_is_counted("the first packet")
        ip("link", "del", "far0")
        wait_until(lambda: not up(), 5, "the loss is reported")
        self.assertIn("capture lan0", agent.said())
        before = seen()
        make_pair()
        self.wire.socket.close()
        self.wire = Wire()
        self.one_packet_is_counted("a packet after it was deleted and created again", 5)
        self.assertGreater(seen(), before)
        ip("link", "set", "lan0", "down")
        ip("link", "set", "lan0", "name", "gone0")
        wait_until(lambda: not up(), 5, "the renaming is reported")
        ip("link", "set", "gone0", "name", "lan0")
        ip("link", "set", "lan0", "up")
        self.one_packet_is_counted("a packet after it has its name again", 5)

    def test_an_interface_that_is_down_costs_less_than_a_hundredth_of_a_core(self):
        agent = self.start()
        ip("link", "set", "lan0", "down")
        wait_until(lambda: not up(), 5, "the interface is reported down")
        pause(1)
        ticks = os.sysconf("SC_CLK_TCK")

        def cpu():
            fields = pathlib.Path(f"/proc/{agent.process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / ticks
        begin, since = cpu(), time.monotonic()
        pause(10)
        self.assertLess((cpu() - begin) / (time.monotonic() - since), 0.01)
        ip("link", "set", "lan0", "up")
        self.one_packet_is_counted("a packet after it is up again", 5)

    def test_packets_dropped_in_a_flood_are_counted_and_memory_stays_flat(self):
        agent = self.start(capture=CAPTURE + 'buffer = "256KiB"\n')
        self.one_packet_is_counted("the first packet")
        pause(1.1)
        frames = [ipv4(f"192.168.77.{n % 250}" if n % 2 else f"10.{n % 256}.{n // 256}.7", SERVER, TCP,
                       tcp(1024 + n % 60000, 443, SYN, n, 0)) for n in range(50_000)]
        before, dropped = seen(), seen("dropped_packets_total", reason="kernel")
        # Twice as many connections as fit, while it can read ...
        self.wire.send(*frames)
        memory = self.resident(agent)
        # ... and while it cannot.
        agent.process.send_signal(signal.SIGSTOP)
        self.wire.send(*frames)
        agent.process.send_signal(signal.SIGCONT)
        counted = lambda: seen() - before + seen("dropped_packets_total", reason="kernel") - dropped
        wait_until(lambda: counted() == 2 * len(frames), 10, "every packet is counted or reported as dropped")
        self.assertGreater(seen("dropped_packets_total", reason="kernel"), len(frames) / 2)
        # A sanitized agent reads some fourteen thousand of them.
        self.assertGreater(seen("flows_evicted_total"), 1_000 if is_sanitized(self.agent) else 10_000)
        self.assertLessEqual(seen("flows"), 8192 + 1024)
        for _ in range(3):
            self.wire.send(*frames)
        if not is_sanitized(self.agent):
            self.assertLess(self.resident(agent) - memory, 1024)

    def resident(self, agent):
        return int(re.search(r"VmRSS:\s*(\d+) kB", pathlib.Path(f"/proc/{agent.process.pid}/status").read_text())[1])

    def test_truncated_vlan_and_extension_header_frames_are_survived(self):
        self.start()
        v6 = lambda next_header, payload: struct.pack("!IHBB", 6 << 28, len(payload), next_header, 64) + b"\xfd" * 32 + payload
        inner = ipv4(USER, SERVER, UDP, udp(5000, 53, dns(1, False)))[12:]
        chain = b"".join(struct.pack("!BB6x", kind, 0) for kind in (43, 60, 44, 60, 0, 43, 60, 60, 60, 17))
        whole = [MACS + b"\x81\x00\x00\x05" * tags + inner for tags in range(7)]
        whole += [MACS + b"\x88\xa8\x00\x05\x81\x00\x00\x06\x86\xdd" + v6(0, chain + udp(53, 53, dns(1, True))),
                  MACS + b"\x88\x64\x11\x00\x00\x01\x00\x16\x00\x21" + inner[2:]]
        frames = [frame[:length] for frame in whole for length in range(14, len(frame) + 1)]
        self.wire.send(*frames)
        # The kernel does not deliver frames that end within or right after their first tag.
        cut = sum(frame[12:14] in (b"\x81\x00", b"\x88\xa8") and len(frame) < 20 for frame in frames)
        count = lambda: seen() + seen("unparsed_packets_total")
        wait_until(lambda: count() == len(frames) - cut, 5, "each frame is counted once, in its class")
        self.assertGreater(seen("unparsed_packets_total", reason="malformed"), 100)
        self.one_packet_is_counted("a packet after them")

    def test_without_the_right_to_capture_it_keeps_running_and_says_so(self):
        agent = self.start("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw", "--", wait=False)
        wait_until(lambda: values(metrics(), "commune_capture_up") == [0], 5, "it is reported")
        pause(3)
        self.assertEqual(fetch("/-/healthy")[0], 200)
        self.assertEqual(agent.said().count("capture lan0: not allowed to capture; give the program CAP_NET_RAW"), 1)
        self.assertIsNone(agent.process.poll())

    def test_a_reload_keeps_the_counts_and_removes_the_figures_of_a_removed_interface(self):
        self.start()
        for _ in range(3):
            self.one_packet_is_counted("a packet")
        pause(1.1)
        before = seen()
        self.config.write_text(commune([]) + CAPTURE + '[[capture.class]]\nname = "game"\nprotocols = ["udp"]\nports = [7777]\n')
        self.assertEqual(fetch("/-/reload", "POST")[0], 200)
        wait_until(up, 5, "it is captured again")
        self.assertEqual(seen(), before)
        self.wire.send(ipv4(USER, SERVER, UDP, udp(7777, 7777, b"x")))
        wait_until(lambda: seen(**{"class": "game"}) == 1, 5, "the new class counts")
        self.assertEqual(seen(), before + 1)
        self.config.write_text(commune([]))
        self.assertEqual(fetch("/-/reload", "POST")[0], 200)
        wait_until(lambda: values(metrics(), "commune_capture_up") == [], 5, "the figures are gone")

    def test_it_stops_promptly_under_load(self):
        agent = self.start()
        frame = ipv4(USER, SERVER, UDP, udp(5000, 443, b"x"))
        self.wire.send(*[frame] * 20_000)
        begin = time.monotonic()
        agent.process.send_signal(signal.SIGTERM)
        self.wire.send(*[frame] * 20_000)
        self.assertEqual(agent.process.wait(timeout=10), 0)
        self.assertLess(time.monotonic() - begin, 2)


if __name__ == "__main__":
    in_namespace(lambda: run_tests(sys.argv[4:]))
