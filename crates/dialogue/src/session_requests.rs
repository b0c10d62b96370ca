//! Requests for sessions, by wake words and skills, at sites that may be busy or hear the same voice.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use petasos_messages::payload::{HotwordDetected, SessionInit, StartSession, Termination};
use petasos_messages::{Message, SiteId};

use crate::phase_table::Phase;
use crate::phase_table::{Input, Reaction};
use crate::shared::SiteKey;
use crate::site::Next;
use crate::{DialogueManager, Notice, Time};

/// A wake word repeated at a site within this time is a duplicate.
const SAME_WAKE: Duration = Duration::from_millis(200);
/// The same for a message with the DUP flag.
const SAME_WAKE_REPEATED: Duration = Duration::from_secs(5);
/// A wake word at another site of the group within this time is the same utterance.
const SAME_VOICE: Duration = Duration::from_secs(2);
/// An equal `startSession` within this time is a duplicate.
const SAME_REQUEST: Duration = Duration::from_secs(1);
/// The same for a message with the DUP flag.
const SAME_REQUEST_REPEATED: Duration = Duration::from_secs(30);

impl DialogueManager {
    pub(crate) fn wake(&mut self, now: Time, detected: &HotwordDetected, duplicate: bool, message: &Message) {
        let id = self.resolve(detected.site_id.as_ref());
        let known =
            self.shared.policy.wakewords.as_ref().is_none_or(|known| known.contains(&detected.wakeword_id));
        if !self.serves(&id) || !known {
            self.shared.ignore(message, "not one of ours", Some(&id), None);
        } else if self.shared.switched_off {
            self.shared
                .notice(Notice::Refused { site_id: id, reason: "the dialogue manager is switched off" });
        } else {
            let key = self.sites.find_or_insert(&id, &self.shared.policy);
            if self.is_same_wake(now, key, duplicate) || !self.wins_group(now, key) {
                self.shared.ignore(message, "the same voice was heard already", Some(&id), None);
                self.at(now, key, |_| ());
            } else {
                self.at_named(now, &id, |context| context.wake(detected, message));
            }
        }
    }

    /// Whether this wake word is a duplicate of the last one. Once its session has ended, only a message with the DUP flag can
    /// be.
    fn is_same_wake(&mut self, now: Time, key: SiteKey, duplicate: bool) -> bool {
        let Some(site) = self.sites.get_mut(key) else { return false };
        let window = if duplicate { SAME_WAKE_REPEATED } else { SAME_WAKE };
        let last = site.last_wake.filter(|_| duplicate || site.session.is_some());
        site.last_wake = Some(now);
        last.is_some_and(|last| now.since(last) < window)
    }

    /// Of several sites that hear the same voice, the first one gets the session. The others stay silent while it speaks or
    /// listens.
    fn wins_group(&mut self, now: Time, key: SiteKey) -> bool {
        let Some(name) = self.sites.get(key).and_then(|site| site.group.clone()) else {
            return true;
        };
        let rival = self.sites.others(key).find(|site| site.session.is_some());
        let rival = rival.map(|site| (site.key, site.phase(), site.reaction(Input::WakeWord)));
        let just_woken = self
            .sites
            .group(&name)
            .and_then(|group| group.woken)
            .is_some_and(|at| now.since(at) < SAME_VOICE);
        if let Some((rival, phase, reaction)) = rival {
            let speaks_or_listens =
                matches!(phase, Some(Phase::Starting | Phase::Speaking | Phase::Listening));
            if just_woken || speaks_or_listens || reaction != Some(Reaction::Close) {
                return false;
            }
            self.abort(now, rival);
        }
        if let Some(group) = self.sites.group(&name) {
            group.woken = Some(now);
        }
        true
    }

    pub(crate) fn start_session(
        &mut self,
        now: Time,
        request: &StartSession,
        duplicate: bool,
        message: &Message,
    ) {
        let id = self.resolve(request.site_id.as_ref());
        if !self.serves(&id) {
            self.shared.ignore(message, "not one of our sites", Some(&id), None);
            return;
        }
        if self.shared.switched_off {
            self.shared
                .notice(Notice::Refused { site_id: id, reason: "the dialogue manager is switched off" });
            return;
        }
        let key = self.sites.find_or_insert(&id, &self.shared.policy);
        if self.is_same_request(now, key, request, duplicate) {
            self.shared.ignore(message, "the same request was made already", Some(&id), None);
            self.at(now, key, |_| ());
            return;
        }
        let urgent = matches!(&request.init, SessionInit::Action(action) if !action.can_be_enqueued);
        let input = if urgent { Input::StartUrgentSession } else { Input::StartSession };
        let busy = self.busy_site(key);
        let reaction = busy.and_then(|busy| self.sites.get(busy)?.reaction(input));
        match (busy, reaction) {
            (None, _) => self.begin_requested(now, &id, request),
            (Some(busy), Some(Reaction::Close)) => {
                self.abort(now, busy);
                self.begin_requested(now, &id, request);
            }
            (_, Some(Reaction::Postpone)) => {
                self.at_named(now, &id, |context| {
                    let session = context.requested(request);
                    context.enqueue(session);
                });
            }
            _ => {
                self.shared.notice(Notice::Refused { site_id: id, reason: "the site is busy" });
                self.at(now, key, |_| ());
            }
        }
    }

    fn begin_requested(&mut self, now: Time, id: &SiteId, request: &StartSession) {
        self.at_named(now, id, |context| {
            let session = context.requested(request);
            context.begin(session);
        });
    }

    /// Ends a session in favour of another one that bypasses the queue.
    fn abort(&mut self, now: Time, key: SiteKey) {
        self.at(now, key, |context| {
            context.close_before(Termination::AbortedByUser, Next::Nothing);
        });
        self.shared.freed = None;
    }

    fn is_same_request(&mut self, now: Time, key: SiteKey, request: &StartSession, duplicate: bool) -> bool {
        let Some(site) = self.sites.get_mut(key) else {
            return false;
        };
        let fingerprint = fingerprint(request);
        let window = if duplicate { SAME_REQUEST_REPEATED } else { SAME_REQUEST };
        let last = site.last_request.replace((now, fingerprint));
        last.is_some_and(|(at, last)| last == fingerprint && now.since(at) < window)
    }

    /// The site whose session blocks a new one here: the site itself, or another one of its group.
    pub(crate) fn busy_site(&self, key: SiteKey) -> Option<SiteKey> {
        if self.sites.get(key)?.session.is_some() {
            return Some(key);
        }
        self.sites.others(key).find(|site| site.session.is_some()).map(|site| site.key)
    }

    /// Starts a queued session at another site of a group whose session has ended.
    pub(crate) fn follow_group(&mut self, now: Time) {
        while let Some(name) = self.shared.freed.take() {
            let members = self.sites.group(&name).map(|group| group.members.clone()).unwrap_or_default();
            let busy =
                members.iter().any(|key| self.sites.get(*key).is_some_and(|site| site.session.is_some()));
            let waiting =
                |key: &SiteKey| self.sites.get(*key)?.queue.next_deadline().map(|until| (until, *key));
            let first = members.iter().filter_map(waiting).min();
            if let (false, Some((_, key))) = (busy, first) {
                self.at(now, key, |context| {
                    context.begin_next();
                });
            }
        }
    }
}

/// A hash that tells different requests apart.
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
