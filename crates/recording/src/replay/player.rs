//! Plays the inputs of a recording, and collects the answers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use petasos_messages::wav::silence;
use petasos_messages::{Message, SessionId, SiteId};

use super::compare::{ReplayOutcome, compare};
use super::compared_content::{Content, is_compared};
use super::message_ids::{self, Found, Id};
use super::replay_plan::RepeatedToggles;
use super::replay_run::{Live, ReplayRun, Rules};
use super::roles::{Direction, Roles, SenderContext};
use crate::{Attribution, Attributor, Entry, Payload, Recording, Sender};

/// How long to wait after the end of the recording for messages that should not come.
const TAIL: Duration = Duration::from_secs(1);

/// A received message is matched with one of this many that are expected next on its topic.
const AHEAD: usize = 16;

/// How many expected messages of a topic and site are considered. If more are missing, the replay has failed anyway.
const BACKLOG: usize = 128;

/// The most topics that are counted of messages that do not belong to the recording.
const MOST_BESIDE: usize = 1_000;

/// A message to send to the tested component.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Input {
    /// Its topic.
    pub topic: String,
    /// Its payload, with live ids.
    pub payload: Bytes,
    /// The recorded quality of service.
    pub qos: u8,
    /// Whether it was recorded as a repeated delivery. Clients cannot set this flag.
    pub dup: bool,
}

/// Plays a recording to one component, and compares its answers.
///
/// Times count from the beginning of the replay. The contract: pass in every message ([`heard`](Self::heard)), send all inputs
/// ([`poll_input`](Self::poll_input)), ask when the next one is due ([`poll_timeout`](Self::poll_timeout)), wait until then or until
/// a message arrives, and repeat until the replay [is over](Self::is_over).
#[derive(Debug)]
pub struct Player<'a> {
    played: ReplayRun<'a>,
    roles: Roles,
    attributor: Attributor<{ usize::MAX }>,
    repeated_toggles: RepeatedToggles,
    context: SenderContext,
    /// Inputs whose cause has occurred, by the time at which they are due.
    ready: BTreeSet<(Duration, usize)>,
    /// The same inputs, without times.
    scheduled: BTreeSet<usize>,
    /// Messages that inputs wait for.
    awaited: BTreeSet<usize>,
    /// The last input of each site that was scheduled, and when it is due.
    floors: BTreeMap<Option<SiteId>, (usize, Duration)>,
    /// Outputs that were not received yet, by topic and site.
    missing: BTreeMap<(String, Option<SiteId>), VecDeque<usize>>,
    missing_count: usize,
    /// Relates the times of the recording to live times: its latest message, and when that occurred.
    latest: (usize, Duration),
}

impl<'a> Player<'a> {
    /// A player at the beginning of the recording.
    pub fn new(recording: &'a Recording, roles: Roles, rules: Rules) -> Self {
        let played = ReplayRun::new(recording, &roles, rules);
        let mut player = Self {
            roles,
            attributor: Attributor::default(),
            repeated_toggles: RepeatedToggles::default(),
            context: SenderContext::default(),
            ready: BTreeSet::new(),
            scheduled: BTreeSet::new(),
            awaited: played.plan.followers.keys().copied().collect(),
            floors: BTreeMap::new(),
            missing: BTreeMap::new(),
            missing_count: 0,
            latest: (0, Duration::ZERO),
            played,
        };
        player.expect_outputs();
        player.make_first_ready();
        player
    }

    fn expect_outputs(&mut self) {
        for (index, (step, entry)) in
            self.played.plan.steps.iter().zip(&self.played.recording.entries).enumerate()
        {
            if step.compared {
                let key = (without_ids(&entry.topic), step.attribution.site.clone());
                self.missing.entry(key).or_default().push_back(index);
                self.missing_count += 1;
            }
        }
    }

    fn make_first_ready(&mut self) {
        let first = self.played.plan.steps.iter().enumerate();
        let free: Vec<usize> = first
            .filter(|(_, step)| step.direction == Direction::Input && step.cause.is_none())
            .map(|(index, _)| index)
            .collect();
        for index in free {
            let due = self.played.rules.pace.apply(self.played.at(index).saturating_sub(self.played.at(0)));
            self.make_ready(index, due);
        }
    }

    /// When a message with this recorded time is to be expected.
    fn expected(&self, recorded: Duration) -> Duration {
        let (latest, live) = self.latest;
        (recorded + live).saturating_sub(self.played.at(latest))
    }

    /// The next input that is due, if one is.
    pub fn poll_input(&mut self, now: Duration) -> Option<Input> {
        self.give_up(now);
        while let Some(&(due, index)) = self.ready.first().filter(|(due, _)| *due <= now) {
            self.ready.remove(&(due, index));
            self.scheduled.remove(&index);
            if let Some(input) = self.input(index) {
                self.note_input(now, index, &input);
                self.happened(index, now);
                return Some(input);
            }
            self.leave_out(index, now);
        }
        None
    }

    fn input(&self, index: usize) -> Option<Input> {
        let entry = self.played.recording.entries.get(index)?;
        let step = self.played.plan.steps.get(index)?;
        let payload = match &entry.payload {
            Payload::Bytes(bytes) => bytes.clone(),
            Payload::LeftOut { sound, .. } => silence((*sound)?),
        };
        let (topic, payload) =
            message_ids::replace(&entry.topic, &payload, &step.ids, |id| self.played.mapping.to_live(id))?;
        Some(Input { topic, payload, qos: entry.qos, dup: entry.dup })
    }

    fn note_input(&mut self, now: Duration, index: usize, input: &Input) {
        let (Some(recorded), Some(step)) =
            (self.played.recording.entries.get(index), self.played.plan.steps.get(index))
        else {
            return;
        };
        let message = Message::decode(&input.topic, input.payload.clone()).ok();
        self.context.note(message.as_ref());
        self.attributor.complete(step.attribution.clone());
        let payload = match &recorded.payload {
            Payload::Bytes(_) => Payload::Bytes(input.payload.clone()),
            left_out @ Payload::LeftOut { .. } => left_out.clone(),
        };
        let mut entry = self.entry(now, &input.topic, payload);
        (entry.qos, entry.dup, entry.from) = (recorded.qos, recorded.dup, recorded.from.clone());
        self.played.live.push(Live {
            entry,
            ids: step.ids.clone(),
            attribution: step.attribution.clone(),
            input: Some(index),
            compared: false,
        });
    }

    fn entry(&self, now: Duration, topic: &str, payload: Payload) -> Entry {
        let started = self.played.recording.header.started;
        let wall = jiff::SignedDuration::try_from(now).ok().and_then(|now| started.checked_add(now).ok());
        Entry {
            at: now,
            wall: wall.unwrap_or(started),
            topic: topic.to_owned(),
            qos: 1,
            retain: false,
            dup: false,
            from: Sender::of(topic, Some(self.played.plan.dialect)),
            payload,
        }
    }

    /// Handles a received message. Those of other components than the tested one are only counted.
    pub fn heard(&mut self, now: Duration, topic: &str, payload: &Bytes) {
        let message = Message::decode(topic, payload.clone()).ok();
        let entry = self.entry(now, topic, Payload::Bytes(payload.clone()));
        let from = self.context.sender(&entry.from, topic, message.as_ref(), self.played.plan.dialect);
        let direction = self.roles.direction(from);
        let attribution = self.attribute(message.as_ref());
        if direction != Direction::Output || !self.belongs(&attribution) {
            if self.played.beside.len() < MOST_BESIDE || self.played.beside.contains_key(topic) {
                *self.played.beside.entry(topic.to_owned()).or_default() += 1;
            }
            return;
        }
        self.context.note(message.as_ref());
        let ids = message_ids::find(topic, payload);
        let compared = is_compared(topic, false) && !self.repeated_toggles.is_one(now, message.as_ref());
        if compared && let Some(index) = self.take_match(&entry, &attribution, &ids) {
            let recorded = self.played.plan.steps.get(index).map_or(&[][..], |step| &step.ids);
            self.played.mapping.learn(recorded, &ids);
            self.happened(index, now);
        }
        let attribution = self.attribute(message.as_ref());
        self.played.live.push(Live { entry, ids, attribution, input: None, compared });
    }

    /// The site and session of a message, with the ids of the recording.
    fn attribute(&mut self, message: Option<&Message>) -> Attribution {
        let Some(message) = message else { return Attribution::default() };
        let mut stated = Attribution::stated(message);
        if let Some(session) = &mut stated.session {
            let id: Id = (message_ids::Names::Session, session.to_string());
            let recorded = self.played.mapping.to_recorded(&id).and_then(|id| SessionId::new(id).ok());
            *session = recorded.unwrap_or_else(|| session.clone());
        }
        self.attributor.complete(stated)
    }

    fn belongs(&self, attribution: &Attribution) -> bool {
        let session = attribution.session.as_ref().is_some_and(|session| self.is_recorded(session));
        match &attribution.site {
            Some(site) => session || self.played.plan.sites.contains(site),
            None => session || attribution.session.is_none(),
        }
    }

    /// Whether the recording contains this session.
    fn is_recorded(&self, session: &SessionId) -> bool {
        self.played.plan.attributor.site_of(session).is_some()
    }

    /// The recorded output that this message corresponds to: of those with its topic, site and session the one with the same content,
    /// else the first.
    fn take_match(&mut self, entry: &Entry, attribution: &Attribution, ids: &[Found]) -> Option<usize> {
        let key = (without_ids(&entry.topic), attribution.site.clone());
        let candidates = self.missing.get(&key)?;
        let fits = |index: usize| {
            let step = self.played.plan.steps.get(index);
            match (step.and_then(|step| step.attribution.session.as_ref()), &attribution.session) {
                (Some(recorded), Some(live)) => {
                    recorded == live || (self.is_new(recorded) && !self.is_recorded(live))
                }
                _ => true,
            }
        };
        let fitting = candidates.iter().enumerate().take(BACKLOG).filter(|(_, index)| fits(**index));
        let fitting: Vec<usize> = fitting.map(|(at, _)| at).take(AHEAD).collect();
        let chosen = match fitting.as_slice() {
            [] => return None,
            [only] => *only,
            several => {
                let says = blank(entry, ids);
                let same = |at: &&usize| {
                    candidates.get(**at).and_then(|index| self.blank_of(*index)) == Some(says.clone())
                };
                *several.iter().find(same).or(several.first())?
            }
        };
        let index = self.missing.get_mut(&key)?.remove(chosen)?;
        self.missing_count -= 1;
        Some(index)
    }

    /// Whether this session has no live counterpart yet.
    fn is_new(&self, session: &SessionId) -> bool {
        !self.played.mapping.has_live(&(message_ids::Names::Session, session.to_string()))
    }

    fn blank_of(&self, index: usize) -> Option<Content> {
        Some(blank(self.played.recording.entries.get(index)?, &self.played.plan.steps.get(index)?.ids))
    }

    /// A recorded message has occurred again: schedules the inputs that wait for it.
    fn happened(&mut self, index: usize, now: Duration) {
        if index >= self.latest.0 {
            self.latest = (index, now);
        }
        if self.awaited.remove(&index) {
            for follower in self.played.plan.followers.get(&index).cloned().unwrap_or_default() {
                let gap = self.played.at(follower).saturating_sub(self.played.at(index));
                self.make_ready(follower, now + self.played.rules.pace.apply(gap));
            }
        }
    }

    /// Schedules an input. Those of one site stay in their order.
    fn make_ready(&mut self, index: usize, due: Duration) {
        let site = self.played.plan.steps.get(index).and_then(|step| step.attribution.site.clone());
        let floor = self.floors.entry(site).or_insert((index, due));
        let due = if floor.0 < index { due.max(floor.1) } else { due };
        *floor = (index.max(floor.0), due.max(floor.1));
        self.ready.insert((due, index));
        self.scheduled.insert(index);
    }

    /// Stops waiting for messages that are overdue.
    fn give_up(&mut self, now: Duration) {
        while let Some(cause) = self.first_awaited().filter(|cause| self.deadline(*cause) <= now) {
            self.never_came(cause, now);
        }
    }

    /// The first message that inputs wait for and that is not a scheduled input itself.
    fn first_awaited(&self) -> Option<usize> {
        self.awaited.iter().copied().find(|cause| !self.scheduled.contains(cause))
    }

    fn deadline(&self, index: usize) -> Duration {
        self.expected(self.played.at(index)) + self.played.rules.deadline
    }

    /// Inputs that wait for this message are played all the same, unless they name an id that was never made.
    fn never_came(&mut self, cause: usize, now: Duration) {
        let mut causes = vec![cause];
        while let Some(cause) = causes.pop() {
            if !self.awaited.remove(&cause) {
                continue;
            }
            for follower in self.played.plan.followers.get(&cause).cloned().unwrap_or_default() {
                if self.input(follower).is_some() {
                    let due = self.expected(self.played.at(follower)).max(now);
                    self.make_ready(follower, due);
                } else {
                    self.played.left_out.insert(follower);
                    causes.push(follower);
                }
            }
        }
    }

    fn leave_out(&mut self, index: usize, now: Duration) {
        self.played.left_out.insert(index);
        self.never_came(index, now);
    }

    /// When to call [`poll_input`](Self::poll_input) again at the latest.
    pub fn poll_timeout(&self) -> Duration {
        let ready = self.ready.first().map(|(due, _)| *due);
        let given_up = self.first_awaited().map(|cause| self.deadline(cause));
        ready.into_iter().chain(given_up).min().unwrap_or_else(|| self.end())
    }

    /// When the replay is over if no more messages arrive.
    fn end(&self) -> Duration {
        let last = self.played.recording.entries.last().map(|entry| entry.at).unwrap_or_default();
        let patience = if self.missing_count > 0 { self.played.rules.deadline.max(TAIL) } else { TAIL };
        self.expected(last) + patience
    }

    /// Whether everything was played, and every answer has arrived or is overdue.
    pub fn is_over(&self, now: Duration) -> bool {
        self.ready.is_empty() && self.awaited.is_empty() && now >= self.end()
    }

    /// Compares what was received with what was recorded.
    pub fn finish(self) -> ReplayOutcome {
        compare(self.played)
    }
}

/// A topic with its id replaced by `*`.
fn without_ids(topic: &str) -> String {
    let found = message_ids::find(topic, b"");
    message_ids::replace(topic, &Bytes::new(), &found, |_| Some("*"))
        .map_or_else(|| topic.to_owned(), |(topic, _)| topic)
}

/// The content of a message with all ids replaced by `*`.
fn blank(entry: &Entry, ids: &[Found]) -> Content {
    Content::of(&entry.topic, &entry.payload, ids, false, |_| Some("*"))
}
