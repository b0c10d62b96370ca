//! Topic filters to subscribe with, so that no other crate writes a topic by hand.
//!
//! A topic without parameters is its own filter: `Topic::TextCaptured.to_string()`.

/// Any wake word, heard anywhere.
pub const HOTWORD_DETECTED: &str = "hermes/hotword/+/detected";
/// Any intent, whatever its name.
pub const INTENT: &str = "hermes/intent/#";
/// Sound to be played, anywhere.
pub const PLAY_BYTES: &str = "hermes/audioServer/+/playBytes/#";
/// Sound that was played, anywhere.
pub const PLAY_FINISHED: &str = "hermes/audioServer/+/playFinished";
