//! Messages outside Hermes: what lamps, sensors and other MQTT clients exchange with a skill.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use petasos_bus::{Received, filter_matches};
use serde_json::Value;

use super::SkillTest;
use super::test_installation::Installation;
use super::transcript::{Delivered, Entry, Table, What};

/// How long to wait for a message.
const PATIENCE: Duration = Duration::from_secs(60);

impl SkillTest {
    /// The next message on a topic that the test has not published itself; `topic` may have the wildcards `+` and `#`. Each message is
    /// found once, in the order of publishing; if none is there, this waits for a minute:
    /// `t.mqtt("lamp/set").await.json_eq(r#"{"state": "ON"}"#)`.
    #[must_use = "nothing is claimed about it yet"]
    pub async fn mqtt(&mut self, topic: &str) -> Mqtt<'_> {
        let running = self.ready().await;
        let since = running.claimed.get(topic).copied().unwrap_or_default();
        let find = |installation: &Installation| {
            let mut later = installation.entries.iter().enumerate().skip(since);
            later.find_map(|(at, entry)| match &entry.what {
                What::Message(message) if !message.own && filter_matches(topic, &message.packet.topic) => {
                    Some(at)
                }
                _ => None,
            })
        };
        running.run_until(PATIENCE, |installation| find(installation).is_some()).await;
        let found = find(&running.installation);
        running
            .claimed
            .insert(topic.to_owned(), found.map_or(running.installation.entries.len(), |at| at + 1));
        Mqtt::new(topic.to_owned(), &running.installation.entries, found)
    }

    /// Publishes a message with the next `.await`.
    pub fn publish(&mut self, topic: &str, payload: impl Into<Bytes>) {
        self.open().unpublished.push((topic.to_owned(), payload.into()));
    }

    /// Publishes a retained message at once. Before the first step, the skill receives it when it starts.
    pub fn publish_retained(&mut self, topic: &str, payload: impl Into<Bytes>) {
        self.open().installation.publish(topic.to_owned(), payload.into(), true);
    }

    /// Stands in for another client: it answers each message on a topic (`+` and `#` are wildcards) at once, with topics and payloads.
    ///
    /// ```
    /// # use petasos_skill::Skill;
    /// # use petasos_testkit::SkillTest;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// # let mut t = SkillTest::new(Skill::new("lights"));
    /// t.stand_in("zigbee2mqtt/+/set", |set| {
    ///     let lamp = set.topic.trim_end_matches("/set").to_owned();
    ///     vec![(lamp, set.payload.clone())]
    /// });
    /// # }
    /// ```
    pub fn stand_in<T: Into<String>, P: Into<Bytes>>(
        &mut self,
        topic: &str,
        mut respond: impl FnMut(&Received) -> Vec<(T, P)> + 'static,
    ) {
        let respond = move |received: &Received| -> Vec<(String, Bytes)> {
            respond(received).into_iter().map(|(topic, payload)| (topic.into(), payload.into())).collect()
        };
        self.open().installation.stand_in(topic.to_owned(), Box::new(respond));
    }
}

/// A message that a test has waited for. If none came, the first claim fails, and shows the transcript as a table.
pub struct Mqtt<'a> {
    topic: String,
    entries: &'a [Entry],
    found: Option<usize>,
}

impl<'a> Mqtt<'a> {
    pub(super) fn new(topic: String, entries: &'a [Entry], found: Option<usize>) -> Self {
        Self { topic, entries, found }
    }

    /// Claims that its payload is this JSON; order and white space do not matter.
    ///
    /// # Panics
    ///
    /// If it is not, or if nothing came.
    #[track_caller]
    pub fn json_eq(&self, wanted: &str) -> &Self {
        let wanted: Value = match serde_json::from_str(wanted) {
            Ok(wanted) => wanted,
            Err(error) => self.fail(&format!("is compared with what is no JSON ({error}): {wanted}")),
        };
        let found = self.json();
        if found != wanted {
            self.fail(&format!("is {found}, not {wanted}"));
        }
        self
    }

    /// Claims that its payload is this text.
    ///
    /// # Panics
    ///
    /// If it is not, or if nothing came.
    #[track_caller]
    pub fn text_eq(&self, wanted: &str) -> &Self {
        let found = String::from_utf8_lossy(self.payload());
        if found != wanted {
            self.fail(&format!("is {found:?}, not {wanted:?}"));
        }
        self
    }

    /// Its payload as JSON.
    ///
    /// # Panics
    ///
    /// If it is not JSON, or if nothing came.
    #[track_caller]
    pub fn json(&self) -> Value {
        match serde_json::from_slice(self.payload()) {
            Ok(found) => found,
            Err(error) => self.fail(&format!("is no JSON: {error}")),
        }
    }

    /// Its payload.
    ///
    /// # Panics
    ///
    /// If nothing came.
    #[track_caller]
    pub fn payload(&self) -> &Bytes {
        &self.packet().payload
    }

    /// Its topic.
    ///
    /// # Panics
    ///
    /// If nothing came.
    #[track_caller]
    pub fn topic(&self) -> &str {
        &self.packet().topic
    }

    #[track_caller]
    fn packet(&self) -> &Received {
        match self.found.and_then(|found| self.entries.get(found)).map(|entry| &entry.what) {
            Some(What::Message(Delivered { packet, .. })) => packet,
            _ => self.fail("did not come"),
        }
    }

    #[expect(clippy::panic, reason = "that is how a test fails")]
    #[track_caller]
    fn fail(&self, why: &str) -> ! {
        panic!("the message on {} {why}\n\n{self}", self.topic)
    }
}

/// The transcript so far as a table; the message is marked, if it has a line.
impl fmt::Display for Mqtt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Table { entries: self.entries, begin: self.found.unwrap_or(self.entries.len()) }.fmt(formatter)
    }
}

impl fmt::Debug for Mqtt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
