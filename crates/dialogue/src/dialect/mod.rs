//! The behaviour of a dialogue manager in each dialect, as data: one file per dialect.
//!
//! What other components need to know of a dialect is in [`Dialect`](petasos_messages::Dialect).

mod alice;
mod rhasspy;
mod snips;
#[cfg(test)]
mod tests;

use petasos_messages::Dialect;

use crate::phase_table::{Input, Phase, PhaseTable, Reaction};
use crate::plan::Plans;
use crate::timeouts::Timeouts;

#[derive(Debug, Clone, Copy)]
pub(crate) struct DialogueProfile {
    pub(crate) dialect: Dialect,
    pub(crate) table: PhaseTable,
    pub(crate) plans: Plans,
    /// `stopListening` is sent with every end, before `sessionEnded`.
    pub(crate) stops_before_end: bool,
    /// `stopListening` is sent with every end, after `sessionEnded`.
    pub(crate) stops_after_end: bool,
    /// `toggleOn` and the last `stopListening` carry no session id.
    pub(crate) ends_without_session: bool,
    /// The hotword stays off if another session follows immediately.
    pub(crate) stays_muted_between_sessions: bool,
    /// Skills always receive `intentNotRecognized`, and the user is asked again nevertheless.
    pub(crate) always_informs_skill: bool,
    // Defaults of configuration keys.
    pub(crate) timeouts: Timeouts,
    pub(crate) retries: u32,
    pub(crate) sends_audio_captured: bool,
    pub(crate) has_cancel_words: bool,
}

static PROFILES: [&DialogueProfile; 3] = [&rhasspy::PROFILE, &snips::PROFILE, &alice::PROFILE];

impl DialogueProfile {
    /// The profile of a dialect. A dialect without one uses that of the dialect whose wire format it shares.
    pub(crate) fn of(dialect: Dialect) -> &'static Self {
        let find =
            |is_it: &dyn Fn(Dialect) -> bool| PROFILES.into_iter().find(|profile| is_it(profile.dialect));
        find(&|known| known == dialect)
            .or_else(|| find(&|known| known.wire_format == dialect.wire_format))
            .unwrap_or(&rhasspy::PROFILE)
    }
}

/// The reaction to an input in a phase, in a dialect.
pub fn reaction(dialect: Dialect, phase: Phase, input: Input) -> Reaction {
    DialogueProfile::of(dialect).table.reaction(phase, input)
}
