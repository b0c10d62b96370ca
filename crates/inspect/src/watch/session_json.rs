//! Sessions, messages and findings as JSON; docs/watch.md describes every field.

use std::time::Duration;

use petasos_messages::{SessionId, SiteId};
use petasos_recording::{Attribution, Entry};
use petasos_watch::Session;
use petasos_watch::doctor::Finding;
use petasos_watch::tracker::{Cause, Latency, Loudness, Speech, Step, Turn, Understood};
use serde_json::{Map, Value, json};

use crate::payload_view::PayloadView;

/// A session, with all times in ms since its beginning.
pub fn session(session: &Session) -> Value {
    let at = |time: Duration| ms(time.saturating_sub(session.began));
    let said = |said: &Speech| json!({"atMs": at(said.at), "text": said.text, "turn": said.turn});
    let wake_word = match &session.cause {
        Cause::WakeWord { model } => Some(model),
        _ => None,
    };
    json!({
        "event": "session",
        "sessionId": session.id.as_str(),
        "siteId": session.site.as_ref().map(SiteId::as_str),
        "opening": session.cause.as_str(),
        "wakeWord": wake_word,
        "wall": session.wall.to_string(),
        "began": session.began.as_secs_f64(),
        "queuedMs": session.queued.map(at),
        "startedMs": session.started.map(at),
        "endedMs": session.ended.as_ref().map(|ended| at(ended.at)),
        "outcome": session.ended.as_ref().map(|ended| ended.outcome.as_str()),
        "well": session.is_well(),
        "toAction": latency(session.to_action()),
        "toSound": latency(session.to_sound()),
        "turns": session.turns.iter().map(|t| turn(t, &at)).collect::<Vec<_>>(),
        "said": session.said.iter().map(said).collect::<Vec<_>>(),
        "steps": session.steps.iter().map(|s| step(s, &at)).collect::<Vec<_>>(),
        "problems": session.problems.iter().map(|p| json!({"atMs": at(p.at), "what": p.what})).collect::<Vec<_>>(),
        "messages": session.messages,
    })
}

fn turn(turn: &Turn, at: &impl Fn(Duration) -> Value) -> Value {
    let heard = turn.heard.as_ref();
    let (intent, confidence, slots) = match &turn.understood {
        Some(Understood::Intent { name, confidence, slots }) => {
            let slots: Map<String, Value> =
                slots.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
            (Some(name), Some(*confidence), Some(slots))
        }
        _ => (None, None, None),
    };
    json!({
        "beganMs": at(turn.began),
        "text": heard.map(|heard| &heard.text),
        "likelihood": heard.and_then(|heard| heard.likelihood),
        "seconds": heard.and_then(|heard| heard.seconds),
        "understood": turn.understood.as_ref().map(|understood| *understood != Understood::Nothing),
        "intent": intent,
        "confidence": confidence,
        "slots": slots,
        "endOfSpeech": turn.end_of_speech.map(|end| json!({"atMs": at(end.at), "by": end.by.as_str()})),
        "actionMs": turn.action.map(at),
        "firstSound": turn.first_sound.map(|first| json!({"atMs": at(first.at), "isSound": first.is_sound})),
        "toAction": latency(turn.to_action()),
        "toSound": latency(turn.to_sound()),
    })
}

fn step(step: &Step, at: &impl Fn(Duration) -> Value) -> Value {
    let mut json = json!({"step": step.kind.as_str(), "beginMs": at(step.begin), "endMs": step.end.map(at), "turn": step.turn});
    if let (Some(sound), Some(object)) = (step.sound, json.as_object_mut()) {
        let level = sound.loudness.map(Loudness::decibels);
        object.insert("soundMs".to_owned(), sound.length.map_or(Value::Null, ms));
        object.insert("dbfs".to_owned(), json!(level));
    }
    json
}

/// A message, with the session it belongs to.
pub fn message(entry: &Entry, about: &Attribution) -> Value {
    let (key, value) = PayloadView::new(&entry.payload).field();
    let mut json = json!({
        "event": "message", "at": entry.at.as_secs_f64(), "wall": entry.wall.to_string(), "topic": entry.topic,
        "siteId": about.site.as_ref().map(SiteId::as_str), "sessionId": about.session.as_ref().map(SessionId::as_str),
        "qos": entry.qos, "retained": entry.retain,
    });
    if let Some(object) = json.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
    json
}

/// A finding that does not belong to an open session.
pub fn finding(finding: &Finding) -> Value {
    json!({
        "event": "finding", "at": finding.last.as_secs_f64(), "diagnosis": finding.diagnosis.to_string(),
        "siteId": finding.site.as_ref().map(SiteId::as_str),
        "sessionId": finding.session.as_ref().map(SessionId::as_str), "seen": finding.seen, "cure": finding.cure,
    })
}

/// How long the user waited.
pub fn latency(latency: Option<Latency>) -> Value {
    latency.map_or(Value::Null, |latency| json!({"ms": ms(latency.time), "atLeast": latency.at_least}))
}

/// A time in ms, to the microsecond.
#[expect(clippy::cast_precision_loss, reason = "exact for 285 years")]
fn ms(time: Duration) -> Value {
    json!(time.as_micros() as f64 / 1_000.0)
}
