//! The dialogue manager as the caller sees it.

use std::collections::VecDeque;

use foldhash::HashMap;
use petasos_messages::{Message, SiteId};

use crate::configured_intents::ConfiguredIntents;
use crate::id_generator::IdGenerator;
use crate::phase_table::Phase;
use crate::shared::{Shared, SiteKey};
use crate::site::Reasons;
use crate::site::SiteContext;
use crate::site_registry::SiteRegistry;
use crate::skill_registry::SkillRegistry;
use crate::{
    Notice, Obligation, Output, Policy, RandomSource, SansIo, SessionStatus, SiteStatus, Statistics, Time,
};

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
        Self { message, duplicate: false }
    }
}

/// The dialogue manager: inputs in, decisions out.
///
/// The contract is that of [`SansIo`]: give it an input ([`handle`](SansIo::handle), [`handle_timeout`](SansIo::handle_timeout),
/// [`handle_connected`](Self::handle_connected), [`recover`](Self::recover), [`shut_down`](Self::shut_down)), then
/// [take all outputs](SansIo::poll_output), then ask [`poll_timeout`](SansIo::poll_timeout) how long to wait for the next input at
/// most. Debug builds check that outputs were taken.
#[derive(Debug)]
pub struct DialogueManager {
    pub(crate) shared: Shared,
    pub(crate) sites: SiteRegistry,
}

impl DialogueManager {
    /// A manager that knows no site yet.
    pub fn new(policy: Policy, random: impl RandomSource + 'static) -> Self {
        let shared = Shared {
            policy,
            ids: IdGenerator::new(Box::new(random)),
            outputs: VecDeque::new(),
            statistics: Statistics::default(),
            sessions: HashMap::default(),
            speeches: HashMap::default(),
            configured: ConfiguredIntents::default(),
            skills: SkillRegistry::default(),
            switched_off: false,
            freed: None,
        };
        Self { shared, sites: SiteRegistry::default() }
    }

    /// The connection to the broker was established, perhaps again: repeats what may have been lost.
    pub fn handle_connected(&mut self, now: Time) {
        self.check_drained();
        // Skills may have come or gone meanwhile; the broker sends their retained status again.
        self.shared.skills = SkillRegistry::default();
        for key in self.sites.keys() {
            // Echoes of our toggles that had not arrived were lost with the old connection.
            self.at(now, key, |context| context.site.toggles.forget_echoes());
        }
        self.reassert(now, None);
        let only = self.shared.policy.only_sites.iter().flatten();
        let named: Vec<SiteId> = only.chain(self.shared.policy.exceptions.keys()).cloned().collect();
        for id in named {
            // Toggles with reasons keep ours apart from others', so it is safe to switch on what an earlier manager left off.
            if self.shared.policy.at(&id).dialect().toggles_have_reasons && self.serves(&id) {
                self.at_named(now, &id, |context| context.reassert(Reasons::ALL));
            }
        }
    }

    /// Ends and switches on what a crash left open.
    pub fn recover(&mut self, now: Time, left: &[Obligation]) {
        self.check_drained();
        for obligation in left {
            for session in &obligation.sessions {
                self.shared.ids.adopt(session);
            }
            let key = self.sites.find_or_insert(&obligation.site_id, &self.shared.policy);
            self.at(now, key, |context| context.recover(&obligation.sessions));
        }
    }

    /// Ends every session and switches everything on, before the process ends.
    pub fn shut_down(&mut self, now: Time) {
        self.check_drained();
        for key in self.sites.keys() {
            self.at(now, key, |context| context.clear("the dialogue manager was stopped"));
        }
    }

    /// What has been counted so far.
    pub fn statistics(&self) -> Statistics {
        let waiting: usize = self.sites.iter().map(|site| site.queue.len()).sum();
        Statistics {
            sites: self.sites.len(),
            sessions_open: self.shared.sessions.len() + waiting,
            ..self.shared.statistics
        }
    }

    /// The sites that are remembered, in no particular order.
    pub fn sites(&self) -> impl Iterator<Item = SiteStatus<'_>> {
        self.sites.iter().map(|site| SiteStatus {
            site_id: &site.id,
            phase: site.session.as_ref().map_or("idle", |session| session.phase.name()),
            session_id: site.session.as_ref().map(|session| &session.id),
            queued: site.queue.len(),
            hotword: site.toggles.hotword.off.is_empty() && !site.toggles.muted_by_others,
            microphone: site.policy.microphone
                && site.session.as_ref().is_some_and(|session| session.phase == Phase::Listening),
        })
    }

    /// Every session that is active or waits for its site.
    pub fn sessions(&self) -> impl Iterator<Item = SessionStatus<'_>> {
        self.sites.iter().flat_map(|site| {
            let active = site.session.iter().map(|session| (&session.id, session.phase.name()));
            let waiting = site.queue.iter().map(|session| (&session.id, "queued"));
            let all = active.chain(waiting);
            all.map(|(session_id, phase)| SessionStatus { session_id, site_id: &site.id, phase })
        })
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.shared.policy
    }

    pub(crate) fn check_drained(&self) {
        debug_assert!(self.shared.outputs.is_empty(), "take all outputs before the next input");
    }

    /// The site that a message means: `default` and no site at all are the one that the owner chose.
    pub(crate) fn resolve(&self, site: Option<&SiteId>) -> SiteId {
        match (site, &self.shared.policy.default_site) {
            (None, Some(chosen)) => chosen.clone(),
            (None, None) => SiteId::default_site(),
            (Some(id), Some(chosen)) if id == "default" => chosen.clone(),
            (Some(id), _) => id.clone(),
        }
    }

    pub(crate) fn serves(&self, id: &SiteId) -> bool {
        self.shared.policy.only_sites.as_ref().is_none_or(|only| only.contains(id))
    }

    pub(crate) fn find(&self, id: &SiteId) -> Option<SiteKey> {
        self.sites.find(id).or_else(|| self.sites.find(&self.resolve(Some(id))))
    }

    /// Lets a site act, then forgets it or schedules its next deadline.
    pub(crate) fn at<R>(
        &mut self,
        now: Time,
        key: SiteKey,
        act: impl FnOnce(&mut SiteContext<'_>) -> R,
    ) -> Option<R> {
        let site = self.sites.get_mut(key)?;
        let mut context = SiteContext { now, site, shared: &mut self.shared };
        let result = act(&mut context);
        context.settle();
        if site.at_rest() {
            self.sites.forget(key);
        } else {
            self.sites.schedule(key);
        }
        Some(result)
    }

    /// As [`at`](Self::at), for a site that may not be known yet.
    pub(crate) fn at_named<R>(
        &mut self,
        now: Time,
        id: &SiteId,
        act: impl FnOnce(&mut SiteContext<'_>) -> R,
    ) -> Option<R> {
        let key = self.sites.find_or_insert(id, &self.shared.policy);
        if self.sites.len() > self.shared.policy.limits.sites {
            self.forget_oldest(now, key);
        }
        self.at(now, key, act)
    }

    pub(crate) fn forget_oldest(&mut self, now: Time, newcomer: SiteKey) {
        let Some(key) = self.sites.oldest(newcomer) else { return };
        let id = self.at(now, key, |context| {
            context.clear("too many sites");
            context.site.id.clone()
        });
        self.sites.forget(key);
        self.shared.statistics.sites_forgotten += 1;
        if let Some(id) = id {
            self.shared.notice(Notice::SiteForgotten(id));
        }
    }
}

impl SansIo for DialogueManager {
    /// A message that arrived. Retained messages are never commands: leave them out, except the status of skills, which is retained
    /// so that we learn of it.
    type Input<'a> = Received<'a>;
    type Output = Output;

    fn handle(&mut self, now: Time, received: Received<'_>) {
        self.check_drained();
        self.dispatch(now, received);
        self.follow_group(now);
    }

    fn handle_timeout(&mut self, now: Time) {
        self.check_drained();
        while let Some(key) = self.sites.take_due(now) {
            self.at(now, key, |context| {
                context.expire();
            });
            self.follow_group(now);
        }
    }

    fn poll_output(&mut self) -> Option<Output> {
        self.shared.outputs.pop_front()
    }

    fn poll_timeout(&self) -> Option<Time> {
        self.sites.next_deadline()
    }
}
