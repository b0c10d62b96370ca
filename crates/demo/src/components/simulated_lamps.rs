//! Simulated lamps behind a simulated Zigbee2MQTT, one at each site.
//!
//! They take the commands of Zigbee2MQTT 2 and report their states as it does, on topics of their own: on the broker of a real home the
//! demonstration must not switch real lamps.

use std::collections::VecDeque;

use petasos_bus::{Class, Publish, Received};
use petasos_messages::SiteId;
use petasos_sans_io::{SansIo, Time};
use serde_json::{Map, Value, json};

use super::component_client::Output;

/// The base topic, in the place of `zigbee2mqtt`.
pub(crate) const BASE: &str = "petasos-demo";

/// The topic filters of commands and requests.
pub(crate) const SUBSCRIPTIONS: [&str; 1] = ["petasos-demo/#"];

/// The brightest that a lamp can be, in the units of Zigbee2MQTT.
const FULL: u16 = 254;

/// Colours with a name of their own; others are called like the nearest of them.
const COLOURS: [(&str, [f64; 3]); 10] = [
    ("red", [255.0, 0.0, 0.0]),
    ("orange", [255.0, 128.0, 0.0]),
    ("yellow", [255.0, 255.0, 0.0]),
    ("green", [0.0, 255.0, 0.0]),
    ("cyan", [0.0, 255.0, 255.0]),
    ("blue", [0.0, 0.0, 255.0]),
    ("purple", [144.0, 16.0, 245.0]),
    ("magenta", [255.0, 0.0, 255.0]),
    ("pink", [255.0, 105.0, 180.0]),
    ("white", [255.0, 255.0, 255.0]),
];

/// The lamps of all sites; all are off at first.
#[derive(Debug)]
pub(crate) struct SimulatedLamps {
    lamps: Vec<Lamp>,
    /// A report is a lamp that has changed: its site, and [how it is now](Self::state_at).
    outputs: VecDeque<Output<(SiteId, String)>>,
}

#[derive(Debug)]
struct Lamp {
    site: SiteId,
    /// Its name at the bridge, which begins with the room.
    friendly_name: String,
    state: Map<String, Value>,
}

impl SimulatedLamps {
    /// A lamp of this name at each site. The list of them is the first output.
    pub(crate) fn new(sites: &[SiteId], name: &str) -> Self {
        let off =
            || Map::from_iter([("state".to_owned(), json!("OFF")), ("brightness".to_owned(), json!(FULL))]);
        let lamp = |site: &SiteId| Lamp {
            site: site.clone(),
            friendly_name: friendly_name(site, name),
            state: off(),
        };
        let lamps: Vec<Lamp> = sites.iter().map(lamp).collect();
        let devices: Value = lamps.iter().enumerate().map(|(number, lamp)| lamp.device(number)).collect();
        let list = Publish::new(devices_topic(), devices.to_string(), Class::Report).retained();
        Self { lamps, outputs: VecDeque::from([Output::Publish(list)]) }
    }

    /// How the lamp of a site is, in a few words.
    pub(crate) fn state_at(&self, site: &SiteId) -> Option<String> {
        self.lamps.iter().find(|lamp| lamp.site == *site).map(Lamp::in_words)
    }

    fn receive(&mut self, received: &Received) -> Option<()> {
        let (name, verb) = received.topic.strip_prefix(BASE)?.strip_prefix('/')?.rsplit_once('/')?;
        let lamp = self.lamps.iter_mut().find(|lamp| lamp.friendly_name == name)?;
        let before = lamp.state.clone();
        match verb {
            "set" => lamp.obey(&serde_json::from_slice(&received.payload).ok()?),
            "get" => {}
            _ => return None,
        }
        let state = Value::from(lamp.state.clone()).to_string();
        let topic = format!("{BASE}/{}", lamp.friendly_name);
        self.outputs.push_back(Output::Publish(Publish::new(topic, state, Class::Report)));
        if lamp.state != before {
            self.outputs.push_back(Output::Report((lamp.site.clone(), lamp.in_words())));
        }
        Some(())
    }
}

/// The name that the lamp of a site has at the bridge.
pub(crate) fn friendly_name(site: &SiteId, name: &str) -> String {
    format!("{site}/{name}")
}

/// Takes the list of lamps back, which the broker would keep.
pub(crate) fn withdrawal() -> Publish {
    Publish::new(devices_topic(), "", Class::Report).retained()
}

fn devices_topic() -> String {
    format!("{BASE}/bridge/devices")
}

impl SansIo for SimulatedLamps {
    type Input<'a> = Received;
    type Output = Output<(SiteId, String)>;

    fn handle(&mut self, _: Time, received: Received) {
        // Anything but a command or request for one of our lamps, such as our own reports, is ignored.
        let _ = self.receive(&received);
    }

    fn handle_timeout(&mut self, _: Time) {}

    fn poll_output(&mut self) -> Option<Self::Output> {
        self.outputs.pop_front()
    }

    fn poll_timeout(&self) -> Option<Time> {
        None
    }
}

impl Lamp {
    /// Its entry in the list of devices.
    fn device(&self, number: usize) -> Value {
        let features = json!([
            {"name": "state", "type": "binary", "value_on": "ON", "value_off": "OFF"},
            {"name": "brightness", "type": "numeric", "value_min": 0, "value_max": FULL},
            {"name": "color_temp", "type": "numeric", "value_min": 153, "value_max": 500, "unit": "mired"},
            {"name": "color_xy", "type": "composite"},
        ]);
        json!({
            "ieee_address": format!("0x{number:016x}"), "friendly_name": self.friendly_name, "type": "Router",
            "definition": {"model": "demo", "exposes": [{"type": "light", "features": features}]},
        })
    }

    /// Takes over what it knows of a command. A colour is reported as it was asked for; real lamps convert it.
    fn obey(&mut self, command: &Value) {
        for field in ["state", "brightness", "color", "color_temp"] {
            if let Some(value) = command.get(field) {
                self.state.insert(field.to_owned(), value.clone());
            }
        }
        let mode = [("color", "rgb"), ("color_temp", "color_temp")];
        if let Some((_, mode)) = mode.into_iter().find(|(field, _)| command.get(field).is_some()) {
            self.state.insert("color_mode".to_owned(), json!(mode));
        }
    }

    /// `light off`, `light on`, `light on, blue, 50%`, `light on, 2700 K`.
    fn in_words(&self) -> String {
        if self.state.get("state") != Some(&json!("ON")) {
            return "light off".to_owned();
        }
        let colour = match self.state.get("color_mode").and_then(Value::as_str) {
            Some("rgb") => self.state.get("color").and_then(colour_name).map(str::to_owned),
            // Mireds are whole numbers, so kelvins are not exact.
            Some(_) => self.number("color_temp").map(|mired| format!("{:.0}00 K", 10_000.0 / mired.max(1.0))),
            None => None,
        };
        let brightness = self.number("brightness").map(|brightness| brightness / f64::from(FULL) * 100.0);
        let brightness = brightness.filter(|percent| *percent < 99.5).map(|percent| format!("{percent:.0}%"));
        let words = [Some("light on".to_owned()), colour, brightness];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn number(&self, field: &str) -> Option<f64> {
        self.state.get(field)?.as_f64()
    }
}

/// The name of the nearest colour that has one.
fn colour_name(color: &Value) -> Option<&'static str> {
    let part = |name: &str| color.get(name)?.as_f64();
    let [r, g, b] = [part("r")?, part("g")?, part("b")?];
    let distance = |of: [f64; 3]| {
        of.into_iter().zip([r, g, b]).map(|(one, other)| (one - other) * (one - other)).sum::<f64>()
    };
    let nearest =
        COLOURS.into_iter().min_by(|(_, one), (_, other)| distance(*one).total_cmp(&distance(*other)));
    nearest.map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use petasos_bus::QoS;

    fn sites() -> [SiteId; 2] {
        ["kitchen", "living room"].map(|name| SiteId::new(name).unwrap())
    }

    fn send(lamps: &mut SimulatedLamps, topic: &str, payload: &'static str) -> Vec<String> {
        let payload = Bytes::from_static(payload.as_bytes());
        let topic = topic.to_owned();
        let received = Received { topic, payload, qos: QoS::AtMostOnce, retain: false, dup: false };
        lamps.handle(Time::START, received);
        outputs(lamps)
    }

    /// What comes out, one line each.
    fn outputs(lamps: &mut SimulatedLamps) -> Vec<String> {
        let line = |output| match output {
            Output::Publish(packet) => {
                format!("{} {}", packet.topic, String::from_utf8_lossy(&packet.payload))
            }
            Output::Report((site, state)) => format!("{site}: {state}"),
        };
        std::iter::from_fn(|| lamps.poll_output()).map(line).collect()
    }

    fn lamps() -> SimulatedLamps {
        let mut lamps = SimulatedLamps::new(&sites(), "lamp");
        let announced = outputs(&mut lamps);
        assert!(matches!(announced.as_slice(), [list] if list.starts_with("petasos-demo/bridge/devices [")));
        lamps
    }

    #[test]
    fn a_lamp_does_what_it_is_told_and_reports_its_state() {
        let mut lamps = lamps();
        assert_eq!(
            send(&mut lamps, "petasos-demo/kitchen/lamp/set", r#"{"state":"ON"}"#),
            [r#"petasos-demo/kitchen/lamp {"state":"ON","brightness":254}"#, "kitchen: light on"]
        );
        let [kitchen, living_room] = sites();
        assert_eq!(lamps.state_at(&kitchen).as_deref(), Some("light on"));
        assert_eq!(lamps.state_at(&living_room).as_deref(), Some("light off"));
        assert_eq!(lamps.state_at(&SiteId::new("attic").unwrap()), None);
    }

    #[test]
    fn the_state_is_told_in_words() {
        let mut lamps = lamps();
        for (command, words) in [
            (r#"{"state":"ON","color":{"r":0,"g":0,"b":255}}"#, "light on, blue"),
            (r#"{"state":"ON","color":{"r":220,"g":20,"b":60}}"#, "light on, red"),
            (r#"{"state":"ON","brightness":127}"#, "light on, red, 50%"),
            (r#"{"state":"ON","color_temp":370}"#, "light on, 2700 K, 50%"),
            (r#"{"state":"OFF"}"#, "light off"),
        ] {
            let shown = send(&mut lamps, "petasos-demo/living room/lamp/set", command);
            assert_eq!(shown.last(), Some(&format!("living room: {words}")), "{command}");
        }
    }

    #[test]
    fn a_command_that_changes_nothing_is_answered_but_not_shown() {
        let mut lamps = lamps();
        let answers = send(&mut lamps, "petasos-demo/kitchen/lamp/set", r#"{"state":"OFF"}"#);
        assert_eq!(answers.len(), 1);
        assert_eq!(send(&mut lamps, "petasos-demo/kitchen/lamp/get", r#"{"state":""}"#), answers);
    }

    #[test]
    fn the_broker_keeps_the_list_of_lamps_until_it_is_withdrawn() {
        let mut lamps = SimulatedLamps::new(&sites(), "lamp");
        let Some(Output::Publish(list)) = lamps.poll_output() else { panic!("no list") };
        let devices: Value = serde_json::from_slice(&list.payload).unwrap();
        let names: Vec<_> =
            devices.as_array().unwrap().iter().map(|device| &device["friendly_name"]).collect();
        assert_eq!(names, ["kitchen/lamp", "living room/lamp"]);
        let last = withdrawal();
        assert!(list.retain && last.retain && last.payload.is_empty());
        assert_eq!(list.topic, last.topic);
    }

    #[test]
    fn other_messages_are_ignored() {
        let mut lamps = lamps();
        for (topic, payload) in [
            ("petasos-demo/kitchen/lamp", r#"{"state":"ON"}"#),
            ("petasos-demo/attic/lamp/set", r#"{"state":"ON"}"#),
            ("petasos-demo/kitchen/lamp/set", "on"),
            ("petasos-demo/bridge/devices", "[]"),
        ] {
            assert!(send(&mut lamps, topic, payload).is_empty(), "{topic} {payload}");
        }
        assert_eq!(lamps.state_at(&sites()[0]).as_deref(), Some("light off"));
    }
}
