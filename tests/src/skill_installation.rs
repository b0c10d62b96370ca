//! An installation for whole conversations with skills: Rhasspy's NLU and TTS, a dialogue manager, and one site.

use serde_json::json;

use crate::mosquitto::Mosquitto;
use crate::observer::{MessageCursor, Observer};
use crate::peers::{Lessons, Nlu, Tts};
use crate::stand_ins::{Player, ScriptedAsr};
use crate::topic_names::{ENDED, QUERY, SAY};

#[derive(Debug)]
pub struct SkillInstallation<Manager> {
    pub broker: Mosquitto,
    pub observer: Observer,
    site: &'static str,
    messages: MessageCursor,
    asr: ScriptedAsr,
    _components: (Manager, Nlu, Tts, Player),
}

impl<Manager> SkillInstallation<Manager> {
    /// Starts all but the skills.
    pub fn start(
        site: &'static str,
        manager: impl FnOnce(&Mosquitto) -> Manager,
        lessons: &Lessons<'_>,
    ) -> Self {
        let broker = Mosquitto::start();
        let observer = Observer::start(&broker);
        let manager = manager(&broker);
        let nlu = Nlu::taught(&broker, lessons, &["--no-fuzzy"]);
        let components = (manager, nlu, Tts::start(&broker), Player::start(&broker));
        let asr = ScriptedAsr::start(&broker);
        let messages = observer.messages();
        Self { broker, observer, site, messages, asr, _components: components }
    }

    /// The wake word, then this text; returns what is said in reply.
    pub fn turn(&mut self, text: &str) -> String {
        self.observer.wake(self.site);
        self.answer(text)
    }

    /// This text as soon as the site listens; returns what is said in reply.
    pub fn answer(&mut self, text: &str) -> String {
        self.asr.transcribe(self.site, text);
        self.messages.expect(QUERY, &json!({"input": text}));
        self.messages.expect(SAY, &json!({"siteId": self.site})).text("text").to_owned()
    }

    pub fn expect_nominal_end(&mut self) {
        let ended = self.messages.expect(ENDED, &json!({"siteId": self.site}));
        assert_eq!(ended.termination(), "nominal", "{ended}");
    }
}
