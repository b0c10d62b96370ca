//! The microphone barrier: nothing that the manager started is to be heard while the microphone is open or while it starts something else.

use petasos_messages::Message;
use petasos_messages::payload::StartListening;

use super::published;
use crate::TraceEvent;
use crate::oracle::observed::Listening;
use crate::oracle::{Check, ObservedState, Violations};

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(Barrier),
        Box::new(NoOverlap),
        Box::new(HotwordOff),
        Box::new(AsrOn),
        Box::new(ClosedWithoutSession),
    ]
}

fn opened(event: &TraceEvent) -> Option<&StartListening> {
    match published(event) {
        Some(Message::StartListening(start)) => Some(start),
        _ => None,
    }
}

/// The microphone is never open while something that the manager started is playing at that site.
///
/// Speech counts as playing until `playFinished` names its WAV, or until the length of the WAV and the margin have passed since it was
/// seen (while its own was not seen, the first other WAV may be taken for it). If no WAV was seen, it plays until a fitting
/// `sayFinished`, or until the estimate from the text has passed. A feedback sound plays for its length, or until its `playFinished`.
/// A manager cannot know more.
#[derive(Debug)]
struct Barrier;

impl Check for Barrier {
    fn name(&self) -> &'static str {
        "the microphone never hears our own voice"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(start) = opened(event) else {
            return;
        };
        if let Some(playing) =
            observed.sites.get(&start.site_id).and_then(|site| site.audible.busy(observed.now))
        {
            violations.add(format!("it opens at {} while {playing}", start.site_id));
        }
    }

    fn after_input(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        for id in &observed.touched_sites {
            let Some(site) = observed.sites.get(id).filter(|site| site.listening.is_some()) else {
                continue;
            };
            if let Some(playing) = site.audible.busy(observed.now) {
                violations.add(format!("it is open at {id} while {playing}"));
            }
        }
    }
}

/// The manager never speaks or plays over its own speech.
#[derive(Debug)]
struct NoOverlap;

impl Check for NoOverlap {
    fn name(&self) -> &'static str {
        "one voice at a time"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let site = match published(event) {
            Some(Message::Say(say)) => say.site_id.as_ref(),
            Some(Message::PlayBytes(sound)) => Some(&sound.site_id),
            _ => return,
        };
        let Some(id) = site.filter(|site| observed.policy_of(site).speaker) else {
            return;
        };
        if let Some(playing) = observed.sites.get(id).and_then(|site| site.audible.busy(observed.now)) {
            violations.add(format!("something starts at {id} while {playing}"));
        }
    }
}

/// The hotword service is off while the ASR listens.
#[derive(Debug)]
struct HotwordOff;

impl Check for HotwordOff {
    fn name(&self) -> &'static str {
        "the wake word is off while listening"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(start) = opened(event) else {
            return;
        };
        let off = observed
            .sites
            .get(&start.site_id)
            .is_some_and(|site| site.muted_by_others || !site.hotword_off.is_empty());
        if !off {
            violations.add(format!("listening starts at {} with the wake word on", start.site_id));
        }
    }
}

/// The ASR is switched on before it has to listen.
#[derive(Debug)]
struct AsrOn;

impl Check for AsrOn {
    fn name(&self) -> &'static str {
        "the ASR is on while listening"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(start) = opened(event) else {
            return;
        };
        if let Some(reason) = observed.sites.get(&start.site_id).and_then(|site| site.asr_off.first()) {
            violations.add(format!("listening starts at {} with the ASR off for {reason:?}", start.site_id));
        }
    }
}

/// The microphone is never left open without a session.
#[derive(Debug)]
struct ClosedWithoutSession;

impl Check for ClosedWithoutSession {
    fn name(&self) -> &'static str {
        "no open microphone without a session"
    }

    fn after_input(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        if matches!(observed.input, Some(TraceEvent::Crashed)) {
            return;
        }
        for id in &observed.touched_sites {
            let Some(site) = observed.sites.get(id) else {
                continue;
            };
            match &site.listening {
                Some(Listening { session: Some(session) }) if !site.active.contains(session) => {
                    violations.add(format!("it stays open at {id} for {session}"));
                }
                Some(Listening { session: None }) => violations.add(format!("it is open at {id} for nobody")),
                _ => {}
            }
        }
    }
}
