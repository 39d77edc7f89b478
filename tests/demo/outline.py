#!/usr/bin/env python3
"""Serves the outline of the commune to the demo's Grafana, whose own folders the demo does not touch. The browser asks from
another origin, hence the header.

usage: outline.py PORT FILE
"""
import http.server
import pathlib
import sys

OUTLINE = pathlib.Path(sys.argv[2])


class Outline(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/" + OUTLINE.name:
            self.send_error(404)
            return
        body = OUTLINE.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "application/geo+json")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Outline).serve_forever()
