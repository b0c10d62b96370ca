"""How long `petasos watch` takes from a session's last message to its line: the broker once, the watcher, and the pipe.

    cargo build --release -p petasos
    python3.11 -m blackbox watch [--sessions 1000] [--microphones 8]

A thousand sessions of ten messages each, one after the other, over a private Mosquitto; the clock runs from the moment in which
`sessionEnded` was handed to the socket to the moment in which its line was read. Microphones send 62.5 frames a second each
meanwhile, in bursts, as 8 satellites of Rhasspy or Snips do.
"""
import argparse
import json
import struct
import subprocess
import threading
import time

from blackbox import RELEASE
from blackbox.frames import FRAMES_PER_SECOND, SAMPLES, frame
from blackbox.mqtt import Client
from blackbox.percentiles import percentiles
from blackbox.processes import Mosquitto, OtherLoad, cpu_seconds, temporary_folder

FRAME = frame(struct.pack(f"<{SAMPLES}h", *([1000, -1000] * (SAMPLES // 2))))


def session(number):
    """The messages of a command, in the order in which an installation sends them."""
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--microphones", type=int, default=8)
    parser.add_argument("--petasos", default=RELEASE / "petasos")
    options = parser.parse_args()
    with temporary_folder() as folder, Mosquitto(folder) as broker:
        others, begin, stop = OtherLoad(), time.monotonic(), threading.Event()
        watch = subprocess.Popen([options.petasos, "watch", "--json", "--port", str(broker.port)],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        sound = threading.Thread(target=microphones, args=(broker.port, options.microphones, stop))
        try:
            client = Client(broker.port)
            watch_is_there(client, watch)
            sound.start()
            delays = [delay(client, watch, number) for number in range(options.sessions)]
            seconds = time.monotonic() - begin
            busy = cpu_seconds(watch.pid)
        finally:
            stop.set()
            watch.terminate()
            watch.wait()
        sound.join()
    print(json.dumps({"sessions": options.sessions, "microphones": options.microphones, "ms": percentiles(delays),
                      "watch_cpu_percent": round(100 * busy / seconds, 1), "others_percent": others.percent(seconds)}))


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
