//! The user at a site: what they want to say, and when they say it.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_dialogue::Time;

use super::SiteEvent;
use super::component_context::Context;

/// How many utterances may be waiting at a site; more are not said.
const MAX_WAITING: usize = 16;
/// How many characters of an utterance are said.
const MAX_CHARACTERS: usize = 4_096;
/// How often the wake word is said for the same utterance.
const ATTEMPTS: u8 = 2;
/// How long the user waits for a session after the wake word.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the user waits after a session before waking the site again.
const PAUSE: Duration = Duration::from_millis(300);
/// How long after a session the user waits for a hotword service that is off to be switched on again.
const GRACE: Duration = Duration::from_secs(3);

/// What a user says.
#[derive(Debug, Clone)]
pub(super) enum Utterance {
    Words(String),
    Silence,
    Noise,
}

impl Utterance {
    /// Words, cut after [`MAX_CHARACTERS`].
    pub(super) fn words(mut words: String) -> Self {
        if let Some((end, _)) = words.char_indices().nth(MAX_CHARACTERS) {
            words.truncate(end);
        }
        Self::Words(words)
    }
}

/// What the user wants to say, and what they are waiting for.
#[derive(Debug, Default)]
pub(super) struct User {
    waiting: VecDeque<Utterance>,
    /// How often the wake word was said for the first utterance, interrupted ones included.
    attempts: u8,
    /// The wake word was said, and a session is expected until then.
    expects_session: Option<Time>,
    /// When the last session ended.
    last_end: Option<Time>,
}

/// What the user does next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Waits.
    Wait,
    /// Says the wake word.
    Wake,
    /// Does not say it.
    GiveUp,
}

impl User {
    /// The user wants to say something.
    pub(super) fn queue(&mut self, context: &mut Context<'_>, utterance: Utterance) {
        if self.waiting.len() < MAX_WAITING {
            self.waiting.push_back(utterance);
        } else {
            unsaid(context, utterance);
        }
    }

    /// The user was interrupted, and wants to say it again.
    pub(super) fn resume(&mut self, utterance: Utterance) {
        if matches!(utterance, Utterance::Words(_)) {
            self.waiting.push_front(utterance);
        }
    }

    /// The user has said the wake word.
    pub(super) fn said_wake_word(&mut self, now: Time) {
        self.expects_session = Some(now + PATIENCE);
        if !self.waiting.is_empty() {
            self.attempts = self.attempts.saturating_add(1);
        }
    }

    /// A session has started, or the microphone is open.
    pub(super) fn answered(&mut self) {
        self.expects_session = None;
    }

    /// A session has ended. If it was interrupted by the wake word, another is still expected.
    pub(super) fn session_ended(&mut self, now: Time) {
        self.last_end = Some(now);
    }

    /// The microphone is open: takes what the user wants to say.
    pub(super) fn speak(&mut self) -> Option<Utterance> {
        self.waiting.pop_front()
    }

    /// An utterance was captured to its end.
    pub(super) fn captured(&mut self) {
        self.attempts = 0;
    }

    /// What the user does at an idle site. `hotword`: the hotword service is on.
    pub(super) fn next(&self, now: Time, hotword: bool) -> Next {
        if self.waiting.is_empty() || self.expects_session.is_some_and(|until| now < until) {
            return Next::Wait;
        }
        if self.expects_session.is_some() || self.attempts >= ATTEMPTS {
            return Next::GiveUp;
        }
        let waited = |span| self.last_end.is_none_or(|since| now >= since + span);
        match (waited(PAUSE), waited(GRACE)) {
            (true, _) if hotword => Next::Wake,
            // The hotword service stays off: the user says the wake word all the same.
            (_, true) => Next::Wake,
            _ => Next::Wait,
        }
    }

    /// When the user has waited long enough at an idle site.
    pub(super) fn deadline(&self, hotword: bool) -> Option<Time> {
        if self.waiting.is_empty() {
            return None;
        }
        let pause = if hotword { PAUSE } else { GRACE };
        self.expects_session.or_else(|| self.last_end.map(|since| since + pause))
    }

    /// Nothing listens: what was to be said is not said.
    pub(super) fn give_up(&mut self, context: &mut Context<'_>) {
        (self.expects_session, self.attempts) = (None, 0);
        for utterance in self.waiting.drain(..) {
            unsaid(context, utterance);
        }
    }
}

fn unsaid(context: &mut Context<'_>, utterance: Utterance) {
    if let Utterance::Words(words) = utterance {
        context.event(SiteEvent::Unsaid(words));
    }
}
