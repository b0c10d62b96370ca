//! An installation of real components: broker, daemon, observer, and as many of the others as a test needs.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::mosquitto::Mosquitto;
use crate::observer::{MessageCursor, Observer, ReceivedMessage};
use crate::peers::{Nlu, Skill, Tts};
use crate::petasosd::Petasosd;
use crate::stand_ins::{Player, ScriptedAsr};

/// A broker, the daemon, and an observer that records all messages.
#[derive(Debug)]
pub struct Installation {
    /// Records all messages.
    pub observer: Observer,
    /// The dialogue manager under test.
    pub daemon: Petasosd,
    /// The broker.
    pub broker: Mosquitto,
    barriers: AtomicU32,
}

/// Rhasspy's own services, and stand-ins for microphone and loudspeaker.
#[derive(Debug)]
pub struct RhasspyComponents {
    /// The microphones.
    pub asr: ScriptedAsr,
    _player: Player,
    _nlu: Nlu,
    _tts: Tts,
    _skill: Skill,
}

impl Installation {
    /// An installation whose daemon was started with these arguments. The test plays all other components.
    #[must_use]
    pub fn start(arguments: &[&str]) -> Self {
        let broker = Mosquitto::start();
        let observer = Observer::start(&broker);
        let daemon = Petasosd::start(&broker, arguments);
        Self::of(broker, observer, daemon)
    }

    /// An installation of processes that were started one by one.
    #[must_use]
    pub fn of(broker: Mosquitto, observer: Observer, daemon: Petasosd) -> Self {
        Self { observer, daemon, broker, barriers: AtomicU32::new(0) }
    }

    /// Starts Rhasspy's real services and the stand-ins for what the machine lacks.
    #[must_use]
    pub fn parts(&self) -> RhasspyComponents {
        RhasspyComponents {
            _skill: Skill::start(&self.broker),
            _nlu: Nlu::start(&self.broker),
            _tts: Tts::start(&self.broker),
            _player: Player::start(&self.broker),
            asr: ScriptedAsr::start(&self.broker),
        }
    }

    /// Follows the messages from now on.
    #[must_use]
    pub fn messages(&self) -> MessageCursor {
        self.observer.messages()
    }

    /// Publishes a message.
    pub fn publish(&self, topic: &str, message: &Value) {
        self.observer.publish(topic, message);
    }

    /// Publishes a detected wake word.
    pub fn wake(&self, site: &str) {
        self.publish("hermes/hotword/default/detected", &hotword(site));
    }

    /// The wake word, until the daemon listens.
    pub fn wake_and_listen(&self, site: &str) -> ReceivedMessage {
        let mut messages = self.messages();
        self.wake(site);
        messages.expect("hermes/asr/startListening", &json!({"siteId": site}))
    }

    /// Publishes a captured text.
    pub fn capture(&self, site: &str, session: &str, text: &str) {
        let captured =
            json!({"text": text, "likelihood": 1.0, "seconds": 1.0, "siteId": site, "sessionId": session});
        self.publish("hermes/asr/textCaptured", &captured);
    }

    /// Publishes `endSession`.
    pub fn end(&self, session: &str) {
        self.publish("hermes/dialogueManager/endSession", &json!({"sessionId": session}));
    }

    /// Publishes `sayFinished` for a `say`.
    pub fn speech_finished(&self, say: &ReceivedMessage) {
        let finished =
            json!({"id": say.text("id"), "siteId": say.text("siteId"), "sessionId": say.session()});
        self.publish("hermes/tts/sayFinished", &finished);
    }

    /// Holds a whole session at a site of its own. When it is over, everything published before has been handled, and
    /// everything the daemon had to say to that has been heard.
    pub fn settle(&self) {
        let site = format!("barrier-{}", self.barriers.fetch_add(1, Ordering::Relaxed));
        let listening = self.wake_and_listen(&site);
        let messages = self.messages();
        self.end(listening.session());
        // Snips says these two in the other order.
        messages
            .clone()
            .expect("hermes/dialogueManager/sessionEnded", &json!({"sessionId": listening.session()}));
        messages.clone().expect("hermes/hotword/toggleOn", &json!({"siteId": site}));
    }

    /// Brings a killed broker back, until the daemon listens to it. The daemon is held until the observer listens, so
    /// that nothing it has to say is missed.
    pub fn restart_broker(&mut self) {
        self.daemon.held(|| {
            self.broker.restart();
            self.broker.resubscribed("petasos/#");
        });
        self.broker.resubscribed("hermes/dialogueManager/endSession");
    }

    /// Every session that was started has ended, each once and after its start, and every site is awake.
    ///
    /// # Panics
    ///
    /// When that is not so.
    pub fn expect_idle(&self) {
        let anything = json!({});
        let started = self.observer.all("hermes/dialogueManager/sessionStarted", &anything);
        for session in &started {
            let ends = self
                .observer
                .all("hermes/dialogueManager/sessionEnded", &json!({"sessionId": session.session()}));
            assert_eq!(ends.len(), 1, "ends of {session}: {ends:?}");
        }
        for session in started {
            let site = session.text("siteId");
            assert!(self.observer.is_awake(site), "the wake word at {site} is still off");
        }
    }
}

/// What a wake word service publishes, with the fields of Rhasspy.
fn hotword(site: &str) -> Value {
    json!({
        "modelId": "default", "modelVersion": "", "modelType": "personal", "currentSensitivity": 1.0, "siteId": site,
    })
}
