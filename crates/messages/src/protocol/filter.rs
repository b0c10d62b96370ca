//! Topic filters for subscriptions. A topic without parameters is its own filter.
//!
//! The constants of single topics are generated from the topic table; [`Channel::filter`](crate::Channel::filter) has the filter
//! of every topic.

pub use super::topic_table::filters::*;

/// All Hermes topics.
pub const HERMES: &str = "hermes/#";
/// All topics that Rhasspy adds.
pub const RHASSPY: &str = "rhasspy/#";
/// All topics that Project Alice adds.
pub const ALICE: &str = "projectalice/#";
/// All topics that Petasos adds.
pub const PETASOS: &str = "petasos/#";

/// All topics of dialogue managers.
pub const DIALOGUE_MANAGER_ALL: &str = "hermes/dialogueManager/#";
/// All topics of hotword detectors.
pub const HOTWORD_ALL: &str = "hermes/hotword/#";
/// All topics of the ASR.
pub const ASR_ALL: &str = "hermes/asr/#";
/// All topics of the NLU.
pub const NLU_ALL: &str = "hermes/nlu/#";
/// All topics of the TTS.
pub const TTS_ALL: &str = "hermes/tts/#";
/// All error topics of Rhasspy and Project Alice.
pub const ERROR_ALL: &str = "hermes/error/#";
/// All topics of skills (Petasos).
pub const SKILLS_ALL: &str = "petasos/skills/#";

/// The owner of a topic, by its first level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Namespace {
    /// `hermes/...`: the protocol itself.
    Hermes,
    /// `rhasspy/...`: extensions by Rhasspy.
    Rhasspy,
    /// `projectalice/...`: extensions by Project Alice.
    Alice,
    /// `petasos/...`: extensions by Petasos.
    Petasos,
}

impl Namespace {
    /// All namespaces.
    pub const ALL: [Self; 4] = [Self::Hermes, Self::Rhasspy, Self::Alice, Self::Petasos];

    /// The namespace of a topic, known or not; `None` if it belongs to none.
    pub fn of(topic: &str) -> Option<Self> {
        let (first, _) = topic.split_once('/')?;
        Self::ALL.into_iter().find(|namespace| namespace.as_str() == first)
    }

    /// The first level of its topics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hermes => "hermes",
            Self::Rhasspy => "rhasspy",
            Self::Alice => "projectalice",
            Self::Petasos => "petasos",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CHANNELS, Topic};

    #[test]
    fn the_filter_of_a_channel_is_its_address_with_wildcards() {
        for (filter, expected) in [
            (HOTWORD_DETECTED, "hermes/hotword/+/detected"),
            (SAY, "hermes/tts/say"),
            (INTENT, "hermes/intent/#"),
            (PLAY_BYTES, "hermes/audioServer/+/playBytes/#"),
            (SITES_REQUEST, "petasos/+/sites/request"),
            (SKILL_STATUS, "petasos/skills/+/status"),
        ] {
            assert_eq!(filter, expected);
            assert!(CHANNELS.iter().any(|channel| channel.filter == filter), "{filter}");
        }
        for channel in CHANNELS {
            let has_wildcard = channel.filter.contains(['+', '#']);
            assert_eq!(has_wildcard, channel.parameters().next().is_some(), "{}", channel.address);
        }
    }

    #[test]
    fn the_filter_of_a_topic_without_parameters_is_that_topic() {
        for channel in CHANNELS.iter().filter(|channel| channel.parameters().next().is_none()) {
            let topic: Topic = channel.filter.parse().unwrap();
            assert_eq!((topic.channel(), topic.to_string().as_str()), (channel, channel.address));
        }
    }

    #[test]
    fn every_channel_is_in_a_namespace() {
        for channel in CHANNELS {
            let namespace = Namespace::of(channel.address).unwrap();
            assert!(channel.address.starts_with(&format!("{}/", namespace.as_str())));
        }
        for foreign in ["hermes", "", "hermesx/tts", "zigbee2mqtt/lamp", "/hermes/tts/say"] {
            assert_eq!(Namespace::of(foreign), None, "{foreign}");
        }
    }
}
