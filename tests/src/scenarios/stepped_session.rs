//! A conversation at one site, played step by step: each method does what one part of the house does, and waits for what
//! the manager does next.

use std::time::Duration;

use serde_json::{Value, json};

use super::recorded_installation::{DETECTED, RecordedInstallation, merged};
use crate::test_clock::pass;
use crate::{MessageCursor, ReceivedMessage};

const SAY: &str = "hermes/tts/say";
/// How long people speak.
const UTTERANCE: Duration = Duration::from_millis(150);
/// How long NLUs and skills think.
const PROCESSING: Duration = Duration::from_millis(20);

const LISTEN: &str = "hermes/asr/startListening";

/// How sessions start.
impl RecordedInstallation {
    /// Somebody says the wake word, and the manager listens.
    #[must_use]
    pub fn wake(&self, site: &str) -> SteppedSession<'_> {
        let mut session = self.start_by_wake_word(site);
        session.expect_listening();
        session
    }

    /// Somebody says the wake word, and a session starts.
    #[must_use]
    pub fn start_by_wake_word(&self, site: &str) -> SteppedSession<'_> {
        self.start_by_wake_word_with(site, &json!({}))
    }

    /// Somebody says the wake word, whose service says this more about it, and a session starts.
    #[must_use]
    pub fn start_by_wake_word_with(&self, site: &str, more: &Value) -> SteppedSession<'_> {
        let messages = self.messages();
        self.publish(DETECTED, &merged(self.dialect.detected(site), more));
        SteppedSession::started(self, site, messages)
    }

    /// Somebody says the wake word, a sound confirms it, and a session starts.
    #[must_use]
    pub fn start_by_wake_word_with_sound(&self, site: &str) -> SteppedSession<'_> {
        let messages = self.messages();
        self.detect(site);
        self.play_sound(&mut messages.clone(), site);
        SteppedSession::started(self, site, messages)
    }

    /// A skill starts a session, and the manager has started it.
    #[must_use]
    pub fn start_session(&self, site: &str, init: &Value, custom_data: Option<&str>) -> SteppedSession<'_> {
        let messages = self.messages();
        self.request_session(site, init, custom_data);
        SteppedSession::started(self, site, messages)
    }
}

/// A conversation at one site.
#[derive(Debug)]
pub struct SteppedSession<'a> {
    installation: &'a RecordedInstallation,
    messages: MessageCursor,
    /// Where.
    pub site: String,
    /// Its session.
    pub id: String,
}

impl<'a> SteppedSession<'a> {
    /// The next session that starts at this site.
    #[must_use]
    pub fn started(installation: &'a RecordedInstallation, site: &str, mut messages: MessageCursor) -> Self {
        let started = messages.expect("hermes/dialogueManager/sessionStarted", &json!({"siteId": site}));
        Self::resumed(installation, site, started.session(), messages)
    }

    /// A session that goes on.
    #[must_use]
    pub fn resumed(
        installation: &'a RecordedInstallation,
        site: &str,
        session: &str,
        messages: MessageCursor,
    ) -> Self {
        Self { installation, id: session.to_owned(), site: site.to_owned(), messages }
    }

    /// What follows is listened to by somebody else.
    #[must_use]
    pub fn into_messages(self) -> MessageCursor {
        self.messages
    }

    /// The manager opens the microphone.
    pub fn expect_listening(&mut self) {
        self.messages.expect(LISTEN, &json!({"siteId": self.site, "sessionId": self.id}));
    }

    /// The manager closes the microphone, and the recogniser tells what it has heard until then: nothing. Those of Rhasspy do so.
    pub fn expect_stop_listening(&mut self) {
        self.messages.expect("hermes/asr/stopListening", &json!({"siteId": self.site, "sessionId": self.id}));
        self.capture("", 0.0);
    }

    /// The recogniser hears this.
    pub fn capture(&self, text: &str, likelihood: f64) {
        pass(UTTERANCE);
        let captured = self.installation.dialect.text_captured(&self.site, &self.id, text, likelihood);
        self.installation.publish("hermes/asr/textCaptured", &captured);
    }

    /// The recogniser hears this, and the manager asks the NLU.
    pub fn transcribe(&mut self, text: &str) -> ReceivedMessage {
        self.capture(text, 0.9);
        self.messages.expect("hermes/nlu/query", &json!({"input": text, "sessionId": self.id}))
    }

    /// The NLU understands, and whoever does so in this dialect announces the intent.
    pub fn recognize(&mut self, query: &ReceivedMessage, intent: &str, slots: &[(&str, &str)]) {
        pass(PROCESSING);
        let parsed = self.installation.dialect.intent_parsed(&query.json, intent, slots);
        let topic = format!("hermes/intent/{intent}");
        self.installation.publish("hermes/nlu/intentParsed", &parsed);
        if self.installation.dialect.nlu_publishes_intents() {
            self.installation.publish(&topic, &parsed);
        }
        self.expect_intent(intent);
    }

    /// The recogniser hears this, a sound confirms it, and the manager asks the NLU.
    pub fn transcribe_with_sound(&mut self, text: &str) -> ReceivedMessage {
        let mut sound = self.messages.clone();
        self.capture(text, 0.9);
        self.installation.play_sound(&mut sound, &self.site);
        self.messages.expect("hermes/nlu/query", &json!({"input": text, "sessionId": self.id}))
    }

    /// Whoever does so in this dialect announces this intent.
    pub fn expect_intent(&mut self, intent: &str) {
        self.messages.expect(&format!("hermes/intent/{intent}"), &json!({"sessionId": self.id}));
    }

    /// The recogniser hears this, and the NLU makes this intent of it.
    pub fn turn(&mut self, text: &str, intent: &str, slots: &[(&str, &str)]) {
        let query = self.transcribe(text);
        self.recognize(&query, intent, slots);
    }

    /// The recogniser hears this, and the NLU makes nothing of it.
    pub fn unrecognized_turn(&mut self, text: &str) {
        let query = self.transcribe(text);
        self.reject(&query);
    }

    /// The NLU makes nothing of it.
    pub fn reject(&self, query: &ReceivedMessage) {
        pass(PROCESSING);
        self.installation.publish(
            "hermes/nlu/intentNotRecognized",
            &self.installation.dialect.intent_not_recognized(&query.json),
        );
    }

    /// The recogniser hears this, and the NLU makes this slot of it.
    pub fn slot_turn(&mut self, text: &str, intent: &str, slot: &str) {
        self.capture(text, 0.9);
        let query = self.messages.expect("hermes/nlu/partialQuery", &json!({"sessionId": self.id}));
        pass(PROCESSING);
        let parsed = self.installation.dialect.slot_parsed(&query.json, slot, text);
        self.installation.publish("hermes/nlu/slotParsed", &parsed);
        self.expect_intent(intent);
    }

    /// The manager tells the skill that nothing was understood.
    pub fn expect_intent_not_recognized(&mut self) {
        let fields = json!({"sessionId": self.id});
        self.messages.expect("hermes/dialogueManager/intentNotRecognized", &fields);
    }

    /// A skill goes on with the session; `more` are the fields besides session and text.
    pub fn continue_session(&self, text: Option<&str>, more: &Value) {
        pass(PROCESSING);
        let message = merged(json!({"sessionId": self.id, "text": text}), more);
        self.installation.publish("hermes/dialogueManager/continueSession", &message);
    }

    /// A skill asks, the question is spoken, and the manager listens.
    pub fn ask(&mut self, text: &str, more: &Value) {
        self.continue_session(Some(text), more);
        self.speak(text);
        self.expect_listening();
    }

    /// The manager has this spoken, and it is.
    pub fn speak(&mut self, text: &str) {
        let say = self.expect_say(text);
        self.installation.speak(&say);
    }

    /// The manager has this spoken; the caller is the one who speaks.
    pub fn expect_say(&mut self, text: &str) -> ReceivedMessage {
        self.messages.expect(SAY, &json!({"text": text, "siteId": self.site}))
    }

    /// The manager has something spoken, and it is.
    pub fn speak_anything(&mut self) {
        let say = self.messages.expect(SAY, &json!({"siteId": self.site}));
        self.installation.speak(&say);
    }

    /// The loudspeaker plays the manager's next sound.
    pub fn play_sound(&mut self) {
        self.installation.play_sound(&mut self.messages, &self.site);
    }

    /// A skill ends the session.
    pub fn end(&self, text: Option<&str>) {
        pass(PROCESSING);
        let message = json!({"sessionId": self.id, "text": text});
        self.installation.publish("hermes/dialogueManager/endSession", &message);
    }

    /// A skill answers and ends the session; the answer is spoken.
    pub fn answer(&mut self, text: &str) {
        self.end(Some(text));
        self.speak(text);
        self.expect_ended("nominal");
    }

    /// Something has broken: the manager says so, if it can, and the session ends.
    pub fn expect_error(&mut self) {
        self.speak_anything();
        self.expect_ended("error");
    }

    /// The session has ended, for whatever reason.
    pub fn expect_ended_for_any_reason(&mut self) {
        self.messages.expect("hermes/dialogueManager/sessionEnded", &json!({"sessionId": self.id}));
    }

    /// The session has ended, for this reason.
    pub fn expect_ended(&mut self, reason: &str) {
        let ended = json!({"sessionId": self.id, "termination": {"reason": reason}});
        self.messages.expect("hermes/dialogueManager/sessionEnded", &ended);
    }
}
