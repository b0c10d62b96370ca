//! What users do, and what happens at a site.

use petasos_messages::{Component, Message, SiteId};

/// What a user does at a site.
///
/// To say something, keep silent or make a noise needs an open microphone. While a session is active, the user waits for it;
/// otherwise they say the wake word first. If the session ends before the microphone opens, they say the wake word once more. Words
/// that no microphone opens for are [not said](SiteEvent::Unsaid).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UserAction {
    /// Says the wake word, and nothing else.
    Wake,
    /// Says something: at most 4,096 characters.
    Say(String),
    /// Says nothing until the ASR gives up: see [`Pace::silence`](super::Pace::silence).
    KeepSilent,
    /// Makes a noise that contains no words.
    Noise,
}

/// An output of [`SimulatedSites`](super::SimulatedSites).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// A message to publish.
    Publish(Message),
    /// Something happened at a site.
    Event(SiteId, SiteEvent),
}

/// What a user would notice at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SiteEvent {
    /// The wake word was detected.
    WakeWord,
    /// The wake word was said while the hotword service was off.
    WakeWordIgnored,
    /// The microphone opened.
    Listening,
    /// The ASR captured these words; none for silence or noise.
    Heard(String),
    /// The microphone closed before the ASR captured anything.
    StoppedListening,
    /// These words were not said, as no microphone opened for them.
    Unsaid(String),
    /// The loudspeaker starts to play this speech.
    Speaking(String),
    /// The speech was played to its end.
    FinishedSpeaking,
    /// A broken component did not do what it was asked for.
    Broken(Component),
}
