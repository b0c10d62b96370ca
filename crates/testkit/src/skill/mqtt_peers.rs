//! Messages that are no part of a conversation: lamps, sensors, whatever a skill is for.

use std::time::Duration;

use bytes::Bytes;
use petasos_bus::{Received, filter_matches};

use super::house::House;
use super::story::What;
use super::{Mqtt, SkillTest};

/// So long a message is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

impl SkillTest {
    /// The next message on a topic, from somebody else than the test; `topic` may have the wildcards `+` and `#`. Each is found once,
    /// in the order in which they were published; what has not come yet is waited for, for a minute:
    /// `t.mqtt("lamp/set").await.json_eq(r#"{"state": "ON"}"#)`.
    #[must_use = "nothing is claimed about it yet"]
    pub async fn mqtt(&mut self, topic: &str) -> Mqtt<'_> {
        let inside = self.ready().await;
        let since = inside.looked_at.get(topic).copied().unwrap_or_default();
        let find = |house: &House| {
            let mut later = house.entries.iter().enumerate().skip(since);
            later.find_map(|(at, entry)| match &entry.what {
                What::Message(passed) if !passed.ours && filter_matches(topic, &passed.packet.topic) => {
                    Some(at)
                }
                _ => None,
            })
        };
        inside.house.live_up_to(PATIENCE, |house| find(house).is_some()).await;
        let found = find(&inside.house);
        inside.looked_at.insert(topic.to_owned(), found.map_or(inside.house.entries.len(), |at| at + 1));
        Mqtt::new(topic.to_owned(), &inside.house.entries, found)
    }

    /// The test publishes something; it is heard with the next `.await`.
    pub fn publish(&mut self, topic: &str, payload: impl Into<Bytes>) {
        self.open().unheard.push((topic.to_owned(), payload.into()));
    }

    /// The test publishes something that the broker keeps. What it keeps before anything else has happened, the skill finds there when
    /// it begins.
    pub fn publish_retained(&mut self, topic: &str, payload: impl Into<Bytes>) {
        self.open().house.publish(topic.to_owned(), payload.into(), true);
    }

    /// Stands in for a thing: it answers each message on a topic (`+` and `#` are wildcards) at once, with topics and payloads.
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
        mut answer: impl FnMut(&Received) -> Vec<(T, P)> + 'static,
    ) {
        let answer = move |received: &Received| -> Vec<(String, Bytes)> {
            answer(received).into_iter().map(|(topic, payload)| (topic.into(), payload.into())).collect()
        };
        self.open().house.stand_in(topic.to_owned(), Box::new(answer));
    }
}
