"""The other yardstick: a client that sends back what it gets, so one way through the broker and back.

    python3.11 -m blackbox.managers.echo PORT
"""
import json
import subprocess
import sys
import time

from blackbox.mqtt import Client
from blackbox.percentiles import percentiles

REQUEST, ANSWER = "bench/request", "bench/answer"
IN_FLIGHT = 100


def serve(port):
    client = Client(port)
    client.subscribe(REQUEST)
    while True:
        for _, payload in client.poll(60):
            client.publish(ANSWER, payload)


def measure(port, trips=1000, seconds=1.0):
    """Milliseconds of a round trip one at a time, and round trips a second with a hundred on their way."""
    process = subprocess.Popen([sys.executable, "-m", "blackbox.managers.echo", str(port)])
    client = Client(port)
    try:
        client.subscribe(ANSWER)
        body = json.dumps({"modelId": "default", "siteId": "echo"}).encode()
        await_service(client, body)
        return {"ms": percentiles([trip(client, body) for _ in range(trips)]), "per_s": rate(client, body, seconds)}
    finally:
        client.close()
        process.kill()
        process.wait()


def await_service(client, body):
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        client.publish(REQUEST, body)
        if client.poll(0.1):
            while client.poll(0.2):
                pass
            return
    raise TimeoutError("the echo client does not answer")


def trip(client, body):
    start = time.perf_counter()
    client.publish(REQUEST, body)
    while not client.poll(1):
        pass
    return time.perf_counter() - start


def rate(client, body, seconds):
    for _ in range(IN_FLIGHT):
        client.publish(REQUEST, body)
    start, trips = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        for _ in client.poll(0.1):
            client.publish(REQUEST, body)
            trips += 1
    return round(trips / (time.perf_counter() - start))


if __name__ == "__main__":
    serve(int(sys.argv[1]))
