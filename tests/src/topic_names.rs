//! The topics that several tests name.

pub const DETECTED: &str = "hermes/hotword/default/detected";
pub const HOTWORD_ON: &str = "hermes/hotword/toggleOn";
pub const HOTWORD_OFF: &str = "hermes/hotword/toggleOff";
pub const START: &str = "hermes/dialogueManager/startSession";
pub const CONTINUE: &str = "hermes/dialogueManager/continueSession";
pub const END: &str = "hermes/dialogueManager/endSession";
pub const CONFIGURE: &str = "hermes/dialogueManager/configure";
pub const STARTED: &str = "hermes/dialogueManager/sessionStarted";
pub const QUEUED: &str = "hermes/dialogueManager/sessionQueued";
pub const ENDED: &str = "hermes/dialogueManager/sessionEnded";
pub const LISTEN: &str = "hermes/asr/startListening";
pub const STOP_LISTENING: &str = "hermes/asr/stopListening";
pub const CAPTURED: &str = "hermes/asr/textCaptured";
pub const QUERY: &str = "hermes/nlu/query";
pub const PARSED: &str = "hermes/nlu/intentParsed";
pub const NOT_RECOGNIZED: &str = "hermes/nlu/intentNotRecognized";
pub const SAY: &str = "hermes/tts/say";
pub const SAY_FINISHED: &str = "hermes/tts/sayFinished";
