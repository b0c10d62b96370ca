//! A session as a waterfall: each step as a bar on a common time axis.

use std::time::Duration;

use petasos_watch::Session;
use petasos_watch::tracker::{Cause, Evidence, Latency, Step, StepKind, Turn};

use super::session_line::{ms, understood, whole_ms};
use crate::payload_view::sound_text;
use crate::terminal_text::{FAINT, ODD, columns, cut, on_one_line};

/// The columns of the names of steps.
const NAMES: usize = 9;
/// The most columns of the bars.
const MOST_BARS: usize = 100;
/// The columns to the right of the longest bar, for its time and a note.
const NOTES: usize = 31;
/// The columns if the width is not known.
const COLUMNS: usize = 80;

/// The steps of a session below each other, and how long the user waited in each turn. Open steps are drawn until `now`.
pub fn lines(session: &Session, now: Duration, width: Option<usize>) -> Vec<String> {
    let width = width.unwrap_or(COLUMNS);
    let bars = width.saturating_sub(NAMES + NOTES).clamp(10, MOST_BARS);
    let scale = Scale { begin: session.began, length: session.length(now), columns: bars };
    let steps = session.steps.iter().map(|step| line(session, step, &scale, now, width));
    steps
        .chain(session.turns.iter().enumerate().filter_map(|(number, turn)| waited(session, number, turn)))
        .collect()
}

/// Maps times to columns.
struct Scale {
    begin: Duration,
    length: Duration,
    columns: usize,
}

impl Scale {
    /// The column of a time.
    fn column(&self, time: Duration) -> usize {
        let since = time.saturating_sub(self.begin).min(self.length);
        let columns = self.columns as u128;
        let column =
            (since.as_nanos() * columns + self.length.as_nanos() / 2) / self.length.as_nanos().max(1);
        usize::try_from(column).unwrap_or(self.columns)
    }
}

fn line(session: &Session, step: &Step, scale: &Scale, now: Duration, width: usize) -> String {
    let end = step.end.unwrap_or(now);
    let from = scale.column(step.begin);
    let length = scale.column(end).saturating_sub(from);
    let bar = if length == 0 { "▏".to_owned() } else { "▇".repeat(length) };
    let head = format!("  {:7}{:from$}{bar} {}", step.kind.as_str(), "", whole_ms(step.length(now)));
    let note = note(session, step);
    if note.is_empty() {
        return head;
    }
    let left = width.saturating_sub(columns(&head) + 2);
    format!("{head}  {FAINT}{}{FAINT:#}", cut(&note, left))
}

/// A few words about a step.
fn note(session: &Session, step: &Step) -> String {
    let turn = || step.turn.and_then(|turn| session.turns.get(turn));
    match step.kind {
        StepKind::Wake => match &session.cause {
            Cause::WakeWord { model } => on_one_line(model),
            _ => String::new(),
        },
        StepKind::Play | StepKind::Sound => step.sound.as_ref().map(sound_text).unwrap_or_default(),
        StepKind::Nlu => turn().and_then(|turn| turn.understood.as_ref()).map(understood).unwrap_or_default(),
        StepKind::Tts | StepKind::Say => {
            let said = session.said.iter().find(|said| said.at == step.begin);
            said.map(|said| format!("\"{}\"", on_one_line(&said.text))).unwrap_or_default()
        }
        StepKind::Listen => {
            let heard = turn().and_then(|turn| turn.heard.as_ref());
            heard.map(|heard| format!("«{}»", on_one_line(&heard.text))).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The two latencies of a turn, and how the end of speech is known.
fn waited(session: &Session, number: usize, turn: &Turn) -> Option<String> {
    let end = turn.end_of_speech?;
    let to =
        |what: &str, latency: Option<Latency>| latency.map(|latency| format!("{what} {} ms", ms(latency)));
    let numbers = [to("action", turn.to_action()), to("first sound", turn.to_sound())];
    let numbers: Vec<_> = numbers.into_iter().flatten().collect();
    if numbers.is_empty() {
        return None;
    }
    let which = if session.turns.len() > 1 { format!("turn {}, ", number + 1) } else { String::new() };
    let evidence = match end.by {
        Evidence::VoiceActivity => "vadDown",
        Evidence::Frames => "frames",
        Evidence::Recording => "recording",
        _ => "text",
    };
    Some(format!("  {which}after speech {FAINT}({evidence}){FAINT:#}: {}", numbers.join(", ")))
}

/// The problems of a session, one line each.
pub fn problems(session: &Session) -> impl Iterator<Item = String> {
    session.problems.iter().map(|problem| format!("  {ODD}!{ODD:#} {}", on_one_line(&problem.what)))
}
