//! A message on one line.

use petasos_recording::Entry;

use super::line::cut;
use crate::commands::subscribe::colour;
use crate::output::{FAINT, plain};
use crate::payload::Payload;

/// A message on one line: when it came, its topic, what it carries.
pub(super) fn line(entry: &Entry, width: Option<usize>) -> String {
    let time = format!("{:10.3}", entry.at.as_secs_f64());
    let topic = plain(&entry.topic);
    let style = colour(&entry.topic);
    let kept = if entry.retain { " (kept)" } else { "" };
    let room = width.map(|width| width.saturating_sub(time.len() + topic.chars().count() + kept.len() + 4));
    let payload = cut(&Payload::new(&entry.payload).in_a_line(), room);
    let line = format!("{FAINT}{time}{FAINT:#}  {style}{topic}{style:#}{FAINT}{kept}{FAINT:#}  {payload}");
    line.trim_end().to_owned()
}
