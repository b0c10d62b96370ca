//! The dialogue manager: finds the room a message is for, and lets the room act.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use petasos_messages::payload::{
    Component, ComponentError, Configure, HotwordDetected, SessionEnded, SessionInit, StartSession,
    StopListening, Termination, TextCaptured, Toggle, Version,
};
use petasos_messages::{Message, SessionId, SiteId};

use crate::desk::Desk;
use crate::dialect::facts;
use crate::ids::Ids;
use crate::room::{Next, Room};
use crate::session::Phase;
use crate::site::{Configured, SiteKey};
use crate::sites::Sites;
use crate::table::{Input, Reaction};
use crate::toggles::Reasons;
use crate::{Fact, IntentPublisher, Notice, Obligation, Output, Policy, RandomSource, Time};

/// A message as it came from the bus.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// What it says.
    pub message: &'a Message,
    /// Whether the sender marked it as perhaps sent before (MQTT's DUP flag).
    pub duplicate: bool,
}

impl<'a> Received<'a> {
    /// A message sent for the first time.
    pub fn new(message: &'a Message) -> Self {
        Self {
            message,
            duplicate: false,
        }
    }
}

/// A wake word heard again within this time is the same one.
const SAME_WAKE: Duration = Duration::from_millis(200);
/// The same, if the message is marked as sent again.
const SAME_WAKE_REPEATED: Duration = Duration::from_secs(5);
/// Another site of the group that hears the wake word within this time heard the same voice.
const SAME_VOICE: Duration = Duration::from_secs(2);
/// A request to start a session that comes again within this time is the same one.
const SAME_REQUEST: Duration = Duration::from_secs(1);
/// The same, if the message is marked as sent again.
const SAME_REQUEST_REPEATED: Duration = Duration::from_secs(30);

/// The dialogue manager: inputs in, decisions out.
///
/// The contract: call one of the `handle` methods, then [`poll_output`](Self::poll_output) until it gives nothing, then look at
/// [`poll_timeout`](Self::poll_timeout), then wait for the next input. Debug builds check that outputs were taken.
#[derive(Debug)]
pub struct DialogueManager {
    desk: Desk,
    sites: Sites,
}

impl DialogueManager {
    /// A manager that knows no site yet.
    pub fn new(policy: Policy, random: impl RandomSource + 'static) -> Self {
        let desk = Desk {
            policy,
            ids: Ids::new(Box::new(random)),
            outputs: std::collections::VecDeque::new(),
            statistics: Statistics::default(),
            sessions: HashMap::new(),
            speeches: HashMap::new(),
            configured: Configured::new(),
            switched_off: false,
            freed: None,
        };
        Self {
            desk,
            sites: Sites::default(),
        }
    }

    /// A message arrived. Retained messages are never commands: leave them out.
    pub fn handle(&mut self, now: Time, received: Received<'_>) {
        self.check_drained();
        let Received { message, duplicate } = received;
        match message {
            Message::HotwordDetected(detected) => self.wake(now, detected, duplicate, message),
            Message::StartSession(request) => self.start_session(now, request, duplicate, message),
            Message::TextCaptured(text) => self.text_captured(now, text, message),
            Message::ContinueSession(request) => {
                self.in_session(now, Some(&request.session_id), None, message, |room| {
                    room.continue_session(request, duplicate, message);
                });
            }
            Message::EndSession(request) => {
                self.in_session(now, Some(&request.session_id), None, message, |room| {
                    room.end_session(request, message);
                });
            }
            Message::Configure(configure) => self.configure(now, configure),
            Message::DialogueToggleOn => self.desk.switched_off = false,
            Message::DialogueToggleOff => self.desk.switched_off = true,
            Message::DialogueVersionRequest => self.tell_version(),
            Message::SessionStarted(started) => self.session_seen(&started.session_id, &started.site_id),
            Message::SessionQueued(queued) => self.session_seen(&queued.session_id, &queued.site_id),
            _ => self.handle_component(now, message),
        }
        self.follow_group(now);
    }

    /// What ASR, NLU, TTS, player and wake word have to say.
    fn handle_component(&mut self, now: Time, message: &Message) {
        match message {
            Message::Intent(intent) => {
                self.in_session(
                    now,
                    intent.session_id.as_ref(),
                    intent.site_id.as_ref(),
                    message,
                    |room| {
                        if !room.publishes_intents() {
                            room.intent_seen(intent, message);
                        }
                    },
                );
            }
            Message::IntentParsed(parsed) => {
                self.in_session(
                    now,
                    parsed.session_id.as_ref(),
                    parsed.site_id.as_ref(),
                    message,
                    |room| {
                        if room.publishes_intents() {
                            room.intent_parsed(parsed, message);
                        }
                    },
                );
            }
            Message::SlotParsed(parsed) => {
                self.in_session(now, parsed.session_id.as_ref(), None, message, |room| {
                    room.slot_parsed(parsed, message);
                });
            }
            Message::NluIntentNotRecognized(denial) => {
                self.in_session(
                    now,
                    denial.session_id.as_ref(),
                    denial.site_id.as_ref(),
                    message,
                    |room| {
                        room.not_recognized(denial, message);
                    },
                );
            }
            Message::Say(say) => {
                let own = say
                    .id
                    .as_ref()
                    .is_some_and(|id| self.desk.ids.is_own(id.as_str()));
                if !own
                    && say
                        .session_id
                        .as_ref()
                        .is_some_and(|id| self.desk.sessions.contains_key(id))
                {
                    self.in_session(now, say.session_id.as_ref(), None, message, |room| {
                        room.foreign_say(say, message);
                    });
                }
            }
            Message::SayFinished(finished) => {
                let by_id = finished
                    .id
                    .as_ref()
                    .and_then(|id| self.desk.speeches.get(id))
                    .copied();
                let by_session = || {
                    finished
                        .session_id
                        .as_ref()
                        .and_then(|id| self.desk.sessions.get(id))
                        .copied()
                };
                let by_site = || finished.site_id.as_ref().and_then(|id| self.find(id));
                let key = by_id.or_else(by_session).or_else(by_site);
                self.at_known(now, key, message, |room| room.say_finished(finished, message));
            }
            Message::PlayFinished(finished) => {
                let key = self.find(&finished.site_id);
                self.at_known(now, key, message, |room| room.play_finished(finished, message));
            }
            Message::PlayBytes(play) => {
                if let Some(key) = self.find(&play.site_id) {
                    let length = None;
                    self.at(now, key, |room| room.wav_seen(&play.request_id, length));
                }
            }
            Message::AsrError(error) => self.broke(now, &Component::Asr, error, message),
            Message::NluError(error) => self.broke(now, &Component::Nlu, error, message),
            Message::TtsError(error) | Message::AudioPlayError(error) => {
                self.broke(now, &Component::Tts, error, message);
            }
            Message::HotwordLoaded(loaded) | Message::AsrLoaded(loaded) => {
                self.reassert(now, loaded.site_id.as_ref());
            }
            Message::HotwordToggleOff(toggle) => self.hotword_toggled(now, toggle, true),
            Message::HotwordToggleOn(toggle) => self.hotword_toggled(now, toggle, false),
            Message::SoundFeedbackToggleOn(toggle) => self.toggle_sounds(now, toggle, true),
            Message::SoundFeedbackToggleOff(toggle) => self.toggle_sounds(now, toggle, false),
            _ => {}
        }
    }

    /// The deadline of [`poll_timeout`](Self::poll_timeout) passed.
    pub fn handle_timeout(&mut self, now: Time) {
        self.check_drained();
        while let Some(key) = self.sites.take_due(now) {
            self.at(now, key, |room| {
                room.expire();
            });
            self.follow_group(now);
        }
    }

    /// The connection to the broker was made, or made again: says again what may have been lost.
    pub fn handle_connected(&mut self, now: Time) {
        self.check_drained();
        self.reassert(now, None);
        let only = self.desk.policy.only_sites.iter().flatten();
        let named: Vec<SiteId> = only.chain(self.desk.policy.exceptions.keys()).cloned().collect();
        for id in named {
            // Reasons tell our Off from others', so switching on what an earlier manager left off harms nobody.
            if facts(self.desk.policy.at(&id).dialect).reasons && self.serves(&id) {
                self.at_named(now, &id, |room| room.reassert(Reasons::ALL));
            }
        }
    }

    /// A crash left this behind: ends and switches on what is open.
    pub fn discharge(&mut self, now: Time, left: &[Obligation]) {
        self.check_drained();
        for obligation in left {
            let key = self.sites.find_or_insert(&obligation.site_id, &self.desk.policy);
            for session in &obligation.sessions {
                self.desk.ids.adopt(session);
                self.at(now, key, |room| room.end_left_behind(session));
            }
            self.at(now, key, |room| {
                room.reassert(Reasons::ALL);
                room.desk
                    .outputs
                    .push_back(Output::Durable(Fact::SiteClosed(room.site.id.clone())));
            });
        }
    }

    /// Ends every session and switches everything on, before the process ends.
    pub fn shut_down(&mut self, now: Time) {
        self.check_drained();
        for key in self.sites.keys() {
            self.at(now, key, |room| room.clear("the dialogue manager was stopped"));
        }
    }

    /// The next thing to do, until there is none.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.desk.outputs.pop_front()
    }

    /// When to call [`handle_timeout`](Self::handle_timeout) at the latest.
    pub fn poll_timeout(&self) -> Option<Time> {
        self.sites.next_deadline()
    }

    /// What has been counted so far.
    pub fn statistics(&self) -> Statistics {
        let waiting: usize = self.sites.iter().map(|site| site.queue.len()).sum();
        Statistics {
            sites: self.sites.len(),
            sessions_open: self.desk.sessions.len() + waiting,
            ..self.desk.statistics
        }
    }

    /// The sites that are remembered, in no particular order.
    pub fn sites(&self) -> impl Iterator<Item = SiteStatus<'_>> {
        self.sites.iter().map(|site| SiteStatus {
            site_id: &site.id,
            phase: site
                .session
                .as_ref()
                .map_or("idle", |session| session.phase.name()),
            session_id: site.session.as_ref().map(|session| &session.id),
            queued: site.queue.len(),
        })
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.desk.policy
    }

    fn check_drained(&self) {
        debug_assert!(
            self.desk.outputs.is_empty(),
            "take all outputs before the next input"
        );
    }

    /// The site that is meant: `default`, or none, is the one the owner chose.
    fn resolve(&self, site: Option<&SiteId>) -> SiteId {
        match (site, &self.desk.policy.default_site) {
            (None, Some(chosen)) => chosen.clone(),
            (None, None) => SiteId::default_site(),
            (Some(id), Some(chosen)) if id == "default" => chosen.clone(),
            (Some(id), _) => id.clone(),
        }
    }

    fn serves(&self, id: &SiteId) -> bool {
        self.desk
            .policy
            .only_sites
            .as_ref()
            .is_none_or(|only| only.contains(id))
    }

    fn find(&self, id: &SiteId) -> Option<SiteKey> {
        self.sites
            .find(id)
            .or_else(|| self.sites.find(&self.resolve(Some(id))))
    }

    /// Lets a room act, then looks after what that means for others.
    fn at<R>(&mut self, now: Time, key: SiteKey, act: impl FnOnce(&mut Room<'_>) -> R) -> Option<R> {
        let site = self.sites.get_mut(key)?;
        let mut room = Room {
            now,
            site,
            desk: &mut self.desk,
        };
        let result = act(&mut room);
        room.settle();
        if site.at_rest() {
            self.sites.forget(key);
        } else {
            self.sites.schedule(key);
        }
        Some(result)
    }

    /// The same for a site that may not be known yet.
    fn at_named<R>(&mut self, now: Time, id: &SiteId, act: impl FnOnce(&mut Room<'_>) -> R) -> Option<R> {
        let key = self.sites.find_or_insert(id, &self.desk.policy);
        if self.sites.len() > self.desk.policy.limits.sites {
            self.forget_oldest(now);
        }
        self.at(now, key, act)
    }

    fn forget_oldest(&mut self, now: Time) {
        let Some(key) = self.sites.oldest() else { return };
        let id = self.at(now, key, |room| {
            room.clear("too many sites");
            room.site.id.clone()
        });
        self.sites.forget(key);
        self.desk.statistics.sites_forgotten += 1;
        if let Some(id) = id {
            self.desk.notice(Notice::SiteForgotten(id));
        }
    }

    fn at_known(
        &mut self,
        now: Time,
        key: Option<SiteKey>,
        message: &Message,
        act: impl FnOnce(&mut Room<'_>),
    ) {
        match key {
            Some(key) => {
                self.at(now, key, act);
            }
            None => self.desk.ignore(message, "nothing is going on there", None, None),
        }
    }

    /// Lets the room of an active session act. A message that names another site than the session's is nobody's.
    fn in_session(
        &mut self,
        now: Time,
        session: Option<&SessionId>,
        site: Option<&SiteId>,
        message: &Message,
        act: impl FnOnce(&mut Room<'_>),
    ) {
        let Some(key) = session.and_then(|id| self.desk.sessions.get(id)).copied() else {
            self.desk
                .ignore(message, "no such session is active", site, session);
            return;
        };
        if site.is_some_and(|id| self.find(id) != Some(key)) {
            self.desk
                .ignore(message, "the session is at another site", site, session);
            return;
        }
        self.at(now, key, act);
    }

    fn wake(&mut self, now: Time, detected: &HotwordDetected, duplicate: bool, message: &Message) {
        let id = self.resolve(detected.site_id.as_ref());
        let known = self
            .desk
            .policy
            .wakewords
            .as_ref()
            .is_none_or(|known| known.contains(&detected.wakeword_id));
        if !self.serves(&id) || !known {
            self.desk.ignore(message, "not one of ours", Some(&id), None);
        } else if self.desk.switched_off {
            self.desk.notice(Notice::Refused {
                site_id: id,
                reason: "the dialogue manager is switched off",
            });
        } else {
            let key = self.sites.find_or_insert(&id, &self.desk.policy);
            if self.is_same_wake(now, key, duplicate) || !self.wins_group(now, key) {
                self.desk
                    .ignore(message, "the same voice was heard already", Some(&id), None);
                self.at(now, key, |_| ());
            } else {
                self.at_named(now, &id, |room| room.wake(detected));
            }
        }
    }

    fn is_same_wake(&mut self, now: Time, key: SiteKey, duplicate: bool) -> bool {
        let Some(site) = self.sites.get_mut(key) else {
            return false;
        };
        let window = if duplicate { SAME_WAKE_REPEATED } else { SAME_WAKE };
        let last = site.last_wake.replace(now);
        last.is_some_and(|last| now.since(last) < window)
    }

    /// Of the sites that hear the same voice the first wins, and while it speaks or listens the others stay silent.
    fn wins_group(&mut self, now: Time, key: SiteKey) -> bool {
        let Some(name) = self.sites.get(key).and_then(|site| site.group.clone()) else {
            return true;
        };
        let rival = self
            .sites
            .others(key)
            .find_map(|site| Some((site.key, site.session.as_ref()?.phase)));
        let just_woken = self
            .sites
            .group(&name)
            .and_then(|group| group.woken)
            .is_some_and(|at| now.since(at) < SAME_VOICE);
        if let Some((rival, phase)) = rival {
            if just_woken || matches!(phase, Phase::Starting | Phase::Speaking | Phase::Listening) {
                return false;
            }
            self.at(now, rival, |room| {
                room.close_before(Termination::AbortedByUser, Next::Nothing);
            });
            self.desk.freed = None;
        }
        if let Some(group) = self.sites.group(&name) {
            group.woken = Some(now);
        }
        true
    }

    fn start_session(&mut self, now: Time, request: &StartSession, duplicate: bool, message: &Message) {
        let id = self.resolve(request.site_id.as_ref());
        if !self.serves(&id) {
            self.desk.ignore(message, "not one of our sites", Some(&id), None);
            return;
        }
        if self.desk.switched_off {
            self.desk.notice(Notice::Refused {
                site_id: id,
                reason: "the dialogue manager is switched off",
            });
            return;
        }
        let key = self.sites.find_or_insert(&id, &self.desk.policy);
        if self.is_same_request(now, key, request, duplicate) {
            self.desk
                .ignore(message, "the same request was made already", Some(&id), None);
            self.at(now, key, |_| ());
            return;
        }
        let urgent = matches!(&request.init, SessionInit::Action(action) if !action.can_be_enqueued);
        let Some(busy) = self.busy_site(key) else {
            self.at_named(now, &id, |room| {
                let session = room.requested(request);
                room.begin(session);
            });
            return;
        };
        let input = if urgent {
            Input::StartUrgentSession
        } else {
            Input::StartSession
        };
        match self.at(now, busy, |room| room.reaction(input)).flatten() {
            Some(Reaction::Close) => {
                self.at(now, busy, |room| {
                    room.close_before(Termination::AbortedByUser, Next::Nothing);
                });
                self.desk.freed = None;
                self.at_named(now, &id, |room| {
                    let session = room.requested(request);
                    room.begin(session);
                });
            }
            Some(Reaction::Postpone) => {
                self.at(now, key, |room| {
                    let session = room.requested(request);
                    room.enqueue(session);
                });
            }
            _ => {
                self.desk.notice(Notice::Refused {
                    site_id: id,
                    reason: "the site is busy",
                });
                self.at(now, key, |_| ());
            }
        }
    }

    fn is_same_request(&mut self, now: Time, key: SiteKey, request: &StartSession, duplicate: bool) -> bool {
        let Some(site) = self.sites.get_mut(key) else {
            return false;
        };
        let fingerprint = fingerprint(request);
        let window = if duplicate {
            SAME_REQUEST_REPEATED
        } else {
            SAME_REQUEST
        };
        let last = site.last_request.replace((now, fingerprint));
        last.is_some_and(|(at, last)| last == fingerprint && now.since(at) < window)
    }

    /// The site whose session keeps this one waiting: itself, or one that hears the same voice.
    fn busy_site(&self, key: SiteKey) -> Option<SiteKey> {
        if self.sites.get(key)?.session.is_some() {
            return Some(key);
        }
        self.sites
            .others(key)
            .find(|site| site.session.is_some())
            .map(|site| site.key)
    }

    /// A session of a group has ended: another site of it may have one waiting.
    fn follow_group(&mut self, now: Time) {
        while let Some(name) = self.desk.freed.take() {
            let members = self
                .sites
                .group(&name)
                .map(|group| group.members.clone())
                .unwrap_or_default();
            let busy = members
                .iter()
                .any(|key| self.sites.get(*key).is_some_and(|site| site.session.is_some()));
            let waiting = |key: &SiteKey| {
                self.sites
                    .get(*key)?
                    .queue
                    .front()
                    .map(|waiting| (waiting.until, *key))
            };
            let first = members.iter().filter_map(waiting).min();
            if let (false, Some((_, key))) = (busy, first) {
                self.at(now, key, |room| {
                    room.begin_next();
                });
            }
        }
    }

    fn text_captured(&mut self, now: Time, text: &TextCaptured, message: &Message) {
        if text
            .session_id
            .as_ref()
            .is_some_and(|id| self.desk.sessions.contains_key(id))
        {
            self.in_session(
                now,
                text.session_id.as_ref(),
                text.site_id.as_ref(),
                message,
                |room| {
                    room.text_captured(text, message);
                },
            );
            return;
        }
        let id = self.resolve(text.site_id.as_ref());
        let by_keyboard = !self.desk.policy.at(&id).microphone && self.serves(&id) && !self.desk.switched_off;
        let active = self
            .sites
            .find(&id)
            .filter(|key| self.sites.get(*key).is_some_and(|site| site.session.is_some()));
        match active {
            Some(key) if text.session_id.is_none() => {
                self.at(now, key, |room| room.text_captured(text, message));
            }
            None if by_keyboard => {
                self.at_named(now, &id, |room| room.text_arrived(text));
            }
            _ => self.desk.ignore(
                message,
                "no such session is active",
                Some(&id),
                text.session_id.as_ref(),
            ),
        }
    }

    fn configure(&mut self, now: Time, configure: &Configure) {
        let changes = configure
            .intents
            .iter()
            .filter_map(|intent| Some((intent.intent_id.clone(), intent.enable?)));
        let limit = self.desk.policy.limits.configured_intents;
        let dialect = match &configure.site_id {
            None => {
                merge(&mut self.desk.configured, changes.clone(), limit);
                for key in self.sites.keys() {
                    self.at(now, key, |room| {
                        if let Some(here) = room.site.configured.as_deref_mut() {
                            here.retain(|name, _| !changes.clone().any(|(changed, _)| changed == *name));
                        }
                    });
                }
                self.desk.policy.everywhere.intents_from
            }
            Some(id) => {
                let id = self.resolve(Some(id));
                self.at_named(now, &id, |room| {
                    merge(room.site.configured.get_or_insert_default(), changes, limit);
                });
                self.desk.policy.at(&id).intents_from
            }
        };
        let only_disables = configure.intents.iter().all(|intent| intent.enable != Some(true));
        if dialect == IntentPublisher::Nlu && only_disables && !configure.intents.is_empty() {
            self.desk.notice(Notice::CannotDisable {
                site_id: configure.site_id.clone(),
            });
        }
    }

    fn tell_version(&mut self) {
        let message = Message::DialogueVersion(Version::new(self.desk.policy.version.clone()));
        let dialect = self.desk.policy.everywhere.dialect;
        self.desk.outputs.push_back(Output::Publish { message, dialect });
    }

    /// A session was announced on the bus; if not by us, somebody else acts as dialogue manager.
    fn session_seen(&mut self, session_id: &SessionId, site_id: &SiteId) {
        if !self.desk.ids.is_own(session_id.as_str()) {
            let (site_id, session_id) = (Some(site_id.clone()), session_id.clone());
            self.desk.notice(Notice::ForeignManager { site_id, session_id });
        }
    }

    fn broke(&mut self, now: Time, component: &Component, error: &ComponentError, message: &Message) {
        let by_session = error
            .session_id
            .as_ref()
            .and_then(|id| self.desk.sessions.get(id))
            .copied();
        let by_site = || {
            error
                .site_id
                .as_ref()
                .filter(|_| error.session_id.is_none())
                .and_then(|id| self.find(id))
        };
        let key = by_session.or_else(by_site);
        self.at_known(now, key, message, |room| room.broke(component, error, message));
    }

    /// Says the wanted state of the switches again, at one site or everywhere.
    fn reassert(&mut self, now: Time, site: Option<&SiteId>) {
        let keys = match site {
            Some(id) => self.find(id).into_iter().collect(),
            None => self.sites.keys(),
        };
        for key in keys {
            self.at(now, key, |room| {
                let reasons = room.site.toggles.concerns();
                if !reasons.is_empty() {
                    room.reassert(reasons);
                }
            });
        }
    }

    /// Where toggles carry no reasons, somebody else's must be minded.
    fn hotword_toggled(&mut self, now: Time, toggle: &Toggle, off: bool) {
        let Some(id) = toggle.site_id.as_ref().map(|id| self.resolve(Some(id))) else {
            return;
        };
        if !facts(self.desk.policy.at(&id).dialect).reasons && self.serves(&id) {
            self.at_named(now, &id, |room| {
                room.hotword_toggled(toggle, off);
            });
        }
    }

    fn toggle_sounds(&mut self, now: Time, toggle: &Toggle, on: bool) {
        let Some(id) = toggle.site_id.as_ref().map(|id| self.resolve(Some(id))) else {
            return;
        };
        if self.serves(&id) {
            let by_default = self.desk.policy.at(&id).feedback_sounds;
            self.at_named(now, &id, |room| {
                room.site.sounds_toggled = Some(on).filter(|on| *on != by_default);
            });
        }
    }
}

impl Room<'_> {
    /// Ends a session that was open when the process was killed.
    fn end_left_behind(&mut self, session_id: &SessionId) {
        let site_id = self.site.id.clone();
        let mut stop = StopListening::new(site_id.clone());
        stop.session_id = Some(session_id.clone());
        self.publish(Message::StopListening(stop));
        let termination = Termination::Error {
            error: "the dialogue manager was restarted".to_owned(),
        };
        self.publish(Message::SessionEnded(SessionEnded::new(
            session_id.clone(),
            site_id,
            termination,
        )));
        self.desk
            .outputs
            .push_back(Output::Durable(Fact::SessionEnded(session_id.clone())));
    }
}

fn merge(
    into: &mut Configured,
    changes: impl Iterator<Item = (petasos_messages::IntentName, bool)>,
    limit: usize,
) {
    for (name, on) in changes {
        if into.len() < limit || into.contains_key(&name) {
            into.insert(name, on);
        }
    }
}

/// Tells one request from another.
fn fingerprint(request: &StartSession) -> u64 {
    let mut hasher = DefaultHasher::new();
    match &request.init {
        SessionInit::Notification { text } => text.hash(&mut hasher),
        SessionInit::Action(action) => {
            (action.can_be_enqueued, action.send_intent_not_recognized).hash(&mut hasher);
            action.text.hash(&mut hasher);
            action.intent_filter.hash(&mut hasher);
        }
    }
    request.custom_data.hash(&mut hasher);
    request.lang.hash(&mut hasher);
    hasher.finish()
}

/// Counts since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Sessions started.
    pub sessions_started: u64,
    /// Sessions ended.
    pub sessions_ended: u64,
    /// Messages that changed nothing.
    pub ignored: u64,
    /// Sites forgotten because there were too many.
    pub sites_forgotten: u64,
    /// Sites remembered now.
    pub sites: usize,
    /// Sessions open now, queued ones included.
    pub sessions_open: usize,
}

/// How things stand at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SiteStatus<'a> {
    /// Where.
    pub site_id: &'a SiteId,
    /// The phase of the active session, such as `listening`; `idle` without one.
    pub phase: &'static str,
    /// The active session.
    pub session_id: Option<&'a SessionId>,
    /// Sessions waiting.
    pub queued: usize,
}
