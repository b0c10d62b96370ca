//! Stand-in until the real NLU is there.
#![allow(
    warnings,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    reason = "it stands in until the NLU is there"
)]
use super::client::*;
use anyhow::Result;
use petasos_dialogue::Time;
use petasos_messages::payload::*;
use petasos_messages::slot::*;
use petasos_messages::{Dialect, IntentName, Message};
use std::path::PathBuf;

#[derive(Debug, Clone)]
pub(crate) enum Sentences {
    File(PathBuf),
    BuiltIn { name: &'static str, text: &'static str },
}
#[derive(Debug, Clone)]
pub(crate) struct Service {
    pub sentences: Sentences,
    pub dialect: Dialect,
}
#[derive(Debug)]
pub(crate) enum Report {
    Connected,
    Reloaded {},
    Kept { problems: String },
    Disconnected { reason: String },
}
impl Service {
    pub(crate) fn new<T>(sentences: Sentences, _: T, dialect: Dialect) -> Self {
        Self { sentences, dialect }
    }
}

struct Nlu {
    out: Vec<Message>,
}
impl Core for Nlu {
    type Told = ();
    fn handle(&mut self, _: Time, m: &Message) {
        let Message::NluQuery(q) = m else { return };
        let t = q.input.to_lowercase();
        let mut slots: Vec<Slot> = vec![];
        let mut slot =
            |n: &str, v: &str| slots.push(Slot::new(n, n, v, SlotValue::Unknown { value: v.into() }));
        for r in ["kitchen", "bedroom"] {
            if t.contains(r) {
                slot("room", r)
            }
        }
        let mut name = "";
        if t.contains("everything") || t == "good night" {
            name = "SwitchEverything"
        } else if t.starts_with("turn") {
            name = "SwitchLight";
            slot("state", if t.contains("off") { "off" } else { "on" })
        } else if t.contains("colour") {
            name = "ColourLight"
        } else if t.contains("timer") {
            name = "SetTimer";
            slot("amount", if t.contains("ten") { "10" } else { "1" });
            slot("unit", "second")
        } else if t.contains("time") {
            name = "GetTime"
        } else if t.contains("joke") {
            name = "TellJoke"
        } else if t.contains("did you say") {
            name = "Repeat"
        } else if t.contains("garage") {
            name = "OpenGarage"
        } else if t.starts_with("yes") {
            name = "Yes"
        }
        for c in ["red", "blue"] {
            if t.contains(c) {
                name = "ColourLight";
                slot("colour", c)
            }
        }
        if name.is_empty() {
            let mut n = NluIntentNotRecognized::new(q.input.clone());
            n.site_id = q.site_id.clone();
            n.session_id = q.session_id.clone();
            n.id = q.id.clone();
            self.out.push(Message::NluIntentNotRecognized(Box::new(n)));
        } else {
            let c = IntentClassification::new(IntentName::new(name).unwrap(), 1.0);
            let mut p = IntentParsed::new(q.input.clone(), c.clone());
            p.site_id = q.site_id.clone();
            p.session_id = q.session_id.clone();
            p.id = q.id.clone();
            let mut i = Intent::new(q.input.clone(), c);
            i.site_id = q.site_id.clone();
            i.session_id = q.session_id.clone();
            i.custom_data = q.custom_data.clone();
            i.slots = slots;
            self.out.push(Message::Intent(Box::new(i)));
            self.out.push(Message::IntentParsed(Box::new(p)));
        }
    }
    fn handle_timeout(&mut self, _: Time) {}
    fn poll_timeout(&self) -> Option<Time> {
        None
    }
    fn poll_output(&mut self) -> Option<Output<()>> {
        self.out.pop().map(Output::Publish)
    }
}
pub(crate) async fn serve(
    s: Service,
    mqtt: petasos_bus::Settings,
    report: impl Fn(Report),
    stop: impl Future<Output = ()>,
) -> Result<()> {
    let mut c =
        Client::connect(Nlu { out: vec![] }, mqtt, &["hermes/nlu/query"], Clock::start(), s.dialect).await?;
    report(Report::Connected);
    tokio::select! { r = c.next() => r, () = stop => Ok(()) }
}
