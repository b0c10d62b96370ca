//! Toggles hotword and ASR, and repeats the toggles in case a message was lost.

use petasos_messages::payload::Toggle;
use petasos_messages::{Message, SessionId};

use super::context::SiteContext;
use super::toggle_state::{Reason, Reasons, ToggleTarget};

impl SiteContext<'_> {
    /// Switches the hotword off for the session.
    pub(super) fn mute(&mut self) {
        if !self.site.policy.microphone {
            return;
        }
        self.open();
        self.site.toggles.change(self.now, ToggleTarget::Hotword, Reason::Session, true);
        let session_id = self.session_id();
        self.publish_toggle(ToggleTarget::Hotword, Reason::Session, true, session_id);
    }

    /// Switches the hotword on after the session. Where toggles carry no reason, another component's Off stays in force.
    pub(super) fn unmute(&mut self, session_id: Option<SessionId>) {
        if !self.site.policy.microphone {
            return;
        }
        self.site.toggles.change(self.now, ToggleTarget::Hotword, Reason::Session, false);
        self.publish_toggle(ToggleTarget::Hotword, Reason::Session, false, session_id);
    }

    /// Toggles hotword and ASR at the start and end of playback, where toggles carry reasons.
    pub(super) fn mute_during_playback(&mut self, reason: Reason, off: bool) {
        if !self.site.policy.dialect().toggles_have_reasons || !self.site.policy.microphone {
            return;
        }
        if off {
            self.open();
        }
        for target in [ToggleTarget::Hotword, ToggleTarget::Asr] {
            self.site.toggles.change(self.now, target, reason, off);
            self.publish_toggle(target, reason, off, None);
        }
    }

    /// Publishes the wanted state now and twice later, because toggles may have been lost.
    pub(crate) fn reassert(&mut self, reasons: Reasons) {
        self.site.toggles.mark_unsettled(self.now, reasons);
        self.repeat_toggles();
    }

    /// Publishes recent changes again, if it is time.
    pub(super) fn repeat_if_due(&mut self) {
        if self.site.toggles.take_repeat(self.now) {
            self.repeat_toggles();
            self.site.toggles.settle();
        }
    }

    fn repeat_toggles(&mut self) {
        if !self.site.policy.microphone {
            return;
        }
        let toggles = self.site.toggles;
        let session_id = self.session_id();
        for target in [ToggleTarget::Hotword, ToggleTarget::Asr] {
            let switch = toggles.target(target);
            for reason in Reason::ALL {
                if switch.unsettled.contains(reason) {
                    let off = switch.off.contains(reason);
                    self.publish_toggle(target, reason, off, session_id.clone().filter(|_| off));
                }
            }
        }
    }

    fn publish_toggle(
        &mut self,
        target: ToggleTarget,
        reason: Reason,
        off: bool,
        session_id: Option<SessionId>,
    ) {
        let mut toggle = Toggle::at(self.site.id.clone());
        if self.site.policy.dialect().toggles_have_reasons {
            toggle.reason = Some(reason.written());
        } else {
            if target == ToggleTarget::Asr || reason != Reason::Session {
                return;
            }
            toggle.session_id = session_id;
            if !off {
                if self.site.toggles.muted_by_others {
                    return;
                }
                if toggle.session_id.is_none() {
                    self.site.toggles.expect_echo(self.now);
                }
            }
        }
        self.publish(match (target, off) {
            (ToggleTarget::Hotword, true) => Message::HotwordToggleOff(toggle),
            (ToggleTarget::Hotword, false) => Message::HotwordToggleOn(toggle),
            (ToggleTarget::Asr, true) => Message::AsrToggleOff(toggle),
            (ToggleTarget::Asr, false) => Message::AsrToggleOn(toggle),
        });
    }

    /// The hotword was toggled, in a dialect without reasons. Our own message, received back, has no effect.
    pub(crate) fn hotword_toggled(&mut self, toggle: &Toggle, off: bool) {
        let own = toggle.session_id.as_ref().is_some_and(|id| self.shared.ids.is_own(id.as_str()));
        if own || (!off && self.site.toggles.take_echo(self.now)) {
            return;
        }
        self.site.toggles.muted_by_others = off;
        // A session is open: switch the hotword off again.
        if !off && !self.site.toggles.all_on() {
            self.reassert(self.site.toggles.hotword.off);
        }
    }
}
