//! How the components of a site do.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_messages::Component;

use crate::tracker::{Cause, Session, Site, Step};

/// A microphone that was silent for longer than this sends no sound now: frames come 20 to 60 times a second.
const QUIET: Duration = Duration::from_secs(3);

/// The components that a site needs for sessions, in the order of a session.
pub(super) const COMPONENTS: [Component; 6] = [
    Component::Hotword,
    Component::Asr,
    Component::Nlu,
    Component::Skill,
    Component::Tts,
    Component::AudioServer,
];

/// How a component, or a microphone, does.
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

/// What is known of the components of one site. Times count from the beginning of the recording.
#[derive(Debug, Clone, Default)]
pub(super) struct Health {
    components: BTreeMap<Component, State>,
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
        if matches!(session.cause, Cause::WakeWord { .. }) {
            self.did(Component::Hotword, session.began);
        }
        for component in COMPONENTS {
            let mut steps = session.steps.iter().rev().filter(|step| step.kind.component() == component);
            if let Some(step) = steps.next() {
                self.follow_step(component, step);
            }
        }
        if let Some((late, ended)) = session.ended.as_ref().and_then(|ended| Some((ended.late?, ended))) {
            self.fail(late, ended.at);
        }
    }

    fn follow_step(&mut self, component: Component, step: &Step) {
        let state = self.components.entry(component).or_default();
        if let Some(end) = step.end {
            state.owes = None;
            state.did = state.did.max(Some(end));
        } else {
            let length = step.sound.and_then(|sound| sound.length).unwrap_or_default();
            state.owes = Some(step.begin.saturating_add(length).saturating_add(patience(component)));
        }
    }

    fn did(&mut self, component: Component, at: Duration) {
        let state = self.components.entry(component).or_default();
        state.did = state.did.max(Some(at));
    }

    /// It reported an error, or did not answer in time.
    pub(super) fn fail(&mut self, component: Component, at: Duration) {
        let state = self.components.entry(component).or_default();
        state.failed = state.failed.max(Some(at));
    }

    /// How a component does now.
    pub(super) fn condition(&self, component: Component, site: &Site, now: Duration) -> Condition {
        self.state(component, site).condition(now)
    }

    /// When a component last did something.
    pub(super) fn last_did(&self, component: Component, site: &Site) -> Option<Duration> {
        self.state(component, site).did
    }

    fn state(&self, component: Component, site: &Site) -> State {
        let mut state = self.components.get(&component).copied().unwrap_or_default();
        // A detector without a wake word for us still tells that it was loaded.
        if component == Component::Hotword {
            state.did = state.did.max(site.components.get(&component).copied());
        }
        state
    }
}

impl State {
    fn condition(self, now: Duration) -> Condition {
        match self {
            Self { owes: Some(until), .. } if now > until => Condition::Late,
            Self { owes: Some(_), .. } => Condition::Working,
            // A timeout ends the step of the component that owed an answer at the same moment.
            Self { failed: Some(failed), did, .. } if did.is_none_or(|did| did <= failed) => {
                Condition::Failed
            }
            Self { did: Some(_), .. } => Condition::Well,
            _ => Condition::Unseen,
        }
    }
}

/// How long a component may owe an answer before that is worth a look. An ASR waits for people, a player until the sound is over.
fn patience(component: Component) -> Duration {
    Duration::from_secs(match component {
        Component::Asr => 20,
        Component::Tts => 10,
        _ => 5,
    })
}

/// Many satellites send sound only while somebody listens: it is missed only then.
pub(super) fn microphone(site: &Site, now: Duration) -> Condition {
    match site.loudness {
        Some((at, _)) if now.saturating_sub(at) <= QUIET => Condition::Well,
        Some(_) if site.microphone => Condition::Late,
        _ => Condition::Unseen,
    }
}
