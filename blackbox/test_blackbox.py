"""The bench measures what it says. `python3.11 -m unittest blackbox.test_blackbox`; the last test starts a Mosquitto."""
import json
import unittest
from types import SimpleNamespace

from blackbox import mqtt
from blackbox.managers import report
from blackbox.managers.installation import ENDED, Installation, Run, wake
from blackbox.managers.candidates import chosen
from blackbox.processes import Mosquitto, temporary_folder
from blackbox.percentiles import percentiles


class PacketTest(unittest.TestCase):
    def test_packets_that_arrive_in_pieces_are_put_together(self):
        bodies = [b"", b"x" * 127, b"y" * 128, b"z" * 20_000]
        stream = b"".join(bytes([mqtt.PUBLISH]) + mqtt.encode_length(len(body)) + body for body in bodies)
        got, rest = [], b""
        for start in range(0, len(stream), 50):
            packets, rest = mqtt.split_packets(rest + stream[start:start + 50])
            got += packets
        self.assertEqual((got, rest), ([(mqtt.PUBLISH, body) for body in bodies], b""))


class FigureTest(unittest.TestCase):
    def test_percentiles_are_values_that_were_measured(self):
        self.assertEqual(percentiles([n / 1000 for n in range(1, 102)]), {"p50": 51.0, "p95": 96.0, "p99": 100.0})
        self.assertEqual(percentiles([]), {"p50": None, "p95": None, "p99": None})

    def test_a_ratio_compares_within_each_round(self):
        self.assertEqual(report.ratio([1, 20, None], [2, 10, 5]), "1.25")


class RunTest(unittest.TestCase):
    def test_a_session_that_ends_otherwise_is_bad_and_its_site_goes_on(self):
        sent = []
        client = SimpleNamespace(publish=lambda *message: sent.append(message), poll=lambda _: [
            (ENDED, json.dumps({"siteId": "a-0", "sessionId": "1", "termination": {"reason": "timeout"}}).encode())])
        run = Run(client, "a", new_sites=False)
        run.begin(None)
        run.step()
        self.assertEqual((run.done, run.bad), (0, 1))
        self.assertEqual(sent, [("hermes/hotword/default/detected", wake("a-0"))] * 2)

    def test_the_null_manager_ends_every_session(self):
        [null] = chosen(["null"], "petasosd")
        with temporary_folder() as folder, Mosquitto(folder) as broker, null.start(broker.port, folder) as program:
            installation = Installation(broker.port)
            installation.await_manager(program)
            result = installation.sessions(10, most=200, seconds=30)
            self.assertGreaterEqual(result["sessions"], 200)
            self.assertEqual((result["bad"], result["lost"]), (0, 0))
            self.assertIsNotNone(result["overhead_ms"]["p99"])
            self.assertEqual(installation.end(installation.open(50)), 0)
            installation.close()


if __name__ == "__main__":
    unittest.main()
