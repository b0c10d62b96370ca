//! Topic filters to subscribe with, so that no other crate writes a topic by hand.

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

/// Sentences to be learnt by the NLU of any site (Rhasspy).
pub const NLU_TRAIN: &str = "rhasspy/nlu/+/train";

/// Whether managers are there.
pub const STATUS: &str = "petasos/+/status";
/// Questions for the list of sites.
pub const SITES_REQUEST: &str = "petasos/+/sites/request";
/// Questions for the list of sessions.
pub const SESSIONS_REQUEST: &str = "petasos/+/sessions/request";
/// Questions for what was said last.
pub const RECORDING_REQUEST: &str = "petasos/+/recording/request";
/// Whether skills are there, and what they handle.
pub const SKILL_STATUS: &str = "petasos/skills/+/status";
/// Skills that need longer for an answer.
pub const SKILL_WORKING: &str = "petasos/skills/+/working";

// Topics without a variable level.

/// `hermes/dialogueManager/startSession`.
pub const START_SESSION: &str = "hermes/dialogueManager/startSession";
/// `hermes/dialogueManager/continueSession`.
pub const CONTINUE_SESSION: &str = "hermes/dialogueManager/continueSession";
/// `hermes/dialogueManager/endSession`.
pub const END_SESSION: &str = "hermes/dialogueManager/endSession";
/// `hermes/dialogueManager/configure`.
pub const CONFIGURE: &str = "hermes/dialogueManager/configure";
/// `hermes/dialogueManager/toggleOn`.
pub const DIALOGUE_TOGGLE_ON: &str = "hermes/dialogueManager/toggleOn";
/// `hermes/dialogueManager/toggleOff`.
pub const DIALOGUE_TOGGLE_OFF: &str = "hermes/dialogueManager/toggleOff";
/// `hermes/dialogueManager/versionRequest`.
pub const DIALOGUE_VERSION_REQUEST: &str = "hermes/dialogueManager/versionRequest";
/// `hermes/dialogueManager/sessionStarted`.
pub const SESSION_STARTED: &str = "hermes/dialogueManager/sessionStarted";
/// `hermes/dialogueManager/sessionQueued`.
pub const SESSION_QUEUED: &str = "hermes/dialogueManager/sessionQueued";
/// `hermes/hotword/toggleOn`.
pub const HOTWORD_TOGGLE_ON: &str = "hermes/hotword/toggleOn";
/// `hermes/hotword/toggleOff`.
pub const HOTWORD_TOGGLE_OFF: &str = "hermes/hotword/toggleOff";
/// `hermes/asr/textCaptured`.
pub const TEXT_CAPTURED: &str = "hermes/asr/textCaptured";
/// `hermes/asr/loaded`.
pub const ASR_LOADED: &str = "hermes/asr/loaded";
/// `hermes/error/asr`.
pub const ASR_ERROR: &str = "hermes/error/asr";
/// `hermes/asr/error`.
pub const ASR_ERROR_OF_SNIPS: &str = "hermes/asr/error";
/// `hermes/nlu/query`.
pub const NLU_QUERY: &str = "hermes/nlu/query";
/// `hermes/nlu/partialQuery`.
pub const PARTIAL_QUERY: &str = "hermes/nlu/partialQuery";
/// `hermes/nlu/reload`.
pub const NLU_RELOAD: &str = "hermes/nlu/reload";
/// `hermes/nlu/versionRequest`.
pub const NLU_VERSION_REQUEST: &str = "hermes/nlu/versionRequest";
/// `hermes/nlu/intentParsed`.
pub const INTENT_PARSED: &str = "hermes/nlu/intentParsed";
/// `hermes/nlu/slotParsed`.
pub const SLOT_PARSED: &str = "hermes/nlu/slotParsed";
/// `hermes/nlu/intentNotRecognized`.
pub const NLU_INTENT_NOT_RECOGNIZED: &str = "hermes/nlu/intentNotRecognized";
/// `hermes/error/nlu`.
pub const NLU_ERROR: &str = "hermes/error/nlu";
/// `hermes/nlu/error`.
pub const NLU_ERROR_OF_SNIPS: &str = "hermes/nlu/error";
/// `hermes/tts/say`.
pub const SAY: &str = "hermes/tts/say";
/// `hermes/tts/sayFinished`.
pub const SAY_FINISHED: &str = "hermes/tts/sayFinished";
/// `hermes/error/tts`.
pub const TTS_ERROR: &str = "hermes/error/tts";
/// `hermes/tts/error`.
pub const TTS_ERROR_OF_SNIPS: &str = "hermes/tts/error";
/// `hermes/error/audioServer/play`.
pub const AUDIO_PLAY_ERROR: &str = "hermes/error/audioServer/play";
/// `hermes/feedback/sound/toggleOn`.
pub const SOUND_FEEDBACK_TOGGLE_ON: &str = "hermes/feedback/sound/toggleOn";
/// `hermes/feedback/sound/toggleOff`.
pub const SOUND_FEEDBACK_TOGGLE_OFF: &str = "hermes/feedback/sound/toggleOff";
/// Errors of audio servers (Snips).
pub const AUDIO_SERVER_ERROR: &str = "hermes/audioServer/+/error";

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
            ("NluTrain", NLU_TRAIN),
            ("Status", STATUS),
            ("SitesRequest", SITES_REQUEST),
            ("SessionsRequest", SESSIONS_REQUEST),
            ("SkillStatus", SKILL_STATUS),
            ("SkillWorking", SKILL_WORKING),
        ] {
            assert_eq!(filter_of(topic), filter, "{topic}");
        }
        for (topic, filter) in [("Intent", INTENT), ("PlayBytes", PLAY_BYTES)] {
            let any_depth = filter_of(topic).strip_suffix('+').map(|start| format!("{start}#"));
            assert_eq!(any_depth.as_deref(), Some(filter), "the last id of {topic} may contain /");
        }
    }

    #[test]
    fn fixed_topics_are_topics_of_the_protocol() {
        let fixed = [
            START_SESSION,
            CONTINUE_SESSION,
            END_SESSION,
            CONFIGURE,
            DIALOGUE_TOGGLE_ON,
            DIALOGUE_TOGGLE_OFF,
            DIALOGUE_VERSION_REQUEST,
            SESSION_STARTED,
            SESSION_QUEUED,
            HOTWORD_TOGGLE_ON,
            HOTWORD_TOGGLE_OFF,
            TEXT_CAPTURED,
            ASR_LOADED,
            ASR_ERROR,
            ASR_ERROR_OF_SNIPS,
            NLU_QUERY,
            PARTIAL_QUERY,
            NLU_RELOAD,
            NLU_VERSION_REQUEST,
            INTENT_PARSED,
            SLOT_PARSED,
            NLU_INTENT_NOT_RECOGNIZED,
            NLU_ERROR,
            NLU_ERROR_OF_SNIPS,
            SAY,
            SAY_FINISHED,
            TTS_ERROR,
            TTS_ERROR_OF_SNIPS,
            AUDIO_PLAY_ERROR,
            SOUND_FEEDBACK_TOGGLE_ON,
            SOUND_FEEDBACK_TOGGLE_OFF,
        ];
        for topic in fixed {
            assert_eq!(topic.parse::<crate::Topic>().map(|parsed| parsed.to_string()).as_deref(), Ok(topic));
        }
    }
}
