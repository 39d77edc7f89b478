"""A line to measure: the namespace that the program runs in, a router that shapes both ways, and nginx behind it."""
import os
import pathlib
import subprocess

from harness import Part, answers
from village import command

SERVER = "10.79.2.1"
INTERFACE = "line0"
NGINX = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; client_max_body_size 0;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen {address}:8080; {more}
    root {folder};
    location /backend/garbage.php {{ alias {folder}/large; }}
    location /backend/empty.php {{ return 200; }}
  }}
}}
"""
TLS = "listen {address}:8443 ssl; ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;"


def start_nginx(folder, address, more="", before=(), size=400_000_000):
    """As a LibreSpeed server, with `size` bytes to give at a time."""
    folder.chmod(0o755)
    with open(folder / "large", "wb") as large:
        large.truncate(size)
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, address=address, more=more.format(folder=folder, address=address)))
    server = Part(folder, "nginx", *before, "nginx", "-c", configuration)
    server.wait_until(lambda: answers(f"http://{address}:8080/backend/empty.php"))
    return server


def start_iperf3(folder, address, before=()):
    server = Part(folder, "iperf3", *before, "iperf3", "-s", "-B", address, "--forceflush")
    server.wait_until(lambda: "listening" in server.said())
    return server


class ShapedLine:
    """To be closed. Only in a namespace of one's own: it makes the default route."""

    def __init__(self, folder):
        self.folder = folder
        self.router, self.far = f"commune-router-{os.getpid()}", f"commune-server-{os.getpid()}"
        for namespace in (self.router, self.far):
            command("ip", "netns", "add", namespace)
        self.in_router = ("ip", "netns", "exec", self.router)
        self.in_server = ("ip", "netns", "exec", self.far)
        command("ip", "link", "add", INTERFACE, "type", "veth", "peer", "name", "near", "netns", self.router)
        command("ip", "-n", self.router, "link", "add", "far", "type", "veth", "peer", "name", "eth0", "netns", self.far)
        command("ip", "addr", "add", "10.79.1.1/24", "dev", INTERFACE)
        command("ip", "-n", self.router, "addr", "add", "10.79.1.2/24", "dev", "near")
        command("ip", "-n", self.router, "addr", "add", "10.79.2.2/24", "dev", "far")
        command("ip", "-n", self.far, "addr", "add", f"{SERVER}/24", "dev", "eth0")
        for inside, device in (((), INTERFACE), (("-n", self.router), "near"), (("-n", self.router), "far"),
                               (("-n", self.far), "eth0"), (("-n", self.far), "lo")):
            command("ip", *inside, "link", "set", device, "up")
        command("ip", "route", "add", "default", "via", "10.79.1.2")
        command("ip", "-n", self.far, "route", "add", "default", "via", "10.79.2.2")
        command(*self.in_router, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")

    def close(self):
        for namespace in (self.router, self.far):
            command("ip", "netns", "del", namespace)
        # The kernel takes its other end away in its own time.
        subprocess.run(["ip", "link", "del", INTERFACE], check=False, capture_output=True)

    def shape(self, rate):
        for device in ("near", "far"):
            command(*self.in_router, "tc", "qdisc", "replace", "dev", device, "root", "tbf", "rate", rate,
                    "burst", "32kb", "limit", "150kb")

    def start_nginx(self, more=""):
        return start_nginx(self.folder, SERVER, more, self.in_server)

    def start_iperf3(self):
        return start_iperf3(self.folder, SERVER, self.in_server)

    def cut(self):
        """From now on nothing gets through the router."""
        command(*self.in_router, "nft", "add table ip cut; add chain ip cut drops { type filter hook forward priority 0; "
                "policy drop; }")

    def mend(self):
        command(*self.in_router, "nft", "delete table ip cut")


def wire_bytes():
    """What the kernel counted on the way to the line, both ways together."""
    for line in pathlib.Path("/proc/net/dev").read_text().splitlines():
        name, _, columns = line.partition(":")
        if name.strip() == INTERFACE:
            return int(columns.split()[0]) + int(columns.split()[8])
    raise AssertionError("no " + INTERFACE)
