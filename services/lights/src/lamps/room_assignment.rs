//! Assigns rooms to lamps and groups.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::spoken_name::has_words;
use super::{Abilities, Lamp};

/// Assigns rooms to lamps announced without one. Groups get the abilities of their lamps, and their room if all have the same.
/// `rooms` are the rooms of the configuration.
pub(super) fn assign_rooms(lamps: &mut [Lamp], mut rooms: BTreeSet<String>) {
    rooms.extend(lamps.iter().filter_map(|lamp| lamp.room.clone()));
    let in_groups = in_groups(lamps);
    for lamp in lamps.iter_mut().filter(|lamp| !lamp.is_group() && lamp.room.is_none()) {
        let groups = in_groups.get(&lamp.id).map(Vec::as_slice).unwrap_or_default();
        let called = groups.iter().find(|group| rooms.contains(*group));
        let only = if let [only] = groups { Some(only) } else { None };
        lamp.room = called.or_else(|| by_name(&lamp.name, &rooms)).or(only).cloned();
    }
    let by_id: HashMap<String, (Abilities, Option<String>)> =
        lamps.iter().map(|lamp| (lamp.id.clone(), (lamp.abilities, lamp.room.clone()))).collect();
    for group in lamps.iter_mut().filter(|lamp| lamp.is_group()) {
        let members = group.members.iter().filter_map(|id| by_id.get(id));
        group.abilities = members.clone().fold(Abilities::default(), |all, (one, _)| all.or(*one));
        let in_rooms: BTreeSet<_> = members.map(|(_, room)| room).collect();
        if let (None, 1, Some(room)) = (&group.room, in_rooms.len(), in_rooms.first()) {
            group.room.clone_from(room);
        }
    }
}

/// The names of each lamp's groups.
fn in_groups(lamps: &[Lamp]) -> HashMap<String, Vec<String>> {
    let mut names: HashMap<String, Vec<String>> = HashMap::new();
    let mut seen = HashSet::new();
    for group in lamps {
        for member in &group.members {
            if seen.insert((&group.id, member)) {
                names.entry(member.clone()).or_default().push(group.name.clone());
            }
        }
    }
    names
}

/// The longest room name that the name starts with.
fn by_name<'a>(name: &str, rooms: &'a BTreeSet<String>) -> Option<&'a String> {
    let begins = |room: &&String| name.starts_with(room.as_str()) && has_words(name, room);
    rooms.iter().filter(begins).max_by_key(|room| room.len())
}
