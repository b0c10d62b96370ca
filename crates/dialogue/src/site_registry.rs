//! The known sites, indexed by id, group and next deadline.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use foldhash::HashMap;
use petasos_messages::SiteId;

use crate::shared::SiteKey;
use crate::site::Site;
use crate::{Policy, Time};

/// How many sites with an open session are skipped before one of them is forgotten nevertheless.
const MOST_SPARED: usize = 64;

#[derive(Debug, Default)]
pub(crate) struct SiteRegistry {
    slots: Vec<Option<Site>>,
    free: Vec<SiteKey>,
    by_name: HashMap<SiteId, SiteKey>,
    groups: HashMap<Arc<str>, Group>,
    deadlines: BTreeSet<(Time, SiteKey)>,
    /// Oldest first; may contain sites that were forgotten.
    by_age: VecDeque<(SiteId, SiteKey)>,
}

/// Sites that hear the same voice.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub(crate) members: Vec<SiteKey>,
    /// When a wake word last started a session in the group.
    pub(crate) woken: Option<Time>,
}

impl SiteRegistry {
    pub(crate) fn len(&self) -> usize {
        self.by_name.len()
    }

    pub(crate) fn find(&self, id: &SiteId) -> Option<SiteKey> {
        self.by_name.get(id).copied()
    }

    pub(crate) fn get(&self, key: SiteKey) -> Option<&Site> {
        self.slots.get(key.0 as usize)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, key: SiteKey) -> Option<&mut Site> {
        self.slots.get_mut(key.0 as usize)?.as_mut()
    }

    /// All sites, in a deterministic order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Site> {
        self.slots.iter().flatten()
    }

    pub(crate) fn keys(&self) -> Vec<SiteKey> {
        self.iter().map(|site| site.key).collect()
    }

    pub(crate) fn find_or_insert(&mut self, id: &SiteId, policy: &Policy) -> SiteKey {
        if let Some(key) = self.find(id) {
            return key;
        }
        let key = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            SiteKey(u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX))
        });
        let site = Site::new(key, id.clone(), policy);
        if let Some(group) = &site.group {
            self.groups.entry(Arc::clone(group)).or_default().members.push(key);
        }
        self.by_name.insert(id.clone(), key);
        self.by_age.push_back((id.clone(), key));
        if let Some(slot) = self.slots.get_mut(key.0 as usize) {
            *slot = Some(site);
        }
        key
    }

    /// The oldest site. Sites with an open session are skipped unless most of the next ones have one, too.
    pub(crate) fn oldest(&mut self, newcomer: SiteKey) -> Option<SiteKey> {
        let (mut spared, remembered) = (0, self.len());
        while spared <= remembered + MOST_SPARED
            && let Some((id, key)) = self.by_age.pop_front()
        {
            if self.by_name.get(&id) != Some(&key) {
                continue;
            }
            let busy = self.get(key).is_some_and(|site| site.session.is_some());
            self.by_age.push_back((id, key));
            spared += 1;
            if key != newcomer && (!busy || spared > MOST_SPARED.min(remembered)) {
                return Some(key);
            }
        }
        None
    }

    pub(crate) fn forget(&mut self, key: SiteKey) {
        let Some(site) = self.slots.get_mut(key.0 as usize).and_then(Option::take) else {
            return;
        };
        if let Some(at) = site.scheduled {
            self.deadlines.remove(&(at, key));
        }
        self.by_name.remove(&site.id);
        if let Some(group) = &site.group {
            self.leave_group(group, key);
        }
        self.free.push(key);
        self.shrink();
    }

    fn leave_group(&mut self, name: &Arc<str>, key: SiteKey) {
        if let Some(group) = self.groups.get_mut(name) {
            group.members.retain(|member| *member != key);
            if group.members.is_empty() {
                self.groups.remove(name);
            }
        }
    }

    /// Releases memory after a flood of sites, and drops forgotten sites from `by_age`.
    fn shrink(&mut self) {
        let remembered = self.by_name.len();
        if self.by_age.len() > 4 * remembered + 64 {
            let by_name = &self.by_name;
            self.by_age.retain(|(id, key)| by_name.get(id) == Some(key));
            self.by_age.shrink_to_fit();
        }
        if remembered == 0 {
            *self = Self::default();
        }
    }

    pub(crate) fn group(&mut self, name: &Arc<str>) -> Option<&mut Group> {
        self.groups.get_mut(name)
    }

    pub(crate) fn others(&self, key: SiteKey) -> impl Iterator<Item = &Site> {
        let group = self.get(key).and_then(|site| site.group.as_ref()).and_then(|name| self.groups.get(name));
        let members = group.map(|group| group.members.as_slice()).unwrap_or_default();
        members.iter().filter(move |member| **member != key).filter_map(|member| self.get(*member))
    }

    /// Schedules the site's next deadline. One that only moved later is corrected when the old one fires.
    pub(crate) fn schedule(&mut self, key: SiteKey) {
        let Some(site) = self.slots.get_mut(key.0 as usize).and_then(Option::as_mut) else {
            return;
        };
        let Some(due) = site.deadline() else { return };
        if site.scheduled.is_some_and(|scheduled| scheduled <= due) {
            return;
        }
        if let Some(scheduled) = site.scheduled.replace(due) {
            self.deadlines.remove(&(scheduled, key));
        }
        self.deadlines.insert((due, key));
    }

    /// The earliest deadline of all sites.
    pub(crate) fn next_deadline(&self) -> Option<Time> {
        self.deadlines.first().map(|(at, _)| *at)
    }

    /// Takes a site whose deadline has passed.
    pub(crate) fn take_due(&mut self, now: Time) -> Option<SiteKey> {
        let (at, key) = *self.deadlines.first()?;
        if at > now {
            return None;
        }
        self.deadlines.remove(&(at, key));
        if let Some(site) = self.get_mut(key) {
            site.scheduled = None;
        }
        Some(key)
    }
}
