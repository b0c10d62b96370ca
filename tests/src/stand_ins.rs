//! Stand-ins for what the machine lacks: a microphone with an ASR behind it, and a loudspeaker. They do what Rhasspy's
//! services do, no more.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::mosquitto::Mosquitto;
use crate::test_clock::pass;
use crate::topic_names::{CAPTURED, LISTEN, STOP_LISTENING};
use crate::wire::{Client, Packet, Publisher};

/// A microphone and an ASR that captures texts of the test.
///
/// As Rhasspy's ASRs do, it answers `stopListening` with the text until then, even when that is empty.
#[derive(Debug)]
pub struct ScriptedAsr {
    client: Client,
    sites: Arc<Mutex<Sites>>,
}

type Sites = HashMap<String, Site>;

#[derive(Debug, Default)]
struct Site {
    /// The session of the last `startListening`, until a text was captured.
    listening: Option<Value>,
    /// The texts to capture, one for each `startListening`.
    utterances: Vec<String>,
}

impl ScriptedAsr {
    pub fn start(broker: &Mosquitto) -> Self {
        let sites = Arc::new(Mutex::new(Sites::new()));
        let ours = Arc::clone(&sites);
        let filters = [LISTEN, STOP_LISTENING];
        let client =
            Client::connect(broker.port(), broker.credentials(), &filters, move |publisher, packet| {
                let Ok(message) = serde_json::from_slice::<Value>(&packet.payload) else {
                    return;
                };
                let name = message.get("siteId").and_then(Value::as_str).unwrap_or("default");
                let session = message.get("sessionId").cloned().unwrap_or_default();
                let mut sites = lock(&ours);
                let site = sites.entry(name.to_owned()).or_default();
                if packet.topic == LISTEN {
                    site.listening = Some(session);
                    site.capture_next(name, publisher);
                } else if site.listening.take().is_some() {
                    capture(publisher, name, &session, "");
                }
            });
        Self { client, sites }
    }

    /// Captures this text as soon as the site listens.
    pub fn transcribe(&self, site: &str, text: &str) {
        let mut sites = lock(&self.sites);
        let state = sites.entry(site.to_owned()).or_default();
        state.utterances.push(text.to_owned());
        state.capture_next(site, self.client.publisher());
    }
}

impl Site {
    fn capture_next(&mut self, site: &str, publisher: &Publisher) {
        if self.utterances.is_empty() {
            return;
        }
        if let Some(session) = self.listening.take() {
            capture(publisher, site, &session, &self.utterances.remove(0));
        }
    }
}

fn lock(sites: &Mutex<Sites>) -> MutexGuard<'_, Sites> {
    sites.lock().unwrap_or_else(PoisonError::into_inner)
}

fn capture(publisher: &Publisher, site: &str, session: &Value, text: &str) {
    let message = json!({
        "text": text, "likelihood": 1.0, "seconds": 1.0, "siteId": site, "sessionId": session,
        "wakewordId": null, "asrTokens": null, "lang": null,
    });
    publisher.publish(CAPTURED, message.to_string().as_bytes(), false);
}

/// The loudspeakers of all sites: each WAV takes its length, then `playFinished` is published.
#[derive(Debug)]
pub struct Player {
    _client: Client,
}

impl Player {
    pub fn start(broker: &Mosquitto) -> Self {
        let filters = ["hermes/audioServer/+/playBytes/+"];
        let client = Client::connect(broker.port(), broker.credentials(), &filters, |publisher, packet| {
            let publisher = publisher.clone();
            thread::spawn(move || play(&publisher, &packet));
        });
        Self { _client: client }
    }
}

fn play(publisher: &Publisher, packet: &Packet) {
    let levels: Vec<&str> = packet.topic.split('/').collect();
    let [_, _, site, _, request] = levels[..] else {
        return;
    };
    pass(length(&packet.payload));
    let finished = json!({"id": request, "siteId": site, "sessionId": request});
    let topic = format!("hermes/audioServer/{site}/playFinished");
    publisher.publish(&topic, finished.to_string().as_bytes(), false);
}

/// How long a WAV plays; zero for anything else.
fn length(wav: &[u8]) -> Duration {
    hound::WavReader::new(Cursor::new(wav)).map_or(Duration::ZERO, |reader| {
        Duration::from_secs(1) * reader.duration() / reader.spec().sample_rate.max(1)
    })
}
