//! How the parts of a site are.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_messages::Component;
use petasos_messages::payload::Termination;

use super::Part;
use crate::sessions::{Opening, Outcome, Session, Site, Step};

/// A microphone that was silent for longer than this sends no sound now: frames come 20 to 60 times a second.
const QUIET: Duration = Duration::from_secs(3);

/// How a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Condition {
    /// Nothing was seen of it, or, of a microphone, nothing lately.
    Unseen,
    /// It did what it was last asked to.
    Well,
    /// It is asked to do something, and there is still time.
    Working,
    /// It owes an answer for longer than usual.
    Late,
    /// It reported an error, or did not answer in time, and has done nothing since.
    Failed,
}

impl Condition {
    /// Its name, one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unseen => "unseen",
            Self::Well => "well",
            Self::Working => "working",
            Self::Late => "late",
            Self::Failed => "failed",
        }
    }
}

/// What is known of the parts of one site. Times count from the beginning of the recording.
#[derive(Debug, Clone, Default)]
pub(super) struct Health {
    parts: BTreeMap<Part, State>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// When it last did something.
    did: Option<Duration>,
    /// Until when it should do what it is asked to.
    owes: Option<Duration>,
    /// When it last failed.
    failed: Option<Duration>,
}

impl Health {
    /// Something happened in a session at the site.
    pub(super) fn follow(&mut self, session: &Session) {
        if matches!(session.opening, Opening::WakeWord { .. }) {
            self.did(Part::WakeWord, session.began);
        }
        let parts = [Part::Asr, Part::Nlu, Part::Skill, Part::Tts, Part::Speaker];
        for part in parts {
            let mut steps = session.steps.iter().rev().filter(|step| Part::of(step.kind) == Some(part));
            if let Some(step) = steps.next() {
                self.follow_step(part, step);
            }
        }
        if let Some((part, at)) = culprit(session) {
            self.fail(part, at);
        }
    }

    fn follow_step(&mut self, part: Part, step: &Step) {
        let state = self.parts.entry(part).or_default();
        if let Some(end) = step.end {
            state.owes = None;
            state.did = state.did.max(Some(end));
        } else {
            let length = step.sound.and_then(|sound| sound.length).unwrap_or_default();
            state.owes = Some(step.begin.saturating_add(length).saturating_add(part.patience()));
        }
    }

    fn did(&mut self, part: Part, at: Duration) {
        let state = self.parts.entry(part).or_default();
        state.did = state.did.max(Some(at));
    }

    /// It reported an error, or did not answer in time.
    pub(super) fn fail(&mut self, part: Part, at: Duration) {
        let state = self.parts.entry(part).or_default();
        state.failed = state.failed.max(Some(at));
    }

    /// How a part is now.
    pub(super) fn condition(&self, part: Part, site: &Site, now: Duration) -> Condition {
        if part == Part::Microphone { microphone(site, now) } else { self.state(part, site).condition(now) }
    }

    /// When a part last did something.
    pub(super) fn last_did(&self, part: Part, site: &Site) -> Option<Duration> {
        self.state(part, site).did
    }

    fn state(&self, part: Part, site: &Site) -> State {
        let mut state = self.parts.get(&part).copied().unwrap_or_default();
        let seen = match part {
            Part::Microphone => site.level.map(|(at, _)| at),
            Part::WakeWord => site.parts.get(&Component::Hotword).copied(),
            _ => None,
        };
        state.did = state.did.max(seen);
        state
    }
}

impl State {
    fn condition(self, now: Duration) -> Condition {
        match self {
            Self { owes: Some(until), .. } if now > until => Condition::Late,
            Self { owes: Some(_), .. } => Condition::Working,
            // Who ended a session for want of an answer has ended what went on in it at the same moment.
            Self { failed: Some(failed), did, .. } if did.is_none_or(|did| did <= failed) => {
                Condition::Failed
            }
            Self { did: Some(_), .. } => Condition::Well,
            _ => Condition::Unseen,
        }
    }
}

/// Many satellites send sound only while somebody listens: it is missed only then.
fn microphone(site: &Site, now: Duration) -> Condition {
    match site.level {
        Some((at, _)) if now.saturating_sub(at) <= QUIET => Condition::Well,
        Some(_) if site.microphone => Condition::Late,
        _ => Condition::Unseen,
    }
}

/// Who let a session time out, and when: the one that the manager names, else the one whose step was cut off by the end.
fn culprit(session: &Session) -> Option<(Part, Duration)> {
    let ended = session.ended.as_ref()?;
    let Outcome::Ended(Termination::Timeout { component }) = &ended.outcome else { return None };
    let named = component.as_ref().and_then(|name| Part::named(name.component()));
    let cut_off = || {
        let last = session.steps.iter().rev().find(|step| step.end == Some(ended.at))?;
        Part::of(last.kind)
    };
    Some((named.or_else(cut_off)?, ended.at))
}
