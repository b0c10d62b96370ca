//! Turns an alignment into differences and a new recording.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use petasos_messages::{SessionId, SiteId};

use super::alignment::{Alignment, Contents, align};
use super::compared_content::{Content, FieldChange};
use super::comparison::{Comparison, Difference, Mark, Row, What};
use super::message_ids;
use super::replay_run::{Live, ReplayRun};
use super::roles::Direction;
use crate::{Entry, Payload, Recording};

/// The outcome of a replay.
#[derive(Debug)]
#[non_exhaustive]
pub struct ReplayOutcome {
    /// The differences from the recording.
    pub comparison: Comparison,
    /// The messages that were played and received, with live ids and times.
    pub recording: Recording,
    /// The recording with the received outputs in place of the expected ones. Inputs and equal outputs are unchanged.
    pub blessed: Recording,
}

/// Compares what was received with what was recorded.
pub(super) fn compare(mut played: ReplayRun<'_>) -> ReplayOutcome {
    let contents = Contents::of(&played);
    let alignment = align(&played, &contents);
    let steps = &played.plan.steps;
    let comparison = Comparison {
        compared: steps.iter().filter(|step| step.compared).count(),
        played: alignment.played.len(),
        not_played: played.left_out.len(),
        differences: differences(&played, &contents, &alignment),
        beside: std::mem::take(&mut played.beside),
        rows: rows(&played, &contents, &alignment),
    };
    let blessed = bless(&played, &alignment);
    let header = played.recording.header.clone();
    let entries = played.live.into_iter().map(|live| live.entry).collect();
    ReplayOutcome { comparison, recording: Recording { header, entries }, blessed }
}

fn differences(played: &ReplayRun<'_>, contents: &Contents, alignment: &Alignment) -> Vec<Difference> {
    let of_recording = |what: What, index: usize, live: Option<usize>, fields: &[FieldChange]| {
        let (entry, step) = (played.recording.entries.get(index)?, played.plan.steps.get(index)?);
        Some(Difference {
            what,
            at: entry.at,
            site: step.attribution.site.as_ref().map(SiteId::to_string),
            session: step.attribution.session.as_ref().map(SessionId::to_string),
            topic: entry.topic.clone(),
            recorded: contents.recorded.get(&index).map(Content::shown),
            live: live.and_then(|live| contents.live.get(&live)).map(Content::shown),
            fields: fields.to_vec(),
        })
    };
    let missing = alignment.missing.iter().filter_map(|index| of_recording(What::Missing, *index, None, &[]));
    let moved = alignment
        .moved
        .iter()
        .filter_map(|(index, live)| of_recording(What::Order, *index, Some(*live), &[]));
    let changed = alignment
        .changed
        .iter()
        .filter_map(|(index, (live, fields))| of_recording(What::Changed, *index, Some(*live), fields));
    let added = alignment.added(played);
    let extra = alignment.extra.iter().filter_map(|index| {
        let (live, content) = (played.live.get(*index)?, contents.live.get(index)?);
        Some(Difference {
            what: What::Extra,
            at: added.get(index)?.at,
            site: live.attribution.site.as_ref().map(SiteId::to_string),
            session: live.attribution.session.as_ref().map(SessionId::to_string),
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

/// All messages in the order of the recording; extra ones are where they were received.
fn rows(played: &ReplayRun<'_>, contents: &Contents, alignment: &Alignment) -> Vec<Row> {
    if alignment.is_same() && played.left_out.is_empty() {
        return Vec::new(); // nothing to look at
    }
    let mut rows: Vec<((usize, usize), Row)> = Vec::new();
    for (index, (step, entry)) in played.plan.steps.iter().zip(&played.recording.entries).enumerate() {
        let mark = match step.direction {
            Direction::Input if alignment.played.contains_key(&index) => Mark::Input,
            Direction::Input => Mark::NotPlayed,
            _ if !step.compared => continue,
            _ if alignment.changed.contains_key(&index) => Mark::Differs(What::Changed),
            _ if alignment.moved.contains_key(&index) => Mark::Differs(What::Order),
            _ if alignment.missing.contains(&index) => Mark::Differs(What::Missing),
            _ => Mark::Same,
        };
        let content = Content::of(&entry.topic, &entry.payload, &step.ids, true, |id| Some(&id.1));
        let row = Row {
            at: entry.at,
            site: step.attribution.site.clone(),
            topic: entry.topic.clone(),
            payload: content.shown(),
            mark,
            fields: alignment.changed.get(&index).map(|(_, fields)| fields.clone()).unwrap_or_default(),
        };
        rows.push(((index + 1, 0), row));
    }
    for (index, added) in alignment.added(played) {
        let (Some(live), Some(content)) = (played.live.get(index), contents.live.get(&index)) else {
            continue;
        };
        let is_extra = alignment.extra.contains(&index);
        let row = Row {
            at: added.at,
            site: live.attribution.site.clone(),
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

/// The recording as it would be now. Inputs and equal outputs are unchanged.
fn bless(played: &ReplayRun<'_>, alignment: &Alignment) -> Recording {
    let mut added: BTreeMap<Option<usize>, Vec<Entry>> = BTreeMap::new();
    for (live, place) in alignment.added(played) {
        let entry = played.live.get(live).map(|live| renamed(played, live));
        added.entry(place.after).or_default().extend(entry.map(|entry| Entry { at: place.at, ..entry }));
    }
    let mut entries = added.remove(&None).unwrap_or_default();
    for (index, entry) in played.recording.entries.iter().enumerate() {
        if let Some((live, _)) = alignment.changed.get(&index) {
            let heard = played.live.get(*live).map(|live| renamed(played, live));
            entries.extend(heard.map(|Entry { topic, payload, .. }| Entry {
                topic,
                payload,
                ..entry.clone()
            }));
        } else if !alignment.missing.contains(&index) && !alignment.moved.contains_key(&index) {
            entries.push(entry.clone());
        }
        let next = played.recording.entries.get(index + 1).map_or(Duration::MAX, |next| next.at);
        for new in added.remove(&Some(index)).unwrap_or_default() {
            let at = new.at.min(next);
            entries.push(Entry { at, wall: later(entry.wall, at.saturating_sub(entry.at)), ..new });
        }
    }
    Recording { header: played.recording.header.clone(), entries }
}

fn later(wall: Timestamp, span: Duration) -> Timestamp {
    let span = SignedDuration::try_from(span).unwrap_or_default();
    wall.checked_add(span).unwrap_or(wall)
}

/// A received message, with the ids of the recording as far as they correspond.
fn renamed(played: &ReplayRun<'_>, live: &Live) -> Entry {
    let Live { entry, ids, .. } = live;
    let to_recorded = |id| Some(played.mapping.to_recorded(id).unwrap_or(&id.1));
    let renamed =
        entry.payload.bytes().and_then(|bytes| message_ids::replace(&entry.topic, bytes, ids, to_recorded));
    match renamed {
        Some((topic, payload)) => Entry { topic, payload: Payload::Bytes(payload), ..entry.clone() },
        None => entry.clone(),
    }
}
