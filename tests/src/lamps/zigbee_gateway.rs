//! A Zigbee2MQTT with lamps behind it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::Bulb;
use crate::mosquitto::Mosquitto;
use crate::wire::{Client, Packet, Publisher};

const BASE: &str = "zigbee2mqtt";

/// A Zigbee2MQTT, version 2: its lists are retained, its states are not, and it reports colours as x and y.
#[derive(Debug)]
pub struct Zigbee2Mqtt {
    client: Client,
    network: Arc<Mutex<Network>>,
}

#[derive(Debug)]
struct Network {
    bulbs: Vec<Bulb>,
    groups: Vec<Group>,
    told: Vec<(String, Value)>,
}

#[derive(Debug)]
struct Group {
    name: String,
    /// The numbers of its bulbs.
    members: Vec<usize>,
}

impl Zigbee2Mqtt {
    /// Starts it with these bulbs, and these groups of bulbs by name.
    ///
    /// # Panics
    ///
    /// When a group names a bulb that there is not.
    #[must_use]
    pub fn start(broker: &Mosquitto, bulbs: &[Bulb], groups: &[(&str, &[&str])]) -> Self {
        let number =
            |name: &&str| bulbs.iter().position(|bulb| bulb.name == *name).expect("a bulb of the group");
        let group = |(name, members): &(&str, &[&str])| Group {
            name: (*name).to_owned(),
            members: members.iter().map(number).collect(),
        };
        let network =
            Network { bulbs: bulbs.to_vec(), groups: groups.iter().map(group).collect(), told: Vec::new() };
        let network = Arc::new(Mutex::new(network));
        let ours = Arc::clone(&network);
        let hear = move |publisher: &Publisher, packet: Packet| lock(&ours).hear(publisher, &packet);
        let client = Client::connect(broker.port(), broker.credentials(), &[&format!("{BASE}/#")], hear);
        lock(&network).announce(client.publisher());
        Self { client, network }
    }

    /// Everything that lamps were told so far: the name, and the command.
    #[must_use]
    pub fn told(&self) -> Vec<(String, Value)> {
        lock(&self.network).told.clone()
    }

    /// The light that a lamp gives.
    ///
    /// # Panics
    ///
    /// When there is no such lamp.
    #[must_use]
    pub fn state(&self, name: &str) -> Value {
        lock(&self.network).bulb(name).expect("a bulb of this name").state()
    }

    /// Takes the power from a lamp: it no longer answers, and nobody has noticed yet.
    pub fn unplug(&self, name: &str) {
        if let Some(bulb) = lock(&self.network).bulb(name) {
            bulb.dead = true;
        }
    }

    /// Zigbee2MQTT notices that a lamp is not there.
    pub fn notice(&self, name: &str) {
        availability(self.client.publisher(), name, "offline");
    }

    /// Somebody uses the switch on the wall.
    pub fn by_hand(&self, name: &str, command: &Value) {
        let mut network = lock(&self.network);
        if let Some(bulb) = network.bulb(name) {
            bulb.obey(command, as_xy);
            report(self.client.publisher(), bulb);
        }
    }
}

impl Network {
    fn announce(&self, publisher: &Publisher) {
        let coordinator = json!({
            "ieee_address": "0x00124b0000000000", "type": "Coordinator", "friendly_name": "Coordinator",
            "definition": null, "disabled": false, "supported": true,
        });
        let bulbs = self.bulbs.iter().enumerate().map(|(number, bulb)| device(number, bulb));
        let devices: Vec<Value> = std::iter::once(coordinator).chain(bulbs).collect();
        let groups = self.groups.iter().zip(1..).map(|(group, id)| {
            let member = |number: &usize| json!({"ieee_address": address(*number), "endpoint": 11});
            let members: Vec<Value> = group.members.iter().map(member).collect();
            json!({"id": id, "friendly_name": group.name, "scenes": [], "members": members})
        });
        keep(publisher, "bridge/state", &json!({"state": "online"}));
        keep(publisher, "bridge/devices", &Value::Array(devices));
        keep(publisher, "bridge/groups", &Value::Array(groups.collect()));
        let names =
            self.bulbs.iter().map(|bulb| &bulb.name).chain(self.groups.iter().map(|group| &group.name));
        names.for_each(|name| availability(publisher, name, "online"));
    }

    fn hear(&mut self, publisher: &Publisher, packet: &Packet) {
        let Some(name) = packet.topic.strip_prefix("zigbee2mqtt/") else { return };
        let Ok(command) = serde_json::from_slice::<Value>(&packet.payload) else { return };
        if let Some(name) = name.strip_suffix("/set") {
            self.told.push((name.to_owned(), command.clone()));
            self.set(publisher, name, &command);
        } else if let Some(bulb) = name.strip_suffix("/get").and_then(|name| self.bulb(name)) {
            report(publisher, bulb);
        }
    }

    /// A command for a bulb, or for a group: then its bulbs report, and the group as well.
    fn set(&mut self, publisher: &Publisher, name: &str, command: &Value) {
        if let Some(bulb) = self.bulb(name) {
            bulb.obey(command, as_xy);
            return report(publisher, bulb);
        }
        let Some(group) = self.groups.iter().find(|group| group.name == name) else { return };
        for number in &group.members {
            if let Some(bulb) = self.bulbs.get_mut(*number).filter(|bulb| !bulb.dead) {
                bulb.obey(command, as_xy);
                report(publisher, bulb);
            }
        }
        let mut shown = Bulb::coloured(name);
        shown.obey(command, as_xy);
        report(publisher, &shown);
    }

    fn bulb(&mut self, name: &str) -> Option<&mut Bulb> {
        self.bulbs.iter_mut().find(|bulb| bulb.name == name)
    }
}

fn lock(network: &Mutex<Network>) -> MutexGuard<'_, Network> {
    network.lock().unwrap_or_else(PoisonError::into_inner)
}

fn address(number: usize) -> String {
    format!("0x00158d{number:010x}")
}

fn device(number: usize, bulb: &Bulb) -> Value {
    let mut features = vec![
        json!({"type": "binary", "name": "state", "property": "state", "value_on": "ON", "value_off": "OFF"}),
        json!({"type": "numeric", "name": "brightness", "property": "brightness", "value_min": 0, "value_max": 254}),
    ];
    if bulb.whites {
        features.push(json!({"type": "numeric", "name": "color_temp", "value_min": 153, "value_max": 500, "unit": "mired"}));
    }
    if bulb.colours {
        features.push(json!({"type": "composite", "name": "color_xy", "property": "color"}));
    }
    let exposes =
        json!([{"type": "light", "features": features}, {"type": "numeric", "name": "linkquality"}]);
    json!({
        "ieee_address": address(number), "type": "Router", "friendly_name": bulb.name, "disabled": false,
        "supported": true, "definition": {"model": "LCT001", "vendor": "Philips", "exposes": exposes},
    })
}

fn report(publisher: &Publisher, bulb: &Bulb) {
    if bulb.dead {
        let message = format!("Publish 'set' 'state' to '{}' failed: no network route", bulb.name);
        return say(publisher, "bridge/logging", &json!({"level": "error", "message": message}));
    }
    let mut state = bulb.state();
    if let Some(state) = state.as_object_mut() {
        state.insert("linkquality".to_owned(), json!(120));
    }
    say(publisher, &bulb.name, &state);
}

fn availability(publisher: &Publisher, name: &str, state: &str) {
    keep(publisher, &format!("{name}/availability"), &json!({"state": state}));
}

fn say(publisher: &Publisher, name: &str, message: &Value) {
    publisher.publish(&format!("{BASE}/{name}"), message.to_string().as_bytes(), false);
}

fn keep(publisher: &Publisher, name: &str, message: &Value) {
    publisher.publish(&format!("{BASE}/{name}"), message.to_string().as_bytes(), true);
}

/// Light as x and y by the wide gamut of Philips' bulbs, with which Zigbee2MQTT computes.
fn as_xy(rgb: [f64; 3]) -> (&'static str, Value) {
    let light =
        rgb.map(|part| if part > 0.04045 { ((part + 0.055) / 1.055).powf(2.4) } else { part / 12.92 });
    let row = |weights: [f64; 3]| weights.iter().zip(light).map(|(weight, part)| weight * part).sum::<f64>();
    let x = row([0.664_511, 0.154_324, 0.162_028]);
    let y = row([0.283_881, 0.668_433, 0.047_685]);
    let all = x + y + row([0.000_088, 0.072_310, 0.986_039]);
    let rounded = |part: f64| (part * 10_000.0).round() / 10_000.0;
    ("xy", json!({"x": rounded(x / all), "y": rounded(y / all)}))
}
