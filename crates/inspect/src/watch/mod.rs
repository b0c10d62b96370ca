//! `petasos watch`: the sessions of a house, a line each, with the time that people waited.

mod filter;
mod json;
mod line;
mod message;
mod report;
mod screen;
mod snips;
mod summary;
mod waterfall;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{Args, ValueEnum};
use petasos_watch::doctor::{Finding, Severity};
use petasos_watch::{House, Sessions};

use self::filter::Filter;
use self::report::Report;
use crate::client::Interrupted;
use crate::source::{self, EVERYTHING, Next, Source};

/// So long nothing may come before time is told: sessions that nobody speaks of any more are given up.
const PATIENCE: Duration = Duration::from_millis(500);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos watch                            a line per session, until Ctrl-C; then how long people waited
  petasos watch kitchen.jsonl -v           what was recorded, each session as a waterfall
  petasos watch --site kitchen --problems  only what went wrong there
  petasos watch --tui                      the house on the whole screen, with keys; ? helps
  petasos watch --format snips             the lines that snips-watch printed
  petasos watch --json | jq 'select(.toSound.ms > 1500) | .turns[].text'

Exit codes: 0 the file or the time is over, 1 failed, 2 wrong use, 130 Ctrl-C.")]
pub struct Arguments {
    /// Each session as a waterfall; twice: every message too, but for the sound of microphones.
    #[arg(long, short, action = clap::ArgAction::Count)]
    verbose: u8,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// On the whole screen: sites, sessions, waterfall, messages and problems, with keys. ? helps.
    #[arg(long, conflicts_with_all = ["verbose", "format", "json"])]
    tui: bool,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    source: source::Arguments,
}

/// How to print.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON object a line, as with --json.
    Json,
    /// The lines that snips-watch printed, one per message.
    Snips,
}

pub async fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.tui {
        return screen::run(&arguments.source, &arguments.filter).await;
    }
    let mut source = Source::open(&arguments.source, &EVERYTHING).await?;
    let format = if arguments.source.common.json { Format::Json } else { arguments.format };
    let mut report = Report::new(format, arguments.verbose, arguments.filter.clone());
    report.start(&source)?;
    match follow(&mut source, &mut report).await {
        Ok(()) => {
            report.finish()?;
            source.tell_damage();
            if let Source::Live(live) = source {
                live.close().await?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) if error.is::<Interrupted>() => {
            report.finish()?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// Follows the house, or the recording, until it is over.
async fn follow(source: &mut Source, report: &mut Report) -> Result<()> {
    let mut house = House::new(source.header().dialect);
    let mut told = 0;
    loop {
        let (changes, is_over) = match source.next(PATIENCE).await? {
            Next::Entry(entry) => {
                let changes = house.handle(&entry);
                report.message(&entry, house.sessions().last())?;
                (changes, false)
            }
            Next::Nothing(now) => (house.handle_time(now), false),
            Next::End => (house.finish(), true),
        };
        for finding in house.findings().get(told..).unwrap_or_default() {
            if finding.severity() >= Severity::Warning && !is_told_with_its_session(finding, house.sessions())
            {
                report.finding(finding)?;
            }
        }
        told = house.findings().len();
        report.changes(&changes)?;
        if is_over {
            return Ok(());
        }
    }
}

/// Whether what the doctor found is a problem of a session, and so is told with it.
fn is_told_with_its_session(finding: &Finding, sessions: &Sessions) -> bool {
    let session = finding.session.as_ref().and_then(|session| sessions.get(session));
    session.is_some_and(|session| session.problems.iter().any(|problem| problem.what == finding.seen))
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use jiff::tz::TimeZone;
    use petasos_recording::{Entry, Recording};
    use petasos_watch::{Change, Session};

    use super::*;
    use crate::output::columns;

    /// The messages of a recording of the tests of `petasos-watch`.
    fn entries(name: &str) -> Vec<Entry> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../watch/tests/sessions");
        Recording::open(&folder.join(name)).unwrap().entries
    }

    fn session(name: &str) -> Arc<Session> {
        let mut sessions = Sessions::new();
        let mut changes: Vec<_> = entries(name).iter().flat_map(|entry| sessions.handle(entry)).collect();
        changes.extend(sessions.finish());
        let ended = changes.into_iter().find_map(|change| match change {
            Change::Ended(session) => Some(session),
            _ => None,
        });
        ended.unwrap()
    }

    /// As it is printed to a terminal of so many columns, without its colours.
    fn printed(session: &Session, width: Option<usize>) -> String {
        let line = line::session(session, &TimeZone::UTC, width);
        let lines = [line]
            .into_iter()
            .chain(waterfall::lines(session, session.last, width))
            .chain(waterfall::problems(session));
        anstream::adapter::strip_str(&lines.collect::<Vec<_>>().join("\n")).to_string()
    }

    #[test]
    fn a_session_is_a_line_and_a_waterfall_in_each_dialect() {
        let [rhasspy, snips, alice] = ["rhasspy.jsonl", "snips.jsonl", "alice.jsonl"].map(session);
        insta::assert_snapshot!("rhasspy", printed(&rhasspy, Some(80)));
        insta::assert_snapshot!("snips", printed(&snips, Some(80)));
        insta::assert_snapshot!("alice", printed(&alice, Some(80)));
        insta::assert_snapshot!("snips_in_a_file", printed(&snips, None));
    }

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        for name in ["rhasspy.jsonl", "snips.jsonl", "alice.jsonl"] {
            for width in [80, 100, 200] {
                for line in printed(&session(name), Some(width)).lines() {
                    assert!(columns(line) <= width, "{} columns: {line}", columns(line));
                }
            }
        }
    }

    #[test]
    fn wide_letters_and_long_names_leave_the_line_as_wide_as_the_terminal() {
        let mut wide = Session::clone(&session("rhasspy.jsonl"));
        for turn in &mut wide.turns {
            if let Some(heard) = &mut turn.heard {
                heard.text = "台所の明かりを水色にしてください".repeat(3);
            }
        }
        for name in ["台所", "0f7c1a52-2f4e-4a9b-8f6a-d4e0f1c2b3a4", "リビングルームの隣の部屋"]
        {
            wide.site = Some(petasos_messages::SiteId::new(name).unwrap());
            for width in [80, 120] {
                for line in printed(&wide, Some(width)).lines() {
                    assert!(columns(line) <= width, "{} columns: {line}", columns(line));
                }
            }
        }
    }

    #[test]
    fn programs_get_a_session_as_an_object() {
        insta::assert_json_snapshot!("json", json::session(&session("rhasspy.jsonl")));
    }

    #[test]
    fn the_lines_of_snips_watch_are_printed() {
        let lines: Vec<_> =
            entries("snips.jsonl").iter().flat_map(|entry| snips::lines(entry, &TimeZone::UTC)).collect();
        insta::assert_snapshot!("snips_watch", lines.join("\n"));
    }

    #[test]
    fn messages_are_lines_with_sound_as_length_and_level() {
        let lines: Vec<_> =
            entries("rhasspy.jsonl").iter().map(|entry| message::line(entry, Some(80))).collect();
        let lines = anstream::adapter::strip_str(&lines.join("\n")).to_string();
        insta::assert_snapshot!("messages", lines);
    }

    #[test]
    fn sessions_are_chosen_by_site_intent_outcome_and_problems() {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            filter: Filter,
        }
        let takes = |flags: &str, name: &str| {
            let line =
                <Line as clap::Parser>::parse_from(std::iter::once("watch").chain(flags.split_whitespace()));
            line.filter.takes(&session(name))
        };
        for (flags, taken) in [
            ("", ["rhasspy", "snips", "alice"].as_slice()),
            ("--site kitchen --site 0f7c", &["rhasspy", "alice"]),
            ("--intent SetTimer --intent bob:Other", &["snips"]),
            ("--intent bob:ElicitDuration", &["snips"]),
            ("--outcome timeout", &["alice"]),
            ("--problems", &["alice"]),
            ("--site kitchen --problems", &[]),
        ] {
            for name in ["rhasspy", "snips", "alice"] {
                assert_eq!(takes(flags, &format!("{name}.jsonl")), taken.contains(&name), "{flags}: {name}");
            }
        }
    }
}
