"""Measures the NLU of petasos beside Rhasspy's, on the same file of templates.

    cargo build --release -p petasos && cargo build --release -p petasos-sentences --example recognise
    cargo xtask setup
    .cache/venv-rhasspy/bin/python -m blackbox nlu

First in the process (the library of each, without a bus), then over one Mosquitto, in turn, one query at a time.
Run it with the Python of Rhasspy's environment. A program that does not load the file within --patience gets a smaller one.
"""
import argparse
import json
import multiprocessing
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from blackbox import RELEASE, RHASSPY, ROOT
from blackbox.mqtt import Client
from blackbox.nlu.grammar import Grammar
from blackbox.percentiles import percentiles
from blackbox.processes import Mosquitto, OtherLoad, Program, temporary_folder

ANSWERED = ("hermes/nlu/intentParsed", "hermes/nlu/intentNotRecognized", "hermes/error/nlu")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--intents", type=int, default=1000, help="of 20 templates each")
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--patience", type=float, default=120, help="seconds to load a file in, and to ask queries in")
    parser.add_argument("--only-petasos", action="store_true")
    return parser.parse_args()


class Files:
    """The templates and the queries."""

    def __init__(self, folder, intents, queries):
        grammar = Grammar(intents)
        self.intents, self.queries = intents, grammar.queries(queries)
        self.templates = Path(folder) / f"grammar-{intents}.ini"
        self.templates.write_text(grammar.text())
        self.asked = self.templates.with_suffix(".txt")
        self.asked.write_text("\n".join(self.queries) + "\n")
        self.graph = self.templates.with_suffix(".pickle.gz")


def petasos_in_process(files):
    """Reads and compiles, then asks each query."""
    output = subprocess.run([RELEASE / "examples/recognise", files.templates, files.asked], check=True,
                            capture_output=True, text=True).stdout
    return json.loads(output)


def rhasspy_in_process(files, patience, results):
    """Trains as Rhasspy does, loads what came of it, then asks queries until the time is over."""
    import rhasspynlu

    start = time.perf_counter()
    subprocess.run([sys.executable, ROOT / "tests/peers/train.py", files.templates, files.graph, "en",
                    ROOT / "tests/corpus/rhasspy"], check=True)
    trained = time.perf_counter()
    with open(files.graph, "rb") as graph_file:
        graph = rhasspynlu.gzip_pickle_to_graph(graph_file)
    result = {"train_seconds": trained - start, "load_seconds": time.perf_counter() - trained}
    results.put(result)
    seconds, understood, end = [], [], time.perf_counter() + patience
    for query in files.queries:
        before = time.perf_counter()
        recognitions = rhasspynlu.recognize(query, graph, word_transform=str.lower)
        after = time.perf_counter()
        seconds.append(after - before)
        understood.append(recognitions[0].intent.name if recognitions else None)
        if after > end:
            break
    results.put({"seconds": seconds, "understood": understood})


def rhasspy_or_nothing(files, patience):
    """What Rhasspy's library does with these files; nothing if it has not loaded them in time."""
    results = multiprocessing.Queue()
    process = multiprocessing.Process(target=rhasspy_in_process, args=(files, patience, results))
    process.start()
    try:
        result = results.get(timeout=patience)
        return result | results.get(timeout=2 * patience + 60)
    except multiprocessing.queues.Empty:
        return None
    finally:
        process.terminate()
        process.join()


def over_the_bus(files, folder, patience):
    """Seconds from query to answer of each, asked in turn."""
    with Mosquitto(folder) as broker:
        connection = ["--host", "127.0.0.1", "--port", str(broker.port)]
        rhasspy = [RHASSPY / "rhasspy-nlu-hermes", *connection, "--site-id", "rhasspy", "--casing", "lower",
                   "--intent-graph", files.graph]
        petasos = [RELEASE / "petasos", "nlu", *connection, "--site-id", "petasos", "--sentences", files.templates]
        log = Path(folder) / "services.log"
        with Program(rhasspy, log), Program(petasos, log):
            client = Client(broker.port)
            client.subscribe("hermes/nlu/#", "hermes/error/#")
            seconds = {"rhasspy": [], "petasos": []}
            for site in seconds:
                await_service(client, site, files.queries[0], patience)
            end = time.perf_counter() + patience
            for query in files.queries:
                for site, measured in seconds.items():
                    measured.append(ask(client, site, query, patience) or patience)
                if time.perf_counter() > end:
                    break
            return seconds


def ask(client, site, query, patience):
    """Seconds until the answer, or nothing if none comes."""
    question = {"input": query, "siteId": site, "sessionId": f"{site} {time.monotonic_ns()}"}
    asked = time.perf_counter()
    client.publish("hermes/nlu/query", json.dumps(question).encode())
    while time.perf_counter() < asked + patience:
        for topic, payload in client.poll(0.1):
            if topic in ANSWERED and json.loads(payload).get("sessionId") == question["sessionId"]:
                return time.perf_counter() - asked
    return None


def await_service(client, site, query, patience):
    """Asks until somebody answers: the program may not listen yet."""
    give_up = time.perf_counter() + patience
    while ask(client, site, query, 1) is None:
        if time.perf_counter() > give_up:
            raise TimeoutError(f"{site} does not answer")
    ask(client, site, query, patience)  # when it has answered this, it has answered all of them


def report(title, seconds):
    shares = percentiles(seconds)
    print(f"{title:<28} {len(seconds):>6} queries  p50 {shares['p50']:>10.3f} ms  p99 {shares['p99']:>10.3f} ms")
    return shares


def compare(ours, theirs):
    print(", ".join(f"{name}: petasos takes 1/{theirs[name] / ours[name]:,.0f} of the time" for name in ("p50", "p99")))


def measure(options, folder):
    files = Files(folder, options.intents, options.queries)
    ours = petasos_in_process(files)
    print(f"\n{files.intents} intents, {20 * files.intents} templates, {len(files.queries)} queries")
    print(f"petasos: read and compiled in {ours['load_seconds']:.3f} s")
    our_shares = report("petasos, in process", ours["seconds"])
    if options.only_petasos:
        return True
    theirs = rhasspy_or_nothing(files, options.patience)
    if theirs is None:
        print(f"rhasspy-nlu: not loaded within {options.patience:.0f} s")
        return False
    print(f"rhasspy-nlu: trained in {theirs['train_seconds']:.1f} s, loaded in {theirs['load_seconds']:.1f} s")
    compare(our_shares, report("rhasspy-nlu, in process", theirs["seconds"]))
    same = sum(our == their for our, their in zip(ours["understood"], theirs["understood"]))
    print(f"the same intent for {same} of {len(theirs['understood'])} queries")
    bus = over_the_bus(files, folder, options.patience)
    compare(*(report(f"{name}, over MQTT", bus[name]) for name in ("petasos", "rhasspy")))
    return True


def main():
    options = arguments()
    print(f"{os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}")
    started, others = time.monotonic(), OtherLoad()
    with temporary_folder() as folder:
        while not measure(options, folder) and options.intents > 10:
            options.intents //= 10
    busy = others.percent(time.monotonic() - started)
    print(f"\nload average {os.getloadavg()[0]:.1f}; other programs took {busy} % of the machine's cores meanwhile")


if __name__ == "__main__":
    main()
