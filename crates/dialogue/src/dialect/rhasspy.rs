use std::time::Duration;

use petasos_messages::Dialect;

use super::DialogueProfile;
use crate::Sound;
use crate::phase_table::{ENDS, Input, PhaseTable, UNTIL_ENDING};
use crate::plan::Plans;
use crate::plan::Step::{
    Announce, Close, DenyForNlu, Listen, Mute, NotUnderstood, Play, Query, Say, Silence, StopListening,
    Unmute,
};
use crate::timeouts::Timeouts;

/// Rhasspy 2.5 (rhasspy-dialogue-hermes 0.6.1).
pub(super) static PROFILE: DialogueProfile = DialogueProfile {
    dialect: Dialect::RHASSPY,
    table: PhaseTable::COMMON
        // Other components may query the NLU for a session (rhasspy-test relies on it).
        .with(Input::IntentNotRecognized, UNTIL_ENDING)
        // Satellites have a button that starts a session immediately.
        .with(Input::StartUrgentSession, ENDS),
    plans: Plans {
        wake: &[Play(Sound::Wake), Silence, Announce, Mute, Say, Listen],
        wake_while_playing: &[Announce, Mute, Play(Sound::Wake), Say, Listen],
        action: &[Announce, Mute, Say, Listen],
        notification: &[Announce, Say, Silence, Close],
        resume: &[StopListening, Mute, Say, Listen],
        // The query is sent before the sound that confirms the recording.
        captured: &[StopListening, Unmute, Query, Play(Sound::Recorded)],
        unclear: &[StopListening, Unmute, DenyForNlu, Play(Sound::Recorded), NotUnderstood],
    },
    stops_before_end: true,
    stops_after_end: false,
    ends_without_session: false,
    stays_muted_between_sessions: true,
    always_informs_skill: false,
    timeouts: Timeouts {
        // Rhasspy's session timeout.
        listening: Duration::from_secs(30),
        skill: Duration::from_secs(30),
        ..Timeouts::COMMON
    },
    retries: 0,
    sends_audio_captured: true,
    has_cancel_words: false,
};
