//! How each event changes the observed state.

use std::collections::BTreeSet;

use petasos_dialogue::{Fact, IntentPublisher};
use petasos_messages::payload::{ComponentError, Toggle};
use petasos_messages::{Component, Message, SessionId, SiteId};

use super::{Audible, Listening, ObservedSession, ObservedSite, ObservedState, OffReason, SessionState};
use crate::TraceEvent;

impl ObservedState {
    /// Applies an event.
    pub(in crate::oracle) fn apply(&mut self, event: &TraceEvent) {
        if event.is_input() {
            self.input = Some(event.clone());
            self.touched_sites.clear();
            if !matches!(event, TraceEvent::Crashed | TraceEvent::Restarted) {
                self.just_ended.clear();
            }
        }
        match event {
            TraceEvent::Received { message, echo: false, .. } => self.receive(message),
            TraceEvent::Published(message) => self.publish(message),
            TraceEvent::Crashed => self.crash(),
            TraceEvent::Restarted => self.manager_runs = true,
            TraceEvent::Durable(Fact::SessionStarted { session_id, .. }) => {
                self.durable.insert(session_id.clone());
            }
            _ => {}
        }
    }

    fn site(&mut self, site: &SiteId) -> &mut ObservedSite {
        self.sites.entry(site.clone()).or_default()
    }

    fn session_site(&mut self, session: &SessionId) -> Option<&mut ObservedSite> {
        let site = self.sessions.get(session)?.site.clone();
        Some(self.site(&site))
    }

    fn owes(&mut self, component: Component, session: Option<&SessionId>) {
        if let Some(session) = session.and_then(|id| self.sessions.get_mut(id)) {
            session.previously_owed_by = None;
            session.owed_by = Some(component);
        }
    }

    fn receive(&mut self, message: &Message) {
        match message {
            Message::HotwordToggleOff(toggle) => self.toggled_by_others(toggle, true),
            Message::HotwordToggleOn(toggle) => self.toggled_by_others(toggle, false),
            Message::DialogueToggleOff => self.switched_off = true,
            Message::DialogueToggleOn => self.switched_off = false,
            Message::TextCaptured(captured) => {
                if let Some(site) = captured.session_id.as_ref().and_then(|id| self.session_site(id)) {
                    site.listening.take_if(|listening| listening.session == captured.session_id);
                } else if let (Some(site), None) = (&captured.site_id, &captured.session_id) {
                    self.site(site).listening = None;
                }
            }
            Message::Intent(intent) => self.recognized_by_nlu(intent.session_id.as_ref()),
            Message::PlayBytes(sound) => {
                let own = self.is_own_speech(sound);
                let (now, timeouts) = (self.now, self.policy_of(&sound.site_id).timeouts);
                let audible = &mut self.site(&sound.site_id).audible;
                if own {
                    audible.wav_seen(now, sound, &timeouts);
                } else {
                    audible.other_wav_seen(now, sound, &timeouts);
                }
            }
            Message::PlayFinished(finished) => self.site(&finished.site_id).audible.play_finished(finished),
            Message::SayFinished(finished) => {
                // The id identifies the speech; without one the site does.
                let site = if finished.id.is_some() { None } else { self.site_of(message) };
                self.each_audible(site, |audible| audible.say_finished(finished));
            }
            Message::TtsError(error) => self.failed(error, Audible::tts_failed),
            Message::AudioPlayError(error) => self.failed(error, Audible::silence),
            _ => {}
        }
    }

    /// A component reported an error: in a session, at a site, or without saying where.
    fn failed(&mut self, error: &ComponentError, effect: fn(&mut Audible)) {
        let of_session = error.session_id.as_ref().and_then(|id| self.sessions.get(id));
        let site = of_session.map(|session| session.site.clone()).or_else(|| error.site_id.clone());
        self.each_audible(site, effect);
    }

    /// Changes what is to be heard at a site; `None`: at all sites.
    fn each_audible(&mut self, site: Option<SiteId>, change: impl Fn(&mut Audible)) {
        match site {
            Some(site) => change(&mut self.site(&site).audible),
            None => self.sites.values_mut().for_each(|site| change(&mut site.audible)),
        }
    }

    /// Another client has published an intent. Where the NLU does so, it has answered, and now the skills owe the next message.
    fn recognized_by_nlu(&mut self, session: Option<&SessionId>) {
        let Some(session) = session.and_then(|id| self.sessions.get_mut(id)) else {
            return;
        };
        let by_nlu = self.policy.at(&session.site).intents_from == IntentPublisher::Nlu;
        if by_nlu && session.owed_by == Some(Component::Nlu) {
            session.previously_owed_by = session.owed_by.replace(Component::Skill);
        }
    }

    fn toggled_by_others(&mut self, toggle: &Toggle, off: bool) {
        let sites: Vec<SiteId> = match &toggle.site_id {
            Some(site) => vec![site.clone()],
            None => self.sites.keys().cloned().collect(),
        };
        for site in sites.into_iter().filter(|site| !self.has_reasons(site)).collect::<Vec<_>>() {
            let site = self.site(&site);
            site.muted_by_others = off;
            // The last toggle wins: what the manager had switched off is on again.
            if !off {
                site.hotword_off.clear();
            }
        }
    }

    fn publish(&mut self, message: &Message) {
        if let Some(site) = self.site_of(message) {
            self.touched_sites.insert(site);
        }
        match message {
            Message::SessionQueued(queued) => {
                self.set_state(&queued.session_id, &queued.site_id, SessionState::Queued);
                self.site(&queued.site_id).queue.push(queued.session_id.clone());
            }
            Message::SessionStarted(started) => {
                self.set_state(&started.session_id, &started.site_id, SessionState::Started);
                self.durable.remove(&started.session_id);
                let site = self.site(&started.site_id);
                site.queue.retain(|id| *id != started.session_id);
                site.active.push(started.session_id.clone());
            }
            Message::SessionEnded(ended) => {
                match self.sessions.get_mut(&ended.session_id) {
                    Some(session) => session.state = SessionState::Ended,
                    None => self.set_state(&ended.session_id, &ended.site_id, SessionState::Ended),
                }
                let site = self.site(&ended.site_id);
                site.active.retain(|id| *id != ended.session_id);
                site.queue.retain(|id| *id != ended.session_id);
                self.just_ended.push(ended.session_id.clone());
            }
            Message::StartListening(start) => {
                self.site(&start.site_id).listening = Some(Listening { session: start.session_id.clone() });
                self.owes(Component::Asr, start.session_id.as_ref());
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
            Message::NluQuery(query) => self.owes(Component::Nlu, query.session_id.as_ref()),
            Message::PartialQuery(query) => self.owes(Component::Nlu, query.session_id.as_ref()),
            Message::Intent(intent) => self.owes(Component::Skill, intent.session_id.as_ref()),
            Message::DialogueIntentNotRecognized(refused) => {
                self.owes(Component::Skill, Some(&refused.session_id));
            }
            Message::Say(say) => {
                let Some(site) = say.site_id.as_ref().filter(|site| self.policy_of(site).speaker).cloned()
                else {
                    return;
                };
                let (now, timeouts) = (self.now, self.policy_of(&site).timeouts);
                if self.policy_of(&site).microphone {
                    self.owes(Component::Tts, say.session_id.as_ref());
                }
                self.site(&site).audible.say(now, say, &timeouts);
            }
            Message::PlayBytes(sound) => {
                let now = self.now;
                self.site(&sound.site_id).audible.play(now, sound);
            }
            _ => {}
        }
    }

    /// Enters a session, or enters it anew.
    fn set_state(&mut self, session: &SessionId, site: &SiteId, state: SessionState) {
        let entry = ObservedSession { site: site.clone(), state, owed_by: None, previously_owed_by: None };
        self.sessions.insert(session.clone(), entry);
    }

    fn own_toggle(
        &mut self,
        toggle: &Toggle,
        off: bool,
        reasons: impl Fn(&mut ObservedSite) -> &mut BTreeSet<OffReason>,
    ) {
        let Some(site) = &toggle.site_id else {
            return;
        };
        let has_reasons = self.has_reasons(site);
        let reasons = reasons(self.site(site));
        let reason = OffReason::of(toggle).filter(|_| has_reasons);
        match (off, reason) {
            (true, reason) => {
                reasons.insert(reason.unwrap_or(OffReason::Session));
            }
            (false, Some(reason)) => {
                reasons.remove(&reason);
            }
            (false, None) => reasons.clear(),
        }
    }

    /// A new manager knows only durable facts: not who switched what off, what is still playing, or which sessions are queued.
    fn crash(&mut self) {
        self.uncertain = self.just_ended.drain(..).collect();
        self.uncertain.append(&mut self.durable);
        for site in self.sites.values_mut() {
            site.audible.silence();
            // What another client switched off stays off, and is not for the manager to switch on.
            if site.muted_by_others && site.active.is_empty() {
                site.hotword_off.clear();
            }
            site.muted_by_others = false;
            site.listening = None;
            for queued in site.queue.drain(..) {
                self.sessions.remove(&queued);
            }
        }
        self.switched_off = false;
        self.manager_runs = false;
    }
}
