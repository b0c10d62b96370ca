//! What is switched off at a site and why, and which toggles to repeat in case they were lost.

use std::time::Duration;

use petasos_messages::payload::ToggleReason;

use crate::Time;

/// Delays after which a changed state is published again.
const REPEATS: [Duration; 2] = [Duration::from_secs(10), Duration::from_secs(15)];
/// How long our own `toggleOn` may take to be received back.
const ECHO: Duration = Duration::from_secs(5);

/// Why we switched a component off. A set of these is a [`Reasons`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    Session = 1,
    Sound = 2,
    Speech = 4,
}

impl Reason {
    pub(crate) const ALL: [Self; 3] = [Self::Session, Self::Speech, Self::Sound];

    pub(crate) fn written(self) -> ToggleReason {
        match self {
            Self::Session => ToggleReason::DialogueSession,
            Self::Sound => ToggleReason::PlayAudio,
            Self::Speech => ToggleReason::TtsSay,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reasons(u8);

impl Reasons {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ALL: Self = Self(7);

    pub(crate) fn contains(self, reason: Reason) -> bool {
        self.0 & reason as u8 != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn set(&mut self, reason: Reason, present: bool) {
        if present {
            self.0 |= reason as u8;
        } else {
            self.0 &= !(reason as u8);
        }
    }
}

/// The state of one component that can be toggled: the hotword or the ASR.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ToggleState {
    /// Why it is off; empty if it is on.
    pub(crate) off: Reasons,
    /// What changed recently and will be published again.
    pub(crate) unsettled: Reasons,
}

impl Toggles {
    /// Every reason in force or changed recently.
    pub(crate) fn concerns(&self) -> Reasons {
        Reasons(self.hotword.off.0 | self.hotword.unsettled.0 | self.asr.off.0 | self.asr.unsettled.0)
    }
}

/// The toggles of a site.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Toggles {
    pub(crate) hotword: ToggleState,
    pub(crate) asr: ToggleState,
    /// Another component switched the hotword off, in a dialect without reasons.
    pub(crate) muted_by_others: bool,
    /// How many of our own `toggleOn` have yet to be received back, and until when.
    echoes: (u8, Time),
    /// When to publish again, and how often that was done.
    repeat: Option<(Time, u8)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ToggleTarget {
    Hotword,
    Asr,
}

impl Toggles {
    pub(crate) fn target(&self, target: ToggleTarget) -> ToggleState {
        match target {
            ToggleTarget::Hotword => self.hotword,
            ToggleTarget::Asr => self.asr,
        }
    }

    /// Records that a component is now off, or on, for a reason.
    pub(crate) fn change(&mut self, now: Time, target: ToggleTarget, reason: Reason, off: bool) {
        let switch = match target {
            ToggleTarget::Hotword => &mut self.hotword,
            ToggleTarget::Asr => &mut self.asr,
        };
        switch.off.set(reason, off);
        switch.unsettled.set(reason, true);
        self.repeat = Some((now + REPEATS[0], 0));
    }

    /// Marks everything as possibly lost, to be published again.
    pub(crate) fn mark_unsettled(&mut self, now: Time, reasons: Reasons) {
        self.hotword.unsettled = reasons;
        self.asr.unsettled = reasons;
        self.repeat = Some((now + REPEATS[0], 0));
    }

    pub(crate) fn repeat_at(&self) -> Option<Time> {
        self.repeat.map(|(at, _)| at)
    }

    /// Whether it is time to publish again; schedules the next time.
    pub(crate) fn take_repeat(&mut self, now: Time) -> bool {
        match self.repeat {
            Some((at, done)) if at <= now => {
                self.repeat = REPEATS.get(usize::from(done) + 1).map(|pause| (now + *pause, done + 1));
                true
            }
            _ => false,
        }
    }

    /// Clears what was repeated often enough.
    pub(crate) fn settle(&mut self) {
        if self.repeat.is_none() {
            self.hotword.unsettled = Reasons::NONE;
            self.asr.unsettled = Reasons::NONE;
        }
    }

    /// We switch the hotword on in a dialect without reasons: the message will be received back.
    pub(crate) fn expect_echo(&mut self, now: Time) {
        let (count, until) = self.echoes;
        let open = if until < now { 0 } else { count };
        self.echoes = (open.saturating_add(1), now + ECHO);
    }

    pub(crate) fn forget_echoes(&mut self) {
        self.echoes = (0, Time::START);
    }

    /// Whether a received `toggleOn` is our own.
    pub(crate) fn take_echo(&mut self, now: Time) -> bool {
        let (count, until) = self.echoes;
        if count == 0 || until < now {
            return false;
        }
        self.echoes = (count - 1, until);
        true
    }

    /// Whether nothing is off and nothing has to be repeated.
    pub(crate) fn at_rest(&self) -> bool {
        self.all_on() && !self.muted_by_others && self.repeat.is_none()
    }

    /// Whether nothing is off because of us.
    pub(crate) fn all_on(&self) -> bool {
        self.hotword.off.is_empty() && self.asr.off.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Time {
        Time::START + Duration::from_secs(seconds)
    }

    #[test]
    fn a_change_is_repeated_after_10_and_25_seconds_and_then_never() {
        let mut toggles = Toggles::default();
        toggles.change(at(0), ToggleTarget::Hotword, Reason::Session, true);
        toggles.change(at(1), ToggleTarget::Hotword, Reason::Session, false);
        assert_eq!(toggles.repeat_at(), Some(at(11)));
        assert!(!toggles.take_repeat(at(10)));
        assert!(toggles.take_repeat(at(11)));
        assert_eq!(toggles.repeat_at(), Some(at(26)));
        assert!(toggles.hotword.unsettled.contains(Reason::Session));
        assert!(toggles.take_repeat(at(26)));
        toggles.settle();
        assert_eq!(toggles.hotword.unsettled, Reasons::NONE);
        assert!(toggles.at_rest());
    }

    #[test]
    fn an_echo_is_taken_once_and_not_for_ever() {
        let mut toggles = Toggles::default();
        assert!(!toggles.take_echo(at(0)));
        toggles.expect_echo(at(0));
        assert!(toggles.take_echo(at(1)));
        assert!(!toggles.take_echo(at(1)));
        toggles.expect_echo(at(2));
        assert!(!toggles.take_echo(at(60)));
    }
}
