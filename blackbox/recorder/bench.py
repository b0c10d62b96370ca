"""Does `petasos record` write down everything at 5,000 messages a second and eight satellites' sound, and what does it cost?

It runs beside `mosquitto_sub`, which hears the same messages. See blackbox/README.md."""
import argparse
import json
import signal
import struct
import subprocess
import sys
import time
import wave
from pathlib import Path

from blackbox import RELEASE
from blackbox.frames import FRAMES_PER_SECOND, SAMPLES, frame
from blackbox.mqtt import Client
from blackbox.processes import Mosquitto, Program, busy_seconds, temporary_folder

TICK = 0.01


def numbered_frame(number):
    """A frame that holds its own number, then silence."""
    return frame(struct.pack("<I", number) + bytes(2 * SAMPLES - 4))


MESSAGE = json.dumps({
    "input": "turn on the light in the living room", "intent": {"intentName": "ChangeLight", "confidenceScore": 1.0},
    "siteId": "site0", "id": "NUMBER", "slots": [{
        "entity": "room", "value": {"kind": "Unknown", "value": "living room"}, "slotName": "room",
        "rawValue": "living room", "confidence": 1.0, "range": {"start": 25, "end": 36, "rawStart": 25, "rawEnd": 36}}],
    "sessionId": "SESSION", "customData": None, "asrTokens": [], "rawInput": None, "lang": None,
})


def message(number):
    """An intent as Rhasspy's NLU publishes it, with its number as id."""
    return MESSAGE.replace("NUMBER", str(number)).replace("SESSION", f"session-{number // 10}").encode()


def drive(port, seconds, rate, satellites):
    """Publishes evenly, and says how long that took and how much of it was late."""
    client, sent, frames, start = Client(port), 0, 0, time.monotonic()
    while (now := time.monotonic() - start) < seconds:
        while sent < now * rate:
            client.publish("hermes/nlu/intentParsed", message(sent))
            sent += 1
        while frames < now * FRAMES_PER_SECOND:
            for site in range(satellites):
                client.publish(f"hermes/audioServer/site{site}/audioFrame", numbered_frame(frames))
            frames += 1
        client.poll(TICK)
    while client.unsent:
        client.poll(1)
    took = time.monotonic() - start
    client.publish("hermes/nlu/end", b"{}")
    client.poll(1)
    client.close()
    return {"sent": sent, "frames": frames, "took": took}


class Watched:
    """A program, and the most memory it had."""

    def __init__(self, program):
        self.program, self.peak = program, 0.0

    def look(self):
        self.peak = max(self.peak, self.program.resident_mib())


def numbers(path):
    """The numbers of the messages in a session file, and how many frames of each satellite it has."""
    found, gaps, frames = [], [], {}
    with open(path, "rb") as lines:
        next(lines)
        for line in lines:
            entry = json.loads(line)
            topic = entry["topic"]
            if topic == "hermes/nlu/intentParsed":
                found.append(int(entry["json"]["id"]))
            elif topic.endswith("/audioFrame"):
                frames[topic] = frames.get(topic, 0) + 1
            elif topic == "$petasos/gap":
                gaps.append(entry["json"])
    return found, gaps, frames


def sounds(folder):
    """The numbers in the sound beside a session file, file by file."""
    for path in sorted(folder.glob("*.wav")):
        with wave.open(str(path)) as sound:
            data = sound.readframes(sound.getnframes())
        yield path.name, [struct.unpack_from("<I", data, at)[0] for at in range(0, len(data), 2 * SAMPLES)]


def check(recording, sent, frames, satellites):
    """What is missing or out of order in a recording, as a list of sentences."""
    wrong = []
    found, gaps, framed = numbers(recording)
    if found != list(range(sent)):
        wrong.append(f"messages: {len(found)} of {sent}, {len(set(range(sent)) - set(found))} missing")
    if gaps:
        wrong.append(f"gaps: {gaps}")
    if sorted(framed.values()) != [frames] * satellites:
        wrong.append(f"frames: {framed}, {frames} each were sent")
    heard = dict(sounds(recording.with_suffix(".audio")))
    if [numbers_ == list(range(frames)) for numbers_ in heard.values()] != [True] * satellites:
        wrong.append("sound: " + ", ".join(f"{name}: {len(numbers_)} frames" for name, numbers_ in heard.items()))
    return wrong


def size(path):
    return sum(file.stat().st_size for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())


def run(arguments, folder):
    log = folder / "log"
    recording, other = folder / "recording.jsonl", folder / "mosquitto_sub.txt"
    # Queues as Mosquitto has them unless it is told otherwise: what is measured must hold on any installation.
    with Mosquitto(folder, unlimited=False) as broker:
        environment = {"PETASOS_MQTT_PORT": str(broker.port)}
        record = [arguments.petasos, "record", str(recording), "--keep", "all"]
        subscribe = f"exec mosquitto_sub -p {broker.port} -t 'hermes/#' -F %J > {other}"
        with Program(record, log, environment) as ours, Program(["sh", "-c", subscribe], log) as theirs:
            programs = {"petasos record": Watched(ours), "mosquitto_sub": Watched(theirs), "mosquitto": Watched(broker)}
            time.sleep(2)
            before = {name: watched.program.cpu() for name, watched in programs.items()}
            machine = busy_seconds()
            driver = subprocess.Popen([sys.executable, "-m", "blackbox", "recorder", "--drive", str(broker.port), "--seconds", str(arguments.seconds),
                                       "--rate", str(arguments.rate), "--satellites", str(arguments.satellites)],
                                      stdout=subprocess.PIPE, text=True)
            give_up = time.monotonic() + 3 * arguments.seconds + 30
            while driver.poll() is None and time.monotonic() < give_up:
                for watched in programs.values():
                    watched.look()
                time.sleep(0.25)
            sent = json.loads(driver.communicate(timeout=10)[0])
            machine = busy_seconds() - machine
            time.sleep(2)
            cpu = {name: watched.program.cpu() - before[name] for name, watched in programs.items()}
            ours.process.send_signal(signal.SIGINT)
            ours.process.wait(30)
    with open(other, "rb") as lines:
        heard = sum(b'"hermes/nlu/intentParsed"' in line for line in lines)
    took = sent["took"]
    figures = {
        name: {"cpuPercent": 100 * cpu[name] / took, "peakMiB": watched.peak} for name, watched in programs.items()
    }
    figures["petasos record"]["bytes"] = size(recording) + size(recording.with_suffix(".audio"))
    figures["petasos record"]["linesBytes"] = size(recording)
    figures["mosquitto_sub"]["bytes"] = size(other)
    figures["mosquitto_sub"]["messages"] = heard
    wrong = check(recording, sent["sent"], sent["frames"], arguments.satellites)
    return {"sent": sent, "perSecond": sent["sent"] / took, "programs": figures, "wrong": wrong,
            "machineCpuPercent": 100 * machine / took, "said": log.read_text()}


def show(result):
    sent = result["sent"]
    print(f"{sent['sent']} messages ({result['perSecond']:.0f}/s) and {sent['frames']} frames from each satellite"
          f" in {sent['took']:.1f} s; the machine used {result['machineCpuPercent']:.0f} % of a core")
    print(f"{'':16} {'CPU %':>7} {'MiB':>7} {'on disk':>12}")
    for name, figures in result["programs"].items():
        disk = f"{figures['bytes'] / 1e6:9.1f} MB" if "bytes" in figures else ""
        print(f"{name:16} {figures['cpuPercent']:7.1f} {figures['peakMiB']:7.1f} {disk:>12}")
    print("nothing is missing, all is in order" if not result["wrong"] else "\n".join(result["wrong"]))
    print(f"mosquitto_sub has {result['programs']['mosquitto_sub']['messages']} of {sent['sent']} messages")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--petasos", default=RELEASE / "petasos", help="the program to measure")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rate", type=float, default=5000, help="messages a second, beside the sound")
    parser.add_argument("--satellites", type=int, default=8)
    parser.add_argument("--out", type=Path, help="a file for the figures, as JSON")
    parser.add_argument("--drive", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.drive:
        print(json.dumps(drive(arguments.drive, arguments.seconds, arguments.rate, arguments.satellites)))
        return 0
    with temporary_folder() as folder:
        result = run(arguments, Path(folder))
    show(result)
    if arguments.out:
        arguments.out.write_text(json.dumps(result, indent=1))
    return 1 if result["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
