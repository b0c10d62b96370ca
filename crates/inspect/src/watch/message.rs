//! A message on one line.

use petasos_recording::Entry;

use crate::output::{FAINT, columns, cut, plain};
use crate::payload::Payload;
use crate::payload::colour;

/// A message on one line: when it came, its topic, what it carries.
pub(super) fn line(entry: &Entry, width: Option<usize>) -> String {
    let time = format!("{:10.3}", entry.at.as_secs_f64());
    let topic = plain(&entry.topic);
    let style = colour(&entry.topic);
    let kept = if entry.retain { " (kept)" } else { "" };
    let mut payload = Payload::new(&entry.payload).in_a_line();
    if let Some(width) = width {
        payload = cut(&payload, width.saturating_sub(time.len() + columns(&topic) + kept.len() + 4));
    }
    let line = format!("{FAINT}{time}{FAINT:#}  {style}{topic}{style:#}{FAINT}{kept}{FAINT:#}  {payload}");
    line.trim_end().to_owned()
}
