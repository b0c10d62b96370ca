"""Programs under measurement: a private Mosquitto, and a manager watched through /proc alone."""
import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

MOSQUITTO = """\
listener {port} 127.0.0.1
allow_anonymous true
persistence false
log_type error
"""
# Without Nagle's algorithm, and without a limit to queues: the broker must not hide what the manager does.
UNLIMITED = """\
set_tcp_nodelay true
max_queued_messages 0
max_queued_bytes 0
"""


def cpu_seconds(pid):
    """Seconds of CPU that a process has used: utime and stime of proc_pid_stat(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


class Program:
    """A process that ends with its `with` block; what it says is kept in a file for when something goes wrong."""

    def __init__(self, command, log, environment=None):
        variables = os.environ | (environment or {})
        with open(log, "ab") as output:
            self.started = time.perf_counter()
            self.process = subprocess.Popen(command, env=variables, stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=output)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def is_running(self):
        return self.process.poll() is None

    def cpu(self):
        """Seconds of CPU so far."""
        return cpu_seconds(self.process.pid)

    def resident_mib(self):
        """Resident memory: VmRSS of proc_pid_status(5)."""
        lines = (line.split() for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines())
        return next(int(words[1]) / 1024 for words in lines if words[0] == "VmRSS:")


class Mosquitto(Program):
    """A broker of our own on a free port of 127.0.0.1."""

    def __init__(self, folder, unlimited=True):
        self.port = free_port()
        configuration = Path(folder) / f"mosquitto-{self.port}.conf"
        configuration.write_text(MOSQUITTO.format(port=self.port) + (UNLIMITED if unlimited else ""))
        super().__init__(["mosquitto", "-c", str(configuration)], configuration.with_suffix(".log"))
        await_port(self.port)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port):
    give_up = time.monotonic() + 10
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def busy_seconds():
    """Seconds of CPU that all programs of the machine have used."""
    user, nice, system, _idle, _iowait, irq, softirq, steal = (
        int(word) for word in Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND


class OtherLoad:
    """How busy the machine was with other things than ours: share of all cores, in percent."""

    def __init__(self):
        self.busy, self.ours = busy_seconds(), self._ours()

    def percent(self, seconds):
        """Since the start, so many seconds ago. Programs of ours count once they have ended."""
        others = (busy_seconds() - self.busy) - (self._ours() - self.ours)
        return round(100 * max(0.0, others) / (seconds * os.cpu_count()), 1)

    @staticmethod
    def _ours():
        return sum(os.times()[:4])


def temporary_folder():
    """A folder for configurations, logs and state that lasts as long as the run."""
    return tempfile.TemporaryDirectory(prefix="petasos-bench-")
