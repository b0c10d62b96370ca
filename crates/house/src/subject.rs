//! What a message is about.

use petasos_messages::{Message, SessionId, SiteId};

/// What there is to know about a message without looking inside.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// Where.
    pub(crate) site: Option<&'a SiteId>,
    /// In which session.
    pub(crate) session: Option<&'a SessionId>,
}

/// What a message of a conversation is about. Others say nothing.
pub(crate) fn subject(message: &Message) -> Subject<'_> {
    use Message as M;
    let (site, session) = match message {
        M::StartSession(m) => (m.site_id.as_ref(), None),
        M::Configure(m) => (m.site_id.as_ref(), None),
        M::HotwordLoaded(m) | M::AsrLoaded(m) => (m.site_id.as_ref(), None),
        M::PlayBytes(m) => (Some(&m.site_id), None),
        M::PlayFinished(m) => (Some(&m.site_id), None),

        M::ContinueSession(m) => (None, Some(&m.session_id)),
        M::EndSession(m) => (None, Some(&m.session_id)),
        M::PartialQuery(m) => (None, m.session_id.as_ref()),
        M::SlotParsed(m) => (None, m.session_id.as_ref()),

        M::SessionQueued(m) => (Some(&m.site_id), Some(&m.session_id)),
        M::SessionStarted(m) => (Some(&m.site_id), Some(&m.session_id)),
        M::SessionEnded(m) => (Some(&m.site_id), Some(&m.session_id)),
        M::DialogueIntentNotRecognized(m) => (Some(&m.site_id), Some(&m.session_id)),

        M::HotwordDetected(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::HotwordToggleOn(m)
        | M::HotwordToggleOff(m)
        | M::AsrToggleOn(m)
        | M::AsrToggleOff(m)
        | M::SoundFeedbackToggleOn(m)
        | M::SoundFeedbackToggleOff(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::StartListening(m) => (Some(&m.site_id), m.session_id.as_ref()),
        M::StopListening(m) => (Some(&m.site_id), m.session_id.as_ref()),
        M::TextCaptured(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::RecordingFinished(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::NluQuery(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::IntentParsed(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::NluIntentNotRecognized(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::Intent(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::Say(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::SayFinished(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::DialogueError(m)
        | M::HotwordError(m)
        | M::AsrError(m)
        | M::NluError(m)
        | M::TtsError(m)
        | M::AudioPlayError(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        _ => (None, None),
    };
    Subject { site, session }
}
