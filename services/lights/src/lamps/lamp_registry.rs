//! The known lamps: what bridges and lamps have announced, with the overrides of the configuration.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::lamp_reports::{MAX_TOPIC, Reports};
use super::overrides::Overrides;
use super::room_assignment::assign_rooms;
use super::zigbee2mqtt::{self, BridgeTopic};
use super::{Lamp, Report, home_assistant};
use crate::config::LightsConfig;
use petasos_skill::program::Config;

/// The maximum number of lamps and groups; further ones are ignored.
const MAX_LAMPS: usize = 4096;

/// The lamps of an installation. Processes every message on their topics.
#[derive(Debug)]
pub(crate) struct Lamps {
    zigbee2mqtt: Vec<String>,
    home_assistant: Vec<String>,
    overrides: Overrides,
    /// Announced lamps, by the topic of the announcement.
    announced: BTreeMap<String, Vec<Lamp>>,
    reports: Reports,
}

impl Lamps {
    /// No lamps yet.
    pub(crate) fn new(config: &Config<LightsConfig>) -> Self {
        let lights = &config.own;
        Self {
            zigbee2mqtt: lights.zigbee2mqtt.clone(),
            home_assistant: lights.home_assistant.clone(),
            overrides: Overrides::new(config),
            announced: BTreeMap::new(),
            reports: Reports::default(),
        }
    }

    /// Processes a message, and returns topics to subscribe to: those of the lamps that it announced.
    pub(crate) fn receive(&mut self, topic: &str, payload: &[u8]) -> Vec<String> {
        if self.home_assistant.iter().any(|prefix| home_assistant::describes(topic, prefix)) {
            return self.announce(topic, home_assistant::lamps(topic, &document(payload)));
        }
        let of_bridge = self.zigbee2mqtt.iter().find_map(|base| Some((BridgeTopic::of(topic, base)?, base)));
        match of_bridge {
            Some((BridgeTopic::Devices, base)) => {
                return self.announce(topic, zigbee2mqtt::devices(base, &document(payload)).collect());
            }
            Some((BridgeTopic::Groups, base)) => {
                return self.announce(topic, zigbee2mqtt::groups(base, &document(payload)).collect());
            }
            Some((BridgeTopic::Report, _)) | None => self.reports.record(topic, payload),
            Some((BridgeTopic::Other, _)) => {}
        }
        Vec::new()
    }

    /// Replaces the lamps announced on this topic.
    fn announce(&mut self, topic: &str, mut lamps: Vec<Lamp>) -> Vec<String> {
        let before = self.announced.remove(topic).unwrap_or_default();
        let others: usize = self.announced.values().map(Vec::len).sum();
        // Longer names cannot be spoken.
        lamps.retain(|lamp| {
            [&lamp.id, &lamp.name, &lamp.topics.set].iter().all(|name| name.len() <= MAX_TOPIC)
        });
        lamps.truncate(MAX_LAMPS.saturating_sub(others));
        if lamps != before {
            tracing::info!(topic, lamps = lamps.len(), "lamps are announced");
        }
        // All topics of Zigbee2MQTT bridges are subscribed to from the start.
        let of_bridge =
            |topic: &str| self.zigbee2mqtt.iter().any(|base| BridgeTopic::of(topic, base).is_some());
        let reports = lamps.iter().flat_map(|lamp| {
            let availability = lamp.topics.availability.iter().map(|availability| &availability.topic);
            lamp.topics.state.iter().chain(availability)
        });
        let follow: BTreeSet<String> = reports.filter(|topic| !of_bridge(topic)).cloned().collect();
        if !lamps.is_empty() {
            self.announced.insert(topic.to_owned(), lamps);
        }
        follow.into_iter().collect()
    }

    /// All lamps and groups that are not hidden, with their rooms if known: from the configuration, the announcement, a group
    /// with the name of a room, a lamp name that starts with the name of a room, or the only group of the lamp.
    pub(crate) fn all(&self) -> Vec<Lamp> {
        let mut lamps = self.distinct();
        let hidden = lamps.iter().filter(|lamp| self.overrides.hides(lamp));
        let hidden: HashSet<String> = hidden.map(|lamp| lamp.id.clone()).collect();
        for lamp in &mut lamps {
            self.overrides.name(lamp);
        }
        assign_rooms(&mut lamps, self.overrides.rooms());
        // A command for a group would change the hidden lamps in it.
        lamps.retain(|lamp| !std::iter::once(&lamp.id).chain(&lamp.members).any(|id| hidden.contains(id)));
        lamps
    }

    /// The announced lamps without duplicates. Zigbee2MQTT may also announce its lamps to Home Assistant: then its own
    /// announcement counts, and the other one only adds the room.
    fn distinct(&self) -> Vec<Lamp> {
        let mut announced: Vec<&Lamp> = self.announced.values().flatten().collect();
        announced.sort_by_key(|lamp| lamp.topics.get.is_none());
        let mut place: HashMap<&str, usize> = HashMap::new();
        let mut lamps: Vec<Lamp> = Vec::new();
        for lamp in announced {
            let known = place.get(lamp.topics.set.as_str()).and_then(|place| lamps.get_mut(*place));
            if let Some(known) = known {
                known.room = known.room.take().or_else(|| lamp.room.clone());
            } else {
                place.insert(&lamp.topics.set, lamps.len());
                lamps.push(lamp.clone());
            }
        }
        lamps
    }

    /// The configured name of a room.
    pub(crate) fn room(&self, called: &str) -> String {
        self.overrides.room(called)
    }

    /// The last report of a lamp.
    pub(crate) fn report(&self, lamp: &Lamp) -> Option<&Report> {
        self.reports.of(lamp.topics.state.as_deref()?)
    }

    /// The number of the last report; numbers increase.
    pub(crate) fn now(&self) -> u64 {
        self.reports.count()
    }

    /// Whether a lamp is known to be unreachable.
    pub(crate) fn is_gone(&self, lamp: &Lamp) -> bool {
        self.reports.is_gone(lamp)
    }
}

/// A message as JSON; null if it is not JSON.
fn document(payload: &[u8]) -> Value {
    serde_json::from_slice(payload).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn registry(config: &str) -> Lamps {
        let config: Config<LightsConfig> = serde_json::from_str(config).unwrap();
        Lamps::new(&config)
    }

    fn receive(lamps: &mut Lamps, topic: &str, message: &Value) -> Vec<String> {
        lamps.receive(topic, message.to_string().as_bytes())
    }

    fn device(address: &str, name: &str) -> Value {
        let light = json!({"type": "light", "features": [{"name": "state"}, {"name": "brightness", "value_max": 254}]});
        json!({"ieee_address": address, "friendly_name": name, "definition": {"exposes": [light]}})
    }

    fn group(id: u32, name: &str, members: &[&str]) -> Value {
        let members: Vec<Value> = members.iter().map(|address| json!({"ieee_address": address})).collect();
        json!({"id": id, "friendly_name": name, "members": members})
    }

    fn rooms(lamps: &Lamps) -> Vec<(String, Option<String>)> {
        lamps.all().into_iter().map(|lamp| (lamp.name, lamp.room)).collect()
    }

    fn placed(name: &str, room: &str) -> (String, Option<String>) {
        (name.to_owned(), (!room.is_empty()).then(|| room.to_owned()))
    }

    #[test]
    fn rooms_come_from_the_configuration_the_name_and_the_groups() {
        let mut lamps = registry(
            r#"{"skill": {"rooms": {"sat1": "Hallway"}}, "lights": {"rooms": {"kitchen": {"names": ["Küche"]}},
                "lamps": {"0x04": {"room": "Küche", "names": ["Worktop"]}, "secret": {"hidden": true}}}}"#,
        );
        let devices = json!([
            device("0x01", "study/desk_lamp"),
            device("0x02", "hallway_ceiling"),
            device("0x03", "floor_lamp"),
            device("0x04", "bulb_7"),
            device("0x05", "lonely"),
            device("0x06", "secret"),
        ]);
        receive(&mut lamps, "zigbee2mqtt/bridge/devices", &devices);
        let groups =
            json!([group(1, "lounge", &["0x03"]), group(2, "everything", &["0x01", "0x02", "0x04"])]);
        receive(&mut lamps, "zigbee2mqtt/bridge/groups", &groups);
        assert_eq!(
            rooms(&lamps),
            [
                placed("desk lamp", "study"),
                placed("hallway ceiling", "hallway"),
                placed("floor lamp", "lounge"),
                placed("worktop", "kitchen"),
                placed("lonely", ""),
                placed("lounge", "lounge"),
                placed("everything", ""),
            ]
        );
    }

    #[test]
    fn a_lamp_is_known_by_the_whole_name_that_its_bridge_has_for_it() {
        let mut lamps = registry(r#"{"lights": {"lamps": {"Kitchen/floor_lamp": {"names": ["uplight"]}}}}"#);
        let devices = json!([device("0x01", "Kitchen/floor_lamp"), device("0x02", "lounge/floor_lamp")]);
        receive(&mut lamps, "zigbee2mqtt/bridge/devices", &devices);
        assert_eq!(rooms(&lamps), [placed("uplight", "kitchen"), placed("floor lamp", "lounge")]);
    }

    #[test]
    fn a_group_with_a_lamp_that_must_not_be_touched_is_not_touched_either() {
        let mut lamps = registry(r#"{"lights": {"lamps": {"aquarium": {"hidden": true}}}}"#);
        let devices = json!([device("0x01", "aquarium"), device("0x02", "floor_lamp")]);
        receive(&mut lamps, "zigbee2mqtt/bridge/devices", &devices);
        receive(&mut lamps, "zigbee2mqtt/bridge/groups", &json!([group(1, "lounge", &["0x01", "0x02"])]));
        assert_eq!(rooms(&lamps), [placed("floor lamp", "lounge")]);
    }

    #[test]
    fn a_group_can_do_what_its_lamps_can() {
        let mut lamps = registry("{}");
        receive(&mut lamps, "zigbee2mqtt/bridge/groups", &json!([group(1, "lounge", &["0x01", "0x09"])]));
        assert_eq!(lamps.all()[0].abilities.brightness, None, "its lamps are not known yet");
        receive(&mut lamps, "zigbee2mqtt/bridge/devices", &json!([device("0x01", "a")]));
        let group = lamps.all().into_iter().find(Lamp::is_group).unwrap();
        assert_eq!(group.abilities.brightness, Some(254));
    }

    #[test]
    fn a_lamp_that_is_described_twice_is_one_lamp() {
        let mut lamps = registry("{}");
        let described = json!({
            "schema": "json", "cmd_t": "zigbee2mqtt/lamp/set", "stat_t": "zigbee2mqtt/lamp", "name": null,
            "dev": {"name": "lamp", "sa": "Kitchen"},
        });
        receive(&mut lamps, "homeassistant/light/0x01/light/config", &described);
        receive(&mut lamps, "zigbee2mqtt/bridge/devices", &json!([device("0x01", "lamp")]));
        let all = lamps.all();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].id.as_str(), all[0].room.as_deref()), ("0x01", Some("kitchen")));
    }

    #[test]
    fn a_description_says_what_to_subscribe_and_an_empty_one_takes_the_lamp_away() {
        let mut lamps = registry("{}");
        let described = json!({"schema": "json", "cmd_t": "x/set", "stat_t": "x/state", "avty_t": "x/lwt"});
        assert_eq!(receive(&mut lamps, "homeassistant/light/x/config", &described), ["x/lwt", "x/state"]);
        receive(&mut lamps, "x/state", &json!({"state": "ON"}));
        lamps.receive("x/lwt", b"offline");
        let lamp = lamps.all().remove(0);
        assert_eq!(lamps.report(&lamp).and_then(|report| report.state.on), Some(true));
        assert!(lamps.is_gone(&lamp));
        assert_eq!(lamps.receive("homeassistant/light/x/config", b""), Vec::<String>::new());
        assert_eq!(lamps.all(), []);
    }

    #[test]
    fn reports_that_come_before_the_announcement_count() {
        let mut lamps = registry("{}");
        receive(&mut lamps, "zigbee2mqtt/lamp", &json!({"state": "ON"}));
        lamps.receive("zigbee2mqtt/bridge/state", b"offline");
        receive(&mut lamps, "zigbee2mqtt/bridge/devices", &json!([device("0x01", "lamp")]));
        let lamp = lamps.all().remove(0);
        assert_eq!(lamps.report(&lamp).and_then(|report| report.state.on), Some(true));
        assert!(lamps.is_gone(&lamp), "without its bridge");
    }

    #[test]
    fn the_registry_is_bounded() {
        let mut lamps = registry("{}");
        let many: Vec<Value> =
            (0..MAX_LAMPS).map(|lamp| device(&lamp.to_string(), &lamp.to_string())).collect();
        receive(&mut lamps, "zigbee2mqtt/bridge/devices", &Value::Array(many.clone()));
        receive(&mut lamps, "homeassistant/light/x/config", &json!({"schema": "json", "cmd_t": "x/set"}));
        assert_eq!(lamps.all().len(), MAX_LAMPS);
        receive(&mut lamps, "zigbee2mqtt/bridge/devices", &Value::Array(many));
        assert_eq!(lamps.all().len(), MAX_LAMPS, "the same list again");
    }

    #[test]
    fn a_lamp_with_an_overlong_name_is_left_out() {
        let mut lamps = registry("{}");
        let devices = json!([device("0x01", &"x".repeat(MAX_TOPIC)), device("0x02", "lamp")]);
        receive(&mut lamps, "zigbee2mqtt/bridge/devices", &devices);
        assert_eq!(rooms(&lamps), [placed("lamp", "")]);
    }

    fn anything() -> impl Strategy<Value = Value> {
        let word = prop_oneof![
            Just("light"),
            Just("json"),
            Just("state"),
            Just("ON"),
            Just("~/x"),
            Just("brightness"),
            Just("color_xy"),
            Just("é~"),
            Just(""),
            Just("0x01"),
        ];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            word.prop_map(Value::from),
        ];
        let key = prop_oneof![
            Just("ieee_address"),
            Just("friendly_name"),
            Just("definition"),
            Just("exposes"),
            Just("features"),
            Just("type"),
            Just("name"),
            Just("members"),
            Just("id"),
            Just("schema"),
            Just("cmd_t"),
            Just("~"),
            Just("cmps"),
            Just("p"),
            Just("dev"),
            Just("avty"),
            Just("t"),
            Just("sup_clrm"),
            Just("state"),
            Just("color"),
            Just("x"),
            Just("h"),
            Just("min_k"),
            Just("value_max"),
        ];
        leaf.prop_recursive(5, 64, 8, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
                proptest::collection::vec((key.clone(), inner), 0..8).prop_map(|fields| {
                    Value::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
                }),
            ]
        })
    }

    fn topic() -> impl Strategy<Value = &'static str> {
        prop_oneof![
            Just("zigbee2mqtt/bridge/devices"),
            Just("zigbee2mqtt/bridge/groups"),
            Just("zigbee2mqtt/bridge/state"),
            Just("zigbee2mqtt/a"),
            Just("homeassistant/light/a/config"),
            Just("homeassistant/device/a/config"),
            Just("elsewhere"),
        ]
    }

    proptest! {
        #[test]
        fn no_message_breaks_the_registry(messages in proptest::collection::vec((topic(), anything()), 0..8)) {
            let mut lamps = registry("{}");
            for (topic, message) in messages {
                receive(&mut lamps, topic, &message);
                let all = lamps.all();
                prop_assert!(all.len() <= MAX_LAMPS);
                for lamp in all {
                    let _ = (lamps.report(&lamp), lamps.is_gone(&lamp));
                    prop_assert!(!lamp.topics.set.contains(['+', '#', '\0']));
                }
            }
        }

        #[test]
        fn no_bytes_break_the_registry(topic in topic(), payload in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut lamps = registry("{}");
            lamps.receive(topic, &payload);
            prop_assert_eq!(lamps.all(), []);
        }
    }
}
