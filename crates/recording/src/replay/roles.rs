//! Which component is tested, and which are played.

use std::collections::BTreeSet;

use petasos_messages::payload::ToggleReason;
use petasos_messages::{Component, Dialect, Message};

use crate::Sender;

/// Which component is tested, and which are played. By default the dialogue manager is tested and all others are played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    tested: Component,
    /// `None`: all others.
    played: Option<BTreeSet<Component>>,
}

/// What a message is in a replay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// It is sent to the tested component.
    Input,
    /// It is expected from the tested component.
    Output,
    /// It is neither played nor expected.
    Neither,
}

impl Default for Roles {
    fn default() -> Self {
        Self::testing(Component::DialogueManager)
    }
}

impl Roles {
    /// Tests this component, and plays all others.
    pub fn testing(tested: Component) -> Self {
        Self { tested, played: None }
    }

    /// Plays only these. The others run themselves; their messages are neither played nor compared.
    #[must_use]
    pub fn playing(self, components: impl IntoIterator<Item = Component>) -> Self {
        Self { played: Some(components.into_iter().collect()), ..self }
    }

    /// The component that is tested.
    pub fn tested(&self) -> Component {
        self.tested
    }

    /// What the messages of a sender are.
    pub(super) fn direction(&self, from: Option<Component>) -> Direction {
        match from {
            Some(component) if component == self.tested => Direction::Output,
            Some(component) if self.played.as_ref().is_none_or(|played| played.contains(&component)) => {
                Direction::Input
            }
            _ => Direction::Neither,
        }
    }
}

/// What earlier messages reveal about the senders of later ones.
#[derive(Debug, Default)]
pub(super) struct SenderContext {
    /// The request ids of speech.
    spoken: BTreeSet<String>,
    /// The sessions in which the NLU has to answer.
    asked: BTreeSet<String>,
}

impl SenderContext {
    /// The sender of a message. If its topic is ambiguous, its content and the messages before it decide.
    pub(super) fn sender(
        &self,
        from: &Sender,
        topic: &str,
        message: Option<&Message>,
        dialect: Dialect,
    ) -> Option<Component> {
        let known = match from {
            Sender::Unknown => &Sender::of(topic, Some(dialect)),
            known => known,
        };
        let (Sender::OneOf(components), Some(message)) = (known, message) else { return known.usual() };
        let managed = match message {
            Message::PlayBytes(play) => !self.spoken.contains(play.request_id.as_str()),
            Message::NluIntentNotRecognized(denial) => {
                let unasked = denial.session_id.as_ref().is_some_and(|id| !self.asked.contains(id.as_str()));
                denial.id.is_none() && unasked
            }
            Message::Say(say) => say.session_id.is_some(),
            Message::HotwordToggleOn(toggle)
            | Message::HotwordToggleOff(toggle)
            | Message::AsrToggleOn(toggle)
            | Message::AsrToggleOff(toggle) => {
                !matches!(toggle.reason, Some(ToggleReason::Unknown | ToggleReason::Other(_)))
            }
            _ => return known.usual(),
        };
        let fits = |component: &&Component| (**component == Component::DialogueManager) == managed;
        components.iter().find(fits).copied().or(known.usual())
    }

    /// Learns from a message.
    pub(super) fn note(&mut self, message: Option<&Message>) {
        let session = |message: &Message| message.subject().session.map(|id| id.as_str().to_owned());
        match message {
            Some(Message::Say(say)) => self.spoken.extend(say.id.as_ref().map(|id| id.as_str().to_owned())),
            Some(message @ Message::NluQuery(_)) => self.asked.extend(session(message)),
            Some(
                message
                @ (Message::IntentParsed(_) | Message::NluIntentNotRecognized(_) | Message::Intent(_)),
            ) => {
                session(message).map(|id| self.asked.remove(&id));
            }
            _ => {}
        }
    }
}
