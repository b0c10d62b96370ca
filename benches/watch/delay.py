"""How long `petasos watch` takes from a session's last message to its line: the broker once, the watcher, and the pipe.

    cargo build --release -p petasos
    python3.11 benches/watch/delay.py [--sessions 1000] [--microphones 8]

A thousand sessions of ten messages each, one after the other, over a private Mosquitto; the clock runs from the moment in which
`sessionEnded` was handed to the socket to the moment in which its line was read. Microphones send 62.5 frames a second each
meanwhile, in bursts, as 8 satellites of Rhasspy or Snips do.
"""
import argparse
import json
import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "blackbox"))
from mqtt import Client  # noqa: E402
from processes import Mosquitto, Neighbours, workshop  # noqa: E402
from statistic import percentiles  # noqa: E402

FRAMES_PER_SECOND = 62.5
SAMPLES = struct.pack("<256h", *([1000, -1000] * 128))
FRAME = b"RIFF" + struct.pack("<I", 36 + len(SAMPLES)) + b"WAVEfmt " + struct.pack(
    "<IHHIIHH", 16, 1, 1, 16000, 32000, 2, 16) + b"data" + struct.pack("<I", len(SAMPLES)) + SAMPLES


def session(number):
    """The messages of a command, in the order of a house."""
    site, ident = "kitchen", f"bench-{number}"
    said = {"input": "what time is it", "siteId": site, "sessionId": ident, "slots": [],
            "intent": {"intentName": "GetTime", "confidenceScore": 1.0}}
    of = {"siteId": site, "sessionId": ident}
    return [
        ("hermes/hotword/porcupine/detected", {"modelId": "porcupine", "siteId": site}),
        ("hermes/dialogueManager/sessionStarted", of),
        ("hermes/asr/startListening", of),
        ("hermes/asr/textCaptured", {"text": "what time is it", "likelihood": 1.0, "seconds": 1.0} | of),
        ("hermes/nlu/query", {"input": "what time is it"} | of),
        ("hermes/intent/GetTime", said),
        ("hermes/dialogueManager/endSession", {"sessionId": ident, "text": "Noon."}),
        ("hermes/tts/say", {"text": "Noon.", "id": ident} | of),
        ("hermes/tts/sayFinished", {"id": ident} | of),
        ("hermes/dialogueManager/sessionEnded", {"termination": {"reason": "nominal"}} | of),
    ]


def microphones(port, count, stop):
    client, sent, start = Client(port), 0, time.monotonic()
    while not stop.is_set():
        due = int((time.monotonic() - start) * FRAMES_PER_SECOND)
        for _ in range(due - sent):
            for number in range(count):
                client.publish(f"hermes/audioServer/room{number}/audioFrame", FRAME)
        sent = due
        client.poll(0.016)
    client.close()


def delay(client, watch, number):
    """Seconds from the last message to the line."""
    for topic, payload in session(number):
        client.publish(topic, json.dumps(payload).encode())
    client.poll(0)
    sent = time.perf_counter()
    while True:
        told = json.loads(watch.stdout.readline())
        if told.get("sessionId") == f"bench-{number}" and told["event"] == "session":
            return time.perf_counter() - sent


def cpu(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--microphones", type=int, default=8)
    parser.add_argument("--petasos", default=os.environ.get("PETASOS", "target/release/petasos"))
    options = parser.parse_args()
    with workshop() as folder, Mosquitto(folder) as broker:
        neighbours, begin, stop = Neighbours(), time.monotonic(), threading.Event()
        watch = subprocess.Popen([options.petasos, "watch", "--json", "--port", str(broker.port)],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        sound = threading.Thread(target=microphones, args=(broker.port, options.microphones, stop))
        try:
            client = Client(broker.port)
            watch_is_there(client, watch)
            sound.start()
            delays = [delay(client, watch, number) for number in range(options.sessions)]
            seconds = time.monotonic() - begin
            busy = cpu(watch.pid)
        finally:
            stop.set()
            watch.terminate()
            watch.wait()
        sound.join()
    print(json.dumps({"sessions": options.sessions, "microphones": options.microphones, "ms": percentiles(delays),
                      "watch_cpu_percent": round(100 * busy / seconds, 1), "others_percent": neighbours.percent(seconds)}))


def watch_is_there(client, watch):
    """Holds sessions until one is told: from then on the watcher listens."""
    told = threading.Event()
    threading.Thread(target=lambda: (watch.stdout.readline(), told.set()), daemon=True).start()
    number = 0
    while not told.is_set():
        number += 1
        for topic, payload in session(f"warm-up-{number}"):
            client.publish(topic, json.dumps(payload).encode())
        client.poll(0.05)
        time.sleep(0.05)


if __name__ == "__main__":
    main()
