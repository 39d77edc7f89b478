"""The way of an alert with the real programs: the shipped rules in Prometheus, Alertmanager as `generate` sets it up, and
`commune-agent notify`. Each may be killed and started again in the middle."""
import json
import shutil
import signal
import subprocess
import urllib.parse
import urllib.request

from harness import Part, answers, values, series

PROMETHEUS, ALERTMANAGER, NOTIFY = "http://127.0.0.1:9090", "http://127.0.0.1:9093", "http://127.0.0.1:10078"
NEEDS = ("prometheus", "prometheus-alertmanager", "promtool", "amtool")


def missing_program():
    """The first of the programs that is not on this machine; None when all are."""
    return next((program for program in NEEDS if not shutil.which(program)), None)


class AlertChain:
    """`config` is the commune's, with [notify] in it. The agent must listen at its usual address."""

    def __init__(self, folder, agent, source, config):
        self.folder, self.agent, self.config = folder, agent, config
        self.starts = 0
        shutil.copytree(source / "config/prometheus", folder / "rules-as-shipped")
        (folder / "alertmanager.yml").write_text(self.generated("alertmanager"))
        self.prometheus = self.alertmanager = self.notify = None

    def generated(self, what):
        return subprocess.run([self.agent, "generate", what, "--config", self.config], check=True, capture_output=True,
                              text=True, timeout=20).stdout

    def start(self):
        self.start_notify()
        self.start_alertmanager()
        self.start_prometheus()

    def end(self):
        for part in (self.prometheus, self.alertmanager, self.notify):
            if part is not None:
                part.end()

    def part(self, name, *words):
        self.starts += 1
        return Part(self.folder, f"{name}-{self.starts}", *words)

    def start_prometheus(self):
        self.prometheus = self.part("prometheus", "prometheus", "--log.level=warn", "--web.listen-address=127.0.0.1:9090",
                                    f"--config.file={self.folder / 'rules-as-shipped/prometheus.yml'}",
                                    f"--storage.tsdb.path={self.folder / 'prometheus'}")
        self.prometheus.wait_until(lambda: answers(PROMETHEUS + "/-/ready"))

    def start_alertmanager(self):
        self.alertmanager = self.part("alertmanager", "prometheus-alertmanager", "--log.level=warn",
                                      f"--config.file={self.folder / 'alertmanager.yml'}",
                                      f"--storage.path={self.folder / 'alertmanager'}",
                                      "--web.listen-address=127.0.0.1:9093", "--cluster.listen-address=")
        self.alertmanager.wait_until(lambda: answers(ALERTMANAGER + "/-/ready"))

    def start_notify(self):
        self.notify = self.part("notify", self.agent, "notify", "--config", self.config)
        self.notify.wait_until(lambda: answers(NOTIFY + "/-/ready"))

    def kill(self, part):
        """Without a word of warning, as a power cut does."""
        part.process.send_signal(signal.SIGKILL)
        part.process.wait(timeout=10)

    def ask(self, query):
        """The first value of an instant query; None when there is none."""
        url = f"{PROMETHEUS}/api/v1/query?" + urllib.parse.urlencode({"query": query})
        with urllib.request.urlopen(url, timeout=10) as answer:
            result = json.load(answer)["data"]["result"]
        return float(result[0]["value"][1]) if result else None

    def notify_metric(self, metric, **labels):
        """The sum of its values on the page of `notify`."""
        with urllib.request.urlopen(NOTIFY + "/metrics", timeout=10) as answer:
            return sum(values(list(series(answer.read().decode())), metric, **labels))
