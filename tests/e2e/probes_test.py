#!/usr/bin/env python3
"""Services as users see them: a real nginx with certificates of an authority made here, a real dnsmasq, on loopback in
a namespace; all kinds of probes by IPv4 and IPv6, also when servers give wrong answers, stall or stop.

usage: probes_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import datetime
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Part, SKIPPED, in_namespace, metrics, run_tests, values, wait_until
from village import VillageTest, command, commune, watch

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])

NGINX = """\
daemon off; master_process off; worker_processes 1; user root; pid {folder}/nginx.pid; error_log stderr error;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; default_type "text/plain; charset=utf-8";
  server {{
    listen 127.0.0.1:80; listen [::1]:80;
    location / {{ return 200 "Xin chào\\n"; }}
    location /old {{ return 301 https://www.test/; }}
    location /down {{ return 503 "down\\n"; }}
    location /slow {{ root {folder}/pages; limit_rate 1; }}
  }}
  server {{
    listen 127.0.0.1:443 ssl; listen [::1]:443 ssl; ssl_certificate {folder}/good.crt; ssl_certificate_key {folder}/good.key;
    location / {{ return 200 "Xin chào\\n"; }}
    location /down-to-http {{ return 302 http://www.test/; }}
  }}
  server {{
    listen 127.0.0.1:8443 ssl; ssl_certificate {folder}/expired.crt; ssl_certificate_key {folder}/expired.key;
  }}
  server {{
    listen 127.0.0.1:9443 ssl; ssl_certificate {folder}/other.crt; ssl_certificate_key {folder}/other.key;
  }}
}}
"""
RECORDS = ["--host-record=www.test,127.0.0.1,::1", "--host-record=six.test,::1", "--cname=alias.test,www.test",
           "--mx-host=test,mail.test,10", "--txt-record=test,v=1 xin", "--srv-host=_sip._udp.test,sip.test,5060,0,5"]


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=20)


KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


def make_authority(folder):
    openssl(folder, "req", "-x509", *KEY, "-keyout", "ca.key", "-out", "ca.pem", "-days", "9", "-subj", "/CN=Authority")


def make_certificate(folder, file, name, days):
    openssl(folder, "req", *KEY, "-keyout", f"{file}.key", "-out", f"{file}.csr", "-subj", f"/CN={name}",
            "-addext", f"subjectAltName=DNS:{name}")
    openssl(folder, "x509", "-req", "-in", f"{file}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-copy_extensions", "copy",
            "-days", str(days), "-out", f"{file}.crt")


def end_of(folder, file):
    text = subprocess.run(["openssl", "x509", "-in", f"{file}.crt", "-noout", "-enddate"], cwd=folder, check=True,
                          capture_output=True, text=True).stdout.strip()
    end = datetime.datetime.strptime(text, "notAfter=%b %d %H:%M:%S %Y GMT").replace(tzinfo=datetime.timezone.utc)
    return end


def accepts(port):
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0


class ServiceProbes(VillageTest):
    def setUp(self):
        super().setUp()
        make_authority(self.folder)
        make_certificate(self.folder, "good", "www.test", 5)
        make_certificate(self.folder, "expired", "www.test", -1)
        make_certificate(self.folder, "other", "other.test", 5)
        (self.folder / "pages/slow").mkdir(parents=True)
        (self.folder / "pages/slow/page").write_text("x" * 100)
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=self.folder))
        self.web = Part(self.folder, "nginx", "nginx", "-p", self.folder, "-c", self.folder / "nginx.conf")
        self.addCleanup(self.web.process.wait, 10)
        self.addCleanup(self.web.process.kill)
        self.web.wait_until(lambda: accepts(443))
        self.names = self.start_names(*RECORDS)
        self.probes = ""

    def start_names(self, *records):
        names = Part(self.folder, "dnsmasq", "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--user=root", "--port=53",
                     "--pid-file=", "--no-resolv", "--no-hosts", "--bind-interfaces", "--listen-address=127.0.0.1,::1",
                     "--local=/test/", *records)
        self.addCleanup(names.process.wait, 10)
        self.addCleanup(names.process.kill)
        names.wait_until(lambda: accepts(53))
        return names

    def add(self, probe, kind, target, **keys):
        """A probe every second, with the name server and the authority of this test."""
        words = {"interval": "1s", "timeout": "800ms", **keys}
        if kind == "dns":
            words.setdefault("server", "127.0.0.1")
        else:
            words.setdefault("resolver", "127.0.0.1")
        if kind == "tls" or target.startswith("https") or words.pop("authority", False):
            words.setdefault("ca_file", str(self.folder / "ca.pem"))
        lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in words.items() if value is not None)
        self.probes += f'\n[[probe]]\nid = "{probe}"\nkind = "{kind}"\ntarget = "{target}"\n{lines}'

    def configure(self):
        self.config.write_text(commune([]) + self.probes)

    def start(self):
        self.configure()
        self.start_agent()

    def up(self, name):
        return self.value("commune_probe_up", probe=name)

    def wait_for(self, state, *names, seconds=10):
        try:
            wait_until(lambda: all(self.up(name) == state for name in names), seconds, f"{names} are {state}")
        except AssertionError as late:
            raise AssertionError(f"{late}: {({name: self.up(name) for name in names})}") from late

    def failures(self, name):
        return {labels["reason"] for metric, labels, _ in metrics()
                if metric == "commune_probe_failures_total" and labels["probe"] == name}

    def ask(self, name):
        """One round by the command."""
        answer = subprocess.run([self.agent, "probe", name, "--config", self.config, "--json"], capture_output=True,
                                text=True, timeout=20)
        self.assertIn(answer.returncode, (0, 1), answer.stderr)
        result = json.loads(answer.stdout)
        self.assertEqual(result["ok"], answer.returncode == 0)
        return result

    def test_of_all_kinds_succeed_by_ipv4_and_by_ipv6(self):
        for family in ("any", "ipv4", "ipv6"):
            self.add(f"web-{family}", "http", "https://www.test/", family=family, body_contains="chào")
            self.add(f"plain-{family}", "http", "http://www.test/", family=family, method="HEAD")
            self.add(f"tcp-{family}", "tcp", "www.test:80", family=family)
            self.add(f"tls-{family}", "tls", "www.test:443", family=family)
            self.add(f"icmp-{family}", "icmp", "www.test", family=family)
        self.add("moved", "http", "http://www.test/old", authority=True, body_contains="chào")
        self.add("numeric", "http", "http://[::1]/")
        self.add("six", "tcp", "six.test:80", resolver="[::1]:53")
        for name, target, record, answer in (
                ("a", "www.test", "A", "127.0.0.1"), ("aaaa", "www.test", "AAAA", "::1"),
                ("cname", "alias.test", "CNAME", "www.test"), ("mx", "test", "MX", "10 mail.test"),
                ("txt", "test", "TXT", "v=1 xin"), ("srv", "_sip._udp.test", "SRV", "0 5 5060 sip.test")):
            self.add(f"dns-{name}", "dns", target, record=record, expect=[answer])
        self.add("dns-by-6", "dns", "www.test", server="::1")
        self.start()
        names = [labels["probe"] for name, labels, _ in metrics() if name == "commune_probe_info"]
        self.assertEqual(len(names), 25)
        self.wait_for(1, *names)
        samples = metrics()
        end = end_of(self.folder, "good").timestamp()
        for name in ("web-any", "tls-ipv6", "moved"):
            self.assertEqual(values(samples, "commune_probe_tls_not_after_timestamp_seconds", probe=name), [end])
        phases = {labels["phase"] for name, labels, _ in samples
                  if name == "commune_probe_duration_seconds" and labels["probe"] == "web-any"}
        self.assertEqual(phases, {"resolve", "connect", "tls", "processing", "transfer"})
        self.assertEqual(values(samples, "commune_probe_http_status_code", probe="moved"), [200])
        self.assertEqual([name for name, _, _ in samples if name == "commune_probe_failures_total"], [])

    def test_by_icmp_distinguish_silence_from_a_refusal(self):
        self.add("silent", "icmp", "10.99.0.1")
        self.add("refused", "icmp", "10.99.0.2")
        self.add("no-way", "icmp", "192.0.2.1")
        # Packets to the first are lost; the other two have no route.
        command("ip", "link", "add", "nowhere", "type", "veth", "peer", "name", "nobody")
        command("ip", "link", "set", "nowhere", "up")
        command("ip", "link", "set", "nobody", "up")
        command("ip", "address", "add", "10.99.0.254/32", "dev", "nowhere")
        command("ip", "route", "add", "10.99.0.1", "dev", "nowhere")
        command("ip", "neighbour", "add", "10.99.0.1", "lladdr", "02:00:00:00:00:01", "dev", "nowhere")
        command("ip", "route", "add", "unreachable", "10.99.0.2")
        self.addCleanup(command, "ip", "route", "del", "unreachable", "10.99.0.2")
        self.addCleanup(command, "ip", "link", "del", "nowhere")
        self.start()
        self.wait_for(0, "silent", "refused", "no-way")
        self.assertEqual(self.failures("silent"), {"timeout"})
        self.assertEqual(self.ask("silent")["failure"], "no reply within 800 ms")
        for name in ("refused", "no-way"):
            self.assertEqual(self.failures(name), {"connect"})
            self.assertIn("no route to ", self.ask(name)["failure"])

    def test_that_fail_give_the_reason(self):
        day = end_of(self.folder, "expired").strftime("%Y-%m-%d")
        expected = {
            "expired": ("tls", f"certificate expired {day}"),
            "other-name": ("tls", "certificate is not for the name www.test"),
            "stranger": ("tls", "certificate of an unknown authority"),
            "no-tls": ("tls", None),
            "body": ("body", 'body lacks "Dịch vụ công"'),
            "status": ("status", "HTTP 503"),
            "slow": ("timeout", "the answer was not whole within 800 ms"),
            "closed": ("connect", "no connection to www.test: connection refused"),
            "downgraded": ("protocol", 'redirected from https to http: "http://www.test/"'),
            "no-name": ("resolve", "cannot resolve gone.test: no such name"),
            "no-six": ("resolve", "cannot resolve six.test: the name has no address"),
            "answer": ("answer", 'the answer is "127.0.0.1"'),
            "no-server": ("connect", "no usable answer from resolver 127.0.0.9"),
        }
        self.add("expired", "tls", "www.test:8443")
        self.add("other-name", "http", "https://www.test:9443/", family="ipv4")
        self.add("stranger", "http", "https://www.test/", ca_file=None)
        self.add("no-tls", "tls", "www.test:80")
        self.add("body", "http", "http://www.test/", body_contains="Dịch vụ công")
        self.add("status", "http", "http://www.test/down")
        self.add("slow", "http", "http://www.test/slow/page")
        self.add("closed", "tcp", "www.test:81")
        self.add("downgraded", "http", "https://www.test/down-to-http")
        self.add("no-name", "http", "http://gone.test/")
        self.add("no-six", "http", "http://six.test/", family="ipv4")
        self.add("answer", "dns", "www.test", expect=["192.0.2.7"])
        self.add("no-server", "dns", "www.test", server="127.0.0.9")
        self.start()
        self.wait_for(0, *expected)
        for name, (reason, text) in expected.items():
            with self.subTest(name):
                self.assertEqual(self.failures(name), {reason})
                result = self.ask(name)
                self.assertEqual(result["reason"], reason)
                if text:
                    self.assertEqual(result["failure"], text)

    def test_keep_their_pace_while_names_are_dead_slow_and_change(self):
        self.add("numeric", "tcp", "127.0.0.1:80")
        self.add("named", "http", "http://www.test/", family="ipv4")
        for number in range(8):
            self.add(f"named-{number}", "http", "http://www.test/")
        self.start()
        self.wait_for(1, "numeric", "named", *(f"named-{number}" for number in range(8)))
        self.names.process.send_signal(signal.SIGSTOP)
        self.wait_for(0, "named", "named-0", "named-7")
        self.assertEqual(self.failures("named"), {"resolve"})
        self.assertEqual(self.ask("named")["failure"], "cannot resolve www.test: no answer from resolver 127.0.0.1")
        before = self.value("commune_probe_rounds_total", probe="numeric")
        states = watch(5, 0.25, lambda: self.up("numeric"))
        self.assertEqual(set(states), {1})
        self.assertGreaterEqual(self.value("commune_probe_rounds_total", probe="numeric") - before, 4)
        self.names.process.send_signal(signal.SIGCONT)
        self.wait_for(1, "numeric", "named", "named-0", "named-7")
        # Nobody listens at the new address.
        self.names.process.kill()
        self.names.process.wait(10)
        self.names = self.start_names("--host-record=www.test,127.0.0.2")
        self.wait_for(0, "named")
        self.assertIn("connect", self.failures("named"))
        self.assertEqual(self.up("numeric"), 1)

    def test_of_a_stopped_server_end_at_their_deadline_and_come_back_with_it(self):
        self.add("web", "http", "https://www.test/")
        self.add("name", "dns", "www.test")
        self.start()
        self.wait_for(1, "web", "name")
        self.web.process.send_signal(signal.SIGSTOP)
        self.wait_for(0, "web")
        # The kernel accepts the connection, but the handshake is never answered.
        self.assertEqual(self.ask("web")["failure"], "no TLS handshake within 800 ms")
        whole = sum(value for name, labels, value in metrics()
                    if name == "commune_probe_duration_seconds" and labels["probe"] == "web")
        self.assertLess(whole, 1.5)
        self.assertEqual(self.up("name"), 1)
        self.web.process.send_signal(signal.SIGCONT)
        self.wait_for(1, "web")

    def test_run_once_by_the_command(self):
        self.add("web", "http", "https://www.test/", name="Cổng xã")
        self.configure()
        result = self.ask("web")
        self.assertEqual(result["http_status"], 200)
        self.assertEqual(result["tls_not_after"], end_of(self.folder, "good").timestamp())
        self.assertAlmostEqual(sum(result["phases"].values()), result["duration"], places=6)
        page = subprocess.run([self.agent, "probe", "web", "--config", self.config], capture_output=True, text=True,
                              timeout=20, check=True).stdout
        self.assertIn("Cổng xã: https://www.test/\nin order\n", page)
        self.assertIn(f"certificate ends on {end_of(self.folder, 'good'):%Y-%m-%d} (UTC)", page)


def main():
    if not shutil.which("nginx") or not shutil.which("dnsmasq"):
        print("skipped: nginx or dnsmasq is not installed (packages nginx-light, dnsmasq-base)")
        return SKIPPED
    return run_tests(sys.argv[4:])


if __name__ == "__main__":
    in_namespace(main)
