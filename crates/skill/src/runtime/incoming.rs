//! What messages mean to a skill.

use std::sync::Arc;

use petasos_bus::{Received, filter_matches};
use petasos_messages::{Message, payload};

use super::Shell;
use crate::desk::Input;
use crate::topic::Topics;
use crate::{Slots, TopicMessage, Turn};

/// What every skill hears. User names before intents cannot be wildcarded, so all intents come, and are sorted out here.
const FILTERS: [&str; 5] = [
    "hermes/intent/#",
    "hermes/dialogueManager/sessionQueued",
    "hermes/dialogueManager/sessionStarted",
    "hermes/dialogueManager/sessionEnded",
    "hermes/dialogueManager/intentNotRecognized",
];

/// Heard by skills with handlers for what is nobody's: what others handle, and the sessions in which others ask, are not for them.
const OTHERS: [&str; 2] = ["petasos/skills/+/status", "hermes/dialogueManager/continueSession"];

/// Heard by skills that take what nobody understood: managers other than Petasos' do not ask them.
const NOT_RECOGNIZED: &str = "hermes/nlu/intentNotRecognized";

impl Shell {
    /// The topic filters to subscribe to.
    pub(super) fn subscriptions(&self) -> Vec<String> {
        let mut filters: Vec<_> = FILTERS.iter().map(|filter| (*filter).to_owned()).collect();
        filters.push(self.presence.topic());
        if self.desk.has_fallback() || self.desk.takes_not_recognized() {
            filters.extend(OTHERS.iter().map(|filter| (*filter).to_owned()));
        }
        if self.desk.takes_not_recognized() {
            filters.push(NOT_RECOGNIZED.to_owned());
        }
        filters.extend(self.crew.topics.iter().filter_map(|(topics, _)| match topics {
            Topics::Filter(filter) => Some(filter.clone()),
            Topics::Followed => None,
        }));
        covering(filters)
    }

    pub(super) fn receive(&mut self, received: Received) {
        for (topics, lane) in &self.lanes {
            if let Some(filter) = topics.take(&received.topic, self.crew.shared.hermes.followed()) {
                lane.push(TopicMessage::new(filter, &received));
            }
        }
        // What was kept from earlier is no conversation.
        let of_skills = received.topic.starts_with("petasos/skills/");
        let of_conversations = received.topic.starts_with("hermes/") && !received.retain;
        if !of_skills && !of_conversations {
            return;
        }
        let is_old = received.retain;
        let message = match Message::decode(&received.topic, received.payload) {
            Ok(message) => message,
            Err(error) => return self.complain(&error),
        };
        let input = match message {
            Message::Intent(intent) => Input::Intent(Arc::new(self.turn(*intent))),
            Message::DialogueIntentNotRecognized(message) => {
                let site = self.rooms.site(message.site_id.clone());
                Input::NotRecognized(message, site)
            }
            Message::NluIntentNotRecognized(message) => {
                let site = self.rooms.site(message.site_id.clone().unwrap_or_default());
                Input::Misunderstood(*message, site)
            }
            Message::SessionQueued(message) => Input::Queued(message),
            Message::SessionStarted(message) => Input::Started(message),
            Message::SessionEnded(message) => Input::Ended(message),
            Message::SkillStatus(status) if self.presence.is_of_our_name(&status) => {
                if !is_old && self.presence.is_overwritten(&status) {
                    self.send(self.presence.announcement());
                }
                return;
            }
            Message::SkillStatus(status) => Input::Announced(status),
            Message::ContinueSession(message) => Input::Continued(message),
            _ => return,
        };
        self.tell(input);
    }

    fn turn(&self, message: payload::Intent) -> Turn {
        let name = message.intent.intent_name.as_str();
        Turn {
            intent: name.rsplit_once(':').map_or(name, |(_user, name)| name).to_owned(),
            input: message.input.clone(),
            slots: Slots::new(message.slots.clone()),
            confidence: message.intent.confidence_score,
            session_id: message.session_id.clone(),
            site: self.rooms.site(message.site_id.clone().unwrap_or_default()),
            lang: message.lang.clone(),
            message: Arc::new(message),
        }
    }
}

/// The filters without those whose messages come to another one anyway: some brokers would deliver these twice.
fn covering(mut filters: Vec<String>) -> Vec<String> {
    filters.sort_unstable();
    filters.dedup();
    let covers = |wide: &str, narrow: &str| {
        wide != narrow && filter_matches(wide, narrow) && (wide.ends_with('#') || !narrow.ends_with('#'))
    };
    let all = filters.clone();
    filters.retain(|narrow| !all.iter().any(|wide| covers(wide, narrow)));
    filters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_subscribed_to_twice() {
        for (filters, expected) in [
            (vec!["a/b", "a/b"], vec!["a/b"]),
            (vec!["hermes/intent/#", "hermes/#"], vec!["hermes/#"]),
            (vec!["a/+", "a/b", "b"], vec!["a/+", "b"]),
            (vec!["a/+", "a/#"], vec!["a/#"]),
            (vec!["a/+/c", "a/b/+"], vec!["a/+/c", "a/b/+"]),
            (vec!["#", "a/#"], vec!["#"]),
        ] {
            assert_eq!(covering(filters.iter().map(|filter| (*filter).to_owned()).collect()), expected);
        }
    }
}
