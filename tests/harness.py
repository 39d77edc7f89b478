"""What tests of the whole agent share: processes that end with the test, a namespace of its own, pages and their series."""
import json
import os
import pathlib
import re
import select
import signal
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

SKIPPED = 77
AGENT_PAGE = "http://127.0.0.1:10077"
MARK = "COMMUNE_TEST_NAMESPACE"


def in_namespace(run):
    """Runs `run` in a fresh network namespace without a way out, by starting this program again in it. Exits."""
    if os.environ.get(MARK):
        sys.exit(run())
    if os.geteuid() != 0:
        print("skipped: a network namespace is made by root alone")
        sys.exit(SKIPPED)
    namespace = f"commune-test-{os.getpid()}"
    subprocess.run(["ip", "netns", "add", namespace], check=True)
    try:
        inside = ["ip", "netns", "exec", namespace]
        subprocess.run([*inside, "ip", "link", "set", "lo", "up"], check=True)
        code = subprocess.run([*inside, sys.executable, *sys.argv], env={**os.environ, MARK: namespace}).returncode
    finally:
        subprocess.run(["ip", "netns", "del", namespace], check=True)
    sys.exit(code)


def run_tests(names=()):
    """Runs the tests of the main program, all or those named, and gives its exit code; skipped when each one was."""
    result = unittest.main(argv=[sys.argv[0], "-v", *names], exit=False).result
    if not result.wasSuccessful() or not result.testsRun:
        return 1
    return SKIPPED if len(result.skipped) == result.testsRun else 0


def is_sanitized(program):
    """Whether AddressSanitizer or ThreadSanitizer is in it, which take memory of their own."""
    return is_built_with(program, b"__asan_init", b"__tsan_init")


def is_built_with(program, *names):
    code = pathlib.Path(program).read_bytes()
    return any(name in code for name in names)


def pause(seconds):
    select.select([], [], [], max(seconds, 0))


def wait_until(ready, seconds, what):
    """Asks until `ready` says yes; the last answer is in the message when it never does."""
    end = time.monotonic() + seconds
    while not (answer := ready()):
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds} s (last: {answer!r})")
        pause(0.1)
    return answer


class Part:
    """A process with its output in a file; ended by its own id."""

    def __init__(self, folder, name, *command):
        self.log = folder / (name + ".log")
        self.name = name
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([str(word) for word in command], stdout=log, stderr=subprocess.STDOUT,
                                            start_new_session=True,
                                            env={**os.environ, "STATE_DIRECTORY": str(folder / "state")})

    def said(self):
        return self.log.read_text(errors="replace")

    def wait_until(self, ready, seconds=20):
        def ready_or_dead():
            if self.process.poll() is not None:
                raise AssertionError(f"{self.name} ended with {self.process.returncode}:\n{self.said()}")
            return ready()
        wait_until(ready_or_dead, seconds, f"{self.name} is ready")

    def end(self):
        """Asks it to stop and gives its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=10)


def fetch(path, method="GET", body=None):
    """Status and text of a page of the agent; `body` is sent as JSON."""
    request = urllib.request.Request(AGENT_PAGE + path, method=method)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def agent_is_ready():
    try:
        return fetch("/-/ready")[0] == 200
    except OSError:
        return False


def metrics():
    return list(series(fetch("/metrics")[1]))


def series(page):
    """Every sample of an exposition as (name, labels, value)."""
    for line in page.splitlines():
        found = re.match(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)", line)
        if found and not line.startswith("#"):
            yield found[1], parse_labels(found[2]), float(found[3])


def parse_labels(text):
    unescape = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}
    return {name: re.sub(r'\\[\\"n]', lambda found: unescape[found[0]], value)
            for name, value in re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', text or "")}


def values(samples, metric, **labels):
    return [value for name, has, value in samples if name == metric and labels.items() <= has.items()]


class Prometheus(Part):
    """A real Prometheus that asks the agent every second."""

    def __init__(self, folder, port=9090, targets=("127.0.0.1:10077",)):
        self.address = f"127.0.0.1:{port}"
        super().__init__(folder, "prometheus", "prometheus", f"--config.file={scrape_file(folder, targets)}",
                         f"--storage.tsdb.path={folder / 'prometheus'}", f"--web.listen-address={self.address}",
                         "--log.level=warn")
        self.wait_until(lambda: answers(f"http://{self.address}/-/ready"))

    def ask(self, query):
        """The value of the first series of an instant query; None if there is none."""
        url = f"http://{self.address}/api/v1/query?" + urllib.parse.urlencode({"query": query})
        with urllib.request.urlopen(url, timeout=10) as answer:
            result = json.load(answer)["data"]["result"]
        return float(result[0]["value"][1]) if result else None


class VictoriaMetrics(Part):
    """A real VictoriaMetrics that asks the agent every second."""

    def __init__(self, folder, port=8428, targets=("127.0.0.1:10077",)):
        self.address = f"127.0.0.1:{port}"
        super().__init__(folder, "victoria-metrics", "victoria-metrics", f"-promscrape.config={scrape_file(folder, targets)}",
                         f"-storageDataPath={folder / 'victoria-metrics'}", f"-httpListenAddr={self.address}",
                         "-retentionPeriod=10y", "-loggerLevel=WARN")
        self.wait_until(lambda: answers(f"http://{self.address}/health"))

    def flush(self):
        """Samples scraped so far can be queried from now on."""
        urllib.request.urlopen(f"http://{self.address}/internal/force_flush", timeout=10).close()


def scrape_file(folder, targets):
    configuration = folder / "prometheus.yml"
    configuration.write_text("global: {scrape_interval: 1s, scrape_timeout: 1s}\n"
                             "scrape_configs:\n- job_name: commune-agent\n"
                             f"  static_configs:\n  - targets: {json.dumps(list(targets))}\n")
    return configuration


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
