//! The sender of a message. MQTT does not state it, but the topic often determines it.

use petasos_messages::{Component, Dialect, Topic};

/// The sender of a message, as far as its topic determines it. It is never guessed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Sender {
    /// Only this component sends it.
    One(Component),
    /// Any of these may have sent it; the most frequent sender comes first.
    OneOf(Vec<Component>),
    /// Any component may have sent it.
    Unknown,
}

impl Sender {
    /// The sender of messages on this topic. `None`: the dialect of the installation is not known, so it may be any.
    pub fn of(topic: &str, dialect: Option<Dialect>) -> Self {
        let Ok(topic) = topic.parse::<Topic>() else { return Self::Unknown };
        let dialects = dialect.as_ref().map_or(&Dialect::ALL[..], std::slice::from_ref);
        let mut components = Vec::new();
        for name in dialects.iter().flat_map(|dialect| topic.sender(*dialect).split(" or ")) {
            let Some(component) = component_of_name(name) else { return Self::Unknown };
            if !components.contains(&component) {
                components.push(component);
            }
        }
        match components.as_slice() {
            [] => Self::Unknown,
            [one] => Self::One(*one),
            _ => Self::OneOf(components),
        }
    }

    /// Whether this component may have sent it.
    pub fn may_be(&self, component: Component) -> bool {
        match self {
            Self::One(one) => *one == component,
            Self::OneOf(components) => components.contains(&component),
            Self::Unknown => true,
        }
    }

    /// The component that sends it, or most often does.
    pub(crate) fn usual(&self) -> Option<Component> {
        match self {
            Self::One(component) => Some(*component),
            Self::OneOf(components) => components.first().copied(),
            Self::Unknown => None,
        }
    }
}

/// The component with this name in the table of the protocol or in a dialect; `None` for anybody.
fn component_of_name(name: &str) -> Option<Component> {
    Some(match name {
        "anybody" => return None,
        "dialogue manager" => Component::DialogueManager,
        "hotword" => Component::Hotword,
        "asr" => Component::Asr,
        "nlu" => Component::Nlu,
        "tts" => Component::Tts,
        "audio server" => Component::AudioServer,
        "voice activity" => Component::VoiceActivity,
        "skill" => Component::Skill,
        "satellite" => Component::Satellite,
        "core" => Component::Core,
        _ => Component::Other,
    })
}

#[cfg(test)]
mod tests {
    use petasos_messages::CHANNELS;

    use super::*;

    fn words(topic: &str, dialect: Dialect) -> String {
        match Sender::of(topic, Some(dialect)) {
            Sender::One(component) => component.to_string(),
            Sender::OneOf(components) => {
                components.iter().map(|component| component.as_str()).collect::<Vec<_>>().join("|")
            }
            Sender::Unknown => "?".to_owned(),
        }
    }

    #[test]
    fn rhasspys_nlu_publishes_intents_itself() {
        assert_eq!(words("hermes/intent/LightOn", Dialect::RHASSPY), "nlu");
        assert_eq!(words("hermes/nlu/intentNotRecognized", Dialect::RHASSPY), "nlu|dialogueManager");
        assert_eq!(words("hermes/asr/startListening", Dialect::RHASSPY), "dialogueManager|other");
        assert_eq!(words("hermes/hotword/toggleOff", Dialect::RHASSPY), "dialogueManager|skill|other");
        assert_eq!(
            words("hermes/audioServer/a/playBytes/1", Dialect::RHASSPY),
            "tts|dialogueManager|skill|other"
        );
    }

    #[test]
    fn snipss_dialogue_manager_publishes_intents() {
        assert_eq!(words("hermes/intent/me:LightOn", Dialect::SNIPS), "dialogueManager");
        assert_eq!(words("hermes/nlu/intentNotRecognized", Dialect::SNIPS), "nlu");
        assert_eq!(words("hermes/asr/startListening", Dialect::SNIPS), "dialogueManager");
        assert_eq!(words("hermes/hotword/default/detected", Dialect::SNIPS), "hotword");
        assert_eq!(words("hermes/audioServer/a/playBytes/1", Dialect::SNIPS), "tts|dialogueManager|skill");
    }

    #[test]
    fn alices_dialogue_manager_starts_sessions_like_a_skill() {
        assert_eq!(words("hermes/intent/GetTime", Dialect::ALICE), "dialogueManager");
        assert_eq!(words("hermes/dialogueManager/startSession", Dialect::ALICE), "skill|dialogueManager");
        assert_eq!(words("hermes/tts/sayFinished", Dialect::ALICE), "tts|audioServer");
        assert_eq!(words("hermes/hotword/toggleOff", Dialect::ALICE), "dialogueManager");
        assert_eq!(words("projectalice/devices/heartbeat", Dialect::ALICE), "satellite");
    }

    #[test]
    fn if_dialects_agree_one_component_sends_it() {
        for dialect in Dialect::ALL {
            assert_eq!(words("hermes/dialogueManager/sessionStarted", dialect), "dialogueManager");
            assert_eq!(words("hermes/dialogueManager/endSession", dialect), "skill");
            assert_eq!(words("hermes/audioServer/kitchen/audioFrame", dialect), "audioServer");
        }
    }

    #[test]
    fn what_anybody_may_send_has_no_sender() {
        for topic in ["hermes/asr/versionRequest", "zigbee2mqtt/lamp", "", "hermes/intent/", "#"] {
            assert_eq!(words(topic, Dialect::SNIPS), "?", "{topic}");
        }
    }

    #[test]
    fn without_a_dialect_every_dialects_sender_may_be_it() {
        let sender = Sender::of("hermes/intent/LightOn", None);
        assert_eq!(sender, Sender::OneOf(vec![Component::Nlu, Component::DialogueManager]));
        assert_eq!(sender.usual(), Some(Component::Nlu));
        assert!(sender.may_be(Component::DialogueManager) && !sender.may_be(Component::Tts));
    }

    /// Only these of the table's words are not components of their own; a new word must be added here.
    #[test]
    fn every_word_of_the_table_is_known() {
        let others = ["training", "g2p", "intent handler", "injection", "trainer", "Node-RED", "device"];
        for name in CHANNELS.iter().flat_map(|channel| channel.from.split(" or ")) {
            let other = component_of_name(name) == Some(Component::Other);
            assert_eq!(other, others.contains(&name), "{name}");
        }
    }
}
