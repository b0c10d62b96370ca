//! Prints sessions as lines, waterfalls or JSON objects, and how long users waited.
//!
//! [`Watch`] takes entries and returns the lines to print. [`session_json`], [`session_line`] and [`waterfall`] can be used
//! by themselves.

mod latency_summary;
mod session_filter;
pub mod session_json;
pub mod session_line;
pub mod snips;
#[cfg(test)]
mod tests;
pub mod waterfall;

use std::time::Duration;

use jiff::tz::TimeZone;
use petasos_messages::Dialect;
use petasos_recording::{Attribution, DecodedEntry, Entry, Header};
use petasos_watch::doctor::{Finding, Severity};
use petasos_watch::{Change, Overview, Session, Tracker};

use self::latency_summary::LatencySummary;
pub use self::session_filter::SessionFilter;
use crate::entry_source::is_microphone;
use crate::terminal_text::{ODD, on_one_line};

/// How sessions are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// Lines for the terminal.
    #[default]
    Text,
    /// One JSON object per line; docs/watch.md describes the fields.
    Json,
    /// The lines of snips-watch, one per message.
    Snips,
}

/// What a [`Watch`] prints.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WatchOptions {
    /// How sessions are printed.
    pub format: Format,
    /// 1 adds a waterfall to each session, 2 also every message but microphone audio. Default: 0.
    pub verbosity: u8,
    /// Which sessions are printed. Default: all.
    pub filter: SessionFilter,
    /// The time zone of the times of day. Default: that of the system.
    pub zone: TimeZone,
    /// The columns of the terminal; lines are cut to fit. Default: lines are not cut.
    pub width: Option<usize>,
}

impl Default for WatchOptions {
    fn default() -> Self {
        Self {
            format: Format::default(),
            verbosity: 0,
            filter: SessionFilter::default(),
            zone: TimeZone::system(),
            width: None,
        }
    }
}

/// Turns entries into lines about sessions, without clock and IO.
#[derive(Debug)]
pub struct Watch {
    options: WatchOptions,
    overview: Overview,
    summary: LatencySummary,
    /// How many findings were handled.
    findings: usize,
}

impl Watch {
    /// Watches an installation with this dialect; `None` if it is not known.
    pub fn new(dialect: Option<Dialect>, options: WatchOptions) -> Self {
        Self { options, overview: Overview::new(dialect), summary: LatencySummary::default(), findings: 0 }
    }

    /// The lines before the first message of a live installation.
    pub fn begin(&self, header: &Header) -> Vec<String> {
        match self.options.format {
            Format::Snips => {
                let broker = header.broker.as_deref().unwrap_or("the broker");
                vec![snips::start(broker, header.started, &self.options.zone)]
            }
            _ => Vec::new(),
        }
    }

    /// Handles a message.
    pub fn handle(&mut self, entry: &Entry) -> Vec<String> {
        let decoded = DecodedEntry::new(entry);
        let changes = self.overview.handle(&decoded);
        let mut lines = self.message(&decoded, self.overview.tracker().last());
        self.report(&changes, &mut lines);
        lines
    }

    /// Lets time pass without a message: sessions that are silent for too long are given up.
    pub fn handle_time(&mut self, now: Duration) -> Vec<String> {
        let changes = self.overview.handle_time(now);
        let mut lines = Vec::new();
        self.report(&changes, &mut lines);
        lines
    }

    /// There are no more messages: open sessions end as unseen.
    pub fn finish(&mut self) -> Vec<String> {
        let changes = self.overview.finish();
        let mut lines = Vec::new();
        self.report(&changes, &mut lines);
        lines
    }

    /// How long users waited in the sessions that were printed.
    pub fn summary(&self) -> Option<String> {
        match self.options.format {
            Format::Snips => None,
            Format::Json => Some(self.summary.json().to_string()),
            Format::Text => Some(self.summary.text()),
        }
    }

    fn report(&mut self, changes: &[Change], lines: &mut Vec<String>) {
        let findings = self.overview.findings();
        for finding in findings.get(self.findings..).unwrap_or_default() {
            if finding.severity() >= Severity::Warning
                && self.options.filter.takes_site(finding.site.as_ref())
                && !is_printed_with_its_session(finding, self.overview.tracker())
            {
                lines.extend(self.finding(finding));
            }
        }
        self.findings = findings.len();
        for change in changes {
            if let Change::Ended(session) = change
                && self.options.filter.takes(session)
            {
                self.summary.count(session);
                lines.extend(self.session(session));
            }
        }
    }

    fn message(&self, decoded: &DecodedEntry<'_>, about: &Attribution) -> Vec<String> {
        let entry = decoded.entry;
        let WatchOptions { format, verbosity, filter, zone, width } = &self.options;
        if !filter.takes_site(about.site.as_ref()) {
            return Vec::new();
        }
        match format {
            Format::Snips => snips::lines(decoded, zone),
            _ if *verbosity < 2 || is_microphone(&entry.topic) => Vec::new(),
            Format::Json => vec![session_json::message(entry, about).to_string()],
            Format::Text => vec![session_line::message(entry, *width)],
        }
    }

    fn session(&self, session: &Session) -> Vec<String> {
        let WatchOptions { format, verbosity, zone, width, .. } = &self.options;
        match format {
            Format::Snips => Vec::new(),
            Format::Json => vec![session_json::session(session).to_string()],
            Format::Text => {
                let mut lines = vec![session_line::session(session, zone, *width)];
                if *verbosity > 0 {
                    lines.extend(waterfall::lines(session, session.last, *width));
                }
                lines.extend(waterfall::problems(session));
                lines
            }
        }
    }

    fn finding(&self, finding: &Finding) -> Option<String> {
        match self.options.format {
            Format::Snips => None,
            Format::Json => Some(session_json::finding(finding).to_string()),
            Format::Text => Some(format!("{ODD}!{ODD:#} {}", on_one_line(&finding.seen))),
        }
    }
}

/// Whether a finding is also a problem of a session, and printed with it.
fn is_printed_with_its_session(finding: &Finding, tracker: &Tracker) -> bool {
    let session = finding.session.as_ref().and_then(|session| tracker.get(session));
    session.is_some_and(|session| session.problems.iter().any(|problem| problem.what == finding.seen))
}
