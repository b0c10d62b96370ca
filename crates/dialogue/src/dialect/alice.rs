use petasos_messages::Dialect;

use super::DialogueProfile;
use crate::Sound;
use crate::phase_table::PhaseTable;
use crate::plan::Plans;
use crate::plan::Step::{
    Announce, Close, Listen, Mute, NotUnderstood, Play, Query, Say, Silence, StopListening,
};
use crate::timeouts::Timeouts;

/// Project Alice 1.0.0-rc3. Its satellites need the single Off/On pair per session.
pub(super) static PROFILE: DialogueProfile = DialogueProfile {
    dialect: Dialect::ALICE,
    table: PhaseTable::COMMON,
    plans: Plans {
        wake: &[Mute, Announce, Play(Sound::Wake), Say, Listen],
        wake_while_playing: &[Mute, Announce, Play(Sound::Wake), Say, Listen],
        action: &[Mute, Announce, Say, Listen],
        notification: &[Mute, Announce, Say, Silence, Close],
        resume: &[Say, Listen],
        captured: &[StopListening, Play(Sound::Recorded), Query],
        unclear: &[StopListening, Play(Sound::Recorded), NotUnderstood],
    },
    stops_before_end: false,
    stops_after_end: false,
    ends_without_session: false,
    stays_muted_between_sessions: false,
    always_informs_skill: true,
    timeouts: Timeouts::COMMON,
    retries: 3,
    sends_audio_captured: false,
    has_cancel_words: true,
};
