//! What a message is called, and what it is about.

use petasos_messages::{Message, SessionId, SiteId};

/// What there is to know about a message without looking inside.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// Its topic, with `+` for every id in it.
    pub(crate) topic: &'static str,
    /// Where.
    pub(crate) site: Option<&'a SiteId>,
    /// In which session.
    pub(crate) session: Option<&'a SessionId>,
}

/// What a message is about.
pub(crate) fn subject(message: &Message) -> Subject<'_> {
    use Message as M;
    let about = |topic, site, session| Subject { topic, site, session };
    match message {
        M::StartSession(m) => about("hermes/dialogueManager/startSession", m.site_id.as_ref(), None),
        M::ContinueSession(m) => about("hermes/dialogueManager/continueSession", None, Some(&m.session_id)),
        M::EndSession(m) => about("hermes/dialogueManager/endSession", None, Some(&m.session_id)),
        M::SessionQueued(m) => {
            about("hermes/dialogueManager/sessionQueued", Some(&m.site_id), Some(&m.session_id))
        }
        M::SessionStarted(m) => {
            about("hermes/dialogueManager/sessionStarted", Some(&m.site_id), Some(&m.session_id))
        }
        M::SessionEnded(m) => {
            about("hermes/dialogueManager/sessionEnded", Some(&m.site_id), Some(&m.session_id))
        }
        M::DialogueIntentNotRecognized(m) => {
            about("hermes/dialogueManager/intentNotRecognized", Some(&m.site_id), Some(&m.session_id))
        }
        M::Configure(m) => about("hermes/dialogueManager/configure", m.site_id.as_ref(), None),
        M::DialogueToggleOn => about("hermes/dialogueManager/toggleOn", None, None),
        M::DialogueToggleOff => about("hermes/dialogueManager/toggleOff", None, None),
        M::DialogueVersionRequest => about("hermes/dialogueManager/versionRequest", None, None),
        M::DialogueVersion(_) => about("hermes/dialogueManager/version", None, None),
        M::DialogueError(m) => {
            about("hermes/error/dialogueManager", m.site_id.as_ref(), m.session_id.as_ref())
        }
        M::HotwordDetected(m) => {
            about("hermes/hotword/+/detected", m.site_id.as_ref(), m.session_id.as_ref())
        }
        M::HotwordToggleOn(m) => about("hermes/hotword/toggleOn", m.site_id.as_ref(), m.session_id.as_ref()),
        M::HotwordToggleOff(m) => {
            about("hermes/hotword/toggleOff", m.site_id.as_ref(), m.session_id.as_ref())
        }
        M::HotwordLoaded(m) => about("hermes/hotword/loaded", m.site_id.as_ref(), None),
        M::HotwordError(m) => about("hermes/error/hotword", m.site_id.as_ref(), m.session_id.as_ref()),
        M::AsrToggleOn(m) => about("hermes/asr/toggleOn", m.site_id.as_ref(), m.session_id.as_ref()),
        M::AsrToggleOff(m) => about("hermes/asr/toggleOff", m.site_id.as_ref(), m.session_id.as_ref()),
        M::StartListening(m) => about("hermes/asr/startListening", Some(&m.site_id), m.session_id.as_ref()),
        M::StopListening(m) => about("hermes/asr/stopListening", Some(&m.site_id), m.session_id.as_ref()),
        M::TextCaptured(m) => about("hermes/asr/textCaptured", m.site_id.as_ref(), m.session_id.as_ref()),
        M::RecordingFinished(m) => {
            about("rhasspy/asr/recordingFinished", m.site_id.as_ref(), m.session_id.as_ref())
        }
        M::AsrLoaded(m) => about("hermes/asr/loaded", m.site_id.as_ref(), None),
        M::AsrError(m) => about("hermes/error/asr", m.site_id.as_ref(), m.session_id.as_ref()),
        M::NluQuery(m) => about("hermes/nlu/query", m.site_id.as_ref(), m.session_id.as_ref()),
        M::PartialQuery(m) => about("hermes/nlu/partialQuery", None, m.session_id.as_ref()),
        M::SlotParsed(m) => about("hermes/nlu/slotParsed", None, m.session_id.as_ref()),
        M::IntentParsed(m) => about("hermes/nlu/intentParsed", m.site_id.as_ref(), m.session_id.as_ref()),
        M::NluIntentNotRecognized(m) => {
            about("hermes/nlu/intentNotRecognized", m.site_id.as_ref(), m.session_id.as_ref())
        }
        M::NluError(m) => about("hermes/error/nlu", m.site_id.as_ref(), m.session_id.as_ref()),
        M::Intent(m) => about("hermes/intent/+", m.site_id.as_ref(), m.session_id.as_ref()),
        M::Say(m) => about("hermes/tts/say", m.site_id.as_ref(), m.session_id.as_ref()),
        M::SayFinished(m) => about("hermes/tts/sayFinished", m.site_id.as_ref(), m.session_id.as_ref()),
        M::TtsError(m) => about("hermes/error/tts", m.site_id.as_ref(), m.session_id.as_ref()),
        M::PlayBytes(m) => about("hermes/audioServer/+/playBytes/+", Some(&m.site_id), None),
        M::PlayFinished(m) => about("hermes/audioServer/+/playFinished", Some(&m.site_id), None),
        M::AudioPlayError(m) => {
            about("hermes/error/audioServer/play", m.site_id.as_ref(), m.session_id.as_ref())
        }
        M::SoundFeedbackToggleOn(m) => about("hermes/feedback/sound/toggleOn", m.site_id.as_ref(), None),
        M::SoundFeedbackToggleOff(m) => about("hermes/feedback/sound/toggleOff", m.site_id.as_ref(), None),
        _ => about("", None, None),
    }
}

/// Whether an MQTT topic filter takes a topic of [`Subject::topic`].
pub(crate) fn matches(filter: &str, topic: &str) -> bool {
    let mut topic = topic.split('/');
    for wanted in filter.split('/') {
        match (wanted, topic.next()) {
            ("#", _) => return true,
            (_, None) => return false,
            (wanted, Some(level)) if wanted == "+" || wanted == level => {}
            _ => return false,
        }
    }
    topic.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_take_what_mqtt_says() {
        assert!(matches("hermes/intent/#", "hermes/intent/+"));
        assert!(matches("hermes/hotword/+/detected", "hermes/hotword/+/detected"));
        assert!(matches("hermes/#", "hermes/tts/say"));
        assert!(!matches("hermes/tts/say", "hermes/tts/sayFinished"));
        assert!(!matches("hermes/hotword/+/detected", "hermes/hotword/toggleOn"));
        assert!(!matches("hermes/tts", "hermes/tts/say"));
    }
}
