//! The house as the messages draw it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petasos_dialogue::{Fact, IntentPublisher, Policy, SitePolicy, Time};
use petasos_messages::payload::{ComponentError, PlayBytes, Toggle, ToggleReason};
use petasos_messages::{Component, Message, SessionId, SiteId, SpeechRequestId};

use super::voice::Voice;
use crate::Event;

/// Everything known about the house, just before an event.
#[derive(Debug)]
pub struct Picture {
    pub(crate) now: Time,
    pub(crate) policy: Policy,
    pub(crate) sites: BTreeMap<SiteId, Site>,
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    /// There is a manager; it may have crashed.
    pub(crate) alive: bool,
    /// The whole manager was toggled off.
    pub(crate) switched_off: bool,
    /// The input the manager is answering.
    pub(crate) input: Option<Event>,
    /// The sites the messages of this step went to.
    pub(crate) touched: BTreeSet<SiteId>,
    /// Sessions that were ended in the step before.
    pub(crate) just_ended: Vec<SessionId>,
    /// Sessions whose start or end a crash may have hidden.
    pub(crate) doubtful: BTreeSet<SessionId>,
    /// Sessions that were written down and not announced yet.
    pub(crate) written: BTreeSet<SessionId>,
}

/// A room.
#[derive(Debug, Default)]
pub(crate) struct Site {
    /// Sessions started and not ended.
    pub(crate) active: Vec<SessionId>,
    /// Sessions announced as queued, in order.
    pub(crate) queue: Vec<SessionId>,
    /// The microphone is open.
    pub(crate) listening: Option<Listening>,
    /// Why we switched the hotword off; on while empty.
    pub(crate) hotword_off: BTreeSet<Reason>,
    /// Why we switched the ASR off.
    pub(crate) asr_off: BTreeSet<Reason>,
    /// Somebody else switched the hotword off, in a dialect without reasons.
    pub(crate) muted: bool,
    /// What of ours is to be heard.
    pub(crate) voice: Voice,
}

/// An open microphone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listening {
    /// For which session.
    pub(crate) session: Option<SessionId>,
}

/// A conversation.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) site: SiteId,
    pub(crate) stage: Stage,
    /// Who owes the next answer.
    pub(crate) debtor: Option<Component>,
    /// Who owed the one before, if the manager may have given up on it already.
    pub(crate) late_debtor: Option<Component>,
}

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Queued,
    Started,
    Ended,
}

/// A toggle's reason, as something to collect. Without reasons there is only one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    Session,
    Sound,
    Speech,
    Other(String),
}

impl Picture {
    pub(crate) fn new(policy: Policy) -> Self {
        Self {
            now: Time::START,
            policy,
            sites: BTreeMap::new(),
            sessions: BTreeMap::new(),
            alive: true,
            switched_off: false,
            input: None,
            touched: BTreeSet::new(),
            just_ended: Vec::new(),
            doubtful: BTreeSet::new(),
            written: BTreeSet::new(),
        }
    }

    /// What the owner chose for a site.
    pub(crate) fn rules(&self, site: &SiteId) -> &Arc<SitePolicy> {
        self.policy.at(site)
    }

    /// Whether toggles at a site carry reasons.
    pub(crate) fn has_reasons(&self, site: &SiteId) -> bool {
        self.rules(site).dialect().toggles_have_reasons
    }

    /// A site and all that hear the same voice.
    pub(crate) fn room(&self, site: &SiteId) -> Vec<SiteId> {
        let mut room: Vec<SiteId> =
            self.sites.keys().filter(|other| self.same_room(site, other)).cloned().collect();
        if !room.contains(site) {
            room.push(site.clone());
        }
        room
    }

    /// Whether two sites hear the same voice.
    pub(crate) fn same_room(&self, one: &SiteId, two: &SiteId) -> bool {
        if one == two || self.policy.groups.iter().any(|group| group.contains(one) && group.contains(two)) {
            return true;
        }
        let separator = self.policy.group_separator.as_deref().filter(|separator| !separator.is_empty());
        separator.is_some_and(|separator| {
            let group =
                |site: &SiteId| site.as_str().split_once(separator).map(|(group, _)| group.to_owned());
            group(one).is_some() && group(one) == group(two)
        })
    }

    /// The sessions that are active where the same voice is heard.
    pub(crate) fn active_in_room(&self, site: &SiteId) -> impl Iterator<Item = &SessionId> {
        self.sites
            .iter()
            .filter(move |(other, _)| self.same_room(site, other))
            .flat_map(|(_, site)| site.active.iter())
    }

    /// The site a message of this manager belongs to.
    pub(crate) fn site_of(&self, message: &Message) -> Option<SiteId> {
        let subject = message.subject();
        let of_session =
            || subject.session.and_then(|id| self.sessions.get(id)).map(|session| session.site.clone());
        subject.site.cloned().or_else(of_session)
    }

    /// Whether a session is under way or queued.
    pub(crate) fn is_live(&self, session: &SessionId) -> bool {
        self.sessions.get(session).is_some_and(|session| session.stage != Stage::Ended)
    }

    /// What of ours is still to be heard where the same voice is heard.
    pub(crate) fn busy_in_room(&self, site: &SiteId) -> Option<String> {
        self.sites
            .iter()
            .filter(|(other, _)| self.same_room(site, other))
            .find_map(|(_, site)| site.voice.busy(self.now))
    }

    /// Whether somebody else's WAV is what we wanted to be said.
    pub(crate) fn is_our_speech(&self, sound: &PlayBytes) -> bool {
        let any_id = self.rules(&sound.site_id).dialect().speech_request_id == SpeechRequestId::Own;
        self.sites.get(&sound.site_id).is_some_and(|site| site.voice.awaits(self.now, sound, any_id))
    }

    /// The wake word of a site should work now, by what we have said ourselves.
    pub(crate) fn wants_hotword(&self, site: &SiteId) -> bool {
        self.sites.get(site).is_none_or(|site| site.hotword_off.is_empty() && !site.muted)
    }

    /// Draws an event into the picture.
    pub(crate) fn apply(&mut self, event: &Event) {
        if event.is_input() {
            self.input = Some(event.clone());
            self.touched.clear();
            if !matches!(event, Event::Crashed | Event::Restarted) {
                self.just_ended.clear();
            }
        }
        match event {
            Event::Received { message, echo: false, .. } => self.receive(message),
            Event::Published(message) => self.publish(message),
            Event::Crashed => self.crash(),
            Event::Restarted => self.alive = true,
            Event::Durable(Fact::SessionStarted { session_id, .. }) => {
                self.written.insert(session_id.clone());
            }
            _ => {}
        }
    }

    fn site(&mut self, site: &SiteId) -> &mut Site {
        self.sites.entry(site.clone()).or_default()
    }

    fn session_site(&mut self, session: &SessionId) -> Option<&mut Site> {
        let site = self.sessions.get(session)?.site.clone();
        Some(self.site(&site))
    }

    fn owes(&mut self, session: Option<&SessionId>, debtor: Component) {
        if let Some(session) = session.and_then(|id| self.sessions.get_mut(id)) {
            session.late_debtor = None;
            session.debtor = Some(debtor);
        }
    }

    fn receive(&mut self, message: &Message) {
        match message {
            Message::HotwordToggleOff(toggle) => self.foreign_toggle(toggle, true),
            Message::HotwordToggleOn(toggle) => self.foreign_toggle(toggle, false),
            Message::DialogueToggleOff => self.switched_off = true,
            Message::DialogueToggleOn => self.switched_off = false,
            Message::TextCaptured(heard) => {
                if let Some(site) = heard.session_id.as_ref().and_then(|id| self.session_site(id)) {
                    site.listening.take_if(|listening| listening.session == heard.session_id);
                } else if let (Some(site), None) = (&heard.site_id, &heard.session_id) {
                    self.site(site).listening = None;
                }
            }
            Message::Intent(intent) => self.understood(intent.session_id.as_ref()),
            Message::PlayBytes(sound) if self.is_our_speech(sound) => {
                let (now, timeouts) = (self.now, self.rules(&sound.site_id).timeouts);
                self.site(&sound.site_id).voice.wav_seen(now, sound, &timeouts);
            }
            Message::PlayBytes(sound) => {
                let (now, timeouts) = (self.now, self.rules(&sound.site_id).timeouts);
                self.site(&sound.site_id).voice.other_wav_seen(now, sound, &timeouts);
            }
            Message::PlayFinished(played) => self.site(&played.site_id).voice.play_finished(played),
            Message::SayFinished(said) => {
                // An id says enough; without one the site has to.
                let site = if said.id.is_some() { None } else { self.site_of(message) };
                match site {
                    Some(site) => self.site(&site).voice.say_finished(said),
                    None => self.sites.values_mut().for_each(|site| site.voice.say_finished(said)),
                }
            }
            Message::TtsError(error) => self.broken(error, Voice::broken),
            Message::AudioPlayError(error) => self.broken(error, Voice::silence),
            _ => {}
        }
    }

    /// A part broke: in a session, at a site, or nobody knows where.
    fn broken(&mut self, error: &ComponentError, affects: fn(&mut Voice)) {
        let of_session = error.session_id.as_ref().and_then(|id| self.sessions.get(id));
        let site = of_session.map(|session| session.site.clone()).or_else(|| error.site_id.clone());
        match site {
            Some(site) => affects(&mut self.site(&site).voice),
            None => self.sites.values_mut().for_each(|site| affects(&mut site.voice)),
        }
    }

    /// Somebody else has published an intent: where that is the NLU's business, and not too late, the skills are asked now.
    fn understood(&mut self, session: Option<&SessionId>) {
        let Some(session) = session.and_then(|id| self.sessions.get_mut(id)) else {
            return;
        };
        let by_nlu = self.policy.at(&session.site).intents_from == IntentPublisher::Nlu;
        if by_nlu && session.debtor == Some(Component::Nlu) {
            session.late_debtor = session.debtor.replace(Component::Skill);
        }
    }

    fn foreign_toggle(&mut self, toggle: &Toggle, off: bool) {
        let sites: Vec<SiteId> = match &toggle.site_id {
            Some(site) => vec![site.clone()],
            None => self.sites.keys().cloned().collect(),
        };
        for site in sites.iter().filter(|site| !self.has_reasons(site)).cloned().collect::<Vec<_>>() {
            let site = self.site(&site);
            site.muted = off;
            // The last toggle wins: what we had switched off is on, until we say so again.
            if !off {
                site.hotword_off.clear();
            }
        }
    }

    fn publish(&mut self, message: &Message) {
        if let Some(site) = self.site_of(message) {
            self.touched.insert(site);
        }
        match message {
            Message::SessionQueued(queued) => {
                let session = Session {
                    site: queued.site_id.clone(),
                    stage: Stage::Queued,
                    debtor: None,
                    late_debtor: None,
                };
                self.sessions.insert(queued.session_id.clone(), session);
                self.site(&queued.site_id).queue.push(queued.session_id.clone());
            }
            Message::SessionStarted(started) => {
                let session = Session {
                    site: started.site_id.clone(),
                    stage: Stage::Started,
                    debtor: None,
                    late_debtor: None,
                };
                self.sessions.insert(started.session_id.clone(), session);
                self.written.remove(&started.session_id);
                let site = self.site(&started.site_id);
                site.queue.retain(|id| *id != started.session_id);
                site.active.push(started.session_id.clone());
            }
            Message::SessionEnded(ended) => {
                let entry = self.sessions.entry(ended.session_id.clone());
                let session = entry.or_insert_with(|| Session {
                    site: ended.site_id.clone(),
                    stage: Stage::Ended,
                    debtor: None,
                    late_debtor: None,
                });
                session.stage = Stage::Ended;
                let site = self.site(&ended.site_id);
                site.active.retain(|id| *id != ended.session_id);
                site.queue.retain(|id| *id != ended.session_id);
                self.just_ended.push(ended.session_id.clone());
            }
            Message::StartListening(start) => {
                self.site(&start.site_id).listening = Some(Listening { session: start.session_id.clone() });
                self.owes(start.session_id.as_ref(), Component::Asr);
            }
            Message::StopListening(stop) => self.site(&stop.site_id).listening = None,
            Message::HotwordToggleOn(toggle) | Message::HotwordToggleOff(toggle) => {
                let off = matches!(message, Message::HotwordToggleOff(_));
                self.own_toggle(toggle, off, |site| &mut site.hotword_off);
            }
            Message::AsrToggleOn(toggle) | Message::AsrToggleOff(toggle) => {
                let off = matches!(message, Message::AsrToggleOff(_));
                self.own_toggle(toggle, off, |site| &mut site.asr_off);
            }
            Message::NluQuery(query) => self.owes(query.session_id.as_ref(), Component::Nlu),
            Message::PartialQuery(query) => self.owes(query.session_id.as_ref(), Component::Nlu),
            Message::Intent(intent) => self.owes(intent.session_id.as_ref(), Component::Skill),
            Message::DialogueIntentNotRecognized(told) => {
                self.owes(Some(&told.session_id), Component::Skill);
            }
            Message::Say(say) => {
                let Some(site) = say.site_id.as_ref().filter(|site| self.rules(site).speaker).cloned() else {
                    return;
                };
                let timeouts = self.rules(&site).timeouts;
                let now = self.now;
                if self.rules(&site).microphone {
                    self.owes(say.session_id.as_ref(), Component::Tts);
                }
                self.site(&site).voice.say(now, say, &timeouts);
            }
            Message::PlayBytes(sound) => {
                let now = self.now;
                self.site(&sound.site_id).voice.play(now, sound);
            }
            _ => {}
        }
    }

    fn own_toggle(&mut self, toggle: &Toggle, off: bool, of: impl Fn(&mut Site) -> &mut BTreeSet<Reason>) {
        let Some(site) = &toggle.site_id else {
            return;
        };
        let has_reasons = self.has_reasons(site);
        let reasons = of(self.site(site));
        let reason = Reason::of(toggle).filter(|_| has_reasons);
        match (off, reason) {
            (true, reason) => {
                reasons.insert(reason.unwrap_or(Reason::Session));
            }
            (false, Some(reason)) => {
                reasons.remove(&reason);
            }
            (false, None) => reasons.clear(),
        }
    }

    /// A new manager knows only what was written down: not who muted what, what still plays, or who waits.
    fn crash(&mut self) {
        self.doubtful = self.just_ended.drain(..).collect();
        self.doubtful.append(&mut self.written);
        for site in self.sites.values_mut() {
            site.voice.silence();
            // What somebody else muted stays off, and is not ours to switch on.
            if site.muted && site.active.is_empty() {
                site.hotword_off.clear();
            }
            site.muted = false;
            site.listening = None;
            for queued in site.queue.drain(..) {
                self.sessions.remove(&queued);
            }
        }
        self.switched_off = false;
        self.alive = false;
    }
}

impl Reason {
    /// The reason of a toggle; `None` for one that holds whatever the reason.
    pub(crate) fn of(toggle: &Toggle) -> Option<Self> {
        match toggle.reason.as_ref()? {
            ToggleReason::DialogueSession => Some(Self::Session),
            ToggleReason::PlayAudio => Some(Self::Sound),
            ToggleReason::TtsSay => Some(Self::Speech),
            ToggleReason::Other(other) => Some(Self::Other(other.clone())),
            _ => None,
        }
    }
}
