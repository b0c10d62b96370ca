//! What the messages so far tell about sites and sessions.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_messages::payload::{SessionEnded, Termination, Toggle, ToggleReason};
use petasos_messages::{Dialect, IntentName, Message, RequestId, SessionId, SiteId, SpeechRequestId};
use petasos_recording::{Attributor, DecodedEntry};

/// More sites than these are not looked at.
const MOST_SITES: usize = 256;
/// More sessions than these are not remembered; the oldest is forgotten.
const MOST_SESSIONS: usize = 1024;
/// More sounds than these do not play at a site at once, nor are more reasons given to be off.
const MOST_AT_A_SITE: usize = 16;

/// What the messages so far tell.
#[derive(Debug)]
pub(super) struct ObservedState {
    pub(super) now: Duration,
    /// When the first message came.
    pub(super) began: Option<Duration>,
    pub(super) messages: u64,
    /// How many sessions have started.
    pub(super) started: u64,
    pub(super) dialect: Option<Dialect>,
    /// Somebody has switched the dialogue manager off.
    pub(super) switched_off: bool,
    sites: BTreeMap<SiteId, SiteState>,
    attributor: Attributor,
    sessions: BTreeMap<SessionId, SessionState>,
}

/// A room.
#[derive(Debug, Default)]
pub(super) struct SiteState {
    /// The session that was started last, if it has not ended.
    pub(super) session: Option<SessionId>,
    /// When a session ended here last.
    pub(super) rested: Option<Duration>,
    /// Since when its microphone is open, and for which session.
    pub(super) listening: Option<(Duration, Option<SessionId>)>,
    /// What is to be heard.
    pub(super) sounds: Vec<PlayingSound>,
    /// What was asked to be said last, until a sound or an answer comes.
    pub(super) say: Option<SpeechRequest>,
    /// Why its wake word is off, and since when; on while empty.
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
    /// Whether a conversation or a sound was the cause, not a person who wants peace.
    pub(super) by_session: bool,
}

/// A conversation.
#[derive(Debug)]
pub(super) struct SessionState {
    pub(super) site: SiteId,
    pub(super) since: Duration,
    /// When its last message came.
    pub(super) last: Duration,
    /// When it ended.
    pub(super) ended: Option<Duration>,
    /// The user has ended it, in the middle of whatever went on.
    pub(super) aborted: bool,
    pub(super) turn: TurnState,
}

/// What has happened since a user was listened to last.
#[derive(Debug, Default)]
pub(super) struct TurnState {
    /// Since when the user has been listened to.
    pub(super) listening: Option<Duration>,
    /// How often the ASR has answered.
    pub(super) captured: u32,
    /// When the NLU was asked.
    pub(super) asked: Option<Duration>,
    /// How often the NLU has found an intent or none.
    pub(super) parsed: u32,
    /// The intent that was published last, and when.
    pub(super) intent: Option<(IntentName, Duration)>,
    /// How often an intent was published.
    pub(super) intents: u32,
    /// When a skill continued or ended the session last.
    pub(super) answered: Option<Duration>,
    /// Somebody has spoken within the session since the intent, without ending it.
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
            attributor: Attributor::new(MOST_SESSIONS),
            sessions: BTreeMap::new(),
        }
    }

    /// What is still known after messages were lost: nothing but how much was seen.
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
        (self.sites.len(), self.sessions.len())
    }

    pub(super) fn session(&self, id: &SessionId) -> Option<&SessionState> {
        self.sessions.get(id)
    }

    pub(super) fn sessions(&self) -> impl Iterator<Item = (&SessionId, &SessionState)> {
        self.sessions.iter()
    }

    /// Where a message plays: as it says, or as its session says.
    pub(super) fn site_of<'a>(&'a self, message: &'a Message) -> Option<&'a SiteId> {
        let subject = message.subject();
        subject.site.or_else(|| self.attributor.site_of(subject.session?))
    }

    /// How long the house has been listened to.
    pub(super) fn age(&self) -> Duration {
        self.now.saturating_sub(self.began.unwrap_or(self.now))
    }

    /// Draws a message into the state.
    pub(super) fn apply(&mut self, decoded: &DecodedEntry<'_>) {
        self.messages += 1;
        self.began.get_or_insert(decoded.entry.at);
        let Some(message) = &decoded.message else { return };
        if decoded.is_microphone_frame() {
            return;
        }
        self.attributor.attribute(message);
        if let Some(session) = message.subject().session.and_then(|id| self.sessions.get_mut(id)) {
            session.last = self.now;
        }
        match message {
            Message::DialogueToggleOff => self.switched_off = true,
            Message::DialogueToggleOn => self.switched_off = false,
            Message::SessionStarted(started) => self.start(&started.session_id, &started.site_id),
            Message::SessionEnded(ended) => self.end(ended),
            Message::HotwordToggleOff(toggle) => self.switch_off(toggle),
            Message::HotwordToggleOn(toggle) => self.switch_on(toggle),
            _ => {
                self.turn(message);
                self.voice(decoded, message);
            }
        }
    }

    fn site_mut(&mut self, id: &SiteId) -> Option<&mut SiteState> {
        if self.sites.len() >= MOST_SITES && !self.sites.contains_key(id) {
            return None;
        }
        Some(self.sites.entry(id.clone()).or_default())
    }

    fn start(&mut self, id: &SessionId, site_id: &SiteId) {
        self.started += 1;
        let now = self.now;
        if let Some(site) = self.site_mut(site_id) {
            site.session = Some(id.clone());
        }
        if self.sessions.len() >= MOST_SESSIONS {
            let oldest =
                self.sessions.iter().min_by_key(|(_, session)| session.last).map(|(id, _)| id.clone());
            oldest.and_then(|id| self.sessions.remove(&id));
        }
        let session = SessionState {
            site: site_id.clone(),
            since: now,
            last: now,
            ended: None,
            aborted: false,
            turn: TurnState::default(),
        };
        self.sessions.entry(id.clone()).or_insert(session);
    }

    fn end(&mut self, ended: &SessionEnded) {
        let (now, id) = (self.now, &ended.session_id);
        if let Some(site) = self.site_mut(&ended.site_id) {
            site.session.take_if(|open| open == id);
            site.rested = Some(now);
            site.listening.take_if(|(_, session)| session.as_ref().is_none_or(|open| open == id));
        }
        if let Some(session) = self.sessions.get_mut(id) {
            session.ended.get_or_insert(now);
            session.aborted = ended.termination == Termination::AbortedByUser;
        }
    }

    /// What leads a session on.
    fn turn(&mut self, message: &Message) {
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
        let Some(session) = message.subject().session.and_then(|id| self.sessions.get_mut(id)) else {
            return;
        };
        let turn = &mut session.turn;
        match message {
            Message::StartListening(_) => *turn = TurnState { listening: Some(now), ..TurnState::default() },
            Message::TextCaptured(_) => turn.captured += 1,
            Message::NluQuery(_) => {
                let TurnState { listening, captured, .. } = *turn;
                *turn = TurnState { asked: Some(now), listening, captured, ..TurnState::default() };
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

    /// What is to be heard.
    fn voice(&mut self, decoded: &DecodedEntry<'_>, message: &Message) {
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
            let in_session = site.session.is_some() || site.rested == Some(now);
            let by_session = toggle.session_id.is_some()
                || in_session
                || toggle.reason.as_ref().is_some_and(is_of_a_conversation);
            if site.off.len() < MOST_AT_A_SITE {
                site.off.entry(reason(toggle)).or_insert(HotwordOff { since: now, by_session });
            }
        }
    }

    fn switch_on(&mut self, toggle: &Toggle) {
        let reason = reason(toggle);
        for site in self.toggled(toggle) {
            // Without a reason it overrides them all.
            if reason.is_empty() {
                site.off.clear();
            } else {
                site.off.remove(&reason);
            }
        }
    }

    /// The sites that a toggle is for: one, or all that are known.
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
    /// The sound that plays for longest from now, of a known length, and how long that is.
    pub(super) fn playing(&self, now: Duration) -> Option<(&PlayingSound, Duration)> {
        let left = |sound: &PlayingSound| sound.since.saturating_add(sound.length?).checked_sub(now);
        let playing = self.sounds.iter().filter_map(|sound| Some((sound, left(sound)?)));
        playing.max_by_key(|(_, left)| *left)
    }
}

impl PlayingSound {
    /// Whether it must have been played for long, whatever the player says.
    fn is_over(&self, now: Duration) -> bool {
        /// Nobody plays longer than this.
        const LONGEST: Duration = Duration::from_secs(600);
        now > self.since.saturating_add(self.length.unwrap_or(LONGEST))
    }
}

impl SpeechRequest {
    /// Whether a sound with this id is this speech. Rhasspy gives it the id of the request, Alice that of the session, Snips one
    /// of its own.
    fn is_said_by(&self, sound: &RequestId) -> bool {
        let is_of_session = self.session.as_ref().is_some_and(|session| session.as_str() == sound.as_str());
        is_of_session || self.id.as_ref().is_none_or(|id| id == sound)
    }
}

/// Whether it is by a conversation, or its sounds, that something is switched off.
fn is_of_a_conversation(reason: &ToggleReason) -> bool {
    matches!(reason, ToggleReason::DialogueSession | ToggleReason::PlayAudio | ToggleReason::TtsSay)
}
