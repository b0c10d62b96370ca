//! What became of each output of a recording.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::comparison::FieldChange;
use super::played::Played;

/// What became of each output.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Of the recording: heard as it was; by its place in the recording, its place in what happened.
    pub(super) same: BTreeMap<usize, usize>,
    /// Heard with other fields.
    pub(super) changed: BTreeMap<usize, (usize, Vec<FieldChange>)>,
    /// Heard at another place.
    pub(super) moved: BTreeMap<usize, usize>,
    /// Not heard.
    pub(super) missing: BTreeSet<usize>,
    /// Heard, and not recorded: places in what happened.
    pub(super) extra: BTreeSet<usize>,
    /// The inputs that were played, likewise.
    pub(super) played: BTreeMap<usize, usize>,
}

impl Verdict {
    pub(super) fn is_same(&self) -> bool {
        let Self { changed, moved, missing, extra, .. } = self;
        changed.is_empty() && moved.is_empty() && missing.is_empty() && extra.is_empty()
    }

    /// Where in the recording everything belongs that was only heard, or heard at another place: by place in what happened. That is
    /// behind all that came before it at its site.
    pub(super) fn added(&self, played: &Played<'_>) -> BTreeMap<usize, Added> {
        let changed = self.changed.iter().map(|(recorded, (live, _))| (recorded, live));
        let all = self.same.iter().chain(changed).chain(&self.played);
        let counterparts: BTreeMap<usize, usize> = all.map(|(recorded, live)| (*live, *recorded)).collect();
        let moved: BTreeSet<usize> = self.moved.values().copied().collect();
        let mut added = BTreeMap::new();
        // The last message of the recording so far, and when its counterpart was heard: of each site, and of all.
        let (mut of_site, mut of_all) = (BTreeMap::new(), None);
        for (at, live) in played.live.iter().enumerate() {
            if let Some(recorded) = counterparts.get(&at) {
                let latest = Some((*recorded, live.entry.at));
                let here = of_site.entry(live.place.site.as_ref()).or_insert(None);
                (*here, of_all) = (latest.max(*here), latest.max(of_all));
            } else if self.extra.contains(&at) || moved.contains(&at) {
                let before = of_site.get(&live.place.site.as_ref()).copied().flatten().or(of_all);
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

/// Where in a recording something belongs that does not stand in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Added {
    /// The last message before it; `None` at the begin.
    pub(super) after: Option<usize>,
    /// When, in the time of the recording.
    pub(super) at: Duration,
}
