"""The programs that the agent is measured against, from Debian's packages, and what they need to run."""
import concurrent.futures
import json
import pathlib
import re
import signal
import urllib.request

import communes
from harness import Part
from measure import cpu_seconds, memory_mib

TYPES = {"COUNTER32": "counter", "COUNTER64": "counter", "STRING": "DisplayString", "HEX": "PhysAddress48"}


def if_mib_module():
    """A module as the exporter's generator makes of IF-MIB, with numeric OIDs: Debian ships none."""
    index = [{"labelname": "ifIndex", "type": "gauge"}]
    name = [{"labels": ["ifIndex"], "labelname": "ifName", "oid": f"{communes.IFX_TABLE}.1", "type": "DisplayString"}]
    metrics = [{"name": "column_" + oid.replace(".", "_"), "oid": oid, "type": TYPES.get(kind, "gauge"),
                "help": oid, "indexes": index, "lookups": name} for oid, kind in communes.COLUMNS.items()]
    return {"walk": [communes.IF_TABLE, communes.IFX_TABLE], "metrics": metrics, "version": 2, "max_repetitions": 25,
            "timeout": "5s", "retries": 3, "auth": {"community": "public"}}


class SnmpExporter(Part):
    ADDRESS = "127.0.0.1:9116"

    def __init__(self, folder):
        configuration = folder / "snmp.yml"
        configuration.write_text(json.dumps({"if_mib": if_mib_module()}))  # JSON is YAML.
        super().__init__(folder, "snmp_exporter", "prometheus-snmp-exporter", f"--config.file={configuration}",
                         f"--web.listen-address={self.ADDRESS}", "--log.level=warn")
        self.wait_until(lambda: answers(f"http://{self.ADDRESS}/"))

    def poll(self, addresses):
        """Every device once, as Prometheus would ask; the samples of the last page."""
        def one(at):
            url = f"http://{self.ADDRESS}/snmp?target={at}&module=if_mib"
            with urllib.request.urlopen(url, timeout=30) as answer:
                return answer.read().decode()
        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            pages = list(threads.map(one, addresses))
        return sum(not line.startswith("#") for line in pages[-1].splitlines())


class SmokepingProber(Part):
    ADDRESS = "127.0.0.1:9374"

    def __init__(self, folder, targets):
        configuration = folder / "smokeping.yml"
        configuration.write_text(json.dumps({"targets": [{"hosts": targets, "interval": "1s", "network": "ip4"}]}))
        super().__init__(folder, "smokeping_prober", "prometheus-smokeping-prober", f"--config.file={configuration}",
                         "--privileged", f"--web.listen-address={self.ADDRESS}", "--log.level=warn")
        self.wait_until(lambda: answers(f"http://{self.ADDRESS}/metrics"), 60)


class Pmacctd(Part):
    """Accounts by source address in memory. Two processes, with pipes as large as it needs to lose little."""

    def __init__(self, folder, interface):
        configuration = folder / "pmacctd.conf"
        configuration.write_text(f"daemonize: false\npcap_interface: {interface}\naggregate: src_host\nplugins: memory\n"
                                 f"imt_path: {folder / 'pmacct.pipe'}\nplugin_buffer_size: 10240\n"
                                 "plugin_pipe_size: 104857600\nsnaplen: 128\n")
        super().__init__(folder, "pmacctd", "pmacctd", "-f", configuration)
        self.wait_until(lambda: "waiting for data" in self.said())

    def processes(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid, *map(int, children.split())]

    def cpu_seconds(self):
        return sum(map(cpu_seconds, self.processes()))

    def memory_mib(self):
        return sum(memory_mib(process)["rss"] for process in self.processes())

    def dropped(self):
        """Packets that the kernel had no room for, which it prints on a signal."""
        self.process.send_signal(signal.SIGUSR1)
        self.wait_until(lambda: "dropped_packets=" in self.said())
        return int(re.findall(r"dropped_packets=(\d+)", self.said())[-1])


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
