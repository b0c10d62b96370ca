//! Microphones that are open while something is played.

use std::time::Duration;

use petasos_messages::payload::{SayFinished, StartListening};
use petasos_messages::{Message, SiteId};
use petasos_recording::DecodedEntry;

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding, span};
use crate::doctor::observed_state::{ObservedState, PlayingSound};

/// Shorter overlaps are inaudible, and within the accuracy of the times.
const HEARD: Duration = Duration::from_millis(300);

#[derive(Debug)]
pub(super) struct OpenMicrophone;

impl Check for OpenMicrophone {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::StartListening(start)) => microphone_opens(state, start, findings),
            Some(Message::PlayBytes(play)) => {
                let sound = decoded.sound.unwrap_or_default();
                sound_starts(state, &play.site_id, sound, findings);
            }
            Some(message @ Message::SayFinished(finished)) => {
                if let Some(site) = state.site_of(message) {
                    speech_finishes(state, site, finished, findings);
                }
            }
            _ => {}
        }
    }
}

fn microphone_opens(state: &ObservedState, start: &StartListening, findings: &mut Findings) {
    let site = &start.site_id;
    let Some((_, left)) = audible(state, site) else { return };
    let note =
        NewFinding::of(Diagnosis::MicrophoneHearsSpeech).at(site).in_session(start.session_id.as_ref());
    findings.add(note, || {
        format!(
            "The microphone at {site} was opened {} before the end of the audio that was playing there.",
            span(left)
        )
    });
}

fn sound_starts(state: &ObservedState, id: &SiteId, length: Duration, findings: &mut Findings) {
    let Some((_, session)) = state.site(id).and_then(|site| site.listening.as_ref()) else { return };
    if length >= HEARD {
        let note = NewFinding::of(Diagnosis::SpeechWhileListening).at(id).in_session(session.as_ref());
        findings.add(note, || {
            format!(
                "At {id}, {} of audio was played while the microphone was listening for a command.",
                span(length)
            )
        });
    }
}

fn speech_finishes(state: &ObservedState, site: &SiteId, finished: &SayFinished, findings: &mut Findings) {
    let Some((sound, left)) = audible(state, site) else { return };
    let is_meant = sound.say.as_ref().is_some_and(|say| finished.id.is_none() || finished.id == say.id);
    if is_meant {
        let note =
            NewFinding::of(Diagnosis::SayFinishedEarly).at(site).in_session(finished.session_id.as_ref());
        findings.add(note, || {
            format!(
                "The TTS reported at {site} that it had finished {} before the end of its audio.",
                span(left)
            )
        });
    }
}

/// The sound that is still playing at a site, and for how long.
fn audible<'a>(state: &'a ObservedState, site: &SiteId) -> Option<(&'a PlayingSound, Duration)> {
    state.site(site)?.playing(state.now).filter(|(_, left)| *left >= HEARD)
}
