//! Prints what happens, in the wanted format.

use std::fmt::Display;
use std::io::{IsTerminal, Write, stdout};

use anyhow::Result;
use jiff::tz::TimeZone;
use petasos_recording::Entry;
use petasos_watch::doctor::Finding;
use petasos_watch::sessions::About;
use petasos_watch::{Change, Session};
use ratatui::crossterm::terminal;

use super::filter::Filter;
use super::summary::Summary;
use super::{Format, json, line, message, snips, waterfall};
use crate::output::{ODD, on_one_line};
use crate::payload::is_microphone;
use crate::source::Source;

/// Prints what happens, in the wanted format.
#[derive(Debug)]
pub(super) struct Report {
    format: Format,
    verbose: u8,
    filter: Filter,
    summary: Summary,
    zone: TimeZone,
    /// The columns of the terminal, if there is one.
    width: Option<usize>,
}

impl Report {
    pub(super) fn new(format: Format, verbose: u8, filter: Filter) -> Self {
        let columns = || terminal::size().ok().map(|(columns, _)| usize::from(columns));
        let width = stdout().is_terminal().then(columns).flatten();
        Self { format, verbose, filter, summary: Summary::default(), zone: TimeZone::system(), width }
    }

    /// Says where it listens.
    pub(super) fn start(&self, source: &Source) -> Result<()> {
        let Source::Live(live) = source else { return Ok(()) };
        let header = live.header();
        let broker = header.broker.as_deref().unwrap_or("the broker");
        match self.format {
            Format::Snips => print(snips::start(broker, header.started, &self.zone)),
            Format::Json => Ok(()),
            Format::Text => {
                anstream::eprintln!("watching {broker}; Ctrl-C ends");
                Ok(())
            }
        }
    }

    /// A message passed.
    pub(super) fn message(&self, entry: &Entry, about: &About) -> Result<()> {
        if !self.filter.takes_site(about.site.as_ref()) {
            return Ok(());
        }
        match self.format {
            Format::Snips => snips::lines(entry, &self.zone).into_iter().try_for_each(print),
            _ if self.verbose < 2 || is_microphone(&entry.topic) => Ok(()),
            Format::Json => print(json::message(entry, about)),
            Format::Text => print(message::line(entry, self.width)),
        }
    }

    /// Sessions went on, or ended.
    pub(super) fn changes(&mut self, changes: &[Change]) -> Result<()> {
        for change in changes {
            if let Change::Ended(session) = change
                && self.filter.takes(session)
            {
                self.summary.count(session);
                self.session(session)?;
            }
        }
        Ok(())
    }

    fn session(&self, session: &Session) -> Result<()> {
        match self.format {
            Format::Snips => Ok(()),
            Format::Json => print(json::session(session)),
            Format::Text => {
                print(line::session(session, &self.zone, self.width))?;
                if self.verbose > 0 {
                    waterfall::lines(session, session.last, self.width).into_iter().try_for_each(print)?;
                }
                waterfall::problems(session).try_for_each(print)
            }
        }
    }

    /// Something is wrong with the house, and with no session that goes on.
    pub(super) fn finding(&self, finding: &Finding) -> Result<()> {
        if !self.filter.takes_site(finding.site.as_ref()) {
            return Ok(());
        }
        match self.format {
            Format::Snips => Ok(()),
            Format::Json => print(json::finding(finding)),
            Format::Text => print(format!("{ODD}!{ODD:#} {}", on_one_line(&finding.seen))),
        }
    }

    /// Nothing comes any more: how long people waited.
    pub(super) fn finish(&self) -> Result<()> {
        match self.format {
            Format::Snips => Ok(()),
            Format::Json => print(self.summary.json()),
            Format::Text => print(self.summary.text()),
        }
    }
}

fn print(line: impl Display) -> Result<()> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
