//! A lamp with firmware of its own, which describes itself to Home Assistant.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::Bulb;
use crate::mosquitto::Mosquitto;
use crate::wire::{Client, Packet, Publisher};

/// A lamp with the JSON schema: it describes itself in abbreviations, keeps its state at the broker, and has its colours in hue and
/// saturation.
#[derive(Debug)]
pub struct JsonLamp {
    client: Client,
    lamp: Arc<Mutex<Lamp>>,
}

#[derive(Debug)]
struct Lamp {
    bulb: Bulb,
    told: Vec<Value>,
}

impl JsonLamp {
    /// Starts it at `esp/<id>`, in this room.
    #[must_use]
    pub fn start(broker: &Mosquitto, id: &str, room: &str, bulb: Bulb) -> Self {
        let base = format!("esp/{id}");
        let lamp = Arc::new(Mutex::new(Lamp { bulb, told: Vec::new() }));
        let (ours, topic) = (Arc::clone(&lamp), base.clone());
        let hear = move |publisher: &Publisher, packet: Packet| {
            let Ok(command) = serde_json::from_slice::<Value>(&packet.payload) else { return };
            let mut lamp = lock(&ours);
            lamp.told.push(command.clone());
            if !lamp.bulb.dead {
                lamp.bulb.obey(&command, as_hs);
                keep(publisher, &format!("{topic}/state"), &lamp.bulb.state());
            }
        };
        let client = Client::connect(broker.port(), broker.credentials(), &[&format!("{base}/set")], hear);
        let started = Self { client, lamp };
        started.announce(&base, id, room);
        started
    }

    fn announce(&self, base: &str, id: &str, room: &str) {
        let (publisher, lamp) = (self.client.publisher(), lock(&self.lamp));
        let mut modes = Vec::new();
        modes.extend(lamp.bulb.colours.then_some("hs"));
        modes.extend(lamp.bulb.whites.then_some("color_temp"));
        if modes.is_empty() {
            modes.push("brightness");
        }
        let described = json!({
            "~": base, "name": null, "uniq_id": id, "schema": "json", "cmd_t": "~/set", "stat_t": "~/state",
            "bri_scl": 255, "brightness": true, "sup_clrm": modes, "avty_t": "~/status",
            "dev": {"ids": id, "name": lamp.bulb.name, "sa": room},
        });
        keep(publisher, &format!("homeassistant/light/{id}/config"), &described);
        publisher.publish(&format!("{base}/status"), b"online", true);
        keep(publisher, &format!("{base}/state"), &lamp.bulb.state());
    }

    /// Everything that it was told so far.
    #[must_use]
    pub fn told(&self) -> Vec<Value> {
        lock(&self.lamp).told.clone()
    }

    /// The light that it gives.
    #[must_use]
    pub fn state(&self) -> Value {
        lock(&self.lamp).bulb.state()
    }

    /// Its firmware hangs: it no longer answers.
    pub fn hang(&self) {
        lock(&self.lamp).bulb.dead = true;
    }
}

fn lock(lamp: &Mutex<Lamp>) -> MutexGuard<'_, Lamp> {
    lamp.lock().unwrap_or_else(PoisonError::into_inner)
}

fn keep(publisher: &Publisher, topic: &str, message: &Value) {
    publisher.publish(topic, message.to_string().as_bytes(), true);
}

fn as_hs([r, g, b]: [f64; 3]) -> (&'static str, Value) {
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let range = (most - least).max(f64::EPSILON);
    let sector = if most <= r {
        (g - b) / range
    } else if most <= g {
        2.0 + (b - r) / range
    } else {
        4.0 + (r - g) / range
    };
    ("hs", json!({"h": (sector * 60.0).rem_euclid(360.0), "s": range / most.max(f64::EPSILON) * 100.0}))
}
