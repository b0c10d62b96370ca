//! Toggles are obligations: what the manager switches off it switches on again.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::{Message, SiteId};

use super::published;
use crate::TraceEvent;
use crate::oracle::observed::OffReason;
use crate::oracle::{Check, ObservedState, Violations};

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(OnWithoutSession::default()),
        Box::new(OffWithSession),
        Box::new(Balanced),
        Box::new(MuteRespected),
        Box::new(OnlyOwnReasons),
    ]
}

/// Without a session the hotword service is on, unless another client switched it off.
///
/// A session that a wake word starts is published after its feedback sound, so the hotword service may stay off for that long after an
/// aborted session.
#[derive(Debug, Default)]
struct OnWithoutSession {
    off_since: BTreeMap<SiteId, Time>,
}

/// How long a manager may wait for a player that does not report the end of a sound.
const GRACE: Duration = Duration::from_secs(1);

impl Check for OnWithoutSession {
    fn name(&self) -> &'static str {
        "the wake word is on without a session"
    }

    fn after_input(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        if observed.input == Some(TraceEvent::Restarted) {
            after_restart(observed, violations);
        }
        for (id, site) in &observed.sites {
            let is_off = site.active.is_empty()
                && !site.muted_by_others
                && site.hotword_off.contains(&OffReason::Session)
                && site.audible.busy(observed.now).is_none()
                && observed.manager_runs;
            if !is_off {
                self.off_since.remove(id);
                continue;
            }
            let since = *self.off_since.entry(id.clone()).or_insert(observed.now);
            if observed.now.since(since) > GRACE {
                self.off_since.insert(id.clone(), observed.now);
                violations.add(format!("it is off at {id} without a session, for {:?}", site.hotword_off));
            }
        }
    }
}

/// A manager that has taken over switches everything on at once.
fn after_restart(observed: &ObservedState, violations: &mut Violations<'_>) {
    for (id, site) in &observed.sites {
        if site.active.is_empty() && !site.hotword_off.is_empty() {
            violations
                .add(format!("it is still off at {id} for {:?}, as before the crash", site.hotword_off));
        }
    }
}

/// In dialects without reasons the hotword service stays off from the start of a session to its end.
#[derive(Debug)]
struct OffWithSession;

impl Check for OffWithSession {
    fn name(&self) -> &'static str {
        "no toggleOn within a session"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(Message::HotwordToggleOn(toggle)) = published(event) else {
            return;
        };
        let Some(id) = &toggle.site_id else {
            violations.add("a toggle for no site");
            return;
        };
        let Some(site) = observed.sites.get(id) else {
            return;
        };
        let listening = site.listening.is_some() && site.hotword_off.len() == 1;
        let releases = OffReason::of(toggle).is_none_or(|reason| site.hotword_off.contains(&reason));
        if observed.has_reasons(id) {
            if listening && releases {
                violations.add(format!("the wake word is switched on at {id} while the user is listened to"));
            }
        } else if let Some(session) = site.active.first() {
            violations.add(format!("the wake word is switched on at {id} during {session}"));
        }
    }
}

/// At quiescence nothing is off because of the manager.
#[derive(Debug)]
struct Balanced;

impl Check for Balanced {
    fn name(&self) -> &'static str {
        "toggles are balanced at rest"
    }

    fn at_quiescence(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        for (id, site) in &observed.sites {
            if !site.hotword_off.is_empty() && !site.muted_by_others {
                violations.add(format!("the wake word is off at {id} for {:?}", site.hotword_off));
            }
            if !site.asr_off.is_empty() {
                violations.add(format!("the ASR is off at {id} for {:?}", site.asr_off));
            }
        }
    }
}

/// What another client switched off the manager does not switch on. Where toggles carry reasons, it releases only its own.
#[derive(Debug)]
struct MuteRespected;

impl Check for MuteRespected {
    fn name(&self) -> &'static str {
        "somebody else's mute is respected"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(Message::HotwordToggleOn(toggle)) = published(event) else {
            return;
        };
        let muted = |id: &SiteId| observed.sites.get(id).is_some_and(|site| site.muted_by_others);
        if let Some(id) = toggle.site_id.as_ref().filter(|id| muted(id)) {
            violations.add(format!("the wake word is switched on at {id}, which somebody else muted"));
        }
    }
}

/// Where toggles carry reasons, those of the manager are `dialogueSession`, `playAudio` and `ttsSay`.
#[derive(Debug)]
struct OnlyOwnReasons;

impl Check for OnlyOwnReasons {
    fn name(&self) -> &'static str {
        "toggles carry our own reasons"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(
            Message::HotwordToggleOn(toggle)
            | Message::HotwordToggleOff(toggle)
            | Message::AsrToggleOn(toggle)
            | Message::AsrToggleOff(toggle),
        ) = published(event)
        else {
            return;
        };
        let Some(site) = toggle.site_id.as_ref().filter(|site| observed.has_reasons(site)) else {
            return;
        };
        if !matches!(OffReason::of(toggle), Some(OffReason::Session | OffReason::Sound | OffReason::Speech)) {
            violations.add(format!("a toggle at {site} for {:?}", toggle.reason));
        }
    }
}
