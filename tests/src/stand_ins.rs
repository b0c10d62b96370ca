//! What the machine lacks, played: a microphone with a speech recogniser behind it, and a loudspeaker. They do what
//! Rhasspy's services do there, no more.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::mosquitto::Mosquitto;
use crate::test_clock::pass;
use crate::wire::{Client, Packet, Publisher};

/// The microphone and the speech recogniser: what a test types is heard when somebody listens.
///
/// As Rhasspy's recognisers do, it answers `stopListening` with what it has heard so far, even when that is nothing.
#[derive(Debug)]
pub struct ScriptedAsr {
    client: Client,
    rooms: Arc<Mutex<Rooms>>,
}

type Rooms = HashMap<String, Room>;

#[derive(Debug, Default)]
struct Room {
    /// The session that listens here, as `startListening` named it.
    listening: Option<Value>,
    /// What people will say, one answer each time somebody listens.
    answers: Vec<String>,
}

impl ScriptedAsr {
    /// Takes its seat.
    #[must_use]
    pub fn start(broker: &Mosquitto) -> Self {
        let rooms = Arc::new(Mutex::new(Rooms::new()));
        let ours = Arc::clone(&rooms);
        let filters = ["hermes/asr/startListening", "hermes/asr/stopListening"];
        let client =
            Client::connect(broker.port(), broker.credentials(), &filters, move |publisher, packet| {
                let Ok(message) = serde_json::from_slice::<Value>(&packet.payload) else {
                    return;
                };
                let site = message.get("siteId").and_then(Value::as_str).unwrap_or("default");
                let session = message.get("sessionId").cloned().unwrap_or_default();
                let mut rooms = lock(&ours);
                let room = rooms.entry(site.to_owned()).or_default();
                if packet.topic.ends_with("startListening") {
                    room.listening = Some(session);
                    room.answer(site, publisher);
                } else if room.listening.take().is_some() {
                    capture(publisher, site, &session, "");
                }
            });
        Self { client, rooms }
    }

    /// Somebody at this site says this as soon as somebody listens there.
    pub fn say(&self, site: &str, text: &str) {
        let mut rooms = lock(&self.rooms);
        let room = rooms.entry(site.to_owned()).or_default();
        room.answers.push(text.to_owned());
        room.answer(site, self.client.publisher());
    }
}

impl Room {
    fn answer(&mut self, site: &str, publisher: &Publisher) {
        if self.answers.is_empty() {
            return;
        }
        if let Some(session) = self.listening.take() {
            capture(publisher, site, &session, &self.answers.remove(0));
        }
    }
}

fn lock(rooms: &Mutex<Rooms>) -> MutexGuard<'_, Rooms> {
    rooms.lock().unwrap_or_else(PoisonError::into_inner)
}

fn capture(publisher: &Publisher, site: &str, session: &Value, text: &str) {
    let message = json!({
        "text": text, "likelihood": 1.0, "seconds": 1.0, "siteId": site, "sessionId": session,
        "wakewordId": null, "asrTokens": null, "lang": null,
    });
    publisher.publish("hermes/asr/textCaptured", message.to_string().as_bytes(), false);
}

/// The loudspeakers of the house: each WAV takes as long as it lasts, then `playFinished` says so.
#[derive(Debug)]
pub struct Player {
    _client: Client,
}

impl Player {
    /// Takes its seat.
    #[must_use]
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

/// How long a WAV plays; what is no WAV is over at once.
fn length(wav: &[u8]) -> Duration {
    hound::WavReader::new(Cursor::new(wav)).map_or(Duration::ZERO, |reader| {
        Duration::from_secs(1) * reader.duration() / reader.spec().sample_rate.max(1)
    })
}
