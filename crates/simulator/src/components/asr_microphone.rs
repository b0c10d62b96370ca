//! A microphone that an ASR listens to.

use petasos_messages::payload::StartListening;

/// The microphone of a site: open from `startListening` until the ASR, or `stopListening`, closes it.
#[derive(Debug, Default)]
pub(crate) struct Microphone {
    /// Counts how often it was opened.
    turn: u64,
    open: Option<StartListening>,
}

impl Microphone {
    /// It opens. Returns the number of the turn.
    pub(crate) fn open(&mut self, start: &StartListening) -> u64 {
        self.turn += 1;
        self.open = Some(start.clone());
        self.turn
    }

    /// What it was opened for, if it is open.
    pub(crate) fn listens(&self) -> Option<&StartListening> {
        self.open.as_ref()
    }

    /// The same, if it was not opened anew since a turn.
    pub(crate) fn listens_in(&self, turn: u64) -> Option<&StartListening> {
        self.listens().filter(|_| self.turn == turn)
    }

    /// It closes. Returns what it was opened for, if it was open.
    pub(crate) fn close(&mut self) -> Option<StartListening> {
        self.open.take()
    }
}
