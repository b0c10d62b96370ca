//! Aligns the received messages with the recorded ones, site by site.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::time::Duration;

use petasos_messages::SiteId;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::compared_content::{Content, FieldChange, texts};
use super::replay_run::ReplayRun;
use super::roles::Direction;

/// The counterparts of outputs and inputs. Recorded messages are named by their index in the recording, live ones by their index in
/// the replay.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    /// Equal messages: from recorded to live.
    pub(super) same: BTreeMap<usize, usize>,
    /// Messages that were received with other fields.
    pub(super) changed: BTreeMap<usize, (usize, Vec<FieldChange>)>,
    /// Messages that were received in another order.
    pub(super) moved: BTreeMap<usize, usize>,
    /// Recorded messages that were not received.
    pub(super) missing: BTreeSet<usize>,
    /// Live messages that were not recorded.
    pub(super) extra: BTreeSet<usize>,
    /// The inputs that were played: from recorded to live.
    pub(super) played: BTreeMap<usize, usize>,
}

impl Alignment {
    pub(super) fn is_same(&self) -> bool {
        let Self { changed, moved, missing, extra, .. } = self;
        changed.is_empty() && moved.is_empty() && missing.is_empty() && extra.is_empty()
    }

    /// The positions in the recording at which extra and moved messages belong, by live index: after all that came before them at
    /// their site.
    pub(super) fn added(&self, played: &ReplayRun<'_>) -> BTreeMap<usize, Added> {
        let changed = self.changed.iter().map(|(recorded, (live, _))| (recorded, live));
        let all = self.same.iter().chain(changed).chain(&self.played);
        let counterparts: BTreeMap<usize, usize> = all.map(|(recorded, live)| (*live, *recorded)).collect();
        let moved: BTreeSet<usize> = self.moved.values().copied().collect();
        let mut added = BTreeMap::new();
        // The last recorded message so far and the time of its counterpart, for each site and for all.
        let (mut of_site, mut of_all) = (BTreeMap::new(), None);
        for (at, live) in played.live.iter().enumerate() {
            if let Some(recorded) = counterparts.get(&at) {
                let latest = Some((*recorded, live.entry.at));
                let here = of_site.entry(live.attribution.site.as_ref()).or_insert(None);
                (*here, of_all) = (latest.max(*here), latest.max(of_all));
            } else if self.extra.contains(&at) || moved.contains(&at) {
                let before = of_site.get(&live.attribution.site.as_ref()).copied().flatten().or(of_all);
                let place = match before {
                    Some((recorded, heard)) => Added {
                        after: Some(recorded),
                        at: played.at(recorded) + live.entry.at.saturating_sub(heard),
                    },
                    None => Added { after: None, at: played.at(0) },
                };
                added.insert(at, place);
            }
        }
        added
    }
}

/// The position in the recording at which a live message belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Added {
    /// The last message before it; `None` at the beginning.
    pub(super) after: Option<usize>,
    /// Its time in the recording.
    pub(super) at: Duration,
}

/// The indexes of the outputs of a site.
#[derive(Default)]
struct SiteOutputs {
    recorded: Vec<usize>,
    live: Vec<usize>,
}

/// What is compared of each output.
pub(super) struct Contents {
    pub(super) recorded: BTreeMap<usize, Content>,
    pub(super) live: BTreeMap<usize, Content>,
}

impl Contents {
    pub(super) fn of(played: &ReplayRun<'_>) -> Self {
        let exact = played.rules.exact;
        let steps = played.plan.steps.iter().zip(&played.recording.entries).enumerate();
        let recorded = steps.filter(|(_, (step, _))| step.compared).map(|(index, (step, entry))| {
            (index, Content::of(&entry.topic, &entry.payload, &step.ids, exact, |id| Some(&id.1)))
        });
        let live = played.live.iter().enumerate().filter(|(_, live)| live.compared).map(|(index, live)| {
            let to_recorded = |id| played.mapping.to_recorded(id);
            (index, Content::of(&live.entry.topic, &live.entry.payload, &live.ids, exact, to_recorded))
        });
        let mut contents = Self { recorded: recorded.collect(), live: live.collect() };
        if !played.recording.header.kept.text {
            contents.hide_own_words(played);
        }
        contents
    }

    fn hide_own_words(&mut self, played: &ReplayRun<'_>) {
        let mut said = BTreeSet::new();
        let steps = played.plan.steps.iter().zip(&played.recording.entries);
        for (_, entry) in steps.filter(|(step, _)| step.direction == Direction::Input) {
            let bytes = entry.payload.bytes().map_or(&[][..], |bytes| bytes);
            texts(&serde_json::from_slice(bytes).unwrap_or_default(), &mut said);
        }
        for content in self.recorded.values_mut().chain(self.live.values_mut()) {
            content.hide_own_words(&said);
        }
    }
}

/// Aligns the received messages with the recorded ones.
pub(super) fn align(played: &ReplayRun<'_>, contents: &Contents) -> Alignment {
    let mut alignment = Alignment::default();
    for (at, live) in played.live.iter().enumerate() {
        if let Some(input) = live.input {
            alignment.played.insert(input, at);
        }
    }
    let mut sites: BTreeMap<Option<&SiteId>, SiteOutputs> = BTreeMap::new();
    for (index, step) in played.plan.steps.iter().enumerate().filter(|(_, step)| step.compared) {
        sites.entry(step.attribution.site.as_ref()).or_default().recorded.push(index);
    }
    for (index, live) in played.live.iter().enumerate().filter(|(_, live)| live.compared) {
        sites.entry(live.attribution.site.as_ref()).or_default().live.push(index);
    }
    for site in sites.values() {
        find_same(site, contents, &mut alignment);
        find_moved(site, contents, &mut alignment);
        find_changed(site, played, contents, &mut alignment);
    }
    find_early(played, &mut alignment);
    alignment
}

/// Finds equal messages in the same order.
fn find_same(site: &SiteOutputs, contents: &Contents, alignment: &mut Alignment) {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut numbered = |indexes: &[usize], contents: &BTreeMap<usize, Content>| -> Vec<(usize, usize)> {
        let number = |index: &usize| {
            let next = numbers.len();
            *numbers.entry(contents.get(index).map(Content::key).unwrap_or_default()).or_insert(next)
        };
        indexes.iter().map(number).zip(indexes.iter().copied()).collect()
    };
    let recorded = numbered(&site.recorded, &contents.recorded);
    let live = numbered(&site.live, &contents.live);
    alignment.missing.extend(&site.recorded);
    alignment.extra.extend(&site.live);
    // Messages on one side only have no counterpart. With them, the time would grow with the square of the length.
    let (recorded, live) = (common(&recorded, &live), common(&live, &recorded));
    let (old, new) = (numbers_of(&recorded), numbers_of(&live));
    for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if let DiffOp::Equal { .. } = operation {
            let recorded = recorded.get(operation.old_range()).unwrap_or_default();
            let live = live.get(operation.new_range()).unwrap_or_default();
            for ((_, recorded), (_, live)) in recorded.iter().zip(live) {
                alignment.missing.remove(recorded);
                alignment.extra.remove(live);
                alignment.same.insert(*recorded, *live);
            }
        }
    }
}

/// The numbered messages whose number occurs among the others.
fn common(numbered: &[(usize, usize)], others: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let others: HashSet<usize> = others.iter().map(|(number, _)| *number).collect();
    numbered.iter().filter(|(number, _)| others.contains(number)).copied().collect()
}

fn numbers_of(numbered: &[(usize, usize)]) -> Vec<usize> {
    numbered.iter().map(|(number, _)| *number).collect()
}

/// The extra messages of a site, grouped by a key that recorded messages may share, in the order in which they were received.
fn extras_by<K: Hash + Eq>(
    site: &SiteOutputs,
    alignment: &Alignment,
    key: impl Fn(usize) -> Option<K>,
) -> HashMap<K, VecDeque<usize>> {
    let mut extras: HashMap<K, VecDeque<usize>> = HashMap::new();
    for live in site.live.iter().filter(|live| alignment.extra.contains(live)) {
        if let Some(key) = key(*live) {
            extras.entry(key).or_default().push_back(*live);
        }
    }
    extras
}

/// A message that is missing here and extra there has moved.
fn find_moved(site: &SiteOutputs, contents: &Contents, alignment: &mut Alignment) {
    let mut extras = extras_by(site, alignment, |live| contents.live.get(&live).map(Content::key));
    for recorded in &site.recorded {
        if alignment.missing.contains(recorded)
            && let Some(content) = contents.recorded.get(recorded)
            && let Some(live) = extras.get_mut(&content.key()).and_then(VecDeque::pop_front)
        {
            alignment.missing.remove(recorded);
            alignment.extra.remove(&live);
            alignment.moved.insert(*recorded, live);
        }
    }
}

/// A message that is missing, and was received with other fields in the same session, has changed.
fn find_changed(site: &SiteOutputs, played: &ReplayRun<'_>, contents: &Contents, alignment: &mut Alignment) {
    let mut extras = extras_by(site, alignment, |live| {
        let session = played.live.get(live)?.attribution.session.as_ref();
        Some((&contents.live.get(&live)?.topic, session))
    });
    for recorded in &site.recorded {
        if alignment.missing.contains(recorded)
            && let (Some(step), Some(content)) =
                (played.plan.steps.get(*recorded), contents.recorded.get(recorded))
            && let Some(alike) = extras.get_mut(&(&content.topic, step.attribution.session.as_ref()))
            && let Some(live) = alike.pop_front()
            && let Some(heard) = contents.live.get(&live)
        {
            alignment.missing.remove(recorded);
            alignment.extra.remove(&live);
            match content.changes(heard) {
                fields if fields.is_empty() => drop(alignment.same.insert(*recorded, live)),
                fields => drop(alignment.changed.insert(*recorded, (live, fields))),
            }
        }
    }
}

/// Messages of different components that are closer than this have no order, because it depends on the network.
const CLOSE: Duration = Duration::from_millis(250);

/// An output that was received well before the input that it followed in the recording came too early, as did everything that was
/// received even earlier and recorded after that input.
fn find_early(played: &ReplayRun<'_>, alignment: &mut Alignment) {
    let time = |live: usize| played.live.get(live).map(|live| live.entry.at).unwrap_or_default();
    let triggers = Triggers::of(played);
    let overtaken: Overtaken<'_> = alignment
        .same
        .iter()
        .filter_map(|(recorded, live)| {
            let before = triggers.before(*recorded).into_iter();
            let inputs = before.filter_map(|input| Some((*alignment.played.get(&input)?, input)));
            let (input, trigger) = inputs.min()?;
            let early = input > *live && time(input) > time(*live) + CLOSE;
            early.then_some((site(played, *recorded), trigger, *live))
        })
        .collect();
    let (moved, same): (BTreeMap<usize, usize>, _) = std::mem::take(&mut alignment.same)
        .into_iter()
        .partition(|(recorded, live)| overtaken.has(site(played, *recorded), *recorded, *live));
    alignment.same = same;
    alignment.moved.extend(moved);
}

fn site<'a>(played: &'a ReplayRun<'_>, recorded: usize) -> Option<&'a SiteId> {
    played.plan.steps.get(recorded).and_then(|step| step.attribution.site.as_ref())
}

/// The inputs that were overtaken at each site, with the last output that overtook each or one before it.
struct Overtaken<'a>(HashMap<Option<&'a SiteId>, BTreeMap<usize, usize>>);

impl<'a> FromIterator<(Option<&'a SiteId>, usize, usize)> for Overtaken<'a> {
    fn from_iter<T: IntoIterator<Item = (Option<&'a SiteId>, usize, usize)>>(overtaken: T) -> Self {
        let mut sites: HashMap<_, BTreeMap<usize, usize>> = HashMap::new();
        for (site, input, by) in overtaken {
            let last = sites.entry(site).or_default().entry(input).or_insert(by);
            *last = by.max(*last);
        }
        for inputs in sites.values_mut() {
            let mut last = 0;
            for by in inputs.values_mut() {
                last = last.max(*by);
                *by = last;
            }
        }
        Self(sites)
    }
}

impl Overtaken<'_> {
    /// Whether an output was received no later than one that overtook an input, but recorded after that input.
    fn has(&self, site: Option<&SiteId>, recorded: usize, live: usize) -> bool {
        let before = self.0.get(&site).and_then(|inputs| inputs.range(..recorded).next_back());
        before.is_some_and(|(_, by)| live <= *by)
    }
}

/// The inputs of each site with their times in the recording.
struct Triggers<'a> {
    played: &'a ReplayRun<'a>,
    inputs: HashMap<Option<&'a SiteId>, Vec<(usize, Duration)>>,
}

impl<'a> Triggers<'a> {
    fn of(played: &'a ReplayRun<'a>) -> Self {
        let mut inputs: HashMap<_, Vec<_>> = HashMap::new();
        let steps = played.plan.steps.iter().zip(&played.recording.entries).enumerate();
        for (index, (step, entry)) in steps.filter(|(_, (step, _))| step.direction == Direction::Input) {
            inputs.entry(step.attribution.site.as_ref()).or_default().push((index, entry.at));
        }
        Self { played, inputs }
    }

    /// The inputs right before an output, any of which it may answer.
    fn before(&self, output: usize) -> Vec<usize> {
        let here = self.inputs.get(&site(self.played, output)).map_or(&[][..], Vec::as_slice);
        let before = here.get(..here.partition_point(|(index, _)| *index < output)).unwrap_or_default();
        let mut until = None;
        let close = before.iter().rev().take_while(|(_, at)| {
            until.replace(*at).is_none_or(|until: Duration| until.saturating_sub(*at) <= CLOSE)
        });
        close.map(|(index, _)| *index).collect()
    }
}
