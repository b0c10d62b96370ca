"""Everything in an installation but the manager: wake word, ASR, NLU, skill and TTS of many sites, on one socket.

All of them answer at once, so what a session takes is the time of the manager and of the broker. One session:

    hotword detected    -> asr/startListening
    asr/textCaptured    -> nlu/query
    hermes/intent/...   -> (the skill; the NLU publishes it, as Rhasspy's does)
    endSession(text)    -> tts/say
    tts/sayFinished     -> dialogueManager/sessionEnded
"""
import gc
import json
import time

from blackbox.mqtt import Client
from blackbox.percentiles import percentiles

WAKE = "hermes/hotword/default/detected"
LISTEN = "hermes/asr/startListening"
WORDS = "hermes/asr/textCaptured"
QUERY = "hermes/nlu/query"
INTENT = "hermes/intent/GetTime"
END = "hermes/dialogueManager/endSession"
SAY = "hermes/tts/say"
SAID = "hermes/tts/sayFinished"
ENDED = "hermes/dialogueManager/sessionEnded"
FILTERS = (LISTEN, QUERY, INTENT, SAY, ENDED)

# What the manager answers to what; the intent is the broker's echo of our own NLU, and not the manager's time.
HOPS = {LISTEN: "wake word -> startListening", QUERY: "textCaptured -> query", SAY: "endSession -> say",
        ENDED: "sayFinished -> sessionEnded"}
NEXT = {LISTEN: QUERY, QUERY: INTENT, INTENT: SAY, SAY: ENDED}

# What is under way may take so many seconds to end.
PATIENCE = 15.0


class Session:
    """A session, from the wake word on."""

    __slots__ = ("awaits", "since", "spent")

    def __init__(self):
        self.awaits, self.since, self.spent = LISTEN, time.perf_counter(), 0.0


class Installation:
    def __init__(self, port):
        self.client = Client(port)
        self.client.subscribe(*FILTERS)
        self.runs = 0

    def close(self):
        self.client.close()

    def sessions(self, sites, *, least=0, most=None, seconds, longest=None, new_sites=False, watch=None):
        """A closed loop: so many sites hold a session, and each starts again as soon as its session has ended, for so many
        seconds and until `least` sessions have ended, but never longer than `longest` seconds, nor for more than
        `most` sessions. With `new_sites` every session is one of a site never heard of. `watch` is called after
        every session."""
        self.runs += 1
        run = Run(self.client, f"run{self.runs}", new_sites)
        longest = longest or seconds
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        for _ in range(sites):
            run.begin(None)
        while True:
            elapsed = time.perf_counter() - start
            enough = elapsed >= seconds and run.done >= least or most is not None and run.done >= most
            if enough or elapsed >= longest:
                break
            ended = run.step()
            if watch and ended:
                watch(run.done)
        result = run.result(elapsed)
        run.finish()
        gc.enable()
        return result | {"ended": run.done + run.bad, "bad": run.bad, "lost": len(run.open)}

    def open(self, count):
        """Opens so many sessions, each at a site of its own, in which nobody speaks. Gives their ids."""
        self.runs += 1
        sessions, asked, give_up = [], 0, time.monotonic() + 60
        while len(sessions) < count and time.monotonic() < give_up:
            while asked < count and asked - len(sessions) < 100:
                self.client.publish(WAKE, wake(f"open{self.runs}-{asked}"))
                asked += 1
            for topic, payload in self.client.poll(0.1):
                if topic == LISTEN:
                    sessions.append(json.loads(payload)["sessionId"])
        return sessions

    def end(self, sessions):
        """Ends these without a word, and waits for it. Gives how many did not end."""
        for session in sessions:
            self.client.publish(END, json.dumps({"sessionId": session}).encode())
        left, give_up = len(sessions), time.monotonic() + 60
        while left and time.monotonic() < give_up:
            left -= sum(topic == ENDED for topic, _ in self.client.poll(0.1))
        return left

    def await_manager(self, manager):
        """Says wake words every 5 ms until the first is answered; gives the moment. Ends what that opened."""
        answered, asked, give_up = None, 0, time.monotonic() + 60
        quiet_since = time.perf_counter()
        while answered is None or time.perf_counter() - quiet_since < 0.3:
            if not manager.is_running or time.monotonic() > give_up:
                raise TimeoutError("the manager does not answer")
            if answered is None:
                self.client.publish(WAKE, wake(f"probe-{asked}"))
                asked += 1
            for topic, payload in self.client.poll(0.005):
                quiet_since = time.perf_counter()
                if topic == LISTEN:
                    answered = answered or quiet_since
                    self.client.publish(END, json.dumps({"sessionId": json.loads(payload)["sessionId"]}).encode())
        return answered


class Run:
    """The sessions of one measurement."""

    def __init__(self, client, name, new_sites):
        self.client, self.name, self.new_sites = client, name, new_sites
        self.open, self.begun, self.done, self.bad, self.closing = {}, 0, 0, 0, False
        self.totals, self.hops = [], {topic: [] for topic in HOPS}

    def begin(self, site):
        if site is None or self.new_sites:
            site = f"{self.name}-{self.begun}"
        self.begun += 1
        self.open[site] = Session()
        self.client.publish(WAKE, wake(site))

    def step(self):
        """Answers what has arrived; gives whether a session ended."""
        before = self.done
        batch = self.client.poll(0.05)
        now = time.perf_counter()
        for topic, payload in batch:
            message = json.loads(payload)
            session = self.open.get(message["siteId"])
            if session is None or session.awaits != topic:
                self.end_early(topic, message)
                continue
            if topic != INTENT:
                took = now - session.since
                session.spent += took
                self.hops[topic].append(took)
            if topic == ENDED:
                self.end(message, session)
            else:
                self.answer(topic, message)
                session.awaits, session.since = NEXT[topic], time.perf_counter()
        return self.done > before

    def answer(self, topic, message):
        site, session, publish = message["siteId"], message["sessionId"], self.client.publish
        if topic == LISTEN:
            publish(WORDS, words(site, session))
        elif topic == QUERY:
            publish(INTENT, intent(site, session, message.get("id")))
        elif topic == INTENT:
            publish(END, json.dumps({"sessionId": session, "text": "It is noon"}).encode())
        else:
            publish(SAID, json.dumps({"id": message["id"], "siteId": site, "sessionId": session}).encode())

    def end(self, message, session):
        site = message["siteId"]
        del self.open[site]
        if message["termination"]["reason"] == "nominal":
            self.done += 1
            self.totals.append(session.spent)
        else:
            self.bad += 1
        if not self.closing:
            self.begin(site)

    def end_early(self, topic, message):
        """A session that ended when something else was due; all else that is not awaited is not ours."""
        if topic == ENDED and self.open.pop(message["siteId"], None):
            self.bad += 1
            if not self.closing:
                self.begin(message["siteId"])

    def finish(self):
        """Lets what is under way come to its end, so that the next measurement starts quietly."""
        self.closing = True
        give_up = time.perf_counter() + PATIENCE
        while self.open and time.perf_counter() < give_up:
            self.step()

    def result(self, elapsed):
        return {"sessions": self.done, "seconds": round(elapsed, 3), "per_s": round(self.done / elapsed, 1),
                "overhead_ms": percentiles(self.totals),
                "hops_ms": {HOPS[topic]: percentiles(times) for topic, times in self.hops.items()}}


def wake(site):
    return json.dumps({"modelId": "default", "modelVersion": "", "modelType": "personal", "currentSensitivity": 1.0,
                       "siteId": site}).encode()


def words(site, session):
    return json.dumps({"text": "what time is it", "likelihood": 1.0, "seconds": 1.0, "siteId": site,
                       "sessionId": session}).encode()


def intent(site, session, query):
    return json.dumps({"input": "what time is it", "intent": {"intentName": "GetTime", "confidenceScore": 1.0},
                       "siteId": site, "id": query, "slots": [], "sessionId": session, "customData": None,
                       "asrTokens": [], "asrConfidence": 1.0, "rawInput": "what time is it"}).encode()
