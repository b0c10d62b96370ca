//! Components that do not answer.

use std::time::Duration;

use petasos_messages::payload::{NluQuery, Say, Termination};
use petasos_messages::{Message, RequestId, SessionId, SiteId};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding, span};
use crate::doctor::observed_state::ObservedState;

/// The NLU answers within this time or not at all.
const NLU: Duration = Duration::from_secs(10);
/// The TTS begins within this time or not at all. Slow computers need a while for long texts.
const TTS: Duration = Duration::from_secs(20);
/// A player reports the end of a sound within this time after it, or never.
const PLAYER: Duration = Duration::from_secs(5);
/// The ASR transcribes a recorded command within this time.
const ASR: Duration = Duration::from_secs(15);
/// Users do not stay silent this many times after the wake word.
const UNHEARD: u32 = 3;
/// A single missing report of a player is no problem.
const UNPLAYED: u32 = 2;
/// The most unanswered questions that are remembered.
const REMEMBERED: usize = 64;

/// The ASR. Users may stay silent, so one session without text proves nothing.
#[derive(Debug, Default)]
pub(super) struct Asr {
    /// Whether it has ever answered.
    answers: bool,
    /// How many sessions it left without an answer.
    unheard: u32,
    /// A command that it has recorded but not transcribed yet.
    recorded: Option<(Duration, SiteId)>,
}

impl Check for Asr {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::TextCaptured(_)) => {
                self.answers = true;
                self.recorded = None;
            }
            Some(message @ Message::RecordingFinished(_)) => {
                self.recorded = state.site_of(message).map(|site| (state.now, site.clone()));
            }
            Some(Message::SessionEnded(ended)) if !self.answers => {
                let Some(session) = state.session(&ended.session_id) else { return };
                let timed_out = matches!(ended.termination, Termination::Timeout { .. });
                if !timed_out || session.turn.listening.is_none() || session.turn.captured > 0 {
                    return;
                }
                self.unheard += 1;
                if self.unheard >= UNHEARD {
                    findings.add(NewFinding::of(Diagnosis::SilentAsr).in_session(Some(&ended.session_id)), || {
                        format!("The ASR was asked to listen in {UNHEARD} sessions but has never answered, the last time at {}.", session.site)
                    });
                }
            }
            _ => {}
        }
    }

    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        let late = self.recorded.take_if(|(since, _)| state.now.saturating_sub(*since) > ASR);
        if let Some((_, site)) = late {
            findings.add(NewFinding::of(Diagnosis::SilentAsr).at(&site), || {
                format!(
                    "The ASR recorded a command at {site} but did not transcribe it within {}.",
                    span(ASR)
                )
            });
        }
    }
}

/// The NLU, which answers every query.
#[derive(Debug, Default)]
pub(super) struct Nlu {
    /// Unanswered queries by session or id: when they were sent, for which site and session.
    questions: BoundedMap<String, (Duration, Option<SiteId>, Option<SessionId>), REMEMBERED>,
}

impl Nlu {
    fn ask(&mut self, state: &ObservedState, message: &Message, query: &NluQuery) {
        let session = query.session_id.as_ref().map(SessionId::as_str);
        let key = session.or(query.id.as_ref().map(AsRef::as_ref)).unwrap_or_default();
        let site = state.site_of(message).cloned();
        self.questions.insert(key.to_owned(), (state.now, site, query.session_id.clone()));
    }

    /// An answer that names neither session nor id answers every query.
    fn answer(&mut self, session: Option<&str>, id: Option<&str>) {
        if session.is_none() && id.is_none() {
            self.questions.take(|_, _| true);
        }
        for key in [session, id].into_iter().flatten() {
            self.questions.remove(&key.to_owned());
        }
    }
}

impl Check for Nlu {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, _: &mut Findings) {
        let Some(message) = &decoded.message else { return };
        let session = message.subject().session.map(SessionId::as_str);
        match message {
            Message::NluQuery(query) => self.ask(state, message, query),
            Message::IntentParsed(parsed) => self.answer(session, parsed.id.as_ref().map(AsRef::as_ref)),
            Message::NluIntentNotRecognized(not) => self.answer(session, not.id.as_ref().map(AsRef::as_ref)),
            Message::Intent(intent) => self.answer(session, intent.id.as_ref().map(AsRef::as_ref)),
            // An error is a finding of its own.
            Message::NluError(_) => self.answer(session, None),
            _ => {}
        }
    }

    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        for (_, (_, site, session)) in
            self.questions.take(|_, (since, ..)| state.now.saturating_sub(*since) > NLU)
        {
            findings.add(NewFinding::of(Diagnosis::SilentNlu).in_session(session.as_ref()), || {
                let site = site.as_ref().map(|site| format!(" at {site}")).unwrap_or_default();
                format!("The NLU was asked about a text{site} but did not answer within {}.", span(NLU))
            });
        }
    }
}

/// The TTS, which sends audio or reports that it has finished.
#[derive(Debug, Default)]
pub(super) struct Tts {
    /// Unanswered requests by site: when they were sent, in which session.
    asked: BoundedMap<SiteId, (Duration, Option<SessionId>), REMEMBERED>,
}

impl Tts {
    fn ask(&mut self, now: Duration, site: &SiteId, say: &Say) {
        // An empty text may go unanswered.
        if !say.text.trim().is_empty() {
            self.asked.insert(site.clone(), (now, say.session_id.clone()));
        }
    }
}

impl Check for Tts {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, _: &mut Findings) {
        let Some(message) = &decoded.message else { return };
        let site = state.site_of(message);
        match (message, site) {
            (Message::Say(say), Some(site)) => self.ask(state.now, site, say),
            (Message::PlayBytes(_) | Message::SayFinished(_) | Message::TtsError(_), Some(site)) => {
                self.asked.remove(site);
            }
            (Message::PlayBytesStreaming(stream), _) => {
                self.asked.remove(&stream.site_id);
            }
            (Message::SayFinished(_) | Message::TtsError(_), None) => {
                self.asked.take(|_, _| true);
            }
            _ => {}
        }
    }

    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        for (site, (_, session)) in self.asked.take(|_, (since, _)| state.now.saturating_sub(*since) > TTS) {
            findings.add(NewFinding::of(Diagnosis::SilentTts).at(&site).in_session(session.as_ref()), || {
                format!(
                    "The TTS was asked to speak at {site}, but neither audio nor an answer arrived within {}.",
                    span(TTS)
                )
            });
        }
    }
}

/// The players of all sites.
#[derive(Debug, Default)]
pub(super) struct Players {
    /// Sounds by site and id, and when their end should have been reported.
    playing: BoundedMap<(SiteId, String), Duration, REMEMBERED>,
    /// How many sounds in a row were not reported as finished.
    unplayed: BoundedMap<SiteId, u32, REMEMBERED>,
}

impl Check for Players {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, _: &mut Findings) {
        match &decoded.message {
            Some(Message::PlayBytes(play)) => {
                let Some(length) = decoded.sound else { return };
                let key = (play.site_id.clone(), play.request_id.as_str().to_owned());
                self.playing.insert(key, state.now.saturating_add(length).saturating_add(PLAYER));
            }
            Some(Message::PlayFinished(played)) => {
                let id = played.id.as_ref().map(RequestId::as_str);
                self.playing
                    .take(|(site, sound), _| *site == played.site_id && id.is_none_or(|id| id == sound));
                self.unplayed.remove(&played.site_id);
            }
            _ => {}
        }
    }

    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        for ((site, _), _) in self.playing.take(|_, until| state.now > *until) {
            let unplayed = self.unplayed.entry(site.clone());
            *unplayed += 1;
            if *unplayed >= UNPLAYED {
                findings.add(NewFinding::of(Diagnosis::SilentSpeaker).at(&site), || {
                    format!("{site} received {unplayed} sounds in a row and never reported that they had been played.")
                });
            }
        }
    }
}
