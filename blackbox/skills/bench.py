"""Measures a skill of petasos beside the same skill written with rhasspy-hermes-app.

    cargo build --release -p petasos-skill --example time_app
    cargo xtask setup
    python3.11 -m blackbox skills

The skills take turns on one Mosquitto, --rounds times: each is started, asked one intent after the other, then asked
--window at a time, and stopped. The driver plays NLU and dialogue manager.
"""
import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path

from blackbox.mqtt import Client
from blackbox.percentiles import median, percentiles, spread
from blackbox.processes import Mosquitto, OtherLoad, Program, temporary_folder
from blackbox.skills.candidates import known

INTENT, END = "hermes/intent/GetTime", "hermes/dialogueManager/endSession"
FIGURES = {
    "start_ms": "start to first answer, ms",
    "idle_mib": "resident when idle, MiB",
    "p50": "intent to answer p50, ms",
    "p99": "intent to answer p99, ms",
    "rate": "intents per second",
    "cpu_ms": "CPU per 1,000 intents, ms",
    "busy_mib": "resident after the load, MiB",
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--intents", type=int, default=1000, help="asked one after the other, each round")
    parser.add_argument("--seconds", type=float, default=5, help="of load, each round; at most 60")
    parser.add_argument("--window", type=int, default=32, help="intents that wait for their answers under load")
    parser.add_argument("--skills", nargs="*", default=list(known()), choices=list(known()))
    parser.add_argument("--out", type=Path, help="file for all figures (JSON)")
    return parser.parse_args()


class Asker:
    """The NLU and the dialogue manager, as far as a skill sees them."""

    def __init__(self, port):
        self.client, self.count = Client(port), 0
        self.client.subscribe(END)

    def ask(self):
        """Publishes an intent of a new session; the id of the session."""
        self.count += 1
        session = f"bench-{os.getpid()}-{self.count}"
        intent = {"input": "what time is it", "intent": {"intentName": "GetTime", "confidenceScore": 1.0}, "siteId": "kitchen",
                  "id": session, "slots": [], "sessionId": session, "customData": None, "asrTokens": None,
                  "asrConfidence": 1.0, "rawInput": "what time is it", "wakewordId": "porcupine", "lang": None}
        self.client.publish(INTENT, json.dumps(intent).encode())
        return session

    def answered(self, patience):
        """The sessions that were ended with words within so many seconds."""
        ends = (json.loads(payload) for _, payload in self.client.poll(patience))
        return [end["sessionId"] for end in ends if end.get("text")]

    def trip(self, patience=10):
        """Seconds from an intent to its answer; nothing if there is none."""
        asked = time.perf_counter()
        session = self.ask()
        while (left := asked + patience - time.perf_counter()) > 0:
            if session in self.answered(left):
                return time.perf_counter() - asked
        return None

    def load(self, seconds, window):
        """Answers per second while so many intents wait at any time."""
        start, count = time.perf_counter(), 0
        waiting = {self.ask() for _ in range(window)}
        while time.perf_counter() < start + seconds:
            for session in self.answered(0.5):
                if session in waiting:
                    waiting.remove(session)
                    waiting.add(self.ask())
                    count += 1
        rate = count / (time.perf_counter() - start)
        give_up = time.perf_counter() + 10
        while waiting and time.perf_counter() < give_up:
            waiting.difference_update(self.answered(0.5))
        return rate, count, len(waiting)


def first_answer(asker, program, patience=60):
    """Seconds from the start of the program to its first answer."""
    while time.perf_counter() < program.started + patience:
        if not program.is_running:
            raise RuntimeError("the skill has ended; see the log")
        if asker.trip(0.002) is not None:
            return time.perf_counter() - program.started
    raise TimeoutError("the skill does not answer")


def measure(skill, port, folder, options):
    """The figures of one skill in one round."""
    asker = Asker(port)
    with Program(skill.command_at(port), Path(folder) / f"{skill.name}.log", skill.environment_at(port)) as program:
        started = first_answer(asker, program)
        for _ in range(50):
            asker.trip()
        idle = program.resident_mib()
        trips = [asker.trip() for _ in range(options.intents)]
        cpu = program.cpu()
        rate, count, lost = asker.load(min(options.seconds, 60), options.window)
        cpu = program.cpu() - cpu
        shares = percentiles([trip for trip in trips if trip is not None])
        asker.client.close()
        return {"start_ms": started * 1000, "idle_mib": idle, "p50": shares["p50"], "p99": shares["p99"], "rate": rate,
                "cpu_ms": cpu / max(count, 1) * 1e6, "busy_mib": program.resident_mib(),
                "unanswered": trips.count(None) + lost}


def report(results, options):
    width = max(map(len, FIGURES.values()))
    print(f"\n{'median (smallest to largest)':<{width}}" + "".join(f"{name:>32}" for name in options.skills))
    for key, title in FIGURES.items():
        cells = []
        for name in options.skills:
            values = [figures[key] for figures in results[name]]
            low, high = spread(values)
            cells.append(f"{median(values):,.2f} ({low:,.2f} to {high:,.2f})")
        print(f"{title:<{width}}" + "".join(f"{cell:>32}" for cell in cells))
    unanswered = {name: sum(figures["unanswered"] for figures in results[name]) for name in options.skills}
    print(f"unanswered intents: {unanswered}")


def main():
    options = arguments()
    print(f"{os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}")
    skills, results = known(), {name: [] for name in options.skills}
    started, others = time.monotonic(), OtherLoad()
    with temporary_folder() as folder, Mosquitto(folder) as broker:
        for turn in range(options.rounds):
            for name in options.skills:
                print(f"round {turn + 1} of {options.rounds}: {name}", file=sys.stderr)
                results[name].append(measure(skills[name], broker.port, folder, options))
    report(results, options)
    busy = others.percent(time.monotonic() - started)
    print(f"load average {os.getloadavg()[0]:.1f}; other programs took {busy} % of the machine's cores meanwhile")
    if options.out:
        options.out.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
