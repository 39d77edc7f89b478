#!/usr/bin/env python3
"""Plays a small commune on a real TUN device in a network namespace of its own and asks it over the
kernel's own network stack. Needs root; says so and exits with 77 (skipped) where it is not."""

import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

SKIPPED = 77

WALK = """1.3.6.1.2.1.1.3.0 TIMETICKS 100000
1.3.6.1.2.1.1.5.0 STRING "{device}"
1.3.6.1.2.1.2.2.1.2.3 STRING "wlan0"
1.3.6.1.2.1.2.2.1.8.3 INTEGER 1
1.3.6.1.2.1.31.1.1.1.6.3 COUNTER64 5000000000 ~ rate=1000000/s
"""

# Faults are on from the start, so that nothing here depends on how busy the machine is.
SCENARIO = """[network]
ipv4 = "10.77.255.254/16"
ipv6 = "fd77::fffe/64"
[[device]]
id = "gw"
address = "10.77.0.1"
walk = "test.walk"
[[device]]
id = "six"
address = "fd77::1"
walk = "test.walk"
[[device]]
id = "slow"
address = "10.77.0.2"
walk = "test.walk"
delay = "120ms"
[[device]]
id = "dead"
address = "10.77.0.3"
site = "ca"
walk = "test.walk"
[[device]]
id = "behind"
address = "10.77.0.4"
upstream = "dead"
walk = "test.walk"
[[device]]
id = "closed"
address = "10.77.0.5"
[[device]]
id = "mute"
address = "10.77.0.6"
walk = "test.walk"
[[fault]]
kind = "power_cut"
site = "ca"
at = "0s"
[[fault]]
kind = "snmp_silent"
device = "mute"
at = "0s"
"""


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def echo(address, wait=1.0):
    """Seconds until the echo reply; None when there is none."""
    v6 = ":" in address
    family, protocol = (socket.AF_INET6, 58) if v6 else (socket.AF_INET, 1)
    body = struct.pack(">HH", os.getpid() & 0xFFFF, 1) + b"commune-sim test"
    head = bytes([128 if v6 else 8, 0])
    packet = head + struct.pack(">H", 0 if v6 else checksum(head + b"\0\0" + body)) + body
    with socket.socket(family, socket.SOCK_RAW, protocol) as raw:
        raw.connect((address, 0))
        started = time.monotonic()
        raw.send(packet)
        while (left := started + wait - time.monotonic()) > 0:
            raw.settimeout(left)
            try:
                reply = raw.recv(2048)
            except TimeoutError:
                return None
            icmp = reply if v6 else reply[20:]
            if icmp[0] == (129 if v6 else 0) and icmp[4:] == body:
                return time.monotonic() - started
    return None


def snmp(command, address, *oids):
    target = f"udp6:[{address}]" if ":" in address else address
    run = subprocess.run([command, "-v2c", "-c", "public", "-r0", "-t1", "-Onq", target, *oids],
                         capture_output=True, text=True, check=False)
    return run.stdout.splitlines() if run.returncode == 0 else None


def port_is_closed(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(2)
        udp.connect((address, 161))
        udp.send(b"?")
        try:
            udp.recv(100)
        except ConnectionRefusedError:
            return True
        except TimeoutError:
            return False
    return False


def expect(what, seen, right):
    if seen != right:
        sys.exit(f"FAILED: {what}: expected {right!r}, saw {seen!r}")
    print(f"ok: {what}")


def ask():
    name = ".1.3.6.1.2.1.1.5.0"
    expect("IPv4 echo", echo("10.77.0.1") is not None, True)
    expect("IPv6 echo", echo("fd77::1") is not None, True)
    expect("a delay of 120 ms", (echo("10.77.0.2") or 0) >= 0.12, True)
    expect("a dead device", echo("10.77.0.3", 0.3), None)
    expect("a device behind it", echo("10.77.0.4", 0.3), None)
    expect("an address without a device", echo("10.77.0.99", 0.3), None)
    expect("GET over IPv4", snmp("snmpget", "10.77.0.1", name), [f'{name} "gw"'])
    expect("GET over IPv6", snmp("snmpget", "fd77::1", name), [f'{name} "six"'])
    walk = snmp("snmpbulkwalk", "10.77.0.1", "1.3.6.1.2.1.2.2.1")
    expect("a walk by GETBULK", walk,
           ['.1.3.6.1.2.1.2.2.1.2.3 "wlan0"', ".1.3.6.1.2.1.2.2.1.8.3 1"])
    counter = ".1.3.6.1.2.1.31.1.1.1.6.3"
    first = int(snmp("snmpget", "10.77.0.1", counter)[0].split()[1])
    second = int(snmp("snmpget", "10.77.0.1", counter)[0].split()[1])
    expect("a counter that grows", first < second, True)
    expect("a device without SNMP", port_is_closed("10.77.0.5"), True)
    expect("a device with SNMP silent: echo", echo("10.77.0.6") is not None, True)
    expect("a device with SNMP silent: SNMP", snmp("snmpget", "10.77.0.6", name), None)


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def play(simulator, namespace):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("test.walk", WALK), ("test.toml", SCENARIO)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        scenario = os.path.join(folder, "test.toml")
        if output_of("ip", "route", "show", "default"):
            outside = subprocess.run([simulator, scenario], capture_output=True, check=False)
            expect("a refusal where there is a way out", outside.returncode, 2)
        inside = ["ip", "netns", "exec", namespace]
        with subprocess.Popen(inside + [simulator, scenario], stdout=subprocess.PIPE,
                              text=True) as process:
            try:
                expect("the ready line", process.stdout.readline(),
                       "ready: 7 devices on tun commune0\n")
                expect("the first fault", process.stdout.readline(),
                       "00:00:00 fault power_cut site ca: 2 devices\n")
                asked = subprocess.run(inside + [sys.executable, __file__, "--ask"], check=False)
            finally:
                process.send_signal(signal.SIGTERM)
                status = process.wait(10)
        expect("an orderly end on SIGTERM", status, 0)
        links = output_of(*inside, "ip", "-br", "link")
        expect("no TUN device afterwards", "commune0" in links, False)
        return asked.returncode


def main():
    if sys.argv[1:] == ["--ask"]:
        return ask()
    if os.geteuid() != 0:
        print("skipped: needs root for a network namespace")
        return SKIPPED
    namespace = f"commune-sim-test-{os.getpid()}"
    subprocess.run(["ip", "netns", "add", namespace], check=True)
    try:
        return play(sys.argv[1], namespace)
    finally:
        subprocess.run(["ip", "netns", "del", namespace], check=True)


if __name__ == "__main__":
    sys.exit(main())
