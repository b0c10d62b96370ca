//! Lamps announced by Zigbee2MQTT: `<base>/bridge/devices` and `<base>/bridge/groups`, two retained JSON arrays.
//!
//! A device or group with the name `N` receives commands on `<base>/N/set` and requests on `<base>/N/get`, and reports on
//! `<base>/N`; `<base>/N/availability` is its availability. Names may contain `/`. `<base>/bridge/state` is the availability of
//! Zigbee2MQTT itself, as plain text (1.x) or as `{"state":"online"}` (2.x).

use serde_json::Value;

use super::{
    Abilities, Availability, AvailabilityMode, ColourSpace, Lamp, LampTopics, WhiteUnit, Whites, spoken,
};

/// The topics to subscribe to for a bridge. The lists have their own subscriptions, so that they are not dropped among the many
/// reports that arrive when the skill starts.
pub(crate) fn filters(base: &str) -> Vec<String> {
    vec![format!("{base}/bridge/devices"), format!("{base}/bridge/groups"), format!("{base}/#")]
}

/// The kind of a bridge's topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BridgeTopic {
    /// The list of devices.
    Devices,
    /// The list of groups.
    Groups,
    /// A state or an availability.
    Report,
    /// Anything else: commands, logs, other topics of the bridge.
    Other,
}

impl BridgeTopic {
    /// The kind of a topic; `None` if it is not of this bridge.
    pub(crate) fn of(topic: &str, base: &str) -> Option<Self> {
        let name = topic.strip_prefix(base)?.strip_prefix('/')?;
        Some(match name {
            "bridge/devices" => Self::Devices,
            "bridge/groups" => Self::Groups,
            "bridge/state" => Self::Report,
            _ if name.starts_with("bridge/") || name.contains("/set/") || name.contains("/get/") => {
                Self::Other
            }
            _ if name.ends_with("/set") || name.ends_with("/get") => Self::Other,
            _ => Self::Report,
        })
    }
}

/// The lamps in the list of devices. Incomplete entries and other devices are ignored.
pub(crate) fn devices(base: &str, list: &Value) -> impl Iterator<Item = Lamp> {
    items(list).filter_map(move |device| {
        let id = text(device, "ieee_address")?;
        let name = text(device, "friendly_name")?;
        if device.get("disabled").and_then(Value::as_bool) == Some(true) {
            return None;
        }
        let abilities = abilities(device.get("definition")?)?;
        Some(Lamp { id: id.to_owned(), abilities, ..lamp(base, name) })
    })
}

/// The groups, without the abilities of their members.
pub(crate) fn groups(base: &str, list: &Value) -> impl Iterator<Item = Lamp> {
    items(list).filter_map(move |group| {
        let name = text(group, "friendly_name")?;
        let id = group.get("id")?.as_u64()?;
        let members = items(group.get("members")?);
        let members: Vec<String> =
            members.filter_map(|member| Some(text(member, "ieee_address")?.to_owned())).collect();
        (!members.is_empty()).then(|| Lamp { id: format!("{base}/group/{id}"), members, ..lamp(base, name) })
    })
}

/// The common part of devices and groups. `kitchen/floor lamp` is a "floor lamp" in the kitchen.
fn lamp(base: &str, name: &str) -> Lamp {
    let topic = format!("{base}/{name}");
    let (room, own) = name.rsplit_once('/').map_or((None, name), |(room, own)| (Some(room), own));
    Lamp {
        id: topic.clone(),
        name: spoken(own),
        aliases: vec![spoken(&name.replace('/', " "))],
        room: room.map(|room| spoken(&room.replace('/', " "))),
        abilities: Abilities::default(),
        topics: LampTopics {
            set: format!("{topic}/set"),
            get: Some(format!("{topic}/get")),
            availability: vec![
                Availability::new(format!("{base}/bridge/state")),
                Availability::new(format!("{topic}/availability")),
            ],
            mode: AvailabilityMode::All,
            state: Some(topic),
        },
        members: Vec::new(),
    }
}

/// The abilities of a lamp; `None` if the device is not a lamp. Devices that combine several lamps, whose commands contain an
/// endpoint, are not supported.
fn abilities(definition: &Value) -> Option<Abilities> {
    let is_lamp = |expose: &&Value| text(expose, "type") == Some("light") && expose.get("endpoint").is_none();
    let light = items(definition.get("exposes")?).find(is_lamp)?;
    let feature =
        |name: &str| items(light.get("features")?).find(|feature| text(feature, "name") == Some(name));
    let whites = feature("color_temp").map(|feature| Whites {
        coldest: number(feature, "value_min").unwrap_or(Whites::USUAL.coldest),
        warmest: number(feature, "value_max").unwrap_or(Whites::USUAL.warmest),
        unit: WhiteUnit::Mired,
    });
    Some(Abilities {
        brightness: feature("brightness").map(|feature| number(feature, "value_max").unwrap_or(254)),
        // Zigbee2MQTT accepts red, green and blue for every kind of colour lamp.
        colour: feature("color_xy").or_else(|| feature("color_hs")).map(|_| ColourSpace::Rgb),
        whites,
    })
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn text<'a>(object: &'a Value, field: &str) -> Option<&'a str> {
    object.get(field)?.as_str().filter(|text| !text.is_empty())
}

fn number(object: &Value, field: &str) -> Option<u16> {
    object.get(field)?.as_u64().and_then(|number| u16::try_from(number).ok()).filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn device(name: &str, definition: &Value) -> Value {
        json!({
            "ieee_address": "0x00158d0001a2b3c4", "type": "Router", "network_address": 1, "supported": true,
            "friendly_name": name, "disabled": false, "definition": definition, "interview_completed": true,
        })
    }

    fn bulb() -> Value {
        json!({"model": "9290012573A", "vendor": "Philips", "exposes": [
            {"type": "light", "features": [
                {"type": "binary", "name": "state", "property": "state", "value_on": "ON", "value_off": "OFF"},
                {"type": "numeric", "name": "brightness", "property": "brightness", "value_min": 0, "value_max": 254},
                {"type": "numeric", "name": "color_temp", "property": "color_temp", "value_min": 150, "value_max": 500},
                {"type": "composite", "name": "color_xy", "property": "color"},
            ]},
            {"type": "numeric", "name": "linkquality", "property": "linkquality"},
        ]})
    }

    fn one(device: Value) -> Option<Lamp> {
        devices("zigbee2mqtt", &Value::Array(vec![device])).next()
    }

    #[test]
    fn a_bulb_is_read_with_all_it_can_do() {
        let lamp = one(device("kitchen_lamp", &bulb())).unwrap();
        assert_eq!(lamp.name, "kitchen lamp");
        assert_eq!(lamp.topics.set, "zigbee2mqtt/kitchen_lamp/set");
        assert_eq!(lamp.topics.state.as_deref(), Some("zigbee2mqtt/kitchen_lamp"));
        let whites = Whites { coldest: 150, warmest: 500, unit: WhiteUnit::Mired };
        assert_eq!(
            lamp.abilities,
            Abilities { brightness: Some(254), colour: Some(ColourSpace::Rgb), whites: Some(whites) }
        );
    }

    #[test]
    fn what_stands_before_the_last_slash_of_a_name_is_the_room() {
        let lamp = one(device("Living Room/floor_lamp", &bulb())).unwrap();
        assert_eq!((lamp.name.as_str(), lamp.room.as_deref()), ("floor lamp", Some("living room")));
        assert_eq!(lamp.topics.set, "zigbee2mqtt/Living Room/floor_lamp/set");
        assert_eq!(lamp.aliases, ["living room floor lamp"]);
    }

    #[test]
    fn other_devices_are_left_out() {
        let socket = json!({"exposes": [{"type": "switch", "features": []}]});
        let two = json!({"exposes": [{"type": "light", "endpoint": "l1", "features": []}]});
        for definition in [Value::Null, socket, two, json!({"exposes": "all"}), json!(3)] {
            assert_eq!(one(device("x", &definition)), None, "{definition}");
        }
        let mut off = device("x", &bulb());
        off["disabled"] = json!(true);
        assert_eq!(one(off), None);
        assert_eq!(devices("z", &json!({"no": "list"})).count(), 0);
    }

    #[test]
    fn a_group_knows_its_members() {
        let list = json!([
            {"id": 1, "friendly_name": "kitchen", "scenes": [],
             "members": [{"ieee_address": "0x01", "endpoint": 1}, {"ieee_address": "0x02", "endpoint": 11}]},
            {"id": 2, "friendly_name": "empty", "members": []},
        ]);
        let groups: Vec<Lamp> = groups("zigbee2mqtt", &list).collect();
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].members, ["0x01", "0x02"]);
        assert_eq!(groups[0].topics.set, "zigbee2mqtt/kitchen/set");
    }

    #[test]
    fn topics_are_told_apart_by_their_ends() {
        let of = |topic| BridgeTopic::of(topic, "home/zigbee");
        assert_eq!(of("home/zigbee/bridge/devices"), Some(BridgeTopic::Devices));
        assert_eq!(of("home/zigbee/bridge/groups"), Some(BridgeTopic::Groups));
        assert_eq!(of("home/zigbee/bridge/state"), Some(BridgeTopic::Report));
        assert_eq!(of("home/zigbee/bridge/logging"), Some(BridgeTopic::Other));
        assert_eq!(of("home/zigbee/a/b/c"), Some(BridgeTopic::Report));
        assert_eq!(of("home/zigbee/a/b/availability"), Some(BridgeTopic::Report));
        assert_eq!(of("home/zigbee/a/b/set"), Some(BridgeTopic::Other));
        assert_eq!(of("home/zigbee/a/b/set/brightness"), Some(BridgeTopic::Other));
        assert_eq!(of("home/zigbee2/a"), None);
    }
}
