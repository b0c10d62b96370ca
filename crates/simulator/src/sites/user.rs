//! Somebody in a room: what they want to say, and when they say it.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_dialogue::Time;

use super::Scene;
use super::stage::Stage;

/// So much may be waiting to be said in a room; what comes then is not said.
const MOST: usize = 16;
/// So many characters are said in one breath.
const BREATH: usize = 4_096;
/// So often the wake word is said for the same words.
const ATTEMPTS: u8 = 2;
/// So long people wait for a conversation after the wake word.
const PATIENCE: Duration = Duration::from_secs(10);
/// So long people take after a conversation before they begin another.
const PAUSE: Duration = Duration::from_millis(300);
/// So long after a conversation a wake word that is not listened for may still be switched on again.
const GRACE: Duration = Duration::from_secs(3);

/// What can be heard of a person.
#[derive(Debug, Clone)]
pub(super) enum Utterance {
    Words(String),
    Silence,
    Noise,
}

impl Utterance {
    /// Words, as many as anybody says in one breath.
    pub(super) fn words(mut words: String) -> Self {
        if let Some((end, _)) = words.char_indices().nth(BREATH) {
            words.truncate(end);
        }
        Self::Words(words)
    }
}

/// What the people in a room want to say.
#[derive(Debug, Default)]
pub(super) struct Person {
    waiting: VecDeque<Utterance>,
    /// How often the wake word was said for the first of it, also if it was begun and cut off.
    attempts: u8,
    /// The wake word was said, and a conversation is expected until then.
    called: Option<Time>,
    /// When the last conversation was over.
    rests: Option<Time>,
}

/// What somebody does about what they want to say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing, for the time being.
    Wait,
    /// Says the wake word.
    Wake,
    /// Lets it be.
    GiveUp,
}

impl Person {
    /// Somebody wants to say something.
    pub(super) fn want(&mut self, stage: &mut Stage<'_>, utterance: Utterance) {
        if self.waiting.len() < MOST {
            self.waiting.push_back(utterance);
        } else {
            unsaid(stage, utterance);
        }
    }

    /// Somebody was interrupted, and wants to say it again.
    pub(super) fn resume(&mut self, utterance: Utterance) {
        if matches!(utterance, Utterance::Words(_)) {
            self.waiting.push_front(utterance);
        }
    }

    /// Somebody said the wake word.
    pub(super) fn call(&mut self, now: Time) {
        self.called = Some(now + PATIENCE);
        if !self.waiting.is_empty() {
            self.attempts = self.attempts.saturating_add(1);
        }
    }

    /// The room answers: a conversation has begun, or the microphone is open.
    pub(super) fn answered(&mut self) {
        self.called = None;
    }

    /// A conversation is over. If somebody interrupted it with the wake word, another is still expected.
    pub(super) fn left_alone(&mut self, now: Time) {
        self.rests = Some(now);
    }

    /// The room listens: what somebody wants to say.
    pub(super) fn speak(&mut self) -> Option<Utterance> {
        self.waiting.pop_front()
    }

    /// What somebody said was heard to its end.
    pub(super) fn heard(&mut self) {
        self.attempts = 0;
    }

    /// The room rests. `hears`: it listens for the wake word.
    pub(super) fn next(&self, now: Time, hears: bool) -> Next {
        if self.waiting.is_empty() || self.called.is_some_and(|until| now < until) {
            return Next::Wait;
        }
        if self.called.is_some() || self.attempts >= ATTEMPTS {
            return Next::GiveUp;
        }
        let rested = |span| self.rests.is_none_or(|since| now >= since + span);
        match (rested(PAUSE), rested(GRACE)) {
            (true, _) if hears => Next::Wake,
            // The wake word is said, whether somebody listens for it or not.
            (_, true) => Next::Wake,
            _ => Next::Wait,
        }
    }

    /// When somebody has waited long enough in a room at rest.
    pub(super) fn deadline(&self, hears: bool) -> Option<Time> {
        if self.waiting.is_empty() {
            return None;
        }
        let pause = if hears { PAUSE } else { GRACE };
        self.called.or_else(|| self.rests.map(|since| since + pause))
    }

    /// Nobody listens: nothing of what was to be said is said.
    pub(super) fn give_up(&mut self, stage: &mut Stage<'_>) {
        (self.called, self.attempts) = (None, 0);
        for utterance in self.waiting.drain(..) {
            unsaid(stage, utterance);
        }
    }
}

fn unsaid(stage: &mut Stage<'_>, utterance: Utterance) {
    if let Utterance::Words(words) = utterance {
        stage.scene(Scene::Unsaid(words));
    }
}
