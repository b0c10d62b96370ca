//! What microphones hear that they should not.

use std::time::Duration;

use petasos_messages::payload::{SayFinished, StartListening};
use petasos_messages::{Message, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Note, Notes, span};
use super::super::said::Said;
use super::super::scene::{Scene, Sound};
use super::Check;

/// Less is not heard, and told by no clock.
const HEARD: Duration = Duration::from_millis(300);

/// Looks at what is played while somebody is listened to.
#[derive(Debug)]
pub(super) struct Microphone;

impl Check for Microphone {
    fn observe(&mut self, scene: &Scene, said: &Said<'_>, notes: &mut Notes) {
        match &said.message {
            Some(Message::StartListening(start)) => opens(scene, start, notes),
            Some(Message::PlayBytes(play)) => {
                let sound = said.sound.unwrap_or_default();
                plays(scene, &play.site_id, sound, notes);
            }
            Some(message @ Message::SayFinished(finished)) => {
                if let Some(site) = scene.site_of(message) {
                    finishes(scene, site, finished, notes);
                }
            }
            _ => {}
        }
    }
}

/// The microphone opens.
fn opens(scene: &Scene, start: &StartListening, notes: &mut Notes) {
    let site = &start.site_id;
    let Some((_, left)) = audible(scene, site) else { return };
    let note = Note::of(Diagnosis::MicrophoneHearsSpeech).at(site).in_session(start.session_id.as_ref());
    notes.add(note, || {
        format!("The microphone at {site} was opened {} before the end of what was played there.", span(left))
    });
}

/// Something is played.
fn plays(scene: &Scene, id: &SiteId, length: Duration, notes: &mut Notes) {
    let Some((_, session)) = scene.site(id).and_then(|site| site.listening.as_ref()) else { return };
    if length >= HEARD {
        let note = Note::of(Diagnosis::SpeechWhileListening).at(id).in_session(session.as_ref());
        notes.add(note, || {
            format!(
                "At {id}, {} of sound were played while the microphone listened to a command.",
                span(length)
            )
        });
    }
}

/// The TTS says that it has finished.
fn finishes(scene: &Scene, site: &SiteId, finished: &SayFinished, notes: &mut Notes) {
    let Some((sound, left)) = audible(scene, site) else { return };
    let is_meant = sound.say.as_ref().is_some_and(|say| finished.id.is_none() || finished.id == say.id);
    if is_meant {
        let note = Note::of(Diagnosis::SayFinishedEarly).at(site).in_session(finished.session_id.as_ref());
        notes.add(note, || {
            format!("The TTS said that it had finished at {site} {} before the end of its sound.", span(left))
        });
    }
}

/// What is still to be heard at a site, and for how long.
fn audible<'a>(scene: &'a Scene, site: &SiteId) -> Option<(&'a Sound, Duration)> {
    scene.site(site)?.playing(scene.now).filter(|(_, left)| *left >= HEARD)
}
