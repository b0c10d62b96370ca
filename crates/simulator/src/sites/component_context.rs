//! What a room stands on: the moment, its name, what is the same in all rooms, and where it puts what it wants done.

use std::collections::{BTreeSet, VecDeque};

use petasos_dialogue::Time;
use petasos_messages::payload::ComponentError;
use petasos_messages::{Dialect, Message, RequestId, SiteId};

use super::{Output, Pace, Part, Scene};

/// What is the same in all rooms.
#[derive(Debug)]
pub(super) struct Props {
    pub(super) dialect: Dialect,
    pub(super) pace: Pace,
    /// Somebody else plays these.
    pub(super) absent: BTreeSet<Part>,
    pub(super) broken: BTreeSet<Part>,
    /// Counts the request ids.
    requests: u64,
}

impl Props {
    pub(super) fn new(dialect: Dialect) -> Self {
        let (absent, broken) = (BTreeSet::new(), BTreeSet::new());
        Self { dialect, pace: Pace::default(), absent, broken, requests: 0 }
    }

    /// Whether a part is played here, and not by somebody else.
    pub(super) fn has(&self, part: Part) -> bool {
        !self.absent.contains(&part)
    }
}

/// What a room acts on, while it handles one input.
#[derive(Debug)]
pub(super) struct Stage<'a> {
    pub(super) now: Time,
    pub(super) site: &'a SiteId,
    pub(super) props: &'a mut Props,
    pub(super) outputs: &'a mut VecDeque<Output>,
}

impl Stage<'_> {
    pub(super) fn publish(&mut self, message: Message) {
        self.outputs.push_back(Output::Publish(message));
    }

    pub(super) fn scene(&mut self, scene: Scene) {
        self.outputs.push_back(Output::Scene(self.site.clone(), scene));
    }

    /// Whether a part does what it is asked for. If it is broken, that is seen; somebody else's never is.
    pub(super) fn works(&mut self, part: Part) -> bool {
        let broken = self.props.has(part) && self.props.broken.contains(&part);
        if broken {
            self.scene(Scene::Broken(part));
        }
        !broken
    }

    /// A part says that it could not do what it was asked for.
    pub(super) fn error(&self, text: &str) -> ComponentError {
        let mut error = ComponentError::new(text);
        error.site_id = Some(self.site.clone());
        error
    }

    /// A request id nobody used before.
    #[expect(clippy::expect_used, reason = "the text is short and plain")]
    pub(super) fn fresh_request(&mut self) -> RequestId {
        self.props.requests += 1;
        RequestId::new(format!("speech-{}", self.props.requests)).expect("an id")
    }
}
