//! The sound that satellites send: whether it is whole, and whether anybody listens.

use std::time::Duration;

use petasos_messages::{Message, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Note, Notes, span};
use super::super::memory::Memory;
use super::super::said::Said;
use super::super::scene::Scene;
use super::Check;

/// Frames of a steady stream come at least so often. They last 16 to 128 ms.
const STEADY: Duration = Duration::from_millis(250);
/// So many frames in a row make a steady stream.
const IN_A_ROW: u32 = 20;
/// A longer pause is meant: the satellite has stopped and begun again.
const PAUSE: Duration = Duration::from_secs(3);
/// So many holes within so long a time are no accident.
const HOLES: u32 = 5;
const WITHIN: Duration = Duration::from_secs(60);
/// So long nobody needs sound where the wake word is off.
const UNHEARD: Duration = Duration::from_secs(60);

/// Looks at each satellite's stream.
#[derive(Debug)]
pub(super) struct Streams {
    streams: Memory<SiteId, Stream>,
}

/// The stream of a satellite.
#[derive(Debug, Default)]
struct Stream {
    last: Option<Duration>,
    steady: u32,
    /// The holes lately: since when they are counted, how many, how long together.
    since: Duration,
    holes: u32,
    missing: Duration,
    /// Since when it has sent sound that nobody listens to.
    unheard: Option<Duration>,
}

impl Default for Streams {
    fn default() -> Self {
        Self { streams: Memory::of(256) }
    }
}

impl Check for Streams {
    fn observe(&mut self, scene: &Scene, said: &Said<'_>, notes: &mut Notes) {
        let Some(Message::AudioFrame(frame)) = &said.message else { return };
        let stream = self.streams.entry(frame.site_id.clone());
        let passed = scene.now.saturating_sub(stream.last.replace(scene.now).unwrap_or(scene.now));
        stream.hole(scene.now, passed, &frame.site_id, notes);
        stream.nobody(scene, passed, &frame.site_id, notes);
    }
}

impl Stream {
    /// So much time has passed since the last frame.
    fn hole(&mut self, now: Duration, passed: Duration, site: &SiteId, notes: &mut Notes) {
        if passed <= STEADY {
            self.steady += 1;
            return;
        }
        if self.holes == 0 || now.saturating_sub(self.since) > WITHIN {
            (self.since, self.holes, self.missing) = (now.saturating_sub(passed), 0, Duration::ZERO);
        }
        if self.steady >= IN_A_ROW && passed <= PAUSE {
            self.holes += 1;
            self.missing += passed;
        }
        self.steady = 0;
        if self.holes >= HOLES {
            let within = now.saturating_sub(self.since);
            notes.add(Note::of(Diagnosis::SoundHasHoles).at(site), || {
                format!(
                    "The sound from {site} had {} holes of together {} within {}.",
                    self.holes,
                    span(self.missing),
                    span(within)
                )
            });
            self.holes = 0;
        }
    }

    /// Whether anybody listens: a wake word detector, or an ASR.
    fn nobody(&mut self, scene: &Scene, passed: Duration, id: &SiteId, notes: &mut Notes) {
        let is_unheard = scene.site(id).is_some_and(|site| {
            // Where a session has left the wake word off, that is told as such.
            let peace = !site.off.is_empty() && site.off.values().all(|off| !off.by_house);
            peace && site.session.is_none() && site.listening.is_none()
        });
        if !is_unheard || passed > PAUSE {
            self.unheard = None;
            return;
        }
        let since = *self.unheard.get_or_insert(scene.now);
        let unheard = scene.now.saturating_sub(since);
        if unheard > UNHEARD {
            notes.add(Note::of(Diagnosis::StreamsUnheard).at(id), || {
                format!(
                    "{id} has sent its sound for {} though its wake word is off and nobody listens.",
                    span(unheard)
                )
            });
            self.unheard = None;
        }
    }
}
