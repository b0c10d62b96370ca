//! What the messages so far say about sites and sessions.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_messages::payload::{SessionEnded, Toggle, ToggleReason};
use petasos_messages::{Dialect, IntentName, Message, RequestId, SessionId, SiteId, SpeechRequestId};
use petasos_recording::{Attributor, BoundedMap, DecodedEntry};

use crate::tracker::{Outcome, Session, Tracker};

/// Sites beyond this number are ignored.
const MOST_SITES: usize = 256;
/// The most sessions whose turns are remembered; the oldest are forgotten first.
const MOST_SESSIONS: usize = 1024;
/// The most sounds that are followed at a site, and the most reasons why its wake word is off.
const MOST_AT_A_SITE: usize = 16;

/// What the messages so far say about sites and sessions.
#[derive(Debug)]
pub(super) struct ObservedState {
    pub(super) now: Duration,
    /// When the first message came.
    pub(super) began: Option<Duration>,
    pub(super) messages: u64,
    /// How many sessions have started.
    pub(super) started: u64,
    pub(super) dialect: Option<Dialect>,
    /// The dialogue manager was switched off by a message.
    pub(super) switched_off: bool,
    sites: BTreeMap<SiteId, SiteState>,
    attributor: Attributor<MOST_SESSIONS>,
    /// Gives up no session: a session that is silent for long is a finding.
    tracker: Tracker,
    /// The turns of the sessions whose start was seen. They go on after the end: answers may come too late.
    turns: BoundedMap<SessionId, TurnState, MOST_SESSIONS>,
}

/// What is known of a site.
#[derive(Debug, Default)]
pub(super) struct SiteState {
    /// The session that was started last, unless it has ended.
    pub(super) session: Option<SessionId>,
    /// When a session last ended here.
    pub(super) last_end: Option<Duration>,
    /// Since when its microphone is open, and for which session.
    pub(super) listening: Option<(Duration, Option<SessionId>)>,
    pub(super) sounds: Vec<PlayingSound>,
    /// The last speech that was asked for, until a sound or an answer comes.
    pub(super) say: Option<SpeechRequest>,
    /// Why its wake word is off, and since when. Empty while it is on.
    pub(super) off: BTreeMap<String, HotwordOff>,
}

/// A sound that was sent to a player.
#[derive(Debug)]
pub(super) struct PlayingSound {
    pub(super) id: RequestId,
    pub(super) since: Duration,
    /// How long it lasts, if that is known.
    pub(super) length: Option<Duration>,
    /// The speech it is, if it was asked for.
    pub(super) say: Option<SpeechRequest>,
}

/// Speech that was asked for.
#[derive(Debug, Clone)]
pub(super) struct SpeechRequest {
    pub(super) id: Option<RequestId>,
    pub(super) session: Option<SessionId>,
}

/// A wake word that was switched off.
#[derive(Debug)]
pub(super) struct HotwordOff {
    pub(super) since: Duration,
    /// Whether a session or a sound was the cause, rather than a user.
    pub(super) by_session: bool,
}

/// A session whose start was seen.
#[derive(Debug)]
pub(super) struct ObservedSession<'a> {
    pub(super) site: &'a SiteId,
    pub(super) session: &'a Session,
    pub(super) turn: &'a TurnState,
}

/// What has happened in a session since the user was last listened to.
#[derive(Debug, Default)]
pub(super) struct TurnState {
    /// When a message last named the session. Sounds and voice activity name none.
    pub(super) last_named: Duration,
    /// When the microphone was opened.
    pub(super) listening: Option<Duration>,
    /// How often the ASR has answered.
    pub(super) captured: u32,
    /// When the NLU was asked.
    pub(super) asked: Option<Duration>,
    /// How often the NLU has answered, with or without an intent.
    pub(super) parsed: u32,
    /// The intent that was published last, and when.
    pub(super) intent: Option<(IntentName, Duration)>,
    /// How often an intent was published.
    pub(super) intents: u32,
    /// When a skill last continued or ended the session.
    pub(super) answered: Option<Duration>,
    /// Whether speech was asked for since the intent, by something that left the session open.
    pub(super) spoke: bool,
}

impl ObservedState {
    pub(super) fn new(dialect: Option<Dialect>) -> Self {
        Self {
            now: Duration::ZERO,
            began: None,
            messages: 0,
            started: 0,
            dialect,
            switched_off: false,
            sites: BTreeMap::new(),
            attributor: Attributor::default(),
            tracker: Tracker::with_patience(Duration::MAX),
            turns: BoundedMap::default(),
        }
    }

    /// What is still known after messages were lost: only how much was seen.
    pub(super) fn after_a_gap(&self) -> Self {
        Self { now: self.now, messages: self.messages, started: self.started, ..Self::new(self.dialect) }
    }

    pub(super) fn site(&self, id: &SiteId) -> Option<&SiteState> {
        self.sites.get(id)
    }

    pub(super) fn sites(&self) -> impl Iterator<Item = (&SiteId, &SiteState)> {
        self.sites.iter()
    }

    /// How many sites and sessions are remembered.
    #[cfg(test)]
    pub(super) fn sizes(&self) -> (usize, usize) {
        (self.sites.len(), self.turns.iter().count())
    }

    pub(super) fn session(&self, id: &SessionId) -> Option<ObservedSession<'_>> {
        self.observed(self.tracker.get(id)?)
    }

    /// The sessions that have not ended.
    pub(super) fn open_sessions(&self) -> impl Iterator<Item = ObservedSession<'_>> {
        self.tracker.open().filter_map(|session| self.observed(session))
    }

    fn observed<'a>(&'a self, session: &'a Session) -> Option<ObservedSession<'a>> {
        // There were too many sessions, and the tracker has given this one up.
        if session.ended.as_ref().is_some_and(|ended| ended.outcome == Outcome::Unseen) {
            return None;
        }
        Some(ObservedSession { site: session.site.as_ref()?, session, turn: self.turns.get(&session.id)? })
    }

    /// The site of a message: the one it names, or that of its session.
    pub(super) fn site_of<'a>(&'a self, message: &'a Message) -> Option<&'a SiteId> {
        let subject = message.subject();
        subject.site.or_else(|| self.attributor.site_of(subject.session?))
    }

    /// The time since the first message.
    pub(super) fn age(&self) -> Duration {
        self.now.saturating_sub(self.began.unwrap_or(self.now))
    }

    /// Updates the state with a message.
    pub(super) fn apply(&mut self, decoded: &DecodedEntry<'_>) {
        self.messages += 1;
        self.began.get_or_insert(decoded.entry.at);
        let Some(message) = &decoded.message else { return };
        if decoded.is_microphone_frame() {
            return;
        }
        self.attributor.attribute(message);
        self.tracker.handle(decoded);
        match message {
            Message::DialogueToggleOff => self.switched_off = true,
            Message::DialogueToggleOn => self.switched_off = false,
            Message::SessionStarted(started) => self.start(&started.session_id, &started.site_id),
            Message::SessionEnded(ended) => self.end(ended),
            Message::HotwordToggleOff(toggle) => self.switch_off(toggle),
            Message::HotwordToggleOn(toggle) => self.switch_on(toggle),
            _ => {
                self.listen(message);
                self.sound(decoded, message);
            }
        }
        self.turn(message);
    }

    fn site_mut(&mut self, id: &SiteId) -> Option<&mut SiteState> {
        if self.sites.len() >= MOST_SITES && !self.sites.contains_key(id) {
            return None;
        }
        Some(self.sites.entry(id.clone()).or_default())
    }

    fn start(&mut self, id: &SessionId, site_id: &SiteId) {
        self.started += 1;
        if let Some(site) = self.site_mut(site_id) {
            site.session = Some(id.clone());
        }
        self.turns.entry(id.clone());
    }

    fn end(&mut self, ended: &SessionEnded) {
        let (now, id) = (self.now, &ended.session_id);
        if let Some(site) = self.site_mut(&ended.site_id) {
            site.session.take_if(|open| open == id);
            site.last_end = Some(now);
            site.listening.take_if(|(_, session)| session.as_ref().is_none_or(|open| open == id));
        }
    }

    /// Microphones that are opened and closed.
    fn listen(&mut self, message: &Message) {
        let now = self.now;
        match message {
            Message::StartListening(start) => {
                if let Some(site) = self.site_mut(&start.site_id) {
                    site.listening = Some((now, start.session_id.clone()));
                }
            }
            Message::StopListening(stop) => {
                if let Some(site) = self.site_mut(&stop.site_id) {
                    site.listening = None;
                }
            }
            Message::TextCaptured(_) => {
                if let Some(site) = self.site_of(message).cloned().and_then(|site| self.site_mut(&site)) {
                    site.listening = None;
                }
            }
            _ => {}
        }
    }

    /// What happens in the turn of the session that a message names.
    fn turn(&mut self, message: &Message) {
        let now = self.now;
        let Some(turn) = message.subject().session.and_then(|id| self.turns.get_mut(id)) else { return };
        turn.last_named = now;
        match message {
            Message::StartListening(_) => {
                *turn = TurnState { last_named: now, listening: Some(now), ..TurnState::default() };
            }
            Message::TextCaptured(_) => turn.captured += 1,
            Message::NluQuery(_) => {
                let TurnState { last_named, listening, captured, .. } = *turn;
                *turn =
                    TurnState { last_named, asked: Some(now), listening, captured, ..TurnState::default() };
            }
            Message::IntentParsed(_) | Message::NluIntentNotRecognized(_) => turn.parsed += 1,
            Message::Intent(intent) => {
                turn.intents += 1;
                turn.intent = Some((intent.intent.intent_name.clone(), now));
            }
            Message::ContinueSession(_) | Message::EndSession(_) => turn.answered = Some(now),
            Message::Say(_) => turn.spoke = turn.intent.is_some() && turn.answered.is_none(),
            _ => {}
        }
    }

    /// Speech that is asked for, and sounds that are played.
    fn sound(&mut self, decoded: &DecodedEntry<'_>, message: &Message) {
        let now = self.now;
        let any_id = self.dialect.is_some_and(|dialect| dialect.speech_request_id == SpeechRequestId::Own);
        let Some(site) = self.site_of(message).cloned().and_then(|site| self.site_mut(&site)) else { return };
        match message {
            Message::Say(say) => {
                site.say = Some(SpeechRequest { id: say.id.clone(), session: say.session_id.clone() });
            }
            Message::PlayBytes(play) => {
                site.sounds.retain(|sound| !sound.is_over(now));
                if site.sounds.len() < MOST_AT_A_SITE {
                    let id = play.request_id.clone();
                    let say = site.say.take_if(|say| any_id || say.is_said_by(&id));
                    site.sounds.push(PlayingSound { id, since: now, length: decoded.sound, say });
                }
            }
            Message::PlayFinished(played) => {
                site.sounds.retain(|sound| played.id.as_ref().is_some_and(|id| *id != sound.id));
            }
            Message::SayFinished(_) => site.say = None,
            _ => {}
        }
    }

    fn switch_off(&mut self, toggle: &Toggle) {
        let now = self.now;
        for site in self.toggled(toggle) {
            let in_session = site.session.is_some() || site.last_end == Some(now);
            let by_session = toggle.session_id.is_some()
                || in_session
                || toggle.reason.as_ref().is_some_and(is_of_a_session);
            if site.off.len() < MOST_AT_A_SITE {
                site.off.entry(reason(toggle)).or_insert(HotwordOff { since: now, by_session });
            }
        }
    }

    fn switch_on(&mut self, toggle: &Toggle) {
        let reason = reason(toggle);
        for site in self.toggled(toggle) {
            // A toggle without a reason overrides all others.
            if reason.is_empty() {
                site.off.clear();
            } else {
                site.off.remove(&reason);
            }
        }
    }

    /// The sites that a toggle concerns: the one it names, or all known ones.
    fn toggled(&mut self, toggle: &Toggle) -> Vec<&mut SiteState> {
        match &toggle.site_id {
            Some(id) => self.site_mut(id).into_iter().collect(),
            None => self.sites.values_mut().collect(),
        }
    }
}

fn reason(toggle: &Toggle) -> String {
    toggle.reason.as_ref().map(|reason| reason.as_str().to_owned()).unwrap_or_default()
}

impl SiteState {
    /// Of the sounds of a known length, the one that plays longest from now on, and for how long.
    pub(super) fn playing(&self, now: Duration) -> Option<(&PlayingSound, Duration)> {
        let left = |sound: &PlayingSound| sound.since.saturating_add(sound.length?).checked_sub(now);
        let playing = self.sounds.iter().filter_map(|sound| Some((sound, left(sound)?)));
        playing.max_by_key(|(_, left)| *left)
    }
}

impl PlayingSound {
    /// Whether it must have ended by now, though the player has not reported it.
    fn is_over(&self, now: Duration) -> bool {
        /// No sound of unknown length is taken to play longer than this.
        const LONGEST: Duration = Duration::from_secs(600);
        now > self.since.saturating_add(self.length.unwrap_or(LONGEST))
    }
}

impl SpeechRequest {
    /// Whether the sound with this id is this speech. Rhasspy's TTS uses the id of the request, Alice's that of the session; that
    /// of Snips makes an id of its own.
    fn is_said_by(&self, sound: &RequestId) -> bool {
        let is_of_session = self.session.as_ref().is_some_and(|session| session.as_str() == sound.as_str());
        is_of_session || self.id.as_ref().is_none_or(|id| id == sound)
    }
}

/// Whether a toggle with this reason comes from a session or its sounds.
fn is_of_a_session(reason: &ToggleReason) -> bool {
    matches!(reason, ToggleReason::DialogueSession | ToggleReason::PlayAudio | ToggleReason::TtsSay)
}
