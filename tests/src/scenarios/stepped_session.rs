//! A session at one site, played step by step: methods named `expect_...` wait for what the manager does next, the others do
//! what another component does.

use std::time::Duration;

use serde_json::{Value, json};

use super::recorded_installation::{RecordedInstallation, merged};
use crate::test_clock::pass;
use crate::topic_names::{
    CAPTURED, CONTINUE, DETECTED, END, ENDED, LISTEN, NOT_RECOGNIZED, PARSED, QUERY, SAY, STARTED,
    STOP_LISTENING,
};
use crate::{MessageCursor, ReceivedMessage};

/// How long people speak.
const UTTERANCE: Duration = Duration::from_millis(150);
/// How long NLUs and skills take.
const PROCESSING: Duration = Duration::from_millis(20);

/// How sessions start.
impl RecordedInstallation {
    /// The wake word is detected, a session starts, and the manager listens.
    pub fn wake(&self, site: &str) -> SteppedSession<'_> {
        let mut session = self.start_by_wake_word(site);
        session.expect_listening();
        session
    }

    /// The wake word is detected, and a session starts.
    pub fn start_by_wake_word(&self, site: &str) -> SteppedSession<'_> {
        self.start_by_wake_word_with(site, &json!({}))
    }

    /// The wake word is detected, with these fields more in the message, and a session starts.
    pub fn start_by_wake_word_with(&self, site: &str, more: &Value) -> SteppedSession<'_> {
        let messages = self.messages();
        self.publish(DETECTED, &merged(self.dialect.detected(site), more));
        SteppedSession::started(self, site, messages)
    }

    /// The wake word is detected, a sound confirms it, and a session starts.
    pub fn start_by_wake_word_with_sound(&self, site: &str) -> SteppedSession<'_> {
        let messages = self.messages();
        self.detect(site);
        self.play_sound(&mut messages.clone(), site);
        SteppedSession::started(self, site, messages)
    }

    /// A skill requests a session, and it starts.
    pub fn start_session(&self, site: &str, init: &Value, custom_data: Option<&str>) -> SteppedSession<'_> {
        let messages = self.messages();
        self.request_session(site, init, custom_data);
        SteppedSession::started(self, site, messages)
    }
}

#[derive(Debug)]
pub struct SteppedSession<'a> {
    installation: &'a RecordedInstallation,
    messages: MessageCursor,
    pub site: String,
    pub id: String,
}

impl<'a> SteppedSession<'a> {
    /// The next session that starts at this site.
    pub fn started(installation: &'a RecordedInstallation, site: &str, mut messages: MessageCursor) -> Self {
        let id = messages.expect(STARTED, &json!({"siteId": site})).session().to_owned();
        Self { installation, messages, site: site.to_owned(), id }
    }

    /// A session that has started already.
    pub fn resumed(installation: &'a RecordedInstallation, site: &str, id: &str) -> Self {
        Self { installation, messages: installation.messages(), site: site.to_owned(), id: id.to_owned() }
    }

    /// The session that starts at this site when this one has ended.
    pub fn expect_next(self) -> Self {
        Self::started(self.installation, &self.site, self.messages)
    }

    pub fn expect_listening(&mut self) -> &mut Self {
        self.messages.expect(LISTEN, &json!({"siteId": self.site, "sessionId": self.id}));
        self
    }

    /// The manager stops the ASR, which captures what it has got until then, as those of Rhasspy do: nothing.
    pub fn expect_stop_listening(&mut self) {
        self.messages.expect(STOP_LISTENING, &json!({"siteId": self.site, "sessionId": self.id}));
        self.capture("", 0.0);
    }

    /// The ASR captures this text.
    pub fn capture(&self, text: &str, likelihood: f64) {
        pass(UTTERANCE);
        let captured = self.installation.dialect.text_captured(&self.site, &self.id, text, likelihood);
        self.installation.publish(CAPTURED, &captured);
    }

    /// The ASR captures this text, and the manager queries the NLU.
    pub fn transcribe(&mut self, text: &str) -> ReceivedMessage {
        self.capture(text, 0.9);
        self.messages.expect(QUERY, &json!({"input": text, "sessionId": self.id}))
    }

    /// The same, with a sound that confirms the text.
    pub fn transcribe_with_sound(&mut self, text: &str) -> ReceivedMessage {
        let mut sound = self.messages.clone();
        self.capture(text, 0.9);
        self.installation.play_sound(&mut sound, &self.site);
        self.messages.expect(QUERY, &json!({"input": text, "sessionId": self.id}))
    }

    /// The NLU recognizes an intent, and NLU or manager publishes it, depending on the dialect.
    pub fn recognize(&mut self, query: &ReceivedMessage, intent: &str, slots: &[(&str, &str)]) {
        pass(PROCESSING);
        let parsed = self.installation.dialect.intent_parsed(&query.json, intent, slots);
        self.installation.publish(PARSED, &parsed);
        if self.installation.dialect.nlu_publishes_intents() {
            self.installation.publish(&format!("hermes/intent/{intent}"), &parsed);
        }
        self.expect_intent(intent);
    }

    pub fn expect_intent(&mut self, intent: &str) {
        self.messages.expect(&format!("hermes/intent/{intent}"), &json!({"sessionId": self.id}));
    }

    /// The ASR captures this text, and the NLU recognizes this intent.
    pub fn turn(&mut self, text: &str, intent: &str, slots: &[(&str, &str)]) -> &mut Self {
        let query = self.transcribe(text);
        self.recognize(&query, intent, slots);
        self
    }

    /// A whole turn, in which a skill tells the time and ends the session.
    pub fn tell_time(&mut self) {
        self.turn("what time is it", "GetTime", &[]);
        self.answer("It is noon.");
    }

    /// The ASR captures this text, and the NLU recognizes no intent.
    pub fn unrecognized_turn(&mut self, text: &str) -> &mut Self {
        let query = self.transcribe(text);
        self.reject(&query);
        self
    }

    /// The NLU recognizes no intent.
    pub fn reject(&self, query: &ReceivedMessage) {
        pass(PROCESSING);
        let not_recognized = self.installation.dialect.intent_not_recognized(&query.json);
        self.installation.publish(NOT_RECOGNIZED, &not_recognized);
    }

    /// The ASR captures this text, and the NLU parses it as the value of this slot.
    pub fn slot_turn(&mut self, text: &str, intent: &str, slot: &str) {
        self.capture(text, 0.9);
        let query = self.messages.expect("hermes/nlu/partialQuery", &json!({"sessionId": self.id}));
        pass(PROCESSING);
        let parsed = self.installation.dialect.slot_parsed(&query.json, slot, text);
        self.installation.publish("hermes/nlu/slotParsed", &parsed);
        self.expect_intent(intent);
    }

    /// The manager reports to the skill that no intent was recognized.
    pub fn expect_intent_not_recognized(&mut self) {
        let fields = json!({"sessionId": self.id});
        self.messages.expect("hermes/dialogueManager/intentNotRecognized", &fields);
    }

    /// A skill continues the session; `more` are the fields besides session and text.
    pub fn continue_session(&self, text: Option<&str>, more: &Value) {
        pass(PROCESSING);
        let message = merged(json!({"sessionId": self.id, "text": text}), more);
        self.installation.publish(CONTINUE, &message);
    }

    /// A skill continues the session with a question, which is spoken, and the manager listens.
    pub fn ask(&mut self, text: &str, more: &Value) -> &mut Self {
        self.continue_session(Some(text), more);
        self.speak(text).expect_listening()
    }

    /// The manager has this text spoken, and the TTS speaks it.
    pub fn speak(&mut self, text: &str) -> &mut Self {
        let say = self.expect_say(text);
        self.installation.speak(&say);
        self
    }

    /// The manager has this text spoken.
    pub fn expect_say(&mut self, text: &str) -> ReceivedMessage {
        self.messages.expect(SAY, &json!({"text": text, "siteId": self.site}))
    }

    /// The manager has some text spoken, and the TTS speaks it.
    pub fn speak_anything(&mut self) -> &mut Self {
        let say = self.messages.expect(SAY, &json!({"siteId": self.site}));
        self.installation.speak(&say);
        self
    }

    /// The player plays the manager's next sound.
    pub fn play_sound(&mut self) {
        self.installation.play_sound(&mut self.messages, &self.site);
    }

    /// A skill ends the session.
    pub fn end(&self, text: Option<&str>) {
        pass(PROCESSING);
        self.installation.publish(END, &json!({"sessionId": self.id, "text": text}));
    }

    /// A skill ends the session with an answer, which is spoken.
    pub fn answer(&mut self, text: &str) {
        self.end(Some(text));
        self.speak(text);
        self.expect_ended("nominal");
    }

    pub fn end_silently(&mut self) {
        self.end(None);
        self.expect_ended("nominal");
    }

    /// A notification is spoken, and its session ends.
    pub fn notify(&mut self, text: &str) {
        self.speak(text);
        self.expect_ended("nominal");
    }

    /// After an error of a component the manager apologizes and ends the session.
    pub fn expect_error(&mut self) {
        self.speak_anything();
        self.expect_ended("error");
    }

    pub fn expect_ended_for_any_reason(&mut self) {
        self.messages.expect(ENDED, &json!({"sessionId": self.id}));
    }

    pub fn expect_ended(&mut self, reason: &str) {
        let ended = json!({"sessionId": self.id, "termination": {"reason": reason}});
        self.messages.expect(ENDED, &ended);
    }
}
