"""The yardstick: a manager that does not think.

    python3.11 -m blackbox.managers.null_manager PORT

It keeps nothing but the site of each session, and sends the 14 messages of a session that
rhasspy-dialogue-hermes 0.6.1 sends, in its order and with its keys. What it costs is the price of the broker, of
the driver and of JSON in this language.
"""
import json
import sys
from uuid import uuid4

from blackbox.mqtt import Client

FILTERS = ("hermes/hotword/+/detected", "hermes/asr/textCaptured", "hermes/intent/#",
           "hermes/dialogueManager/endSession", "hermes/tts/sayFinished")


class NullManager:
    def __init__(self, port):
        self.client = Client(port)
        self.client.subscribe(*FILTERS)
        self.sites = {}

    def serve(self):
        while True:
            for topic, payload in self.client.poll(60):
                message = json.loads(payload)
                if topic.endswith("/detected"):
                    self.start(message)
                elif topic == "hermes/asr/textCaptured":
                    self.ask_nlu(message)
                elif topic == "hermes/dialogueManager/endSession":
                    self.speak(message)
                elif topic == "hermes/tts/sayFinished":
                    self.end(message)

    def start(self, wake):
        site, session = wake["siteId"], str(uuid4())
        self.sites[session] = site
        self.send("dialogueManager/sessionStarted", sessionId=session, siteId=site, customData="default", lang=None)
        self.send("hotword/toggleOff", siteId=site, reason="dialogueSession")
        self.send("asr/startListening", siteId=site, sessionId=session, lang=None, stopOnSilence=True,
                  sendAudioCaptured=True, wakewordId="default", intentFilter=None)

    def ask_nlu(self, words):
        site, session = words["siteId"], words["sessionId"]
        self.send("asr/stopListening", siteId=site, sessionId=session)
        self.send("hotword/toggleOn", siteId=site, reason="dialogueSession")
        self.send("nlu/query", input=words["text"], siteId=site, id=None, intentFilter=None, sessionId=session,
                  wakewordId="default", lang=None, customData="default", asrConfidence=1.0, customEntities=None)

    def speak(self, goodbye):
        session = goodbye["sessionId"]
        site, text = self.sites.get(session), goodbye.get("text")
        if not text:
            return self.close(site, session)
        self.send("hotword/toggleOff", siteId=site, reason="ttsSay")
        self.send("asr/toggleOff", siteId=site, reason="ttsSay")
        self.send("tts/say", text=text, siteId=site, lang=None, id=str(uuid4()), sessionId=session, volume=1.0)

    def end(self, spoken):
        site = spoken["siteId"]
        self.send("hotword/toggleOn", siteId=site, reason="ttsSay")
        self.send("asr/toggleOn", siteId=site, reason="ttsSay")
        self.close(site, spoken["sessionId"])

    def close(self, site, session):
        self.sites.pop(session, None)
        self.send("asr/stopListening", siteId=site, sessionId=session)
        self.send("dialogueManager/sessionEnded", termination={"reason": "nominal"}, sessionId=session, siteId=site,
                  customData="default")
        self.send("hotword/toggleOn", siteId=site, reason="dialogueSession")

    def send(self, topic, **fields):
        self.client.publish("hermes/" + topic, json.dumps(fields).encode())


if __name__ == "__main__":
    NullManager(int(sys.argv[1])).serve()
