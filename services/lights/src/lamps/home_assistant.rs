//! Lamps that announce themselves to Home Assistant by MQTT discovery of lights with the JSON schema.
//!
//! A retained message at `<prefix>/light/[<node>/]<object>/config` describes one lamp, one at
//! `<prefix>/device/[<node>/]<object>/config` a device with several components; an empty message removes them. Keys may be
//! abbreviated, and `~` is replaced by the base topic. Lights with other schemas have other commands, and are ignored.

use serde_json::{Map, Value};

use super::{
    Abilities, Availability, AvailabilityMode, ColourSpace, Lamp, LampTopics, WhiteUnit, Whites, spoken,
};

/// The maximum number of availability topics per lamp.
const MAX_AVAILABILITY: usize = 16;

/// The topics to subscribe to under this prefix.
pub(crate) fn filters(prefix: &str) -> Vec<String> {
    vec![format!("{prefix}/light/#"), format!("{prefix}/device/#")]
}

/// Whether this is a discovery topic of lamps.
pub(crate) fn describes(topic: &str, prefix: &str) -> bool {
    let under = |rest: &str| {
        let levels: Vec<&str> = rest.split('/').collect();
        matches!(levels[..], ["light" | "device", _, "config"] | ["light" | "device", _, _, "config"])
    };
    topic.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('/')).is_some_and(under)
}

/// The lamps in a discovery message. The topic is used as the id of those without one.
pub(crate) fn lamps(topic: &str, document: &Value) -> Vec<Lamp> {
    let Value::Object(document) = document else { return Vec::new() };
    let document = Fields(document);
    let Some(parts) = document.object("components") else {
        return lamp(topic, &document, None).into_iter().collect();
    };
    let part = |(id, part): (&String, &Value)| {
        let part = Fields(part.as_object()?);
        let is_light = part.text("platform") == Some("light");
        is_light.then(|| lamp(&format!("{topic}#{id}"), &part, Some(&document))).flatten()
    };
    parts.iter().filter_map(part).collect()
}

/// A lamp; `device` is the whole document, if the lamp is a component of a device.
fn lamp(id: &str, own: &Fields<'_>, device: Option<&Fields<'_>>) -> Option<Lamp> {
    let shared = |field: &str| own.get(field).or_else(|| device?.get(field));
    if own.text("schema") != Some("json") {
        return None;
    }
    let base = own.text("~").or_else(|| device?.text("~")).unwrap_or_default();
    let topic = |field: &str| shared(field).and_then(Value::as_str).and_then(|topic| whole(topic, base));
    let (name, aliases, room) = names(own, shared("device"), id);
    let (availability, mode) = availability(base, &shared);
    Some(Lamp {
        id: own.text("unique_id").unwrap_or(id).to_owned(),
        name,
        aliases,
        room,
        abilities: abilities(own),
        topics: LampTopics {
            set: topic("command_topic")?,
            state: topic("state_topic"),
            get: None,
            availability,
            mode,
        },
        members: Vec::new(),
    })
}

/// The name, aliases and room of a lamp. A lamp without a name has that of its device.
fn names(own: &Fields<'_>, device: Option<&Value>, id: &str) -> (String, Vec<String>, Option<String>) {
    let device = device.and_then(Value::as_object).map(Fields);
    let of_device = device.as_ref().and_then(|device| device.text("name"));
    let name = own.text("name").or(of_device).or(own.text("object_id")).unwrap_or(id);
    let aliases = of_device.map(|of_device| spoken(&format!("{of_device} {name}")));
    let room = device.as_ref().and_then(|device| device.text("suggested_area")).map(spoken);
    (spoken(name), aliases.into_iter().collect(), room)
}

fn abilities(own: &Fields<'_>) -> Abilities {
    let modes: Vec<&str> = own.list("supported_color_modes").filter_map(Value::as_str).collect();
    let can = |mode: &str| modes.contains(&mode);
    // Before `supported_color_modes`, each ability had a flag of its own.
    let flag = |field: &str| own.get(field).and_then(Value::as_bool) == Some(true);
    let colour = if can("rgb") || can("rgbw") || can("rgbww") || flag("rgb") {
        Some(ColourSpace::Rgb)
    } else if can("hs") || flag("hs") {
        Some(ColourSpace::Hs)
    } else if can("xy") || flag("xy") {
        Some(ColourSpace::Xy)
    } else {
        None
    };
    let whites = (can("color_temp") || flag("color_temp")).then(|| whites(own));
    let dims =
        flag("brightness") || colour.is_some() || whites.is_some() || can("brightness") || can("white");
    Abilities { brightness: dims.then(|| own.number("brightness_scale").unwrap_or(255)), colour, whites }
}

fn whites(own: &Fields<'_>) -> Whites {
    let in_kelvin = own.get("color_temp_kelvin").and_then(Value::as_bool) == Some(true);
    let mired = |kelvin: u16| u16::try_from(1_000_000 / u32::from(kelvin)).unwrap_or(u16::MAX);
    let coldest = own.number("min_mireds").or_else(|| own.number("max_kelvin").map(mired));
    let warmest = own.number("max_mireds").or_else(|| own.number("min_kelvin").map(mired));
    Whites {
        coldest: coldest.unwrap_or(Whites::USUAL.coldest),
        warmest: warmest.unwrap_or(Whites::USUAL.warmest),
        unit: if in_kelvin { WhiteUnit::Kelvin } else { WhiteUnit::Mired },
    }
}

fn availability<'a>(
    base: &str,
    shared: &impl Fn(&str) -> Option<&'a Value>,
) -> (Vec<Availability>, AvailabilityMode) {
    let read = |fields: &dyn Fn(&str) -> Option<&'a Value>, topic: &str| {
        let word = |field: &str| fields(field).and_then(Value::as_str).map(str::to_owned);
        let mut availability = Availability::new(whole(&word(topic)?, base)?);
        availability.there = word("payload_available").unwrap_or(availability.there);
        availability.gone = word("payload_not_available").unwrap_or(availability.gone);
        Some(availability)
    };
    let list = match shared("availability") {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let listed = list
        .into_iter()
        .filter_map(Value::as_object)
        .filter_map(|fields| read(&|field| Fields(fields).get(field), "topic"));
    let mode = match shared("availability_mode").and_then(Value::as_str) {
        Some("all") => AvailabilityMode::All,
        Some("any") => AvailabilityMode::Any,
        _ => AvailabilityMode::Latest,
    };
    (listed.chain(read(shared, "availability_topic")).take(MAX_AVAILABILITY).collect(), mode)
}

/// A topic with the `~` at its start or end replaced; `None` if it is not valid for publishing.
fn whole(topic: &str, base: &str) -> Option<String> {
    let topic = if let Some(rest) = topic.strip_prefix('~') {
        format!("{base}{rest}")
    } else if let Some(rest) = topic.strip_suffix('~') {
        format!("{rest}{base}")
    } else {
        topic.to_owned()
    };
    (!topic.is_empty() && !topic.contains(['+', '#', '\0'])).then_some(topic)
}

/// An object whose keys may be abbreviated.
struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    fn get(&self, field: &str) -> Option<&'a Value> {
        let map: &'a Map<String, Value> = self.0;
        map.get(field).or_else(|| map.get(abbreviated(field)?))
    }

    fn text(&self, field: &str) -> Option<&'a str> {
        self.get(field)?.as_str().filter(|text| !text.is_empty())
    }

    fn number(&self, field: &str) -> Option<u16> {
        self.get(field)?.as_u64().and_then(|number| u16::try_from(number).ok()).filter(|number| *number > 0)
    }

    fn list(&self, field: &str) -> impl Iterator<Item = &'a Value> {
        self.get(field).and_then(Value::as_array).into_iter().flatten()
    }

    fn object(&self, field: &str) -> Option<&'a Map<String, Value>> {
        self.get(field)?.as_object()
    }
}

/// The abbreviations of Home Assistant.
fn abbreviated(field: &str) -> Option<&'static str> {
    Some(match field {
        "availability" => "avty",
        "availability_mode" => "avty_mode",
        "availability_topic" => "avty_t",
        "brightness_scale" => "bri_scl",
        "color_temp_kelvin" => "clr_temp_k",
        "command_topic" => "cmd_t",
        "components" => "cmps",
        "device" => "dev",
        "max_kelvin" => "max_k",
        "max_mireds" => "max_mirs",
        "min_kelvin" => "min_k",
        "min_mireds" => "min_mirs",
        "object_id" => "obj_id",
        "payload_available" => "pl_avail",
        "payload_not_available" => "pl_not_avail",
        "platform" => "p",
        "state_topic" => "stat_t",
        "suggested_area" => "sa",
        "supported_color_modes" => "sup_clrm",
        "topic" => "t",
        "unique_id" => "uniq_id",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TOPIC: &str = "homeassistant/light/hall/config";

    fn one(document: &Value) -> Lamp {
        let lamps = lamps(TOPIC, document);
        assert_eq!(lamps.len(), 1, "{document}");
        lamps.into_iter().next().unwrap()
    }

    #[test]
    fn a_lamp_describes_itself_in_full() {
        let lamp = one(&json!({
            "name": "Ceiling Lamp", "unique_id": "hall-1", "schema": "json",
            "command_topic": "hall/light/set", "state_topic": "hall/light",
            "brightness": true, "brightness_scale": 100,
            "supported_color_modes": ["color_temp", "hs"], "min_mireds": 153, "max_mireds": 454,
            "device": {"identifiers": ["hall"], "name": "Hall", "suggested_area": "Hallway"},
        }));
        assert_eq!((lamp.id.as_str(), lamp.name.as_str()), ("hall-1", "ceiling lamp"));
        assert_eq!(lamp.aliases, ["hall ceiling lamp"]);
        assert_eq!(lamp.room.as_deref(), Some("hallway"));
        assert_eq!(lamp.topics.set, "hall/light/set");
        let whites = Whites { coldest: 153, warmest: 454, unit: WhiteUnit::Mired };
        assert_eq!(
            lamp.abilities,
            Abilities { brightness: Some(100), colour: Some(ColourSpace::Hs), whites: Some(whites) }
        );
    }

    #[test]
    fn abbreviations_and_the_tilde_mean_the_same() {
        let lamp = one(&json!({
            "~": "esp/desk", "name": null, "uniq_id": "desk-1", "schema": "json", "cmd_t": "~/set", "stat_t": "~/state",
            "sup_clrm": ["rgbw"], "bri_scl": 254, "clr_temp_k": true,
            "avty": [{"t": "~/status", "pl_avail": "up", "pl_not_avail": "down"}, {"topic": "bridge"}],
            "avty_mode": "all", "dev": {"ids": "esp", "name": "Desk Lamp", "sa": "Study"},
        }));
        assert_eq!((lamp.name.as_str(), lamp.room.as_deref()), ("desk lamp", Some("study")));
        assert_eq!(
            (lamp.topics.set.as_str(), lamp.topics.state.as_deref()),
            ("esp/desk/set", Some("esp/desk/state"))
        );
        assert_eq!(lamp.abilities.colour, Some(ColourSpace::Rgb));
        assert_eq!(lamp.topics.mode, AvailabilityMode::All);
        let [first, second] = &lamp.topics.availability[..] else { panic!("{lamp:?}") };
        assert_eq!(
            (first.topic.as_str(), first.there.as_str(), first.gone.as_str()),
            ("esp/desk/status", "up", "down")
        );
        assert_eq!((second.topic.as_str(), second.gone.as_str()), ("bridge", "offline"));
    }

    #[test]
    fn one_availability_topic_is_enough() {
        let lamp = one(&json!({"schema": "json", "cmd_t": "x/set", "avty_t": "x/lwt", "pl_avail": "Online"}));
        assert_eq!(lamp.topics.availability.len(), 1);
        assert_eq!(lamp.topics.availability[0].there, "Online");
        assert_eq!(lamp.abilities, Abilities::default(), "it goes on and off, no more");
    }

    #[test]
    fn a_device_describes_all_its_parts_at_once() {
        let document = json!({
            "dev": {"ids": "ab", "name": "Bathroom"}, "o": {"name": "firmware"}, "availability_topic": "ab/lwt",
            "cmps": {
                "mirror": {"p": "light", "schema": "json", "name": "Mirror", "cmd_t": "ab/mirror/set", "uniq_id": "m"},
                "shower": {"p": "light", "schema": "json", "name": "Shower", "cmd_t": "ab/shower/set"},
                "door": {"p": "binary_sensor", "stat_t": "ab/door"},
                "removed": {"p": "light"},
                "odd": 7,
            },
        });
        let lamps = lamps("homeassistant/device/ab/config", &document);
        let names: Vec<&str> = lamps.iter().map(|lamp| lamp.name.as_str()).collect();
        assert_eq!(names, ["mirror", "shower"]);
        assert!(lamps.iter().all(|lamp| lamp.topics.availability.len() == 1), "shared by all parts");
        assert_eq!(lamps[1].id, "homeassistant/device/ab/config#shower");
    }

    #[test]
    fn other_schemas_and_nonsense_are_left_out() {
        for document in [
            json!({"name": "x", "cmd_t": "x/set"}),
            json!({"schema": "template", "cmd_t": "x/set"}),
            json!({"schema": "json"}),
            json!({"schema": "json", "cmd_t": "x/+/set"}),
            json!([]),
            json!({"cmps": []}),
        ] {
            assert_eq!(lamps(TOPIC, &document), [], "{document}");
        }
    }

    #[test]
    fn descriptions_are_where_home_assistant_looks_for_them() {
        assert!(describes("homeassistant/light/a/config", "homeassistant"));
        assert!(describes("homeassistant/light/node/a/config", "homeassistant"));
        assert!(describes("homeassistant/device/a/config", "homeassistant"));
        assert!(!describes("homeassistant/light/a/state", "homeassistant"));
        assert!(!describes("homeassistant/light/config", "homeassistant"));
        assert!(!describes("homeassistant/light/x/y/z/config", "homeassistant"));
        assert!(!describes("homeassistant2/light/a/config", "homeassistant"));
    }
}
