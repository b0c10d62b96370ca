//! A conversation at one site, played step by step: each method does what one part of the house does, and waits for what
//! the manager does next.

use std::time::Duration;

use serde_json::{Value, json};

use super::recorded_installation::{DETECTED, RecordedInstallation, with};
use crate::test_clock::pass;
use crate::{Ear, Heard};

const SAY: &str = "hermes/tts/say";
/// How long people speak.
const SPEAKING: Duration = Duration::from_millis(150);
/// How long NLUs and skills think.
const THINKING: Duration = Duration::from_millis(20);

const LISTEN: &str = "hermes/asr/startListening";

/// How sessions start.
impl RecordedInstallation {
    /// Somebody says the wake word, and the manager listens.
    #[must_use]
    pub fn wake(&self, site: &str) -> SteppedSession<'_> {
        let mut session = self.called(site);
        session.listens();
        session
    }

    /// Somebody says the wake word, and a session starts.
    #[must_use]
    pub fn called(&self, site: &str) -> SteppedSession<'_> {
        self.called_with(site, &json!({}))
    }

    /// Somebody says the wake word, whose service says this more about it, and a session starts.
    #[must_use]
    pub fn called_with(&self, site: &str, more: &Value) -> SteppedSession<'_> {
        let ear = self.ear();
        self.publish(DETECTED, &with(self.dialect.detected(site), more));
        SteppedSession::started(self, site, ear)
    }

    /// Somebody says the wake word, a sound confirms it, and a session starts.
    #[must_use]
    pub fn called_with_sound(&self, site: &str) -> SteppedSession<'_> {
        let ear = self.ear();
        self.detect(site);
        self.play_sound(&mut ear.clone(), site);
        SteppedSession::started(self, site, ear)
    }

    /// A skill starts a session, and the manager has started it.
    #[must_use]
    pub fn start(&self, site: &str, init: &Value, custom_data: Option<&str>) -> SteppedSession<'_> {
        let ear = self.ear();
        self.request(site, init, custom_data);
        SteppedSession::started(self, site, ear)
    }
}

/// A conversation at one site.
#[derive(Debug)]
pub struct SteppedSession<'a> {
    installation: &'a RecordedInstallation,
    ear: Ear,
    /// Where.
    pub site: String,
    /// Its session.
    pub id: String,
}

impl<'a> SteppedSession<'a> {
    /// The next session that starts at this site.
    #[must_use]
    pub fn started(installation: &'a RecordedInstallation, site: &str, mut ear: Ear) -> Self {
        let started = ear.expect("hermes/dialogueManager/sessionStarted", &json!({"siteId": site}));
        Self::resumed(installation, site, started.session(), ear)
    }

    /// A session that goes on.
    #[must_use]
    pub fn resumed(installation: &'a RecordedInstallation, site: &str, session: &str, ear: Ear) -> Self {
        Self { installation, id: session.to_owned(), site: site.to_owned(), ear }
    }

    /// What follows is listened to by somebody else.
    #[must_use]
    pub fn into_ear(self) -> Ear {
        self.ear
    }

    /// The manager opens the microphone.
    pub fn listens(&mut self) {
        self.ear.expect(LISTEN, &json!({"siteId": self.site, "sessionId": self.id}));
    }

    /// The manager closes the microphone, and the recogniser tells what it has heard until then: nothing. Those of Rhasspy do so.
    pub fn is_stopped(&mut self) {
        self.ear.expect("hermes/asr/stopListening", &json!({"siteId": self.site, "sessionId": self.id}));
        self.captured("", 0.0);
    }

    /// The recogniser hears this.
    pub fn captured(&self, text: &str, likelihood: f64) {
        pass(SPEAKING);
        let captured = self.installation.dialect.captured(&self.site, &self.id, text, likelihood);
        self.installation.publish("hermes/asr/textCaptured", &captured);
    }

    /// The recogniser hears this, and the manager asks the NLU.
    pub fn hears(&mut self, text: &str) -> Heard {
        self.captured(text, 0.9);
        self.ear.expect("hermes/nlu/query", &json!({"input": text, "sessionId": self.id}))
    }

    /// The NLU understands, and whoever does so in this dialect announces the intent.
    pub fn understands(&mut self, query: &Heard, intent: &str, slots: &[(&str, &str)]) {
        pass(THINKING);
        let parsed = self.installation.dialect.parsed(&query.json, intent, slots);
        let topic = format!("hermes/intent/{intent}");
        self.installation.publish("hermes/nlu/intentParsed", &parsed);
        if self.installation.dialect.nlu_announces() {
            self.installation.publish(&topic, &parsed);
        }
        self.announces(intent);
    }

    /// The recogniser hears this, a sound confirms it, and the manager asks the NLU.
    pub fn hears_with_sound(&mut self, text: &str) -> Heard {
        let mut sound = self.ear.clone();
        self.captured(text, 0.9);
        self.installation.play_sound(&mut sound, &self.site);
        self.ear.expect("hermes/nlu/query", &json!({"input": text, "sessionId": self.id}))
    }

    /// Whoever does so in this dialect announces this intent.
    pub fn announces(&mut self, intent: &str) {
        self.ear.expect(&format!("hermes/intent/{intent}"), &json!({"sessionId": self.id}));
    }

    /// The recogniser hears this, and the NLU makes this intent of it.
    pub fn turn(&mut self, text: &str, intent: &str, slots: &[(&str, &str)]) {
        let query = self.hears(text);
        self.understands(&query, intent, slots);
    }

    /// The recogniser hears this, and the NLU makes nothing of it.
    pub fn mumbles(&mut self, text: &str) {
        let query = self.hears(text);
        self.misunderstands(&query);
    }

    /// The NLU makes nothing of it.
    pub fn misunderstands(&self, query: &Heard) {
        pass(THINKING);
        self.installation.publish(
            "hermes/nlu/intentNotRecognized",
            &self.installation.dialect.not_understood(&query.json),
        );
    }

    /// The recogniser hears this, and the NLU makes this slot of it.
    pub fn fills_slot(&mut self, text: &str, intent: &str, slot: &str) {
        self.captured(text, 0.9);
        let query = self.ear.expect("hermes/nlu/partialQuery", &json!({"sessionId": self.id}));
        pass(THINKING);
        let parsed = self.installation.dialect.slot_parsed(&query.json, slot, text);
        self.installation.publish("hermes/nlu/slotParsed", &parsed);
        self.announces(intent);
    }

    /// The manager tells the skill that nothing was understood.
    pub fn skill_hears_of_it(&mut self) {
        let fields = json!({"sessionId": self.id});
        self.ear.expect("hermes/dialogueManager/intentNotRecognized", &fields);
    }

    /// A skill goes on with the session; `more` are the fields besides session and text.
    pub fn goes_on(&self, text: Option<&str>, more: &Value) {
        pass(THINKING);
        let message = with(json!({"sessionId": self.id, "text": text}), more);
        self.installation.publish("hermes/dialogueManager/continueSession", &message);
    }

    /// A skill asks, the question is spoken, and the manager listens.
    pub fn asks(&mut self, text: &str, more: &Value) {
        self.goes_on(Some(text), more);
        self.speaks(text);
        self.listens();
    }

    /// The manager has this spoken, and it is.
    pub fn speaks(&mut self, text: &str) {
        let say = self.says(text);
        self.installation.speak(&say);
    }

    /// The manager has this spoken; the caller is the one who speaks.
    pub fn says(&mut self, text: &str) -> Heard {
        self.ear.expect(SAY, &json!({"text": text, "siteId": self.site}))
    }

    /// The manager has something spoken, and it is.
    pub fn speaks_anything(&mut self) {
        let say = self.ear.expect(SAY, &json!({"siteId": self.site}));
        self.installation.speak(&say);
    }

    /// The loudspeaker plays the manager's next sound.
    pub fn sounds(&mut self) {
        self.installation.play_sound(&mut self.ear, &self.site);
    }

    /// A skill ends the session.
    pub fn ends(&self, text: Option<&str>) {
        pass(THINKING);
        let message = json!({"sessionId": self.id, "text": text});
        self.installation.publish("hermes/dialogueManager/endSession", &message);
    }

    /// A skill answers and ends the session; the answer is spoken.
    pub fn answers(&mut self, text: &str) {
        self.ends(Some(text));
        self.speaks(text);
        self.is_over("nominal");
    }

    /// Something has broken: the manager says so, if it can, and the session ends.
    pub fn ends_in_error(&mut self) {
        self.speaks_anything();
        self.is_over("error");
    }

    /// The session has ended, for whatever reason.
    pub fn is_over_somehow(&mut self) {
        self.ear.expect("hermes/dialogueManager/sessionEnded", &json!({"sessionId": self.id}));
    }

    /// The session has ended, for this reason.
    pub fn is_over(&mut self, reason: &str) {
        let ended = json!({"sessionId": self.id, "termination": {"reason": reason}});
        self.ear.expect("hermes/dialogueManager/sessionEnded", &ended);
    }
}
