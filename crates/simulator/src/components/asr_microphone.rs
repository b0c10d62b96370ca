//! The microphone that an ASR listens to.

use petasos_messages::payload::StartListening;

/// The microphone of a site: open from `startListening` until the ASR or `stopListening` closes it.
#[derive(Debug, Default)]
pub(crate) struct Microphone {
    /// How often it was opened.
    turn: u64,
    open: Option<StartListening>,
}

impl Microphone {
    /// Opens it. Returns the number of the turn.
    pub(crate) fn open(&mut self, start: &StartListening) -> u64 {
        self.turn += 1;
        self.open = Some(start.clone());
        self.turn
    }

    /// The message that opened it, if it is open.
    pub(crate) fn opened_by(&self) -> Option<&StartListening> {
        self.open.as_ref()
    }

    /// The message that opened it in this turn, if it is open.
    pub(crate) fn opened_in(&self, turn: u64) -> Option<&StartListening> {
        self.opened_by().filter(|_| self.turn == turn)
    }

    /// Closes it. Returns the message that had opened it, if it was open.
    pub(crate) fn close(&mut self) -> Option<StartListening> {
        self.open.take()
    }
}
