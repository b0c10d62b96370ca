//! Subscriptions, and what incoming messages mean to the conversations.

use std::sync::Arc;

use petasos_bus::{Received, filter_matches};
use petasos_messages::filter::{self, Namespace};
use petasos_messages::{Message, payload};
use petasos_sans_io::{SansIo, Time};

use super::Runtime;
use crate::conversations::Input;
use crate::topic_message::TopicSource;
use crate::{RecognizedIntent, Slots, TopicMessage};

/// What every skill subscribes to. A user name before an intent cannot be a wildcard, so all intents come and are filtered here.
const FILTERS: [&str; 5] = [
    filter::INTENT,
    filter::SESSION_QUEUED,
    filter::SESSION_STARTED,
    filter::SESSION_ENDED,
    filter::DIALOGUE_INTENT_NOT_RECOGNIZED,
];

/// What other skills handle and ask, for skills with a fallback or a handler of what was not recognised: these leave it alone.
const OTHER_SKILLS: [&str; 2] = [filter::SKILL_STATUS, filter::CONTINUE_SESSION];

/// For skills with a handler of what was not recognised: managers other than Petasos' do not ask skills.
const NOT_RECOGNIZED: &str = filter::NLU_INTENT_NOT_RECOGNIZED;

impl Runtime {
    /// The topic filters to subscribe to.
    pub(super) fn subscriptions(&self) -> Vec<String> {
        let mut filters: Vec<_> = FILTERS.iter().map(|filter| (*filter).to_owned()).collect();
        filters.push(self.status.presence.topic().to_owned());
        if self.conversations.has_fallback() || self.conversations.takes_not_recognized() {
            filters.extend(OTHER_SKILLS.iter().map(|filter| (*filter).to_owned()));
        }
        if self.conversations.takes_not_recognized() {
            filters.push(NOT_RECOGNIZED.to_owned());
        }
        filters.extend(self.handlers.topics.iter().filter_map(|(topics, _)| match topics {
            TopicSource::Filter(filter) => Some(filter.clone()),
            TopicSource::Dynamic => None,
        }));
        without_overlaps(filters)
    }

    pub(super) fn receive(&mut self, now: Time, received: Received) {
        for (topics, queue) in &self.topic_queues {
            if let Some(filter) = topics.matching(&received.topic, self.handlers.shared.hermes.followed()) {
                queue.push(TopicMessage::new(filter, &received));
            }
        }
        // A retained message under `hermes/` belongs to no running session.
        let is_status = filter_matches(filter::SKILLS_ALL, &received.topic);
        let is_live = Namespace::of(&received.topic) == Some(Namespace::Hermes) && !received.retain;
        if !is_status && !is_live {
            return;
        }
        let is_retained = received.retain;
        let message = match Message::decode(&received.topic, received.payload) {
            Ok(message) => message,
            Err(error) => return self.log_limited(&error),
        };
        let input = match message {
            Message::Intent(intent) => Input::Intent(Arc::new(self.recognized(*intent))),
            Message::DialogueIntentNotRecognized(message) => {
                let site = self.rooms.site(message.site_id.clone());
                Input::NotRecognized(message, site)
            }
            Message::NluIntentNotRecognized(message) => {
                let site = self.rooms.site(message.site_id.clone().unwrap_or_default());
                Input::NluNotRecognized(*message, site)
            }
            Message::SessionQueued(message) => Input::Queued(message),
            Message::SessionStarted(message) => Input::Started(message),
            Message::SessionEnded(message) => Input::Ended(message),
            Message::SkillStatus(status) if self.status.is_of_our_name(&status) => {
                if !is_retained && self.status.is_overwritten(&status) {
                    self.send(self.status.presence.announcement());
                }
                return;
            }
            Message::SkillStatus(status) => Input::SkillStatus(status),
            Message::ContinueSession(message) => Input::Continued(message),
            _ => return,
        };
        self.conversations.handle(now, input);
    }

    fn recognized(&self, message: payload::Intent) -> RecognizedIntent {
        let name = message.intent.intent_name.as_str();
        RecognizedIntent {
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

/// The filters without those that another one covers: some brokers would deliver their messages twice.
fn without_overlaps(mut filters: Vec<String>) -> Vec<String> {
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
            let filters = filters.into_iter().map(str::to_owned).collect();
            assert_eq!(without_overlaps(filters), expected);
        }
    }
}
