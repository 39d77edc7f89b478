#!/usr/bin/env python3
"""What nginx does not serve in the demo's Internet: a speed test, voice, mail, and video over UDP."""
import http.server
import socket
import threading

MIB = bytes(1 << 20)


class SpeedTest(http.server.BaseHTTPRequestHandler):
    """garbage.php sends, empty.php swallows."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        sizes = [word.split("=")[1] for word in self.path.split("?")[-1].split("&") if word.startswith("ckSize=")]
        mebibytes = min(int(sizes[0]), 1024) if sizes and "garbage.php" in self.path else 0
        self.send_response(200)
        self.send_header("Content-Length", str(mebibytes << 20))
        self.end_headers()
        for _ in range(mebibytes):
            self.wfile.write(MIB)

    def do_POST(self):
        left = int(self.headers.get("Content-Length") or 0)
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline().split(b";")[0], 16):
                self.swallow(size + 2)
            self.rfile.readline()
        self.swallow(left)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def swallow(self, left):
        while left > 0 and (some := self.rfile.read(min(left, 65536))):
            left -= len(some)

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except (ConnectionError, ValueError):
            pass  # A test that was broken off.


def echo(port, copies):
    """Sends each datagram back, so many times."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("203.0.113.12", port))
    while True:
        data, sender = server.recvfrom(2048)
        for _ in range(copies):
            server.sendto(data, sender)


def mail():
    server = socket.create_server(("203.0.113.12", 993))
    while True:
        connection, _ = server.accept()
        with connection:
            try:
                connection.settimeout(5)
                while connection.recv(4096):
                    connection.sendall(MIB[:60000])
            except OSError:
                pass  # The reader went away.


for work in ((echo, 443, 8), (echo, 5060, 1), (echo, 10000, 1), (mail,)):
    threading.Thread(target=work[0], args=work[1:], daemon=True).start()
http.server.ThreadingHTTPServer(("127.0.0.1", 8080), SpeedTest).serve_forever()
