//! What people do, and what happens in a room.

use petasos_messages::{Message, SiteId};

/// A part of the rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Part {
    /// The wake word services.
    Hotword,
    /// The speech recognisers, and the microphones they listen to.
    Asr,
    /// The text to speech.
    Tts,
    /// The loudspeakers.
    Speaker,
}

/// What a person does in a room.
///
/// Whoever says something, keeps silent or makes a noise does it at once if the room listens, and as soon as it listens if a
/// conversation is going on; otherwise with the wake word before it. If the conversation is over before the room listens, the
/// wake word is said once more. What nobody listens for in the end is [unsaid](Scene::Unsaid).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Act {
    /// Says the wake word, and nothing else.
    Wake,
    /// Says something. Only the first 4,096 characters are said.
    Say(String),
    /// Says nothing, until the ASR gives up: see [`Pace::silence`](super::Pace::silence).
    KeepSilent,
    /// Makes a noise that is no words.
    Noise,
}

/// What the rooms want done, or tell.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// This is to be published.
    Publish(Message),
    /// This happened in a room.
    Scene(SiteId, Scene),
}

/// What happens in a room, as somebody who stands in it would tell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scene {
    /// The wake word was heard.
    WakeWord,
    /// The wake word was said, and is not listened for at present.
    WakeWordUnheard,
    /// The room listens.
    Listening,
    /// These words were understood as words; empty if there was only silence or noise.
    Heard(String),
    /// The room stopped listening before anything was said.
    NotListening,
    /// These words were not said: nobody listened for them.
    Unsaid(String),
    /// The room begins to say this.
    Says(String),
    /// It has said it to the end.
    Said,
    /// A part did not do what it was asked for, because it is broken.
    Broken(Part),
}
