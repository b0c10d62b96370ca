//! How a dialogue manager behaves in each dialect, as data: one file per dialect.
//!
//! What other components need to know of a dialect, too, stands in its [`Dialect`](petasos_messages::Dialect).

mod alice;
mod rhasspy;
mod snips;
#[cfg(test)]
mod tests;

use petasos_messages::Dialect;

use crate::phase_table::{Input, Phase, PhaseTable, Reaction};
use crate::plan::Plans;
use crate::timeouts::Timeouts;

/// What a dialogue manager does in one dialect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DialogueProfile {
    pub(crate) dialect: Dialect,
    pub(crate) table: PhaseTable,
    pub(crate) plans: Plans,
    /// `stopListening` is sent with every end, and before `sessionEnded`.
    pub(crate) stops_before_end: bool,
    /// `stopListening` is sent with every end, and after `sessionEnded`.
    pub(crate) stops_after_end: bool,
    /// `toggleOn` and the last `stopListening` come without a session id.
    pub(crate) ends_without_session: bool,
    /// The wake word stays off when the next session follows at once.
    pub(crate) stays_muted_between_sessions: bool,
    /// Skills always receive `intentNotRecognized`, and the user is asked again all the same.
    pub(crate) always_tells: bool,
    // Defaults of what an owner may choose.
    pub(crate) timeouts: Timeouts,
    pub(crate) retries: u32,
    pub(crate) sends_audio_captured: bool,
    pub(crate) has_cancel_words: bool,
}

static PROFILES: [&DialogueProfile; 3] = [&rhasspy::PROFILE, &snips::PROFILE, &alice::PROFILE];

impl DialogueProfile {
    /// The profile of a dialect. One that has none is managed like the one whose wire format it shares.
    pub(crate) fn of(dialect: Dialect) -> &'static Self {
        let find =
            |is_it: &dyn Fn(Dialect) -> bool| PROFILES.into_iter().find(|profile| is_it(profile.dialect));
        find(&|known| known == dialect)
            .or_else(|| find(&|known| known.wire_format == dialect.wire_format))
            .unwrap_or(&rhasspy::PROFILE)
    }
}

/// What an input does to a session in a phase, in a dialect.
pub fn reaction(dialect: Dialect, phase: Phase, input: Input) -> Reaction {
    DialogueProfile::of(dialect).table.reaction(phase, input)
}
