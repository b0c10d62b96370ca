//! The microphone barrier: nothing of ours is to be heard while the microphone is open, and nothing talks over anything.

use petasos_messages::Message;
use petasos_messages::payload::StartListening;

use super::picture::Listening;
use super::sessions::published;
use super::{Check, Findings, Picture};
use crate::Event;

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(Barrier),
        Box::new(OneVoice),
        Box::new(HotwordOff),
        Box::new(EarsOn),
        Box::new(ClosedWithoutSession),
    ]
}

fn opened(event: &Event) -> Option<&StartListening> {
    match published(event) {
        Some(Message::StartListening(start)) => Some(start),
        _ => None,
    }
}

/// The microphone never opens while something we started is still playing at that site (I10).
///
/// Speech counts as playing until `playFinished` names its WAV, or until the length of the WAV and the margin have passed
/// since it was seen (the first other WAV may be taken for it while its own was not seen); if no WAV was seen, until a fitting `sayFinished`, or until the estimate from the text has passed. A
/// feedback sound plays for its length, or until its `playFinished`. That is all a manager can know.
#[derive(Debug)]
struct Barrier;

impl Check for Barrier {
    fn name(&self) -> &'static str {
        "the microphone never hears our own voice"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(start) = opened(event) else {
            return;
        };
        if let Some(playing) = picture.sites.get(&start.site_id).and_then(|site| site.voice.busy(picture.now))
        {
            findings.add(format!("it opens at {} while {playing}", start.site_id));
        }
    }

    fn after_step(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        for id in &picture.touched {
            let Some(site) = picture.sites.get(id).filter(|site| site.listening.is_some()) else {
                continue;
            };
            if let Some(playing) = site.voice.busy(picture.now) {
                findings.add(format!("it is open at {id} while {playing}"));
            }
        }
    }
}

/// We never talk or play over our own speech (I16).
#[derive(Debug)]
struct OneVoice;

impl Check for OneVoice {
    fn name(&self) -> &'static str {
        "one voice at a time"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let site = match published(event) {
            Some(Message::Say(say)) => say.site_id.as_ref(),
            Some(Message::PlayBytes(sound)) => Some(&sound.site_id),
            _ => return,
        };
        let Some(id) = site.filter(|site| picture.rules(site).speaker) else {
            return;
        };
        if let Some(playing) = picture.sites.get(id).and_then(|site| site.voice.busy(picture.now)) {
            findings.add(format!("something starts at {id} while {playing}"));
        }
    }
}

/// The wake word is off while the user is listened to (I10).
#[derive(Debug)]
struct HotwordOff;

impl Check for HotwordOff {
    fn name(&self) -> &'static str {
        "the wake word is off while listening"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(start) = opened(event) else {
            return;
        };
        let off =
            picture.sites.get(&start.site_id).is_some_and(|site| site.muted || !site.hotword_off.is_empty());
        if !off {
            findings.add(format!("listening starts at {} with the wake word on", start.site_id));
        }
    }
}

/// The ASR is on again before the user is listened to.
#[derive(Debug)]
struct EarsOn;

impl Check for EarsOn {
    fn name(&self) -> &'static str {
        "the ASR is on while listening"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(start) = opened(event) else {
            return;
        };
        if let Some(reason) = picture.sites.get(&start.site_id).and_then(|site| site.asr_off.first()) {
            findings.add(format!("listening starts at {} with the ASR off for {reason:?}", start.site_id));
        }
    }
}

/// The microphone is never left open without a session (I28).
#[derive(Debug)]
struct ClosedWithoutSession;

impl Check for ClosedWithoutSession {
    fn name(&self) -> &'static str {
        "no open microphone without a session"
    }

    fn after_step(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        if matches!(picture.input, Some(Event::Crashed)) {
            return;
        }
        for id in &picture.touched {
            let Some(site) = picture.sites.get(id) else {
                continue;
            };
            match &site.listening {
                Some(Listening { session: Some(session) }) if !site.active.contains(session) => {
                    findings.add(format!("it stays open at {id} for {session}"));
                }
                Some(Listening { session: None }) => findings.add(format!("it is open at {id} for nobody")),
                _ => {}
            }
        }
    }
}
