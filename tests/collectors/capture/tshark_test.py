#!/usr/bin/env python3
"""Round trips and retransmissions of a file of packets, as we and tshark see them. No network, no rights.

usage: tshark_test.py AGENT
"""
import json
import pathlib
import random
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import tempfile

SKIPPED = 77
USER, SERVER = "192.168.1.10", "203.0.113.5"
SYN, ACK = 2, 16
SEGMENT = 1200


class Recording:
    """Frames with their times, in the order in which they were seen."""

    def __init__(self):
        self.frames = []

    def add(self, at, by_user, flags, sequence, acknowledged, length=0, port=40000):
        ends = [(USER, port), (SERVER, 443)]
        (source, source_port), (destination, destination_port) = ends if by_user else reversed(ends)
        tcp = struct.pack("!HHIIBBHHH", source_port, destination_port, sequence & 0xffffffff, acknowledged & 0xffffffff,
                          0x50, flags, 65000, 0, 0) + b"x" * length
        head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, socket.inet_aton(source),
                           socket.inet_aton(destination))
        self.frames.append((at, bytes(12) + b"\x08\x00" + head + tcp))

    def write(self, path):
        with open(path, "wb") as file:
            file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 96, 1))
            for at, frame in sorted(self.frames, key=lambda each: each[0]):
                seconds = int(at)
                file.write(struct.pack("<IIII", seconds, round((at - seconds) * 1e6), min(96, len(frame)), len(frame)))
                file.write(frame[:96])


def add_connection(recording, chance, port, by_user, round_trips, lose=0.0):
    """Bursts of data from one end, each segment answered at once; each burst has its own round trip."""
    start = 1_700_000_000 + port % 1000
    base, other = chance.getrandbits(32), chance.getrandbits(32)
    user, server = (base, other) if by_user else (other, base)
    recording.add(start, True, SYN, user - 1, 0, port=port)
    recording.add(start + 0.03, False, SYN | ACK, server - 1, user, port=port)
    recording.add(start + 0.035, True, ACK, user, server, port=port)
    at, sent = start + 1, 0
    for round_trip in round_trips:
        lost = 0
        for n in range(10):
            recording.add(at + n * 0.0003, by_user, ACK, base + sent + n * SEGMENT, other, SEGMENT, port)
            gone = n == 9 and chance.random() < lose
            lost += gone
            if not gone:
                recording.add(at + n * 0.0003 + round_trip, not by_user, ACK, other, base + sent + (n + 1) * SEGMENT, port=port)
        if lost:
            recording.add(at + 0.25, by_user, ACK, base + sent + 9 * SEGMENT, other, SEGMENT, port)
            recording.add(at + 0.25 + round_trip, not by_user, ACK, other, base + sent + 10 * SEGMENT, port=port)
        sent += 10 * SEGMENT
        at += 0.5


def seen_by_tshark(path):
    """Round trips to the user's and to the server's side, and retransmissions to either, without the handshakes."""
    fields = ["ip.src", "tcp.analysis.ack_rtt", "tcp.analysis.retransmission", "tcp.flags.syn"]
    command = ["tshark", "-r", path, "-T", "fields", "-E", "separator=;"]
    for name in fields:
        command += ["-e", name]
    lines = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout.splitlines()
    trips, again = {"lan": [], "wan": []}, {"lan": 0, "wan": 0}
    for source, round_trip, retransmission, syn in (line.split(";") for line in lines):
        here = "lan" if source == USER else "wan"
        if round_trip and syn in ("0", "False"):
            trips[here].append(float(round_trip))
        again["wan" if here == "lan" else "lan"] += bool(retransmission)
    return trips, again


def main():
    if shutil.which("tshark") is None:
        print("skipped: there is no tshark")
        return SKIPPED
    chance, recording = random.Random(7), Recording()
    for port in range(40000, 40010):
        by_user = port % 2 == 1
        most = 0.09 if by_user else 0.012
        add_connection(recording, chance, port, by_user, [chance.uniform(most / 3, most) for _ in range(60)], 0.2)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "round_trips.pcap"
        recording.write(path)
        report = json.loads(subprocess.run([sys.argv[1], "capture", "--read", path, "--lan", "192.168.1.0/24", "--json"],
                                         check=True, capture_output=True, timeout=60).stdout)["sides"]
        trips, again = seen_by_tshark(path)
    mistakes = []
    for side in ("lan", "wan"):
        ours, theirs = report[side]["round_trips"], sorted(trips[side])
        for name, quantile in (("p50_seconds", statistics.median(theirs)), ("p95_seconds", theirs[int(len(theirs) * 0.95)])):
            print(f"{side} {name}: {ours[name] * 1e3:.2f} ms of {ours['samples']}, tshark {quantile * 1e3:.2f} ms of {len(theirs)}")
            if abs(ours[name] - quantile) > 0.03 * quantile:
                mistakes.append(f"{side} {name} differs by more than 3 %")
        print(f"{side} retransmissions: {report[side]['retransmissions']}, tshark {again[side]}")
        if report[side]["retransmissions"] != again[side] or again[side] < 30:
            mistakes.append(f"{side} retransmissions differ")
    print("\n".join(mistakes) or "we agree with tshark")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
