//! The progress line of a recording on a terminal.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

use petasos_inspect::record::RecordCounts;

/// Returns to the start of the line and erases it (ECMA-48: carriage return, erase in line).
const CLEAR: &str = "\r\x1b[K";

/// A line on standard error that is rewritten in place. Without a terminal, nothing is written.
pub(crate) struct ProgressLine {
    shown: bool,
    /// The time and the number of messages when it was last written.
    before: (Duration, u64),
    wanted: bool,
}

impl ProgressLine {
    pub(crate) fn new(wanted: bool) -> Self {
        Self { shown: false, before: (Duration::ZERO, 0), wanted }
    }

    /// Shows the present counts.
    pub(crate) fn show(&mut self, now: Duration, counts: RecordCounts) {
        let (then, messages) = std::mem::replace(&mut self.before, (now, counts.messages));
        let time = now.saturating_sub(then).as_millis().max(1);
        let rate = u128::from(counts.messages.saturating_sub(messages)) * 1000 / time;
        if self.wanted {
            self.shown = true;
            write(&format!("{CLEAR}{}", line(now, counts, rate)));
        }
    }

    /// Erases the line, before anything else is printed.
    pub(crate) fn end(&mut self) {
        if std::mem::take(&mut self.shown) {
            write(CLEAR);
        }
    }
}

fn write(text: &str) {
    let mut out = anstream::stderr().lock();
    // Losing the terminal must not end the recording.
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

fn line(now: Duration, counts: RecordCounts, rate: u128) -> String {
    let mut line = format!(
        "recording {}  {} messages  {} sessions  {rate}/s  {}",
        clock(now),
        counts.messages,
        counts.sessions,
        size(counts.bytes)
    );
    if counts.lost > 0 {
        let _ = write!(line, "  {} LOST", counts.lost);
    }
    line
}

/// Formats a time as `M:SS` or `H:MM:SS`.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Formats a number of bytes with one decimal.
pub(crate) fn size(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit / (unit / 10));
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => tenths(1_000) + " kB",
        1_000_000..1_000_000_000 => tenths(1_000_000) + " MB",
        _ => tenths(1_000_000_000) + " GB",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_matters_and_losses_only_if_there_are_any() {
        let mut counts = RecordCounts::default();
        (counts.messages, counts.sessions, counts.bytes) = (1234, 5, 1_234_567);
        let time = Duration::from_secs(3725);
        assert_eq!(line(time, counts, 12), "recording 1:02:05  1234 messages  5 sessions  12/s  1.2 MB");
        counts.lost = 3;
        assert!(line(time, counts, 0).ends_with("3 LOST"));
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        let sizes = [0, 999, 1_500, 2_000_000, 3_456_000_000].map(size);
        assert_eq!(sizes, ["0 bytes", "999 bytes", "1.5 kB", "2.0 MB", "3.4 GB"]);
    }
}
