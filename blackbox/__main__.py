"""Runs one of the benchmarks: python3.11 -m blackbox BENCHMARK [OPTION ...]

  managers   dialogue managers side by side: latency, load, memory
  nlu        `petasos nlu` beside rhasspy-nlu (run it with the Python of Rhasspy's environment)
  skills     the same skill with petasos-skill and with rhasspy-hermes-app
  recorder   `petasos record` under load: nothing missing, and what it costs
  watch      from the last message of a session to its line in `petasos watch`

`python3.11 -m blackbox BENCHMARK --help` lists its options.
"""
import importlib
import sys

BENCHMARKS = ("managers", "nlu", "skills", "recorder", "watch")


def main():
    chosen = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if chosen in ("-h", "--help"):
        print(__doc__.strip())
        return 0
    if chosen not in BENCHMARKS:
        print(f"no benchmark {chosen!r}: choose {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    sys.argv = [f"{sys.argv[0]} {chosen}", *sys.argv[2:]]
    return importlib.import_module(f"blackbox.{chosen}.bench").main()


if __name__ == "__main__":
    sys.exit(main())
