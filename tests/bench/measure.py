"""Processor time, memory and packets of running programs, read from /proc and /sys."""
import os
import pathlib

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(process):
    """User and system time so far, all threads, the ended ones included."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mib(process):
    """Resident set, its anonymous part and its peak, in MiB."""
    lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith(" kB")}
    return {"rss": kib["VmRSS"] / 1024, "anonymous": kib["RssAnon"] / 1024, "peak": kib["VmHWM"] / 1024}


class Traffic:
    """Packets and octets that the machine's side of a device sends, counted from now on."""

    def __init__(self, device):
        self.folder = pathlib.Path(f"/sys/class/net/{device}/statistics")
        self.begin = self.read()

    def read(self):
        return {name: int((self.folder / name).read_text())
                for name in ("tx_packets", "tx_bytes", "rx_packets", "rx_bytes")}

    def so_far(self):
        now = self.read()
        return {"requests": now["tx_packets"] - self.begin["tx_packets"],
                "bytes": sum(now[name] - self.begin[name] for name in ("tx_bytes", "rx_bytes"))}
