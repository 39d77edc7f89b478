#!/usr/bin/env python3
"""What an operator, a machine or a stranger can do to the agent: no rights, no memory, no names, slow clients, bad
configurations, orders to stop. Everything on loopback in a namespace, devices played by the simulator.

usage: agent_faults_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import concurrent.futures
import http.client
import os
import pathlib
import re
import resource
import signal
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import fetch, in_namespace, is_built_with, is_sanitized, metrics, run_tests, values, wait_until
from village import VillageTest, access_points, commune, watch

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
OPENWRT = VillageTest.source / "tests/fixtures/openwrt.walk"
PLAY = f'[[play]]\nwalk = "{OPENWRT}"\n'


class NameServer:
    """Answers A queries for names it knows, after a delay; silent for all others."""

    def __init__(self, addresses):
        self.addresses, self.delay, self.asked = addresses, 0, 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.53", 53))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                query, asker = self.socket.recvfrom(512)
            except OSError:
                return
            self.asked += 1
            threading.Timer(self.delay, self.answer, (query, asker)).start()

    def answer(self, query, asker):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += query[at] + 1
        address = self.addresses.get(".".join(labels))
        if address is None:
            return
        is_a = query[at + 1:at + 3] == b"\x00\x01"
        record = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04" + socket.inet_aton(address)
        head = query[:2] + b"\x84\x00\x00\x01" + (b"\x00\x01" if is_a else b"\x00\x00") + b"\x00\x00\x00\x00"
        try:
            self.socket.sendto(head + query[12:at + 5] + (record if is_a else b""), asker)
        except OSError:
            pass  # The test is over.


def process_count(pid, folder):
    return len(os.listdir(f"/proc/{pid}/{folder}"))


class AgentFaults(VillageTest):
    def up(self):
        return values(metrics(), "commune_device_up")

    def pace(self, device, seconds):
        """Pings that were sent, and polls that were made, to a device."""
        def figures():
            samples = metrics()
            return (values(samples, "commune_icmp_requests_total", device=device)[0],
                    values(samples, "commune_snmp_table_last_success_timestamp_seconds", device=device, table="interfaces")[0])
        before, seen = figures(), set()
        for pings, read in watch(seconds, 0.2, figures):
            seen.add(read)
        return pings - before[0], len(seen)

    def test_dead_and_slow_name_servers_do_not_delay_other_devices(self):
        server = NameServer({"ap-2.test": "10.77.1.2", "ap-3.test": "10.77.1.3"})
        self.addCleanup(server.socket.close)
        server.delay = 2
        resolver = self.folder / "resolv.conf"
        resolver.write_text("nameserver 127.0.0.53\noptions timeout:10 attempts:3\n")
        names = [("ap-2", "10.77.1.2", ""), ("ap-3", "10.77.1.3", "")]
        simulated = commune([("ap-1", "10.77.1.1", ""), *names, ("ap-4", "10.77.1.4", "")])
        self.start_simulator(simulated, PLAY)
        for name in ("ap-2", "ap-3", "ap-4"):
            simulated = simulated.replace(f'"10.77.1.{name[3]}"', f'"{name}.test"')
        self.config.write_text(simulated)
        self.start_agent("unshare", "--mount", "sh", "-c",
                         f'mount --bind {resolver} /etc/resolv.conf && exec "$@"', "sh")
        wait_until(lambda: values(metrics(), "commune_snmp_up", device="ap-1") == [1] and
                   values(metrics(), "commune_icmp_replies_total", device="ap-1"), 10, "the numeric one is up")
        # ap-4's name is never answered, those of ap-2 and ap-3 after two seconds.
        pings, polls = self.pace("ap-1", 6)
        self.assertGreaterEqual(pings, 11)
        self.assertGreaterEqual(polls, 6)
        wait_until(lambda: values(metrics(), "commune_device_up", device="ap-2") == [1] ==
                   values(metrics(), "commune_device_up", device="ap-3"), 15, "the slowly named are up")
        self.assertNotIn(1, values(metrics(), "commune_device_up", device="ap-4"))
        # From now on nobody answers: found addresses stay.
        server.addresses.clear()
        pings, polls = self.pace("ap-2", 4)
        self.assertGreaterEqual(pings, 7)
        self.assertGreaterEqual(polls, 4)

    def test_without_the_right_to_ping_it_keeps_polling_and_names_the_missing_right(self):
        pathlib.Path("/proc/sys/net/ipv4/ping_group_range").write_text("1 0")
        self.start_simulator(commune(access_points(2)), PLAY)
        agent = self.start_agent("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw", "--")
        wait_until(lambda: values(metrics(), "commune_snmp_up") == [1, 1] and
                   len(values(metrics(), "commune_icmp_requests_total")) == 2, 10, "SNMP is answered, ICMP was tried")
        capabilities = int(re.search(r"CapEff:\s*(\w+)", pathlib.Path(f"/proc/{agent.process.pid}/status").read_text())[1], 16)
        self.assertEqual(capabilities >> 13 & 1, 0)
        samples = metrics()
        self.assertEqual(values(samples, "commune_device_up"), [1, 1])
        self.assertEqual(values(samples, "commune_icmp_socket_info"), [])
        self.assertEqual(values(samples, "commune_icmp_requests_total"), [0, 0])
        self.assertIn("cannot ping over IPv4: neither raw nor ping sockets are allowed; give the program CAP_NET_RAW", agent.said())

    def test_a_hundred_slow_clients_and_huge_headers_leave_a_scrape_under_a_second(self):
        self.start_simulator(commune(access_points(3)), PLAY)
        self.start_agent()
        wait_until(lambda: self.up() == [1, 1, 1], 10, "all are up")
        slow = [socket.create_connection(("127.0.0.1", 10077)) for _ in range(100)]
        self.addCleanup(lambda: [each.close() for each in slow])
        for each in slow:
            each.sendall(b"GET /metrics HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        huge = []
        for _ in range(20):
            connection = socket.create_connection(("127.0.0.1", 10077))
            try:
                connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: a\r\nX-Huge: " + b"x" * 200_000)
            except OSError:
                pass  # It closes before the end.
            huge.append(connection)
        took = []
        for _ in range(5):
            for each in slow:
                each.sendall(b"x")
            begun = time.monotonic()
            status, page = fetch("/metrics")
            took.append(time.monotonic() - begun)
            self.assertEqual(status, 200)
            self.assertIn("commune_device_up", page)
        self.assertLess(max(took), 1)
        for connection in huge:
            connection.settimeout(5)
            try:
                self.assertIn(connection.recv(100)[:12], (b"HTTP/1.1 431", b""))
            except ConnectionResetError:
                pass
            connection.close()

    def test_without_memory_it_is_degraded_and_recovers(self):
        if is_sanitized(self.agent):
            self.skipTest("a sanitizer ends the program when the sanitizer itself gets no memory")
        agent = self.start_with_all_up()
        pid = agent.process.pid
        pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[0])
        before = resource.prlimit(pid, resource.RLIMIT_AS)
        resource.prlimit(pid, resource.RLIMIT_AS, (pages * resource.getpagesize(), before[1]))
        answers = set(watch(3, 0.1, self.status_of_metrics))
        self.assertTrue(answers <= {200, 500, None}, answers)
        self.assertIsNone(agent.process.poll(), agent.said())
        resource.prlimit(pid, resource.RLIMIT_AS, before)
        wait_until(lambda: self.status_of_metrics() == 200, 10, "the page is back")
        self.all_are_polled_again()

    def test_without_descriptors_it_is_degraded_and_recovers(self):
        if is_built_with(self.agent, b"__ubsan_handle_dynamic_type_cache_miss"):
            self.skipTest("UndefinedBehaviorSanitizer opens a pipe to read a vptr, and reports a broken object without one")
        agent = self.start_with_all_up()
        pid = agent.process.pid
        before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (process_count(pid, "fd"), before[1]))
        self.config.write_text(commune(access_points(21)))
        agent.process.send_signal(signal.SIGHUP)
        begun = time.monotonic()
        watch(2, 0.2, lambda: self.assertIsNone(agent.process.poll(), agent.said()))
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
        wait_until(lambda: self.status_of_metrics() == 200, 10, "it answers again")
        self.config.write_text(commune(access_points(20)))
        self.assertEqual(fetch("/-/reload", "POST")[0], 200)
        wait_until(lambda: self.up() == [1] * 20, 10, f"all are up again, {time.monotonic() - begun:.0f} s later")
        self.all_are_polled_again()

    def start_with_all_up(self):
        self.start_simulator(commune(access_points(20)), PLAY)
        agent = self.start_agent()
        wait_until(lambda: self.up() == [1] * 20, 10, "all are up")
        return agent

    def all_are_polled_again(self):
        wait_until(lambda: values(metrics(), "commune_snmp_up") == [1] * 20, 20, "all are polled")
        self.assertEqual(self.up(), [1] * 20)

    def status_of_metrics(self):
        """None if nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", 10077, timeout=1)
        try:
            connection.request("GET", "/metrics")
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def test_bad_toml_at_reload_is_reported_with_line_and_column_and_the_old_configuration_stays(self):
        good = commune(access_points(2))
        self.start_simulator(good, PLAY)
        agent = self.start_agent()
        wait_until(lambda: values(metrics(), "commune_snmp_up") == [1, 1] and
                   values(metrics(), "commune_icmp_replies_total", device="ap-1"), 10, "both are up")
        self.config.write_text(good.replace('timeout = "400ms"', 'timeout = "400ms', 1))
        line = good[:good.index('timeout = "400ms"')].count("\n") + 1
        status, text = fetch("/-/reload", "POST")
        self.assertEqual(status, 400)
        self.assertRegex(text, rf"commune\.toml:{line}:\d+: ")
        reported = agent.said().count(f"commune.toml:{line}:")
        agent.process.send_signal(signal.SIGHUP)
        wait_until(lambda: agent.said().count(f"commune.toml:{line}:") > reported, 10, "the log reports it too")
        self.assertEqual(values(metrics(), "commune_config_last_reload_success"), [0])
        pings, polls = self.pace("ap-1", 2)
        self.assertGreater(min(pings, polls), 1)
        self.config.write_text(good)
        self.assertEqual(fetch("/-/reload", "POST")[0], 200)
        self.assertEqual(values(metrics(), "commune_config_last_reload_success"), [1])

    def test_stops_within_two_seconds_under_load_with_dead_devices_and_scrapes_under_way(self):
        dead = ", ".join(f'"ap-{n}"' for n in range(1, 101))
        self.start_simulator(commune(access_points(400)),
                             PLAY + f'[[fault]]\nkind = "device_dead"\ndevices = [{dead}]\nat = "0s"\n')
        agent = self.start_agent()
        wait_until(lambda: sum(values(metrics(), "commune_snmp_up")) == 300, 30, "300 answer")
        stop = threading.Event()
        with concurrent.futures.ThreadPoolExecutor(4) as scrapers:
            def scrape():
                while not stop.is_set():
                    self.status_of_metrics()
            running = [scrapers.submit(scrape) for _ in range(4)]
            begun = time.monotonic()
            code = agent.end()
            took = time.monotonic() - begun
            stop.set()
        self.assertEqual([each.exception() for each in running], [None] * 4)
        self.assertEqual(code, 0)
        self.assertLess(took, 2)
        self.assertTrue(agent.said().rstrip().endswith("stopped"))


def main():
    return run_tests(sys.argv[4:])


if __name__ == "__main__":
    in_namespace(main)
