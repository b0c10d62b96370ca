//! Who has sent a message. MQTT does not say; topics tell a lot, and what came before tells more.

use petasos_messages::{Dialect, Topic};

use crate::Role;

/// Who has sent a message, as far as its topic tells. What is ambiguous is marked, never guessed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Sender {
    /// Only this part sends it.
    One(Role),
    /// Each of these may have sent it; whoever mostly does comes first.
    OneOf(Vec<Role>),
    /// Anybody may have.
    Unknown,
}

impl Sender {
    /// Who sends messages with this topic, in a house of this dialect.
    ///
    /// An installation whose dialect is not known may speak any.
    pub fn of(topic: &str, dialect: Option<Dialect>) -> Self {
        match topic.parse() {
            Ok(topic) => Self::of_topic(&topic, dialect),
            Err(_) => Self::Unknown,
        }
    }

    /// As [`of`](Self::of), for a topic that was read already.
    pub fn of_topic(topic: &Topic, dialect: Option<Dialect>) -> Self {
        let Some(dialect) = dialect else {
            return Self::in_any_dialect(topic);
        };
        Self::of_names(dialect.sender(topic))
    }

    /// Whether this part may have sent it. Anybody may have sent what nobody knows the sender of.
    pub fn may_be(&self, role: Role) -> bool {
        match self {
            Self::One(one) => *one == role,
            Self::OneOf(roles) => roles.contains(&role),
            Self::Unknown => true,
        }
    }

    /// The part that sends it, or mostly does.
    pub fn usual(&self) -> Option<Role> {
        match self {
            Self::One(role) => Some(*role),
            Self::OneOf(roles) => roles.first().copied(),
            Self::Unknown => None,
        }
    }

    /// These, as it is said best.
    fn among(roles: Vec<Role>) -> Self {
        match roles.as_slice() {
            [] => Self::Unknown,
            [one] => Self::One(*one),
            _ => Self::OneOf(roles),
        }
    }

    fn in_any_dialect(topic: &Topic) -> Self {
        let mut all = Vec::new();
        for dialect in Dialect::ALL {
            match Self::of_topic(topic, Some(dialect)) {
                Self::One(role) => all.push(role),
                Self::OneOf(roles) => all.extend(roles),
                Self::Unknown => return Self::Unknown,
            }
        }
        let mut different = Vec::with_capacity(all.len());
        for role in all {
            if !different.contains(&role) {
                different.push(role);
            }
        }
        Self::among(different)
    }

    /// Names, as the table of the protocol and the dialects write them.
    fn of_names(names: &str) -> Self {
        names.split(" or ").map(role_of_name).collect::<Option<_>>().map_or(Self::Unknown, Self::among)
    }
}

/// `None` for anybody.
fn role_of_name(name: &str) -> Option<Role> {
    Some(match name {
        "anybody" => return None,
        "dialogue manager" => Role::DialogueManager,
        "hotword" => Role::Hotword,
        "asr" => Role::Asr,
        "nlu" => Role::Nlu,
        "tts" => Role::Tts,
        "audio server" => Role::AudioServer,
        "voice activity" => Role::VoiceActivity,
        "skill" => Role::Skill,
        "satellite" => Role::Satellite,
        "core" => Role::Core,
        _ => Role::Other,
    })
}

#[cfg(test)]
mod tests {
    use petasos_messages::CHANNELS;

    use super::*;

    fn words(topic: &str, dialect: Dialect) -> String {
        match Sender::of(topic, Some(dialect)) {
            Sender::One(role) => role.to_string(),
            Sender::OneOf(roles) => roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join("|"),
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
    fn where_dialects_agree_one_part_sends_it() {
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
        assert_eq!(sender, Sender::OneOf(vec![Role::Nlu, Role::DialogueManager]));
        assert_eq!(sender.usual(), Some(Role::Nlu));
        assert!(sender.may_be(Role::DialogueManager) && !sender.may_be(Role::Tts));
    }

    /// Only these of the table's words are no role of their own: a new word must be looked at here.
    #[test]
    fn every_word_of_the_table_is_known() {
        let others = ["training", "g2p", "intent handler", "injection", "trainer", "Node-RED", "device"];
        for name in CHANNELS.iter().flat_map(|channel| channel.from.split(" or ")) {
            let other = role_of_name(name) == Some(Role::Other);
            assert_eq!(other, others.contains(&name), "{name}");
        }
    }
}
