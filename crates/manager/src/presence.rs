//! Who we are, for everybody to see: a retained status, and answers to those who ask.
//!
//! Everything here lives under `petasos/<instance>/...`. The status carries a number that is new at each start, so that our
//! own echo can be told from another manager, even from one with our name.

use petasos_bus::{Class, Note, Publish, Received};
use petasos_dialogue::{DialogueManager, Statistics};
use petasos_messages::{Dialect, SiteId};
use serde::{Deserialize, Serialize};

use crate::clock::unix_seconds;

/// All managers tell their status here.
const STATUS_OF_ALL: &str = "petasos/+/status";

/// So many sites are listed in an answer.
const MOST_SITES: usize = 10_000;

/// Ourselves among the managers of a broker.
#[derive(Debug, Clone)]
pub(crate) struct Presence {
    instance: SiteId,
    /// New at each start.
    uid: String,
    since: u64,
    dialect: Dialect,
}

/// What stands in `petasos/<instance>/status`.
#[derive(Debug, Serialize, Deserialize)]
struct Status<'a> {
    state: &'a str,
    #[serde(default)]
    online: bool,
    #[serde(default)]
    version: &'a str,
    #[serde(default)]
    dialect: &'a str,
    #[serde(default)]
    uid: &'a str,
    /// Seconds since 1970.
    #[serde(default)]
    since: u64,
}

/// What a message on one of our topics means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// It does not concern us.
    None,
    /// Another manager serves this broker, under this name.
    Another(String),
    /// Somebody wrote over our status.
    Overwritten,
    /// Somebody asks how things stand.
    Asked,
}

impl Presence {
    pub(crate) fn new(instance: SiteId, uid: String, dialect: Dialect) -> Self {
        Self {
            instance,
            uid,
            since: unix_seconds(),
            dialect,
        }
    }

    /// What to subscribe to.
    pub(crate) fn subscriptions(&self) -> [String; 2] {
        [STATUS_OF_ALL.to_owned(), self.topic("sessions/request")]
    }

    /// The retained status while we serve.
    pub(crate) fn online(&self) -> Note {
        self.note("online")
    }

    /// The retained status when we do not.
    pub(crate) fn offline(&self) -> Note {
        self.note("offline")
    }

    /// The status once more, as a message.
    pub(crate) fn announcement(&self) -> Publish {
        packet(self.online())
    }

    /// The last status, as a message: a polite end publishes no last will.
    pub(crate) fn farewell(&self) -> Publish {
        packet(self.offline())
    }

    /// Looks at a message. `None` if it is on none of our topics.
    pub(crate) fn look_at(&self, received: &Received) -> Option<News> {
        let level = received.topic.strip_prefix("petasos/")?;
        let (instance, what) = level.split_once('/')?;
        Some(match what {
            "status" => self.look_at_status(instance, received),
            "sessions/request" if !received.retain => News::Asked,
            _ => News::None,
        })
    }

    fn look_at_status(&self, instance: &str, received: &Received) -> News {
        let Ok(status) = serde_json::from_slice::<Status<'_>>(&received.payload) else {
            return News::None;
        };
        let ours = instance == self.instance.as_str();
        match status.state {
            _ if status.uid == self.uid => News::None,
            // What was kept under our own name is what an earlier start of ours left behind.
            "online" if !ours || !received.retain => News::Another(instance.to_owned()),
            _ if ours && !received.retain => News::Overwritten,
            _ => News::None,
        }
    }

    /// How things stand, for whoever asked.
    pub(crate) fn answer(&self, core: &DialogueManager) -> Publish {
        let Statistics {
            sessions_started,
            sessions_ended,
            ignored,
            sites_forgotten,
            sites,
            sessions_open,
            ..
        } = core.statistics();
        let list: Vec<serde_json::Value> = core
            .sites()
            .take(MOST_SITES)
            .map(|site| {
                serde_json::json!({
                    "siteId": site.site_id.as_str(),
                    "phase": site.phase,
                    "sessionId": site.session_id.map(petasos_messages::SessionId::as_str),
                    "queued": site.queued,
                })
            })
            .collect();
        let answer = serde_json::json!({
            "sites": list,
            "statistics": {
                "sessionsStarted": sessions_started,
                "sessionsEnded": sessions_ended,
                "ignored": ignored,
                "sitesForgotten": sites_forgotten,
                "sites": sites,
                "sessionsOpen": sessions_open,
            },
        });
        Publish::new(self.topic("sessions"), answer.to_string(), Class::Report)
    }

    fn note(&self, state: &str) -> Note {
        let status = Status {
            state,
            online: state == "online",
            version: env!("CARGO_PKG_VERSION"),
            dialect: dialect_name(self.dialect),
            uid: &self.uid,
            since: self.since,
        };
        let payload = serde_json::to_string(&status).unwrap_or_default();
        Note::new(self.topic("status"), payload).retained()
    }

    fn topic(&self, rest: &str) -> String {
        format!("petasos/{}/{rest}", self.instance)
    }
}

fn packet(note: Note) -> Publish {
    Publish::new(note.topic, note.payload, Class::Obligation).retained()
}

/// What a dialect is called in statuses and logs.
pub(crate) fn dialect_name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Rhasspy => "rhasspy",
        Dialect::Snips => "snips",
        Dialect::Alice => "alice",
    }
}
