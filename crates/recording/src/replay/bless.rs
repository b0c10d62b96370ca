//! Writes new expectations: what was heard takes the place of what was expected.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::ids;
use super::played::{Live, Played};
use super::verdict::Verdict;
use crate::{Entry, Payload, Recording};

/// The recording as it would be if it were made now. Inputs, and outputs that are the same, stand as they stood.
pub(super) fn bless(played: &Played<'_>, verdict: &Verdict) -> Recording {
    let mut added: BTreeMap<Option<usize>, Vec<Entry>> = BTreeMap::new();
    for (live, place) in verdict.added(played) {
        let entry = played.live.get(live).map(|live| renamed(played, live));
        added.entry(place.after).or_default().extend(entry.map(|entry| Entry { at: place.at, ..entry }));
    }
    let mut entries = added.remove(&None).unwrap_or_default();
    for (index, entry) in played.recording.entries.iter().enumerate() {
        if let Some((live, _)) = verdict.changed.get(&index) {
            let heard = played.live.get(*live).map(|live| renamed(played, live));
            entries.extend(heard.map(|Entry { topic, payload, .. }| Entry {
                topic,
                payload,
                ..entry.clone()
            }));
        } else if !verdict.missing.contains(&index) && !verdict.moved.contains_key(&index) {
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

/// What was heard, with the ids of the recording where it has them.
fn renamed(played: &Played<'_>, live: &Live) -> Entry {
    let Live { entry, ids, .. } = live;
    let to_recorded = |id| Some(played.mapping.to_recorded(id).unwrap_or(&id.1));
    let renamed = entry.payload.bytes().and_then(|bytes| ids::replace(&entry.topic, bytes, ids, to_recorded));
    match renamed {
        Some((topic, payload)) => Entry { topic, payload: Payload::Bytes(payload), ..entry.clone() },
        None => entry.clone(),
    }
}
