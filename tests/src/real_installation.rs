//! An installation of real components: broker, daemon, observer, and as many of the others as a test needs.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::mosquitto::Mosquitto;
use crate::observer::{MessageCursor, Observer, ReceivedMessage};
use crate::peers::{Nlu, Skill, Tts};
use crate::petasosd::Petasosd;
use crate::stand_ins::{Player, ScriptedAsr};
use crate::tool::{Ended, Tool};
use crate::topic_names::{CAPTURED, END, ENDED, HOTWORD_ON, LISTEN, SAY_FINISHED, STARTED};

#[derive(Debug)]
pub struct Installation {
    pub observer: Observer,
    /// The dialogue manager under test.
    pub daemon: Petasosd,
    pub broker: Mosquitto,
    barriers: AtomicU32,
}

/// Rhasspy's own services, and stand-ins for microphone and loudspeaker.
#[derive(Debug)]
pub struct RhasspyComponents {
    pub asr: ScriptedAsr,
    _player: Player,
    _nlu: Nlu,
    _tts: Tts,
    _skill: Skill,
}

impl Installation {
    /// An installation whose daemon was started with these arguments. The test plays all other components.
    pub fn start(arguments: &[&str]) -> Self {
        Self::on(Mosquitto::start(), arguments)
    }

    /// The same on this broker.
    pub fn on(broker: Mosquitto, arguments: &[&str]) -> Self {
        let observer = Observer::start(&broker);
        let daemon = Petasosd::start(&broker, arguments);
        Self::of(broker, observer, daemon)
    }

    /// An installation of processes that were started one by one.
    pub fn of(broker: Mosquitto, observer: Observer, daemon: Petasosd) -> Self {
        Self { observer, daemon, broker, barriers: AtomicU32::new(0) }
    }

    pub fn start_rhasspy(&self) -> RhasspyComponents {
        RhasspyComponents {
            _skill: Skill::start(&self.broker),
            _nlu: Nlu::start(&self.broker),
            _tts: Tts::start(&self.broker),
            _player: Player::start(&self.broker),
            asr: ScriptedAsr::start(&self.broker),
        }
    }

    /// Starts `petasos` with these arguments on this broker.
    pub fn tool(&self, arguments: &[&str]) -> Tool {
        Tool::start(&self.broker, arguments)
    }

    /// Runs `petasos` with these arguments on this broker to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        Tool::run(&self.broker, arguments)
    }

    /// The messages from now on.
    pub fn messages(&self) -> MessageCursor {
        self.observer.messages()
    }

    pub fn publish(&self, topic: &str, message: &Value) {
        self.observer.publish(topic, message);
    }

    /// Publishes a detected wake word.
    pub fn wake(&self, site: &str) {
        self.observer.wake(site);
    }

    /// Publishes a detected wake word, and waits for `startListening`.
    pub fn wake_and_listen(&self, site: &str) -> ReceivedMessage {
        let mut messages = self.messages();
        self.wake(site);
        messages.expect(LISTEN, &json!({"siteId": site}))
    }

    /// Publishes a captured text.
    pub fn capture(&self, site: &str, session: &str, text: &str) {
        let captured =
            json!({"text": text, "likelihood": 1.0, "seconds": 1.0, "siteId": site, "sessionId": session});
        self.publish(CAPTURED, &captured);
    }

    /// Publishes `endSession`.
    pub fn end(&self, session: &str) {
        self.publish(END, &json!({"sessionId": session}));
    }

    /// Publishes `sayFinished` for a `say`.
    pub fn speech_finished(&self, say: &ReceivedMessage) {
        let finished =
            json!({"id": say.text("id"), "siteId": say.text("siteId"), "sessionId": say.session()});
        self.publish(SAY_FINISHED, &finished);
    }

    /// Runs a whole session at a site of its own. After its end, everything published before has been handled, and everything
    /// that the daemon published in return has been received.
    pub fn settle(&self) {
        let site = format!("barrier-{}", self.barriers.fetch_add(1, Ordering::Relaxed));
        let listening = self.wake_and_listen(&site);
        let messages = self.messages();
        self.end(listening.session());
        // In the dialect of Snips these two come in the other order.
        messages.clone().expect(ENDED, &json!({"sessionId": listening.session()}));
        messages.clone().expect(HOTWORD_ON, &json!({"siteId": site}));
    }

    /// Restarts a killed broker, and waits until the daemon is subscribed. The daemon is paused until the observer is
    /// subscribed, so that no message of its is missed.
    pub fn restart_broker(&mut self) {
        self.daemon.paused(|| {
            self.broker.restart();
            self.broker.resubscribed("petasos/#");
        });
        self.broker.resubscribed(END);
    }

    /// [Settles](Self::settle); then all sessions must have [ended](Self::expect_all_ended).
    pub fn expect_idle(&self) {
        self.settle();
        self.expect_all_ended();
    }

    /// Every session that was started has ended once, and the wake word is on at every site.
    pub fn expect_all_ended(&self) {
        for session in self.observer.all(STARTED, &json!({})) {
            let ends = self.observer.all(ENDED, &json!({"sessionId": session.session()}));
            assert_eq!(ends.len(), 1, "ends of {session}: {ends:?}");
            let site = session.text("siteId");
            assert!(self.observer.is_awake(site), "the wake word at {site} is still off");
        }
    }
}
