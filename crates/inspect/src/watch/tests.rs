//! Recorded sessions in each dialect, as they are shown.

use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;
use petasos_messages::SiteId;
use petasos_recording::{Entry, Recording};
use petasos_watch::{Change, Session};

use super::*;
use crate::terminal_text::columns;

/// The messages of a recording of the tests of `petasos-watch`.
fn entries(name: &str) -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../watch/tests/sessions");
    Recording::open(&folder.join(name)).unwrap().entries
}

fn session(name: &str) -> Arc<Session> {
    let mut tracker = Tracker::new();
    let mut changes: Vec<_> =
        entries(name).iter().flat_map(|entry| tracker.handle(&DecodedEntry::new(entry))).collect();
    changes.extend(tracker.finish());
    let ended = changes.into_iter().find_map(|change| match change {
        Change::Ended(session) => Some(session),
        _ => None,
    });
    ended.unwrap()
}

/// As it is printed to a terminal of so many columns, without its colours.
fn printed(session: &Session, width: Option<usize>) -> String {
    let line = session_line::session(session, &TimeZone::UTC, width);
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
    for name in ["台所", "0f7c1a52-2f4e-4a9b-8f6a-d4e0f1c2b3a4", "リビングルームの隣の部屋"] {
        wide.site = Some(SiteId::new(name).unwrap());
        for width in [80, 120] {
            for line in printed(&wide, Some(width)).lines() {
                assert!(columns(line) <= width, "{} columns: {line}", columns(line));
            }
        }
    }
}

#[test]
fn programs_get_a_session_as_an_object() {
    insta::assert_json_snapshot!("json", session_json::session(&session("rhasspy.jsonl")));
}

#[test]
fn the_lines_of_snips_watch_are_printed() {
    let lines: Vec<_> = entries("snips.jsonl")
        .iter()
        .flat_map(|entry| snips::lines(&DecodedEntry::new(entry), &TimeZone::UTC))
        .collect();
    insta::assert_snapshot!("snips_watch", lines.join("\n"));
}

#[test]
fn messages_are_lines_with_sound_as_length_and_level() {
    let lines: Vec<_> =
        entries("rhasspy.jsonl").iter().map(|entry| session_line::message(entry, Some(80))).collect();
    let lines = anstream::adapter::strip_str(&lines.join("\n")).to_string();
    insta::assert_snapshot!("messages", lines);
}

#[test]
fn sessions_are_chosen_by_site_intent_outcome_and_problems() {
    let filter = |sites: &[&str], intents: &[&str], outcomes: &[&str], only_problems| SessionFilter {
        sites: sites.iter().map(|site| SiteId::new(*site).unwrap()).collect(),
        intents: intents.iter().map(ToString::to_string).collect(),
        outcomes: outcomes.iter().map(ToString::to_string).collect(),
        only_problems,
    };
    for (filter, taken) in [
        (SessionFilter::default(), ["rhasspy", "snips", "alice"].as_slice()),
        (filter(&["kitchen", "0f7c"], &[], &[], false), &["rhasspy", "alice"]),
        (filter(&[], &["SetTimer", "bob:Other"], &[], false), &["snips"]),
        (filter(&[], &["bob:ElicitDuration"], &[], false), &["snips"]),
        (filter(&[], &[], &["timeout"], false), &["alice"]),
        (filter(&[], &[], &[], true), &["alice"]),
        (filter(&["kitchen"], &[], &[], true), &[]),
    ] {
        for name in ["rhasspy", "snips", "alice"] {
            let takes = filter.takes(&session(&format!("{name}.jsonl")));
            assert_eq!(takes, taken.contains(&name), "{filter:?}: {name}");
        }
    }
}
