"""Measures Hermes dialogue managers as black boxes, side by side, each over a private Mosquitto.

    python3.11 -m blackbox managers                                    the table of docs/performance.md
    python3.11 -m blackbox managers null petasosd --rounds 1           a look, in half a minute
    python3.11 -m blackbox managers --report results.json              the table of a run that was kept

It takes the petasosd of `cargo build --release -p petasosd`, and the rhasspy-dialogue-hermes of `cargo xtask setup`.
"""
import argparse
import json
import os
import platform
import sys
import time

from blackbox import RELEASE
from blackbox.managers.candidates import chosen
from blackbox.managers.phases import measure_round
from blackbox.processes import temporary_folder
from blackbox.managers.report import report

DEFAULT = ["null", "petasosd", "petasosd-state", "rhasspy", "rhasspy-nodelay"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("managers", nargs="*", default=DEFAULT, help=f"by name; by default {' '.join(DEFAULT)}")
    parser.add_argument("--petasosd", default=RELEASE / "petasosd", help="path of the daemon")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sites", type=int, nargs="*", default=[1, 10, 100, 1000])
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a phase")
    parser.add_argument("--latency-sessions", type=int, default=2000, help="at one site, at most")
    parser.add_argument("--no-open", action="store_true", help="leave out the memory of open sessions")
    parser.add_argument("--soak", type=int, default=0, help="sessions at as many sites at the end of each round")
    parser.add_argument("--soak-seconds", type=float, default=300.0, help="longest time for them")
    parser.add_argument("--out", help="file for the results (JSON), written after each round")
    parser.add_argument("--report", metavar="FILE", help="measure nothing, print the table of these results")
    return parser.parse_args()


def machine():
    with open("/proc/cpuinfo") as info:
        model = next(line.partition(":")[2].strip() for line in info if line.startswith("model name"))
    return f"{os.cpu_count()} x {model}, Linux {platform.release()}, Python {platform.python_version()}"


def measure(options):
    managers = chosen(options.managers, options.petasosd)
    kept = ("sites", "seconds", "latency_sessions", "no_open", "soak", "soak_seconds")
    run = {"machine": machine(), "titles": {manager.name: manager.title for manager in managers},
           "options": {name: getattr(options, name) for name in kept}, "rounds": []}
    for number in range(options.rounds):
        start = time.monotonic()
        # There and back again: who comes first in one round comes last in the next.
        order = managers if number % 2 == 0 else managers[::-1]
        with temporary_folder() as folder:
            run["rounds"].append(measure_round(order, folder, options))
        print(f"round {number + 1} of {options.rounds}: {time.monotonic() - start:.0f} s, load average "
              f"{os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
        if options.out:
            with open(options.out, "w") as file:
                json.dump(run, file, indent=1)
    return run


def main():
    options = arguments()
    if options.report:
        with open(options.report) as file:
            run = json.load(file)
    else:
        run = measure(options)
    print(report(run))


if __name__ == "__main__":
    main()
