use std::time::Duration;

use petasos_messages::Dialect;

use super::DialogueProfile;
use crate::Sound;
use crate::phase_table::PhaseTable;
use crate::plan::Plans;
use crate::plan::Step::{
    Announce, Close, Listen, Mute, NotUnderstood, Play, Query, Queue, Say, Silence, StopListening,
};
use crate::timeouts::Timeouts;

/// Snips 0.64.
pub(super) static PROFILE: DialogueProfile = DialogueProfile {
    dialect: Dialect::SNIPS,
    table: PhaseTable::COMMON,
    plans: Plans {
        wake: &[StopListening, Mute, Announce, Play(Sound::Wake), Say, Listen],
        wake_while_playing: &[StopListening, Mute, Announce, Play(Sound::Wake), Say, Listen],
        action: &[StopListening, Mute, Announce, Say, Listen],
        notification: &[StopListening, Mute, Queue, Announce, Say, Silence, Close],
        resume: &[StopListening, Mute, Say, Listen],
        // The NLU is queried only after the sound that confirms the recording.
        captured: &[StopListening, Play(Sound::Recorded), Silence, Query],
        unclear: &[StopListening, Play(Sound::Recorded), NotUnderstood],
    },
    stops_before_end: false,
    stops_after_end: true,
    ends_without_session: true,
    stays_muted_between_sessions: false,
    always_informs_skill: false,
    timeouts: Timeouts {
        listening: Duration::from_secs(15),
        understanding: Duration::from_secs(15),
        skill: Duration::from_secs(5),
        ..Timeouts::COMMON
    },
    retries: 0,
    sends_audio_captured: false,
    has_cancel_words: true,
};
