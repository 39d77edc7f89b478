#!/usr/bin/env python3
"""People behind the demo's access point: they look at pages, watch, call, read mail; now and then all rest.

usage: people.py AUTHORITY.pem
"""
import http.client
import itertools
import random
import socket
import ssl
import sys
import threading
import time

RESOLVER = ("203.0.113.53", 53)
SITES = ["dichvucong.gov.vn", "vneid.gov.vn", "agribank.com.vn", "thcs.xakep.example"]
FIRST, LAST = 10, 29  # 192.168.50.…
FIRST_REST = (25, 120)  # Seconds from the start: time for a speed test on a line that nobody uses.
BUSY, QUIET = 90, 30  # After it, by turns and all together.
AUTHORITY = ssl.create_default_context(cafile=sys.argv[1])
PATIENCE = 5


def udp(address):
    connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    connection.bind((address, 0))
    connection.settimeout(2)
    return connection


def look_up(address, name):
    """An A query by hand, from this person's own address (RFC 1035)."""
    question = b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0\0\1\0\1"
    with udp(address) as connection:
        connection.sendto(random.randbytes(2) + b"\1\0\0\1\0\0\0\0\0\0" + question, RESOLVER)
        return socket.inet_ntoa(connection.recv(512)[-4:])


class Page(http.client.HTTPSConnection):
    """To an address that is known already, from this person's own."""

    def __init__(self, address, name, where):
        super().__init__(name, timeout=PATIENCE, context=AUTHORITY)
        self.address, self.where = address, where

    def connect(self):
        plain = socket.create_connection((self.where, 443), PATIENCE, (self.address, 0))
        self.sock = AUTHORITY.wrap_socket(plain, server_hostname=self.host)


def look_at_pages(address, dice):
    name = dice.choice(SITES)
    page = Page(address, name, look_up(address, name))
    for path in ["/"] + ["/picture"] * dice.randrange(1, 4):
        page.request("GET", path)
        page.getresponse().read()
        rest(dice.uniform(0.2, 1.5))
    page.close()


def watch(address, dice):
    with udp(address) as connection:
        for _ in range(dice.randrange(20, 60)):
            connection.sendto(random.randbytes(1200), ("203.0.113.12", 443))
            for _ in range(8):
                connection.recv(2048)


def call(address, dice):
    with udp(address) as connection:
        connection.sendto(b"INVITE", ("203.0.113.12", 5060))
        for _ in range(dice.randrange(50, 250)):
            connection.sendto(random.randbytes(172), ("203.0.113.12", 10000))
            connection.recv(2048)
            rest(0.02)


def read_mail(address, dice):
    with socket.create_connection(("203.0.113.12", 993), PATIENCE, (address, 0)) as connection:
        for _ in range(dice.randrange(1, 4)):
            connection.sendall(b"FETCH")
            rest(0.5)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass


def rest(seconds):
    time.sleep(seconds)


def time_to_rest(since_start):
    """How much longer everybody rests; 0 when nobody does."""
    begins, ends = FIRST_REST
    if since_start < ends:
        return max(0, ends - since_start) if since_start > begins else 0
    into = (since_start - ends) % (BUSY + QUIET)
    return max(0, BUSY + QUIET - into) if into > BUSY else 0


def live(number, begun):
    dice = random.Random(number)
    address = f"192.168.50.{number}"
    habits = [look_at_pages] * 6 + [watch, call, read_mail]
    for _ in itertools.count():
        if left := time_to_rest(time.monotonic() - begun):
            rest(left + dice.uniform(0, 3))
        try:
            dice.choice(habits)(address, dice)
        except OSError:
            pass  # What people do when it does not work: try something else.
        rest(dice.uniform(1, 6))


BEGUN = time.monotonic()
PEOPLE = [threading.Thread(target=live, args=(number, BEGUN), daemon=True) for number in range(FIRST, LAST + 1)]
for person in PEOPLE:
    person.start()
PEOPLE[0].join()
