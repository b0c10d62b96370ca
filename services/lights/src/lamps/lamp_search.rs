//! Finds the lamps that the user means.

use std::collections::{BTreeMap, BTreeSet};

use super::spoken_name::has_words;
use super::{Lamp, Lamps, spoken};

/// How the user refers to lamps.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LampQuery<'a> {
    /// The room, if one was named.
    pub(crate) room: Option<&'a str>,
    /// The lamp, if one was named.
    pub(crate) name: Option<&'a str>,
    /// The room of the user.
    pub(crate) here: &'a str,
}

/// The result of a search.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LampMatch {
    Lamps(Vec<Lamp>),
    /// One of these; ask which.
    Which(Vec<Lamp>),
    /// No room was named, and there is no lamp in the user's room; ask for one of these rooms.
    WhichRoom(Vec<String>),
    /// There is no lamp of this name.
    NoSuchLamp(String),
    /// There is no lamp in this room.
    NoLampIn(String),
}

impl Lamps {
    /// The lamps that match a query: the named one, or all lamps of the room.
    pub(crate) fn find(&self, wanted: LampQuery<'_>) -> LampMatch {
        let all = self.all();
        let room = wanted.room.map(|room| self.room(room));
        let here = self.room(wanted.here);
        match wanted.name {
            Some(name) => by_name(&all, &spoken(name), room.as_deref(), &here),
            None => by_room(&all, room, here),
        }
    }

    /// All lamps, without groups.
    pub(crate) fn everything(&self) -> Vec<Lamp> {
        self.all().into_iter().filter(|lamp| !lamp.is_group()).collect()
    }

    /// The same lamps with as few commands as possible: a group replaces lamps if it consists of exactly these lamps, or of those
    /// of one room.
    pub(crate) fn grouped(&self, lamps: Vec<Lamp>) -> Vec<Lamp> {
        let groups: Vec<Lamp> = self.all().into_iter().filter(Lamp::is_group).collect();
        if let Some(group) = exactly(&groups, &lamps) {
            return vec![group];
        }
        let mut rooms: BTreeMap<Option<String>, Vec<Lamp>> = BTreeMap::new();
        for lamp in lamps {
            rooms.entry(lamp.room.clone()).or_default().push(lamp);
        }
        let of_room = |lamps: Vec<Lamp>| exactly(&groups, &lamps).map_or(lamps, |group| vec![group]);
        rooms.into_values().flat_map(of_room).collect()
    }
}

/// The group that consists of exactly these lamps, if there are several.
fn exactly(groups: &[Lamp], lamps: &[Lamp]) -> Option<Lamp> {
    let wanted: BTreeSet<&String> = lamps.iter().map(|lamp| &lamp.id).collect();
    let is = |group: &&Lamp| group.members.iter().collect::<BTreeSet<_>>() == wanted;
    (wanted.len() > 1).then(|| groups.iter().find(is)).flatten().cloned()
}

fn by_room(all: &[Lamp], room: Option<String>, here: String) -> LampMatch {
    let asked = room.is_some();
    let room = room.unwrap_or(here);
    let such = |is: &dyn Fn(&Lamp) -> bool| all.iter().filter(|lamp| is(lamp)).cloned().collect::<Vec<_>>();
    let ways = [
        such(&|lamp| !lamp.is_group() && lamp.room.as_ref() == Some(&room)),
        // A lamp or group with the name of the room: "kitchen".
        such(&|lamp| lamp.name == room),
        such(&|lamp| lamp.is_group() && lamp.room.as_ref() == Some(&room)),
    ];
    if let Some(lamps) = ways.into_iter().find(|lamps| !lamps.is_empty()) {
        return LampMatch::Lamps(lamps);
    }
    let single = such(&|lamp| !lamp.is_group());
    let rooms: BTreeSet<&String> = all.iter().filter_map(|lamp| lamp.room.as_ref()).collect();
    match single.len() {
        1 if !asked => LampMatch::Lamps(single),
        _ if asked || rooms.is_empty() => LampMatch::NoLampIn(room),
        _ => LampMatch::WhichRoom(rooms.into_iter().cloned().collect()),
    }
}

fn by_name(all: &[Lamp], name: &str, room: Option<&str>, here: &str) -> LampMatch {
    let names = |lamp: &Lamp| std::iter::once(lamp.name.clone()).chain(lamp.aliases.clone());
    let called = |is: &dyn Fn(&str) -> bool| {
        let named = all.iter().filter(|lamp| names(lamp).any(|name| is(&name)));
        let in_room = named.filter(|lamp| room.is_none_or(|room| lamp.room.as_deref() == Some(room)));
        in_room.cloned().collect::<Vec<_>>()
    };
    let (exact, part) = (called(&|own| own == name), called(&|own| has_words(own, name)));
    let nearby = |lamps: &[Lamp]| -> Vec<Lamp> {
        lamps.iter().filter(|lamp| lamp.room.as_deref() == Some(here)).cloned().collect()
    };
    // A partial match in the user's room takes precedence over an exact match elsewhere.
    let ways = [nearby(&exact), nearby(&part), exact, part];
    match ways.into_iter().find(|lamps| !lamps.is_empty()) {
        None => LampMatch::NoSuchLamp(name.to_owned()),
        Some(found) if found.len() == 1 => LampMatch::Lamps(found),
        Some(found) => LampMatch::Which(found),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use petasos_skill::program::Config;

    fn registry(names: &[&str], groups: &Value) -> Lamps {
        let mut lamps = Lamps::new(&Config::default());
        let devices: Vec<Value> = names
            .iter()
            .map(|name| {
                let light = json!({"type": "light", "features": []});
                json!({"ieee_address": name, "friendly_name": name, "definition": {"exposes": [light]}})
            })
            .collect();
        lamps.receive("zigbee2mqtt/bridge/devices", Value::Array(devices).to_string().as_bytes());
        lamps.receive("zigbee2mqtt/bridge/groups", groups.to_string().as_bytes());
        lamps
    }

    fn usual() -> Lamps {
        let names =
            ["kitchen/ceiling", "kitchen/floor lamp", "lounge/floor lamp left", "lounge/floor lamp right"];
        let members = json!([{"ieee_address": "kitchen/ceiling"}, {"ieee_address": "kitchen/floor lamp"}]);
        registry(&names, &json!([{"id": 1, "friendly_name": "all of kitchen", "members": members}]))
    }

    fn ids(lamps: &[Lamp]) -> Vec<&str> {
        lamps.iter().map(|lamp| lamp.id.as_str()).collect()
    }

    fn found(room: Option<&str>, name: Option<&str>, here: &str) -> Vec<String> {
        match usual().find(LampQuery { room, name, here }) {
            LampMatch::Lamps(lamps) => ids(&lamps).into_iter().map(str::to_owned).collect(),
            other => vec![match other {
                LampMatch::Which(lamps) => format!("which of {}?", lamps.len()),
                other => format!("{other:?}"),
            }],
        }
    }

    #[test]
    fn a_room_means_all_its_lamps() {
        assert_eq!(found(Some("Kitchen"), None, "lounge"), ["kitchen/ceiling", "kitchen/floor lamp"]);
        assert_eq!(found(None, None, "kitchen"), ["kitchen/ceiling", "kitchen/floor lamp"]);
        assert_eq!(found(Some("attic"), None, "kitchen"), [r#"NoLampIn("attic")"#]);
        assert_eq!(found(None, None, "attic"), [r#"WhichRoom(["kitchen", "lounge"])"#]);
    }

    #[test]
    fn a_name_means_the_nearest_of_that_name() {
        assert_eq!(found(None, Some("ceiling"), "lounge"), ["kitchen/ceiling"]);
        assert_eq!(found(None, Some("floor lamp"), "study"), ["kitchen/floor lamp"], "exactly of that name");
        assert_eq!(
            found(None, Some("floor lamp"), "lounge"),
            ["which of 2?"],
            "but not if there are some here"
        );
        assert_eq!(found(None, Some("floor lamp left"), "kitchen"), ["lounge/floor lamp left"]);
        assert_eq!(found(None, Some("kitchen ceiling"), "lounge"), ["kitchen/ceiling"]);
        assert_eq!(found(Some("kitchen"), Some("left"), "lounge"), [r#"NoSuchLamp("left")"#]);
    }

    #[test]
    fn a_name_of_several_lamps_has_to_be_asked_back() {
        assert_eq!(found(Some("lounge"), Some("floor lamp"), "kitchen"), ["which of 2?"]);
        assert_eq!(found(None, Some("lamp"), "lounge"), ["which of 2?"]);
        assert_eq!(found(None, Some("lamp"), "attic"), ["which of 3?"]);
    }

    #[test]
    fn the_only_lamp_of_a_house_is_meant_wherever_one_is() {
        let group = json!([{"id": 1, "friendly_name": "lamps", "members": [{"ieee_address": "lamp"}]}]);
        let lamps = registry(&["lamp"], &group);
        let LampMatch::Lamps(found) = lamps.find(LampQuery { here: "default", ..LampQuery::default() })
        else {
            panic!("not found")
        };
        assert_eq!(ids(&found), ["lamp"]);
    }

    proptest! {
        #[test]
        fn whatever_is_said_only_lamps_of_the_house_are_found(
            room in proptest::option::of("(kitchen|lounge|[a-z ]{0,8}|.{0,4})"),
            name in proptest::option::of("(lamp|floor lamp|left|[a-z ]{0,8}|.{0,4})"),
            here in "(kitchen|attic|.{0,4})",
        ) {
            let lamps = usual();
            let wanted = LampQuery { room: room.as_deref(), name: name.as_deref(), here: &here };
            let (found, least) = match lamps.find(wanted) {
                LampMatch::Lamps(found) => (found, 1),
                LampMatch::Which(found) => (found, 2),
                _ => return Ok(()),
            };
            prop_assert!(found.len() >= least);
            let all = lamps.all();
            prop_assert!(found.iter().all(|lamp| all.contains(lamp)));
        }
    }

    #[test]
    fn a_group_stands_for_exactly_its_lamps() {
        let lamps = usual();
        let kitchen: Vec<Lamp> =
            lamps.everything().into_iter().filter(|lamp| lamp.room.as_deref() == Some("kitchen")).collect();
        assert_eq!(ids(&lamps.grouped(kitchen.clone())), ["zigbee2mqtt/group/1"]);
        assert_eq!(ids(&lamps.grouped(kitchen[..1].to_vec())), ["kitchen/ceiling"]);
        assert_eq!(
            ids(&lamps.grouped(lamps.everything())),
            ["zigbee2mqtt/group/1", "lounge/floor lamp left", "lounge/floor lamp right"]
        );
    }
}
