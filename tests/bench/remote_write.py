#!/usr/bin/env python3
"""A day of 1000 series that could not be delivered, over a line of 2 Mbit/s to a real Prometheus: prints what keeping and
delivering it costs.

usage: remote_write.py BUILD_FOLDER
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Part, answers, in_namespace
from shaped_line import SERVER, ShapedLine, wire_bytes

BUILD = pathlib.Path(sys.argv[1])


def main():
    folder = pathlib.Path(tempfile.mkdtemp())
    line = ShapedLine(folder)
    try:
        (folder / "prometheus.yml").write_text("storage: {tsdb: {out_of_order_time_window: 2d}}\n")
        prometheus = Part(folder, "prometheus", *line.in_server, "prometheus", "--log.level=warn",
                          f"--config.file={folder / 'prometheus.yml'}", f"--storage.tsdb.path={folder / 'tsdb'}",
                          f"--web.listen-address={SERVER}:9090", "--web.enable-remote-write-receiver")
        prometheus.wait_until(lambda: answers(f"http://{SERVER}:9090/-/ready"))
        line.shape("2mbit")
        before = wire_bytes()
        code = subprocess.run([BUILD / "tests/bench/remote_write_day", folder / "queue",
                               f"http://{SERVER}:9090/api/v1/write"]).returncode
        print(f"on the wire, both ways: {(wire_bytes() - before) / 1e6:.2f} MB")
        prometheus.end()
        return code
    finally:
        line.close()
        shutil.rmtree(folder)


if __name__ == "__main__":
    in_namespace(main)
