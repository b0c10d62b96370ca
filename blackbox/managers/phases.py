"""What is measured. In every round each manager is started anew beside a broker of its own; then each phase goes round
all managers before the next phase begins, so that the noise of the machine hits all of them alike."""
import time
from contextlib import ExitStack

from blackbox.managers import echo
from blackbox.managers.installation import Installation
from blackbox.processes import Mosquitto, OtherLoad

OPEN_SESSIONS = 5000
SOAK_SITES = 100


class Bench:
    """A manager that runs, with its broker and everything else that takes part."""

    def __init__(self, manager, folder, stack):
        self.broker = stack.enter_context(Mosquitto(folder))
        self.installation = Installation(self.broker.port)
        stack.callback(self.installation.close)
        self.program = stack.enter_context(manager.start(self.broker.port, folder))
        self.results = {"startup_ms": (self.installation.await_manager(self.program) - self.program.started) * 1000}

    def idle(self):
        time.sleep(1)
        self.results["idle_mib"] = self.program.resident_mib()

    def latency(self, sessions, seconds):
        """One session after the other. Slow managers get time for a hundred, so that there is a p99."""
        self.installation.sessions(1, most=20, seconds=seconds)
        self.results["latency"] = self.installation.sessions(1, least=100, most=sessions, seconds=seconds,
                                                      longest=10 * seconds)

    def load(self, sites, seconds):
        """Sessions a second, and what CPU they cost. Slow managers get time for two sessions of each site."""
        before = self.program.cpu()
        result = self.installation.sessions(sites, least=2 * sites, seconds=seconds, longest=10 * seconds)
        result["cpu_s_per_1000"] = (self.program.cpu() - before) / max(1, result["ended"]) * 1000
        self.results[f"load_{sites}"] = result

    def open_sessions(self):
        """What an open session takes: after the load, when the manager has grown to its working size."""
        before = self.program.resident_mib()
        sessions = self.installation.open(OPEN_SESSIONS)
        kib = (self.program.resident_mib() - before) * 1024 / len(sessions)
        self.results["open"] = {"opened": len(sessions), "kib_per_session": kib,
                                "not_ended": self.installation.end(sessions)}

    def soak(self, sessions, seconds):
        """Memory after many sessions, each at a site never heard of."""
        memory, step = [[0, self.program.resident_mib()]], max(1, sessions // 20)

        def watch(done):
            if done >= memory[-1][0] + step:
                memory.append([done, self.program.resident_mib()])

        before = self.program.cpu()
        result = self.installation.sessions(SOAK_SITES, most=sessions, seconds=seconds, new_sites=True, watch=watch)
        result["cpu_s_per_1000"] = (self.program.cpu() - before) / max(1, result["ended"]) * 1000
        self.results["soak"] = result | {"resident_mib": memory}


def measure_round(managers, folder, options):
    """One round: results by the manager's name, the echo client's, and how busy the machine was otherwise."""
    others, start = OtherLoad(), time.monotonic()
    with ExitStack() as stack:
        benches = {manager.name: Bench(manager, folder, stack) for manager in managers}

        def each(phase, *arguments):
            for bench in benches.values():
                phase(bench, *arguments)

        each(Bench.idle)
        echoed = echo.measure(next(iter(benches.values())).broker.port)
        each(Bench.latency, options.latency_sessions, options.seconds)
        for sites in options.sites:
            each(Bench.load, sites, options.seconds)
        if not options.no_open:
            each(Bench.open_sessions)
        if options.soak:
            each(Bench.soak, options.soak, options.soak_seconds)
        results = {name: bench.results for name, bench in benches.items()}
    return {"managers": results, "echo": echoed, "neighbours_percent": others.percent(time.monotonic() - start)}
