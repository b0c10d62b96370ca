//! A hotword service: on or off, and for which reasons.

use std::collections::BTreeSet;

use petasos_messages::Dialect;
use petasos_messages::payload::{Toggle, ToggleReason};

/// How many reasons are remembered, whatever clients send.
const MAX_REASONS: usize = 32;

/// The hotword service of a site.
///
/// Rhasspy's keeps a set of reasons and is on while the set is empty; with Snips and Alice the last toggle wins.
#[derive(Debug, Default)]
pub(crate) struct Hotword {
    /// Why it is off. Toggles without a reason share the empty one.
    off: BTreeSet<String>,
}

impl Hotword {
    /// Whether it detects the wake word.
    pub(crate) fn is_on(&self) -> bool {
        self.off.is_empty()
    }

    /// Why it is off; a missing reason is an empty text.
    pub(crate) fn reasons(&self) -> impl Iterator<Item = &str> {
        self.off.iter().map(String::as_str)
    }

    /// Switches it off or on.
    pub(crate) fn toggle(&mut self, dialect: Dialect, toggle: &Toggle, off: bool) {
        let reason = match &toggle.reason {
            Some(reason) if dialect.toggles_have_reasons => reason.as_str(),
            _ => ToggleReason::Unknown.as_str(),
        };
        if off && self.off.len() < MAX_REASONS {
            self.off.insert(reason.to_owned());
        } else if !off && reason.is_empty() {
            self.off.clear();
        } else if !off {
            self.off.remove(reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use petasos_messages::SiteId;

    use super::*;

    fn toggle(reason: ToggleReason) -> Toggle {
        let mut toggle = Toggle::at(SiteId::default_site());
        toggle.reason = Some(reason);
        toggle
    }

    #[test]
    fn rhasspys_is_on_when_every_reason_is_gone() {
        let mut hotword = Hotword::default();
        hotword.toggle(Dialect::RHASSPY, &toggle(ToggleReason::PlayAudio), true);
        hotword.toggle(Dialect::RHASSPY, &toggle(ToggleReason::TtsSay), true);
        hotword.toggle(Dialect::RHASSPY, &toggle(ToggleReason::PlayAudio), false);
        assert!(!hotword.is_on());
        hotword.toggle(Dialect::RHASSPY, &toggle(ToggleReason::TtsSay), false);
        assert!(hotword.is_on());
    }

    #[test]
    fn the_empty_reason_switches_it_on_whatever_it_was_off_for() {
        let mut hotword = Hotword::default();
        hotword.toggle(Dialect::RHASSPY, &toggle(ToggleReason::TtsSay), true);
        hotword.toggle(Dialect::RHASSPY, &toggle(ToggleReason::Unknown), false);
        assert!(hotword.is_on());
    }

    #[test]
    fn elsewhere_the_last_toggle_wins() {
        for dialect in [Dialect::SNIPS, Dialect::ALICE] {
            let mut hotword = Hotword::default();
            hotword.toggle(dialect, &toggle(ToggleReason::TtsSay), true);
            hotword.toggle(dialect, &toggle(ToggleReason::TtsSay), true);
            hotword.toggle(dialect, &toggle(ToggleReason::PlayAudio), false);
            assert!(hotword.is_on(), "{dialect:?}");
        }
    }

    #[test]
    fn reasons_from_outside_do_not_fill_the_memory() {
        let mut hotword = Hotword::default();
        for number in 0..10_000 {
            let reason = ToggleReason::Other(format!("reason {number}"));
            hotword.toggle(Dialect::RHASSPY, &toggle(reason), true);
        }
        assert_eq!(hotword.reasons().count(), MAX_REASONS);
    }
}
