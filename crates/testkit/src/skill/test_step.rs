//! One step of a test: what a user does, and how long the test then waits.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use petasos_messages::{Message, SiteId};
use petasos_simulator::sites::{SiteEvent, UserAction};

use super::running::LONGEST_TURN;
use super::test_installation::Installation;
use super::transcript::Entry;
use super::{SkillTest, Turn};

/// What an entry of the transcript has to be.
type Predicate = fn(&Entry) -> bool;

/// What a user is about to do; `.await` it to run the turn that follows.
///
/// The turn is over when the microphone is open again, or when nothing goes on at the site any more.
#[must_use = "nothing happens until it is awaited"]
#[derive(Debug)]
pub struct Step<'a> {
    test: &'a mut SkillTest,
    /// `None`: all sites.
    site: Option<SiteId>,
    action: Action,
    /// What ends the wait before the end of the turn.
    until: Option<Predicate>,
}

/// What begins a turn.
#[derive(Debug)]
pub(super) enum Action {
    /// The user acts.
    Act(UserAction),
    /// The user says nothing.
    Silence,
    /// Time passes.
    Wait(Duration),
}

impl<'a> Step<'a> {
    pub(super) fn new(test: &'a mut SkillTest, site: Option<SiteId>, action: Action) -> Self {
        Self { test, site, action, until: None }
    }

    /// Stops as soon as speech starts to play: what comes next happens meanwhile.
    pub fn until_it_speaks(mut self) -> Self {
        self.until = Some(speaks);
        self
    }

    /// Stops as soon as the intent is published: what comes next happens while the skill works.
    pub fn until_it_thinks(mut self) -> Self {
        self.until = Some(thinks);
        self
    }

    async fn run(self) -> Turn<'a> {
        let Self { test, site, action, until } = self;
        let begin = test.open().installation.entries.len();
        let running = test.ready().await;
        let site = site.as_ref();
        let happened = |installation: &Installation, predicate: Predicate| {
            let new = installation.entries.get(begin..).unwrap_or_default();
            new.iter().any(|entry| entry.is_at(site) && predicate(entry))
        };
        let (time, begins) = match action {
            Action::Act(action) => {
                let begins = effect_of(&action);
                if let Some(site) = site {
                    running.installation.act(site, action.clone());
                }
                (None, Some(begins))
            }
            Action::Silence if running.installation.all(site, |state| !state.is_listening()) => (None, None),
            Action::Silence => (None, Some(stops_listening as Predicate)),
            Action::Wait(time) => (Some(time), None),
        };
        if let Some(predicate) = until {
            let most = time.unwrap_or(LONGEST_TURN);
            running.run_until(most, |installation| happened(installation, predicate)).await;
        } else {
            running.run_for(time.unwrap_or_default()).await;
            let has_begun = |installation: &Installation| {
                begins.is_none_or(|predicate| happened(installation, predicate))
            };
            let is_over = |installation: &Installation| {
                installation.all(site, |state| state.is_listening() || state.is_idle())
            };
            let holds = |installation: &Installation| has_begun(installation) && is_over(installation);
            running.run_until_calm(holds).await;
        }
        running.note_ends();
        Turn::new(&running.installation.entries, begin, site.cloned())
    }
}

impl<'a> IntoFuture for Step<'a> {
    type Output = Turn<'a>;
    type IntoFuture = Pin<Box<dyn Future<Output = Turn<'a>> + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// What shows that a user action took effect, or cannot.
fn effect_of(action: &UserAction) -> Predicate {
    match action {
        UserAction::Wake => |entry| {
            matches!(
                entry.event(),
                Some(SiteEvent::WakeWord | SiteEvent::WakeWordIgnored | SiteEvent::Broken(_))
            )
        },
        _ => |entry| matches!(entry.event(), Some(SiteEvent::Heard(_) | SiteEvent::Unsaid(_))),
    }
}

fn speaks(entry: &Entry) -> bool {
    entry.said().is_some()
}

fn thinks(entry: &Entry) -> bool {
    matches!(entry.message(), Some(Message::Intent(_)))
}

fn stops_listening(entry: &Entry) -> bool {
    matches!(entry.event(), Some(SiteEvent::Heard(_) | SiteEvent::StoppedListening))
}
