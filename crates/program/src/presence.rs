//! The retained status of a program, which the broker revokes when the connection breaks.

use petasos_bus::{Class, Publish, Settings, StatusMessage};
use petasos_messages::{Dialect, Message, payload};

use crate::{WallClock, random_id};

/// One run of a program, from its start to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Different for each run, so that a program can tell its own status from that of another one with the same name.
    pub uid: String,
    /// When it started, in milliseconds since 1970; informational only.
    pub since_ms: i64,
}

impl Run {
    /// The run that starts now.
    pub fn start() -> Self {
        Self { uid: random_id(), since_ms: WallClock::of_machine().now().as_millisecond() }
    }
}

/// The retained status of a program: `online` while it serves, `offline` otherwise.
#[derive(Debug, Clone)]
pub struct Presence {
    online: StatusMessage,
    offline: StatusMessage,
}

impl Presence {
    /// `status` builds the message for each of the two states. It should contain the [`Run::uid`].
    pub fn new(dialect: Dialect, mut status: impl FnMut(payload::Presence) -> Message) -> Self {
        let mut note = |state| {
            let message = status(state);
            let payload = message.encode(dialect);
            StatusMessage::new(message.topic(dialect).to_string(), String::from_utf8_lossy(&payload))
                .retained()
        };
        Self { online: note(payload::Presence::Online), offline: note(payload::Presence::Offline) }
    }

    /// The topic of the status.
    pub fn topic(&self) -> &str {
        &self.online.topic
    }

    /// Configures a connection to announce the status on every connect, and to revoke it as its last will.
    pub fn announce(&self, settings: &mut Settings) {
        settings.will = Some(self.offline.clone());
        settings.announcement = Some(self.online.clone());
    }

    /// The online status again, after another client has overwritten it.
    pub fn announcement(&self) -> Publish {
        packet(&self.online)
    }

    /// The offline status, for a clean shutdown: the broker then publishes no last will.
    pub fn farewell(&self) -> Publish {
        packet(&self.offline)
    }
}

fn packet(note: &StatusMessage) -> Publish {
    Publish::new(note.topic.clone(), note.payload.clone(), Class::Obligation).retained()
}
