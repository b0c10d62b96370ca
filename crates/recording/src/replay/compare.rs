//! Compares what was heard with what was recorded, site by site.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::Hash;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::bless::bless;
use super::cast::Part;
use super::comparison::{Comparison, Difference, FieldChange, Mark, Row, What};
use super::content::{Content, texts};
use super::early::find_early;
use super::played::Played;
use super::verdict::Verdict;
use crate::Recording;

/// What a replay led to.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// How it differs from the recording.
    pub comparison: Comparison,
    /// What was played and heard, with the ids and times of now.
    pub recording: Recording,
    /// The recording with what was heard in place of what was expected: inputs, and outputs that are the same, stand as they stood.
    pub blessed: Recording,
}

/// The outputs of a site: recorded ones by their place in the recording, heard ones by their place in what happened.
#[derive(Default)]
struct Lane {
    recorded: Vec<usize>,
    live: Vec<usize>,
}

/// Ends a replay.
pub(super) fn compare(mut played: Played<'_>) -> Outcome {
    let contents = Contents::of(&played);
    let verdict = judge(&played, &contents);
    let steps = &played.script.steps;
    let comparison = Comparison {
        compared: steps.iter().filter(|step| step.compared).count(),
        played: verdict.played.len(),
        not_played: played.left_out.len(),
        differences: differences(&played, &contents, &verdict),
        beside: std::mem::take(&mut played.beside),
        rows: rows(&played, &contents, &verdict),
    };
    let blessed = bless(&played, &verdict);
    let header = played.recording.header.clone();
    let entries = played.live.into_iter().map(|live| live.entry).collect();
    Outcome { comparison, recording: Recording { header, entries }, blessed }
}

/// What is compared of each output.
struct Contents {
    recorded: BTreeMap<usize, Content>,
    live: BTreeMap<usize, Content>,
}

impl Contents {
    fn of(played: &Played<'_>) -> Self {
        let exact = played.rules.exact;
        let steps = played.script.steps.iter().zip(&played.recording.entries).enumerate();
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

    fn hide_own_words(&mut self, played: &Played<'_>) {
        let mut said = BTreeSet::new();
        let steps = played.script.steps.iter().zip(&played.recording.entries);
        for (_, entry) in steps.filter(|(step, _)| step.part == Part::Input) {
            let bytes = entry.payload.bytes().map_or(&[][..], |bytes| bytes);
            texts(&serde_json::from_slice(bytes).unwrap_or_default(), &mut said);
        }
        for content in self.recorded.values_mut().chain(self.live.values_mut()) {
            content.hide_own_words(&said);
        }
    }
}

fn judge(played: &Played<'_>, contents: &Contents) -> Verdict {
    let mut verdict = Verdict::default();
    for (at, live) in played.live.iter().enumerate() {
        if let Some(input) = live.input {
            verdict.played.insert(input, at);
        }
    }
    let mut lanes: BTreeMap<Option<&String>, Lane> = BTreeMap::new();
    for (index, step) in played.script.steps.iter().enumerate().filter(|(_, step)| step.compared) {
        lanes.entry(step.place.site.as_ref()).or_default().recorded.push(index);
    }
    for (index, live) in played.live.iter().enumerate().filter(|(_, live)| live.compared) {
        lanes.entry(live.place.site.as_ref()).or_default().live.push(index);
    }
    for lane in lanes.values() {
        align(lane, contents, &mut verdict);
        find_moved(lane, contents, &mut verdict);
        find_changed(lane, played, contents, &mut verdict);
    }
    find_early(played, &mut verdict);
    verdict
}

/// Finds what was heard as it was recorded, in its order.
fn align(lane: &Lane, contents: &Contents, verdict: &mut Verdict) {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut numbered = |indexes: &[usize], contents: &BTreeMap<usize, Content>| -> Vec<(usize, usize)> {
        let number = |index: &usize| {
            let next = numbers.len();
            *numbers.entry(contents.get(index).map(Content::key).unwrap_or_default()).or_insert(next)
        };
        indexes.iter().map(number).zip(indexes.iter().copied()).collect()
    };
    let recorded = numbered(&lane.recorded, &contents.recorded);
    let live = numbered(&lane.live, &contents.live);
    verdict.missing.extend(&lane.recorded);
    verdict.extra.extend(&lane.live);
    // What stands on one side only has no counterpart. With it, the time that this takes would grow with the square of the
    // recording's length.
    let (recorded, live) = (common(&recorded, &live), common(&live, &recorded));
    let (old, new) = (numbers_of(&recorded), numbers_of(&live));
    for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if let DiffOp::Equal { .. } = operation {
            let recorded = recorded.get(operation.old_range()).unwrap_or_default();
            let live = live.get(operation.new_range()).unwrap_or_default();
            for ((_, recorded), (_, live)) in recorded.iter().zip(live) {
                verdict.missing.remove(recorded);
                verdict.extra.remove(live);
                verdict.same.insert(*recorded, *live);
            }
        }
    }
}

/// Those of the numbered messages whose number stands among the others, too.
fn common(numbered: &[(usize, usize)], others: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let others: HashSet<usize> = others.iter().map(|(number, _)| *number).collect();
    numbered.iter().filter(|(number, _)| others.contains(number)).copied().collect()
}

fn numbers_of(numbered: &[(usize, usize)]) -> Vec<usize> {
    numbered.iter().map(|(number, _)| *number).collect()
}

/// What was heard at a site and not recorded, by something that a message of the recording may have in common with it; each in
/// the order it was heard.
fn extras_by<K: Hash + Eq>(
    lane: &Lane,
    verdict: &Verdict,
    key: impl Fn(usize) -> Option<K>,
) -> HashMap<K, VecDeque<usize>> {
    let mut extras: HashMap<K, VecDeque<usize>> = HashMap::new();
    for live in lane.live.iter().filter(|live| verdict.extra.contains(live)) {
        if let Some(key) = key(*live) {
            extras.entry(key).or_default().push_back(*live);
        }
    }
    extras
}

/// What is missing here and was heard there has moved.
fn find_moved(lane: &Lane, contents: &Contents, verdict: &mut Verdict) {
    let mut extras = extras_by(lane, verdict, |live| contents.live.get(&live).map(Content::key));
    for recorded in &lane.recorded {
        if verdict.missing.contains(recorded)
            && let Some(content) = contents.recorded.get(recorded)
            && let Some(live) = extras.get_mut(&content.key()).and_then(VecDeque::pop_front)
        {
            verdict.missing.remove(recorded);
            verdict.extra.remove(&live);
            verdict.moved.insert(*recorded, live);
        }
    }
}

/// What is missing, and was heard with other fields in the same session, has changed.
fn find_changed(lane: &Lane, played: &Played<'_>, contents: &Contents, verdict: &mut Verdict) {
    let mut extras = extras_by(lane, verdict, |live| {
        let session = played.live.get(live)?.place.session.as_ref();
        Some((&contents.live.get(&live)?.topic, session))
    });
    for recorded in &lane.recorded {
        if verdict.missing.contains(recorded)
            && let (Some(step), Some(content)) =
                (played.script.steps.get(*recorded), contents.recorded.get(recorded))
            && let Some(alike) = extras.get_mut(&(&content.topic, step.place.session.as_ref()))
            && let Some(live) = alike.pop_front()
            && let Some(heard) = contents.live.get(&live)
        {
            verdict.missing.remove(recorded);
            verdict.extra.remove(&live);
            match content.changes(heard) {
                fields if fields.is_empty() => drop(verdict.same.insert(*recorded, live)),
                fields => drop(verdict.changed.insert(*recorded, (live, fields))),
            }
        }
    }
}

fn differences(played: &Played<'_>, contents: &Contents, verdict: &Verdict) -> Vec<Difference> {
    let of_recording = |what: What, index: usize, live: Option<usize>, fields: &[FieldChange]| {
        let (entry, step) = (played.recording.entries.get(index)?, played.script.steps.get(index)?);
        Some(Difference {
            what,
            at: entry.at,
            site: step.place.site.clone(),
            session: step.place.session.clone(),
            topic: entry.topic.clone(),
            recorded: contents.recorded.get(&index).map(Content::shown),
            live: live.and_then(|live| contents.live.get(&live)).map(Content::shown),
            fields: fields.to_vec(),
        })
    };
    let missing = verdict.missing.iter().filter_map(|index| of_recording(What::Missing, *index, None, &[]));
    let moved =
        verdict.moved.iter().filter_map(|(index, live)| of_recording(What::Order, *index, Some(*live), &[]));
    let changed = verdict
        .changed
        .iter()
        .filter_map(|(index, (live, fields))| of_recording(What::Changed, *index, Some(*live), fields));
    let added = verdict.added(played);
    let extra = verdict.extra.iter().filter_map(|index| {
        let (live, content) = (played.live.get(*index)?, contents.live.get(index)?);
        Some(Difference {
            what: What::Extra,
            at: added.get(index)?.at,
            site: live.place.site.clone(),
            session: live.place.session.clone(),
            topic: content.topic.clone(),
            recorded: None,
            live: Some(content.shown()),
            fields: Vec::new(),
        })
    });
    let mut all: Vec<Difference> = missing.chain(moved).chain(changed).chain(extra).collect();
    all.sort_by_key(|difference| difference.at);
    all
}

/// Everything that happened, in the order of the recording; what was only heard stands where it was heard.
fn rows(played: &Played<'_>, contents: &Contents, verdict: &Verdict) -> Vec<Row> {
    if verdict.is_same() && played.left_out.is_empty() {
        return Vec::new(); // nothing to look at
    }
    let mut rows: Vec<((usize, usize), Row)> = Vec::new();
    for (index, (step, entry)) in played.script.steps.iter().zip(&played.recording.entries).enumerate() {
        let mark = match step.part {
            Part::Input if verdict.played.contains_key(&index) => Mark::Input,
            Part::Input => Mark::NotPlayed,
            _ if !step.compared => continue,
            _ if verdict.changed.contains_key(&index) => Mark::Differs(What::Changed),
            _ if verdict.moved.contains_key(&index) => Mark::Differs(What::Order),
            _ if verdict.missing.contains(&index) => Mark::Differs(What::Missing),
            _ => Mark::Same,
        };
        let content = Content::of(&entry.topic, &entry.payload, &step.ids, true, |id| Some(&id.1));
        let row = Row {
            at: entry.at,
            site: step.place.site.clone(),
            topic: entry.topic.clone(),
            payload: content.shown(),
            mark,
            fields: verdict.changed.get(&index).map(|(_, fields)| fields.clone()).unwrap_or_default(),
        };
        rows.push(((index + 1, 0), row));
    }
    for (index, added) in verdict.added(played) {
        let (Some(live), Some(content)) = (played.live.get(index), contents.live.get(&index)) else {
            continue;
        };
        let is_extra = verdict.extra.contains(&index);
        let row = Row {
            at: added.at,
            site: live.place.site.clone(),
            topic: content.topic.clone(),
            payload: content.shown(),
            mark: if is_extra { Mark::Differs(What::Extra) } else { Mark::HeardHere },
            fields: Vec::new(),
        };
        rows.push(((added.after.map_or(0, |after| after + 1), index + 1), row));
    }
    rows.sort_by_key(|(place, _)| *place);
    rows.into_iter().map(|(_, row)| row).collect()
}
