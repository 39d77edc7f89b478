"""Throughput tests beside iperf3: on loopback, where the machine is the limit, and on lines that a router shapes."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from shaped_line import SERVER, ShapedLine, start_iperf3, start_nginx
from village import HEAD, command

SECONDS = 8


def configuration(folder, address, connections):
    agent = f'state_dir = "{folder}"'
    path = folder / "commune.toml"
    path.write_text(HEAD.format(agent=agent, interval="1s", timeout="400ms", retries=2, ping_interval="500ms",
                                ping_timeout="400ms") +
                    f'[[throughput_test]]\nid = "line"\nurl = "http://{address}:8080/"\nconnections = {connections}\n'
                    f'duration = "{SECONDS}s"\nbudget_day = "2TB"\nbudget_month = "2TB"\n')
    return path


def measured(agent, folder, address, connections):
    """Bytes a second each way, and whether the processor was the limit."""
    done = subprocess.run([agent, "probe", "--throughput", "--ignore-idle", "--json", "--config",
                           configuration(folder, address, connections)], capture_output=True, text=True, timeout=120)
    report = json.loads(done.stdout)[0]
    if report["result"] not in ("done", "limited"):
        raise AssertionError(done.stdout)
    return {way: report[way]["bytes_per_second"] for way in ("download", "upload")}, report["result"]


def goodput(address, connections, *way):
    done = json.loads(command("iperf3", "-c", address, "-P", connections, "-t", SECONDS, "-O", "1", "-J", *way))
    return done["end"]["sum_received"]["bits_per_second"] / 8


def rows(agent, address, folder, what, connections, target):
    ours, result = measured(agent, folder, address, connections)
    for way, options in (("download", ["-R"]), ("upload", [])):
        peer = goodput(address, connections, *options)
        yield (f"{what}, {way}, {connections} connections: payload", f"{ours[way] * 8e-6:.2f} Mbit/s ({result})",
               f"iperf3 {peer * 8e-6:.2f} Mbit/s = {ours[way] / peer:.3f} x; load {os.getloadavg()[0]:.1f}", target)


def bench_throughput(agent, row):
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        # A file that fits the cache: iperf3 sends the same 128 KiB again and again.
        parts = [start_nginx(folder, "127.0.0.1", size=16_000_000), start_iperf3(folder, "127.0.0.1")]
        for connections in (1, 4):
            for each in rows(agent, "127.0.0.1", folder, "throughput on loopback", connections, "0.9 x"):
                row(*each)
        end(parts)
        line = ShapedLine(folder)
        parts = [line.start_nginx(), line.start_iperf3()]
        for rate in ("10mbit", "100mbit"):
            line.shape(rate)
            for each in rows(agent, SERVER, folder, f"throughput on a line of {rate}", 4, "0.95 to 1.05 x"):
                row(*each)
        end(parts)
        line.close()
    finally:
        shutil.rmtree(folder)


def end(parts):
    """By SIGTERM: nginx that is killed leaves its worker behind."""
    for part in parts:
        part.end()
