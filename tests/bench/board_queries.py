#!/usr/bin/env python3
"""What the Grafana boards ask of a commune of many villages, and what their rules cost: a made-up commune is scraped and
recorded by Debian's Prometheus with the shipped rules for some minutes, after a past of two months; then every query of
every board is asked three times over the board's own time, as for a screen of 1600 pixels. Prints Markdown.

usage: board_queries.py [VILLAGES] [MINUTES]      default: 2000 villages, 7 minutes; takes 3 GB of disk, a quarter of an hour
"""
import contextlib
import datetime
import http.server
import json
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(SOURCE / "tests"), str(SOURCE / "tests/bench"), str(SOURCE / "tests/boards")]
import asking
from boards import annotations, load, panels, query_of, targets, variables
from harness import Part, pause, wait_until
from many_villages import HOUR, LOOKED_AT, Villages, make_blocks

# Width of the screen; of it a panel has as many 24ths as it is wide.
PIXELS, SLOW_MS, TIMES = 1600, 1000, 3
# Evaluated this often, so that each is seen in some minutes, and rarely while the others run.
OFTEN = {"1h": "5m", "15m": "5m"}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Agent(http.server.ThreadingHTTPServer):
    """Writes the villages to Prometheus."""

    def __init__(self, villages):
        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = villages.page("name[]" in urllib.parse.unquote(self.path), time.time()).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass
        super().__init__(("127.0.0.1", 0), Page)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Server:
    """Prometheus over the folder's data; scrapes and records only where there is an agent."""

    def __init__(self, folder, agent=None):
        self.port = free_port()
        configuration = folder / ("scraping.yml" if agent else "asked.yml")
        configuration.write_text("{}" if agent is None else self.shipped(folder, agent))
        self.part = Part(folder, configuration.stem, "prometheus", "--log.level=error", f"--config.file={configuration}",
                         f"--storage.tsdb.path={folder / 'tsdb'}", "--storage.tsdb.retention.time=400d",
                         f"--web.listen-address=127.0.0.1:{self.port}")
        self.part.wait_until(self.ready, 120)

    def ready(self):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=5).status == 200
        except OSError:
            return False

    @staticmethod
    def shipped(folder, agent):
        shutil.copytree(SOURCE / "config/prometheus/rules", folder / "rules")
        for path in (folder / "rules").glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"(?m)^(    interval: )(\w+)$", lambda found: found[1] + OFTEN.get(found[2], found[2]), text), encoding="utf-8")
        agents = [{"targets": [f"127.0.0.1:{agent.server_port}"], "labels": {"agent": "ubnd"}}]
        (folder / "agents.json").write_text(json.dumps(agents))
        text = (SOURCE / "config/prometheus/prometheus.yml").read_text(encoding="utf-8")
        return re.sub(r"(?ms)^alerting:.*?(?=^scrape_configs)", "", text)

    def groups(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/rules", timeout=30) as answer:
            return json.load(answer)["data"]["groups"]

    def end(self):
        self.part.process.terminate()
        self.part.process.wait(timeout=120)


class Timed(asking.Prometheus):
    """Keeps how long the last answer took and how large it was."""
    milliseconds = size = 0

    def get(self, path, **parameters):
        url = f"{self.url}/api/v1/{path}?" + urllib.parse.urlencode(parameters, doseq=True)
        begin = time.perf_counter()
        with urllib.request.urlopen(url, timeout=180) as answer:
            body = answer.read()
        self.milliseconds, self.size = 1000 * (time.perf_counter() - begin), len(body)
        return json.loads(body)["data"]


def intervals():
    """Of each group as it is shipped, in seconds."""
    found = {}
    for path in (SOURCE / "config/prometheus/rules").glob("*.yml"):
        for name, interval in re.findall(r"- name: (\S+)\n\s+interval: (\w+)", path.read_text(encoding="utf-8")):
            found[name] = asking.seconds_of(interval)
    return found


def watch_rules(server, minutes):
    """Seconds that each group took, over and over; the first minute is for everything to be there."""
    taken = {}
    pause(60)
    for _ in range(int((minutes - 1) * 6)):
        pause(10)
        for group in server.groups():
            if group["lastEvaluation"] > "2000":
                taken.setdefault(group["name"], []).append(group["evaluationTime"])
    return taken


def asked(boards, prometheus, now):
    """(board, what, function that asks) of all that is asked when a board is opened."""
    for name, board in boards.items():
        one = asking.Board(board, prometheus, now, [LOOKED_AT])
        chosen = next(one.choices())
        for variable in variables(board):
            if query_of(variable):
                yield name, f"variable {variable['name']}", lambda one=one, variable=variable, chosen=chosen: one.options(variable, chosen)
        for panel in panels(board):
            sized = {"maxDataPoints": PIXELS * panel["gridPos"]["w"] // 24} | panel
            for target in targets(panel):
                yield (name, f"{panel['title']} {target['refId']}",
                       lambda one=one, sized=sized, target=target, chosen=chosen: one.ask(sized, target, chosen))
        for note in annotations(board):
            target = {"expr": note["expr"], "interval": note["step"]}
            yield name, f"annotation {note['name']}", lambda one=one, target=target, chosen=chosen: one.ask({}, target, chosen)


def measure(boards, prometheus, now):
    """(median ms, bytes, series, board, what), the slowest first."""
    rows = []
    for name, what, ask in asked(boards, prometheus, now):
        taken = []
        for _ in range(TIMES):
            try:
                answer = ask()
            except OSError as error:
                rows.append((float("inf"), 0, 0, name, f"{what}: {error.read()[:200] if hasattr(error, 'read') else error}"))
                break
            taken.append(prometheus.milliseconds)
        else:
            rows.append((statistics.median(taken), prometheus.size, len(answer), name, what))
    return sorted(rows, reverse=True)


def print_rules(taken):
    print("| rules | every | takes, median | longest |\n|---|---|---|---|")
    shipped = intervals()
    for name, seconds in sorted(taken.items(), key=lambda one: -max(one[1])):
        mark = " **too slow**" if max(seconds) > shipped.get(name, 15) else ""
        print(f"| {name} | {shipped.get(name, 15)} s | {statistics.median(seconds):.3f} s | {max(seconds):.3f} s{mark} |")


def print_queries(rows):
    print("\n| board | panel and query | ms | kB | series |\n|---|---|---|---|---|")
    for milliseconds, size, series, name, what in rows:
        mark = " **slow**" if milliseconds > SLOW_MS else ""
        print(f"| {name} | {what} | {milliseconds:.0f}{mark} | {size / 1000:.0f} | {series} |")
    by_board = {}
    for milliseconds, size, _, name, _ in rows:
        had = by_board.setdefault(name, [0, 0])
        had[0] += milliseconds
        had[1] += size
    print("\n| board | all its queries, one after the other | MB |\n|---|---|---|")
    for name, (milliseconds, size) in sorted(by_board.items()):
        print(f"| {name} | {milliseconds / 1000:.2f} s | {size / 1e6:.1f} |")


def past(villages, folder):
    """Since the beginning of the last month."""
    end = int(time.time()) // HOUR * HOUR
    month = datetime.datetime.fromtimestamp(end, asking.ZONE).replace(day=1, hour=0, minute=0, second=0)
    begin = int((month - datetime.timedelta(days=1)).replace(day=1).timestamp())
    villages.write(folder / "past", begin, end)
    size = (folder / "past").stat().st_size
    make_blocks(folder / "past", folder / "tsdb")
    (folder / "past").unlink()
    return size


def main():
    number, minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 2000, float(sys.argv[2]) if len(sys.argv) > 2 else 7
    folder = pathlib.Path(tempfile.mkdtemp(prefix="board-queries-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        villages, begin = Villages(number), time.monotonic()
        size = past(villages, folder)
        disk = int(subprocess.run(["du", "-sm", folder / "tsdb"], capture_output=True, text=True, check=True).stdout.split()[0])
        print(f"{number} villages; past of {size / 1e9:.1f} GB as text, {disk} MB as blocks, in {time.monotonic() - begin:.0f} s\n", flush=True)
        agent = Agent(villages)
        stack.callback(agent.shutdown)
        server = Server(folder, agent)
        try:
            print_rules(watch_rules(server, minutes))
        finally:
            server.end()
        now = time.time() - 10
        server = Server(folder)
        stack.callback(server.end)
        prometheus = Timed(f"http://127.0.0.1:{server.port}")
        wait_until(lambda: prometheus.instant("village:commune_coverage:state", now), 60, "the villages are there")
        boards = {name: board for name, board in load(SOURCE).items() if name.endswith("-vi")}
        print_queries(measure(boards, prometheus, now))


if __name__ == "__main__":
    main()
