//! A session or a message on one line of the terminal.

use std::fmt::Write;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use jiff::tz::TimeZone;
use petasos_messages::payload::Termination;
use petasos_recording::Entry;
use petasos_watch::Session;
use petasos_watch::tracker::{Cause, Latency, Outcome, Turn, Understood};

use crate::payload_view::PayloadView;
use crate::terminal_text::{BAD, FAINT, GOOD, ODD, STRONG, columns, cut, on_one_line, plain};

/// The minimum columns for the conversation.
const LEAST_CONVERSATION: usize = 16;
/// The minimum columns for the site; some siteIds have 36 letters.
const LEAST_SITE: usize = 6;

/// A session on one line: time, site, conversation, outcome, length, and how long the user waited. The conversation is cut to fit the
/// width, if there is one.
pub fn session(session: &Session, zone: &TimeZone, width: Option<usize>) -> String {
    let time = session.wall.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string();
    let mut site = session.site.as_ref().map_or_else(|| "?".to_owned(), |site| on_one_line(site.as_str()));
    let outcome = session.ended.as_ref().map_or("", |ended| ended.outcome.as_str());
    let length = format!("{:.2} s", session.length(session.last).as_secs_f64());
    let waited = waited(session);
    let mut conversation = conversation(session);
    if let Some(width) = width {
        let fixed: usize = [&time, outcome, &length, &waited].iter().map(|part| columns(part) + 2).sum();
        let left = width.saturating_sub(fixed);
        site = cut(&site, left.saturating_sub(LEAST_CONVERSATION + 2).max(LEAST_SITE));
        let least = left.saturating_sub(columns(&site) + 2).max(LEAST_CONVERSATION);
        conversation = cut(&conversation, least);
    }
    let style = outcome_colour(session);
    let outcome = format!("{style}{}{style:#}", on_one_line(outcome));
    let mut line =
        format!("{FAINT}{time}{FAINT:#}  {STRONG}{site}{STRONG:#}  {conversation}  {outcome}  {length}");
    if !waited.is_empty() {
        let _ = write!(line, "  {waited}");
    }
    line
}

/// The colour of an outcome: red for timeouts and errors.
pub fn outcome_colour(session: &Session) -> Style {
    match session.ended.as_ref().map(|ended| &ended.outcome) {
        _ if session.is_well() => GOOD,
        Some(Outcome::Ended(Termination::Timeout { .. } | Termination::Error { .. })) => BAD,
        _ => ODD,
    }
}

/// The two latencies: to the action and to the first sound.
fn waited(session: &Session) -> String {
    let number = |latency: Option<Latency>| latency.map_or_else(|| "-".to_owned(), ms);
    match (session.to_action(), session.to_sound()) {
        (None, None) => String::new(),
        (action, sound) => format!("{}/{} ms", number(action), number(sound)),
    }
}

/// A latency in ms.
pub fn ms(latency: Latency) -> String {
    format!("{}{}", if latency.at_least { "≥" } else { "" }, whole_ms(latency.time))
}

/// A time in ms, rounded.
pub fn whole_ms(time: Duration) -> u128 {
    (time.as_nanos() + 500_000) / 1_000_000
}

/// What the user and the assistant said, turn by turn.
pub fn conversation(session: &Session) -> String {
    let mut parts = Vec::new();
    match &session.cause {
        Cause::Notification => parts.push("notification".to_owned()),
        Cause::Text => parts.push("text".to_owned()),
        _ => {}
    }
    parts.extend(said(session, None));
    for (number, turn) in session.turns.iter().enumerate() {
        parts.push(heard(turn));
        parts.extend(said(session, Some(number)));
    }
    if parts.is_empty() {
        parts.push(if session.is_waiting() { "waiting for its turn" } else { "nothing was said" }.to_owned());
    }
    parts.join(" ")
}

/// What the assistant said in a turn, or before the first.
fn said(session: &Session, turn: Option<usize>) -> impl Iterator<Item = String> {
    let said = session.said.iter().filter(move |said| said.turn == turn);
    said.map(|said| format!("\"{}\"", on_one_line(&said.text)))
}

/// What was heard in a turn, and what was understood.
fn heard(turn: &Turn) -> String {
    let mut text = match &turn.heard {
        Some(heard) if heard.text.is_empty() => "«»".to_owned(),
        Some(heard) => format!("«{}»", on_one_line(&heard.text)),
        None => "«…»".to_owned(),
    };
    match &turn.understood {
        Some(understood) => {
            let _ = write!(text, " → {}", self::understood(understood));
        }
        None if turn.heard.is_some() => text.push_str(" → …"),
        None => {}
    }
    text
}

/// What was understood, such as `SetColor{room=kitchen,color=cyan} .98`.
pub fn understood(understood: &Understood) -> String {
    let Understood::Intent { name, confidence, slots } = understood else {
        return "not understood".to_owned();
    };
    let slots: Vec<String> = slots.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let slots = if slots.is_empty() { String::new() } else { format!("{{{}}}", slots.join(",")) };
    let sure = format!("{confidence:.2}");
    let sure = sure.strip_prefix('0').unwrap_or(&sure);
    format!("{} {sure}", on_one_line(&format!("{name}{slots}")))
}

/// A message on one line: its time in seconds, its topic, its payload.
pub fn message(entry: &Entry, width: Option<usize>) -> String {
    let time = format!("{:10.3}", entry.at.as_secs_f64());
    let topic = plain(&entry.topic);
    let style = topic_colour(&entry.topic);
    let retained = if entry.retain { " (retained)" } else { "" };
    let mut payload = PayloadView::new(&entry.payload).in_a_line();
    if let Some(width) = width {
        payload = cut(&payload, width.saturating_sub(time.len() + columns(&topic) + retained.len() + 4));
    }
    let line =
        format!("{FAINT}{time}{FAINT:#}  {style}{topic}{style:#}{FAINT}{retained}{FAINT:#}  {payload}");
    line.trim_end().to_owned()
}

/// The colour of a topic: one for each component.
pub fn topic_colour(topic: &str) -> Style {
    let colour = match topic.split('/').nth(1) {
        Some("dialogueManager") => AnsiColor::Blue,
        Some("hotword" | "asr") => AnsiColor::Cyan,
        Some("nlu" | "intent") => AnsiColor::Green,
        Some("tts" | "audioServer") => AnsiColor::Magenta,
        Some("error") => AnsiColor::Red,
        _ => return Style::new(),
    };
    colour.on_default()
}
