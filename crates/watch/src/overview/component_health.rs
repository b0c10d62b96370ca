//! The condition of the components of a site.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_messages::Component;

use crate::tracker::{Cause, Session, Site, Step};

/// A microphone without a frame for longer than this is not streaming: frames come 20 to 60 times a second.
const QUIET: Duration = Duration::from_secs(3);

pub(super) const COMPONENTS: [Component; 6] = [
    Component::Hotword,
    Component::Asr,
    Component::Nlu,
    Component::Skill,
    Component::Tts,
    Component::AudioServer,
];

/// The condition of a component or a microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Condition {
    /// Nothing was seen of it; of a microphone, nothing recently.
    Unseen,
    /// It has answered its last request.
    Well,
    /// It was asked for something and still has time.
    Working,
    /// It takes longer than usual to answer.
    Late,
    /// It reported an error or did not answer in time, and has not answered since.
    Failed,
}

impl Condition {
    /// Its name, a single lower-case word.
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

/// The components of a site. Times count from the beginning of the recording.
#[derive(Debug, Clone, Default)]
pub(super) struct Health {
    components: BTreeMap<Component, State>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// When it last answered.
    answered: Option<Duration>,
    /// Until when it should answer its last request.
    due: Option<Duration>,
    /// When it last failed.
    failed: Option<Duration>,
}

impl Health {
    /// Updates the components after a change to a session at the site.
    pub(super) fn follow(&mut self, session: &Session) {
        if matches!(session.cause, Cause::WakeWord { .. }) {
            self.answered(Component::Hotword, session.began);
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
            state.due = None;
            state.answered = state.answered.max(Some(end));
        } else {
            let length = step.sound.and_then(|sound| sound.length).unwrap_or_default();
            state.due = Some(step.begin.saturating_add(length).saturating_add(patience(component)));
        }
    }

    fn answered(&mut self, component: Component, at: Duration) {
        let state = self.components.entry(component).or_default();
        state.answered = state.answered.max(Some(at));
    }

    /// A component reported an error, or did not answer in time.
    pub(super) fn fail(&mut self, component: Component, at: Duration) {
        let state = self.components.entry(component).or_default();
        state.failed = state.failed.max(Some(at));
    }

    /// The condition of a component.
    pub(super) fn condition(&self, component: Component, site: &Site, now: Duration) -> Condition {
        self.state(component, site).condition(now)
    }

    /// When a component last answered.
    pub(super) fn last_answer(&self, component: Component, site: &Site) -> Option<Duration> {
        self.state(component, site).answered
    }

    fn state(&self, component: Component, site: &Site) -> State {
        let mut state = self.components.get(&component).copied().unwrap_or_default();
        // A detector reports that it was loaded, even if it has not detected a wake word yet.
        if component == Component::Hotword {
            state.answered = state.answered.max(site.components.get(&component).copied());
        }
        state
    }
}

impl State {
    fn condition(self, now: Duration) -> Condition {
        match self {
            Self { due: Some(due), .. } if now > due => Condition::Late,
            Self { due: Some(_), .. } => Condition::Working,
            // A timeout ends the open step of the component at the same moment.
            Self { failed: Some(failed), answered, .. } if answered.is_none_or(|at| at <= failed) => {
                Condition::Failed
            }
            Self { answered: Some(_), .. } => Condition::Well,
            _ => Condition::Unseen,
        }
    }
}

/// How long a component may take to answer before it counts as late. An ASR waits for the user; a player gets the length of the
/// sound in addition.
fn patience(component: Component) -> Duration {
    Duration::from_secs(match component {
        Component::Asr => 20,
        Component::Tts => 10,
        _ => 5,
    })
}

/// The condition of a microphone. Many satellites stream only while they are listened to, so frames are missed only then.
pub(super) fn microphone(site: &Site, now: Duration) -> Condition {
    match site.loudness {
        Some((at, _)) if now.saturating_sub(at) <= QUIET => Condition::Well,
        Some(_) if site.microphone => Condition::Late,
        _ => Condition::Unseen,
    }
}
