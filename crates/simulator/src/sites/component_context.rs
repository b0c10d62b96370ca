//! What the components of a site need to handle an input: time, site, settings, and where outputs go.

use std::collections::{BTreeSet, VecDeque};

use petasos_dialogue::Time;
use petasos_messages::payload::ComponentError;
use petasos_messages::{Component, Dialect, Message, RequestId, SiteId};

use super::{Output, Pace, SiteEvent};

/// What all sites share.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) dialect: Dialect,
    pub(super) pace: Pace,
    /// Components that are not simulated here: another client plays them.
    pub(super) absent: BTreeSet<Component>,
    pub(super) broken: BTreeSet<Component>,
    /// The number of request ids made so far.
    request_ids: u64,
}

impl Settings {
    pub(super) fn new(dialect: Dialect) -> Self {
        let (absent, broken) = (BTreeSet::new(), BTreeSet::new());
        Self { dialect, pace: Pace::default(), absent, broken, request_ids: 0 }
    }

    /// Whether a component is simulated here.
    pub(super) fn has(&self, component: Component) -> bool {
        !self.absent.contains(&component)
    }
}

/// The context of one input at one site.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) now: Time,
    pub(super) site: &'a SiteId,
    pub(super) settings: &'a mut Settings,
    pub(super) outputs: &'a mut VecDeque<Output>,
}

impl Context<'_> {
    pub(super) fn publish(&mut self, message: Message) {
        self.outputs.push_back(Output::Publish(message));
    }

    pub(super) fn event(&mut self, event: SiteEvent) {
        self.outputs.push_back(Output::Event(self.site.clone(), event));
    }

    /// Whether a component works. If it is broken, that is reported as an event; a component of another client never is.
    pub(super) fn works(&mut self, component: Component) -> bool {
        let broken = self.settings.has(component) && self.settings.broken.contains(&component);
        if broken {
            self.event(SiteEvent::Broken(component));
        }
        !broken
    }

    /// The error of a component at this site.
    pub(super) fn error(&self, text: &str) -> ComponentError {
        let mut error = ComponentError::new(text);
        error.site_id = Some(self.site.clone());
        error
    }

    /// A request id that was not used before.
    #[expect(clippy::expect_used, reason = "the text is short and plain")]
    pub(super) fn unique_request_id(&mut self) -> RequestId {
        self.settings.request_ids += 1;
        RequestId::new(format!("speech-{}", self.settings.request_ids)).expect("an id")
    }
}
