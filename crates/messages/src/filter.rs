//! Topic filters to subscribe with, so that no other crate writes a topic by hand.
//!
//! A topic without parameters is its own filter: `Topic::TextCaptured.to_string()`.

/// Everything that is said in Hermes.
pub const HERMES: &str = "hermes/#";
/// Everything that Rhasspy adds.
pub const RHASSPY: &str = "rhasspy/#";
/// Everything that Project Alice adds.
pub const ALICE: &str = "projectalice/#";
/// Everything that Petasos adds.
pub const PETASOS: &str = "petasos/#";

/// Any wake word, heard anywhere.
pub const HOTWORD_DETECTED: &str = "hermes/hotword/+/detected";
/// Any wake word detector that has started (Snips).
pub const HOTWORD_LOADED: &str = "hermes/hotword/+/loaded";
/// Any wake word detector that has trouble (Snips).
pub const HOTWORD_ERROR: &str = "hermes/hotword/+/error";
/// Any intent, whatever its name.
pub const INTENT: &str = "hermes/intent/#";
/// Sound to be played, anywhere.
pub const PLAY_BYTES: &str = "hermes/audioServer/+/playBytes/#";
/// Sound that was played, anywhere.
pub const PLAY_FINISHED: &str = "hermes/audioServer/+/playFinished";
/// What microphones hear, anywhere.
pub const AUDIO_FRAME: &str = "hermes/audioServer/+/audioFrame";

/// Whether managers are there.
pub const STATUS: &str = "petasos/+/status";
/// Questions for the list of sites.
pub const SITES_REQUEST: &str = "petasos/+/sites/request";
/// Questions for the list of sessions.
pub const SESSIONS_REQUEST: &str = "petasos/+/sessions/request";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CHANNELS;

    /// The filter of an address: each parameter is any level.
    fn filter_of(topic: &str) -> String {
        let channel = CHANNELS.iter().find(|channel| channel.topic == topic).unwrap();
        let levels = channel
            .address()
            .split('/')
            .map(|level| if level.starts_with('{') { "+" } else { level }.to_owned())
            .collect::<Vec<_>>();
        levels.join("/")
    }

    #[test]
    fn each_filter_is_that_of_its_topic() {
        for (topic, filter) in [
            ("HotwordDetected", HOTWORD_DETECTED),
            ("HotwordLoaded", HOTWORD_LOADED),
            ("HotwordErrorOfSnips", HOTWORD_ERROR),
            ("PlayFinished", PLAY_FINISHED),
            ("AudioFrame", AUDIO_FRAME),
            ("Status", STATUS),
            ("SitesRequest", SITES_REQUEST),
            ("SessionsRequest", SESSIONS_REQUEST),
        ] {
            assert_eq!(filter_of(topic), filter, "{topic}");
        }
        for (topic, filter) in [("Intent", INTENT), ("PlayBytes", PLAY_BYTES)] {
            let any_depth = filter_of(topic).strip_suffix('+').map(|start| format!("{start}#"));
            assert_eq!(any_depth.as_deref(), Some(filter), "the last id of {topic} may contain /");
        }
    }
}
