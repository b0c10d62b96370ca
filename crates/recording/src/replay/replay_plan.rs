//! What each message of a recording is in the play, and what it waits for.

use std::collections::{BTreeMap, BTreeSet};

use petasos_messages::{Dialect, Message};

use super::cast::{Cast, Context, Part};
use super::content::is_compared;
use super::ids::{self, Found, Id, Mapping, Names};
use super::place::{Place, Places};
use super::reassertions::Reassertions;
use crate::{Entry, Recording};

/// A message of the recording in the play.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) part: Part,
    /// Whether the output is compared. False for inputs.
    pub(super) compared: bool,
    pub(super) place: Place,
    pub(super) ids: Vec<Found>,
    /// What an input waits for: an output, or an input that is played before.
    pub(super) cause: Option<usize>,
}

/// A recording, ready to be played.
#[derive(Debug)]
pub(super) struct Script {
    /// One step per entry.
    pub(super) steps: Vec<Step>,
    /// The inputs that wait for each step.
    pub(super) followers: BTreeMap<usize, Vec<usize>>,
    /// The sites the recording tells of.
    pub(super) sites: BTreeSet<String>,
    /// Where its sessions are.
    pub(super) places: Places,
    /// The ids that the tested part made.
    pub(super) mapping: Mapping,
    pub(super) dialect: Dialect,
}

impl Script {
    pub(super) fn new(recording: &Recording, cast: &Cast) -> Self {
        let mut writer = Writer {
            cast,
            dialect: recording.header.dialect.unwrap_or_default(),
            context: Context::default(),
            seen: BTreeSet::new(),
            mapping: Mapping::default(),
            places: Places::default(),
            reassertions: Reassertions::default(),
            causes: Causes::default(),
        };
        let steps: Vec<Step> =
            recording.entries.iter().enumerate().map(|(index, entry)| writer.step(index, entry)).collect();
        let mut followers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, step) in steps.iter().enumerate() {
            if let Some(cause) = step.cause {
                followers.entry(cause).or_default().push(index);
            }
        }
        let sites = steps.iter().filter_map(|step| step.place.site.clone()).collect();
        let Writer { mapping, places, dialect, .. } = writer;
        Self { steps, followers, sites, places, mapping, dialect }
    }
}

/// Goes through a recording, message by message.
struct Writer<'a> {
    cast: &'a Cast,
    dialect: Dialect,
    context: Context,
    /// All ids so far.
    seen: BTreeSet<Id>,
    mapping: Mapping,
    places: Places,
    reassertions: Reassertions,
    causes: Causes,
}

impl Writer<'_> {
    fn step(&mut self, index: usize, entry: &Entry) -> Step {
        let message = decode(entry);
        let message = message.as_ref();
        let from = self.context.sender(&entry.from, &entry.topic, message, self.dialect);
        self.context.note(message);
        let part = if entry.retain { Part::Neither } else { self.cast.part(from) };
        let ids = ids::find(&entry.topic, entry.payload.bytes().map_or(&[], |bytes| bytes));
        for found in &ids {
            if self.seen.insert(found.id.clone()) && part == Part::Output {
                self.mapping.made_by_tested(found.id.clone());
            }
        }
        let place = self.places.of(message, str::to_owned);
        let compared = part == Part::Output
            && is_compared(&entry.topic, entry.retain)
            && !self.reassertions.is_one(entry.at, message);
        let cause = (part == Part::Input).then(|| self.causes.of(&place, &ids)).flatten();
        if part == Part::Input || compared {
            self.causes.note(index, part, message, &place, &ids);
        }
        Step { part, compared, place, ids, cause }
    }
}

/// The message of an entry, if it is one.
pub(super) fn decode(entry: &Entry) -> Option<Message> {
    Message::decode(&entry.topic, entry.payload.bytes().cloned().unwrap_or_default()).ok()
}

/// What may have caused the next input.
#[derive(Debug, Default)]
struct Causes {
    by_request: BTreeMap<String, usize>,
    by_session: BTreeMap<String, usize>,
    by_site: BTreeMap<Option<String>, usize>,
    last_input: Option<usize>,
}

impl Causes {
    /// What an input answers: what has the request id it names, or else the last message that can be answered in its session, at
    /// its site. What answers nothing follows the input before it.
    fn of(&self, place: &Place, ids: &[Found]) -> Option<usize> {
        let requests = ids.iter().filter(|found| found.id.0 == Names::Request);
        let by_request = requests.filter_map(|found| self.by_request.get(&found.id.1)).next_back();
        let by_session = || self.by_session.get(place.session.as_ref()?);
        let by_site = || self.by_site.get(&place.site);
        by_request.or_else(by_session).or_else(by_site).copied().or(self.last_input)
    }

    fn note(&mut self, index: usize, part: Part, message: Option<&Message>, place: &Place, ids: &[Found]) {
        if part == Part::Input {
            self.last_input = Some(index);
        }
        if !message.is_some_and(|message| can_be_answered(part, message)) {
            return;
        }
        for found in ids.iter().filter(|found| found.id.0 == Names::Request) {
            self.by_request.insert(found.id.1.clone(), index);
        }
        if let Some(session) = &place.session {
            self.by_session.insert(session.clone(), index);
        }
        self.by_site.insert(place.site.clone(), index);
    }
}

/// Whether somebody may act because of this message. Of the tested part that is everything but switches, reports, and the end of
/// listening; of those who are played it is what asks for something.
fn can_be_answered(part: Part, message: &Message) -> bool {
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
        _ => part == Part::Output,
    }
}
