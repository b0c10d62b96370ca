//! What each recorded message is in the replay, and what it waits for.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use petasos_messages::payload::Toggle;
use petasos_messages::{Dialect, Message, SessionId, SiteId};

use super::compared_content::is_compared;
use super::message_ids::{self, Found, Id, Mapping, Names};
use super::roles::{Direction, Roles, SenderContext};
use crate::{Attribution, Attributor, DecodedEntry, Entry, Recording};

/// A recorded message in the replay.
#[derive(Debug)]
pub(super) struct PlannedMessage {
    pub(super) direction: Direction,
    /// Whether the output is compared. False for inputs.
    pub(super) compared: bool,
    pub(super) attribution: Attribution,
    pub(super) ids: Vec<Found>,
    /// What an input waits for: an output, or an earlier input.
    pub(super) cause: Option<usize>,
}

/// A recording, ready to be played.
#[derive(Debug)]
pub(super) struct ReplayPlan {
    /// One step per entry.
    pub(super) steps: Vec<PlannedMessage>,
    /// The inputs that wait for each step.
    pub(super) followers: BTreeMap<usize, Vec<usize>>,
    /// The sites of the recording.
    pub(super) sites: BTreeSet<SiteId>,
    /// The sites of its sessions.
    pub(super) attributor: Attributor<{ usize::MAX }>,
    /// The ids that the tested component made.
    pub(super) mapping: Mapping,
    pub(super) dialect: Dialect,
}

impl ReplayPlan {
    pub(super) fn new(recording: &Recording, roles: &Roles) -> Self {
        let mut planner = Planner {
            roles,
            dialect: recording.header.dialect.unwrap_or_default(),
            context: SenderContext::default(),
            seen: BTreeSet::new(),
            mapping: Mapping::default(),
            attributor: Attributor::default(),
            repeated_toggles: RepeatedToggles::default(),
            causes: Causes::default(),
        };
        let steps: Vec<PlannedMessage> =
            recording.entries.iter().enumerate().map(|(index, entry)| planner.step(index, entry)).collect();
        let mut followers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, step) in steps.iter().enumerate() {
            if let Some(cause) = step.cause {
                followers.entry(cause).or_default().push(index);
            }
        }
        let sites = steps.iter().filter_map(|step| step.attribution.site.clone()).collect();
        let Planner { mapping, attributor, dialect, .. } = planner;
        Self { steps, followers, sites, attributor, mapping, dialect }
    }
}

/// Plans a replay, message by message.
struct Planner<'a> {
    roles: &'a Roles,
    dialect: Dialect,
    context: SenderContext,
    /// All ids that have occurred.
    seen: BTreeSet<Id>,
    mapping: Mapping,
    attributor: Attributor<{ usize::MAX }>,
    repeated_toggles: RepeatedToggles,
    causes: Causes,
}

impl Planner<'_> {
    fn step(&mut self, index: usize, entry: &Entry) -> PlannedMessage {
        let decoded = DecodedEntry::new(entry);
        let message = decoded.message.as_ref();
        let from = self.context.sender(&entry.from, &entry.topic, message, self.dialect);
        self.context.note(message);
        let direction = if entry.retain { Direction::Neither } else { self.roles.direction(from) };
        let ids = message_ids::find(&entry.topic, entry.payload.bytes().map_or(&[], |bytes| bytes));
        for found in &ids {
            if self.seen.insert(found.id.clone()) && direction == Direction::Output {
                self.mapping.made_by_tested(found.id.clone());
            }
        }
        let attribution = self.attributor.attribute_entry(&decoded);
        let compared = direction == Direction::Output
            && is_compared(&entry.topic, entry.retain)
            && !self.repeated_toggles.is_one(entry.at, message);
        let cause = (direction == Direction::Input).then(|| self.causes.of(&attribution, &ids)).flatten();
        if direction == Direction::Input || compared {
            self.causes.note(index, direction, message, &attribution, &ids);
        }
        PlannedMessage { direction, compared, attribution, ids, cause }
    }
}

/// The possible causes of the next input.
#[derive(Debug, Default)]
struct Causes {
    by_request: BTreeMap<String, usize>,
    by_session: BTreeMap<SessionId, usize>,
    by_site: BTreeMap<Option<SiteId>, usize>,
    last_input: Option<usize>,
}

impl Causes {
    /// The message that an input answers: the one with its request id, else the last one in its session or at its site that can be
    /// answered. An input that answers nothing follows the previous input.
    fn of(&self, attribution: &Attribution, ids: &[Found]) -> Option<usize> {
        let requests = ids.iter().filter(|found| found.id.0 == Names::Request);
        let by_request = requests.filter_map(|found| self.by_request.get(&found.id.1)).next_back();
        let by_session = || self.by_session.get(attribution.session.as_ref()?);
        let by_site = || self.by_site.get(&attribution.site);
        by_request.or_else(by_session).or_else(by_site).copied().or(self.last_input)
    }

    fn note(
        &mut self,
        index: usize,
        direction: Direction,
        message: Option<&Message>,
        attribution: &Attribution,
        ids: &[Found],
    ) {
        if direction == Direction::Input {
            self.last_input = Some(index);
        }
        if !message.is_some_and(|message| can_be_answered(direction, message)) {
            return;
        }
        for found in ids.iter().filter(|found| found.id.0 == Names::Request) {
            self.by_request.insert(found.id.1.clone(), index);
        }
        if let Some(session) = &attribution.session {
            self.by_session.insert(session.clone(), index);
        }
        self.by_site.insert(attribution.site.clone(), index);
    }
}

/// Whether a component may react to this message. Of the tested component that is everything except toggles, reports and the end of
/// listening; of the components that are played, only requests.
fn can_be_answered(direction: Direction, message: &Message) -> bool {
    use Message as M;
    match message {
        M::NluQuery(_) | M::PartialQuery(_) | M::Intent(_) | M::Say(_) | M::PlayBytes(_) => true,
        M::HotwordToggleOn(_)
        | M::HotwordToggleOff(_)
        | M::AsrToggleOn(_)
        | M::AsrToggleOff(_)
        | M::StopListening(_)
        | M::DialogueError(_)
        | M::DialogueVersion(_)
        | M::AudioFrame(_) => false,
        _ => direction == Direction::Output,
    }
}

/// A toggle that is repeated within this time is a duplicate rather than a re-assertion.
const SOON: Duration = Duration::from_secs(5);

/// Tracks toggles, and recognizes those that only repeat the current state.
#[derive(Debug, Default)]
pub(super) struct RepeatedToggles {
    said: BTreeMap<(&'static str, String, String), (bool, Duration)>,
}

impl RepeatedToggles {
    /// Whether a message at this time only repeats the current state of a toggle.
    pub(super) fn is_one(&mut self, at: Duration, message: Option<&Message>) -> bool {
        let (direction, toggle, on) = match message {
            Some(Message::HotwordToggleOn(toggle)) => ("hotword", toggle, true),
            Some(Message::HotwordToggleOff(toggle)) => ("hotword", toggle, false),
            Some(Message::AsrToggleOn(toggle)) => ("asr", toggle, true),
            Some(Message::AsrToggleOff(toggle)) => ("asr", toggle, false),
            _ => return false,
        };
        let Toggle { site_id, reason, .. } = toggle;
        let site = site_id.as_ref().map(ToString::to_string).unwrap_or_default();
        let reason = reason.as_ref().map(|reason| reason.as_str().to_owned()).unwrap_or_default();
        // A component that is switched off by reasons is on as long as there is none.
        let on_from_the_start = on && toggle.reason.is_some();
        match self.said.insert((direction, site, reason), (on, at)) {
            Some((was_on, when)) => was_on == on && at.saturating_sub(when) >= SOON,
            None => on_from_the_start,
        }
    }
}
