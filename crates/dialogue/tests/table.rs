//! Every cell of the table: a session is brought into the phase, the input arrives, and what the table says happens.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod support;

use std::fmt::Write as _;
use std::time::Duration;

use petasos_dialogue::{Input, Phase, Policy, Reaction, reaction};
use petasos_messages::Dialect;
use support::phases::{arrive, in_phase};
use support::{Talk, with_sounds};

fn come_to_rest(talk: &mut Talk) {
    for _ in 0..4 {
        talk.spoken().heard("kitchen").after(Duration::from_millis(900));
    }
}

fn check(dialect: Dialect, phase: Phase, input: Input) {
    let mut talk = in_phase(&with_sounds(Policy::new(dialect)), phase);
    let id = talk.session();
    let is_active = |talk: &Talk| talk.core.sites().any(|status| status.session_id == Some(&id));
    let before = talk.core.statistics().ignored;
    if !arrive(&mut talk, dialect, input) {
        return;
    }
    let ignored = talk.core.statistics().ignored - before;
    let cell = format!("{dialect:?} {phase:?} {input:?}:\n{}", talk.trace);
    match (reaction(dialect, phase, input), input) {
        (Reaction::Accept, Input::Timeout) => {
            assert!(!talk.trace.contains("Timeout {") || phase == Phase::Starting, "{cell}");
        }
        (Reaction::Accept, _) => assert!(ignored == 0, "accepted: {cell}"),
        (Reaction::Postpone, _) => {
            assert!(is_active(&talk), "{cell}");
            assert_eq!(talk.said(), ["sessionQueued"], "{cell}");
        }
        (Reaction::Ignore, _) => {
            assert_eq!(talk.said(), Vec::<String>::new(), "ignored: {cell}");
            assert_eq!(talk.phase("kitchen"), Some(phase.name()), "ignored: {cell}");
        }
        (Reaction::Close, _) => {
            come_to_rest(&mut talk);
            assert!(!is_active(&talk), "closed: {cell}");
        }
    }
}

#[test]
fn every_cell_does_what_it_says() {
    for dialect in Dialect::ALL {
        for phase in Phase::ALL {
            for input in Input::ALL {
                check(dialect, phase, input);
            }
        }
    }
}

#[test]
fn the_documentation_shows_the_table_as_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/dialogue-table.md");
    let generated = page();
    if std::env::var_os("PETASOS_BLESS").is_some() {
        std::fs::write(path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == generated, "docs/dialogue-table.md is out of date: run with PETASOS_BLESS=1");
}

fn page() -> String {
    let mut page = String::from(
        "# What happens to a session, phase by phase\n\n\
         This page is generated from the dialects' tables (`crates/dialogue/src/phase_table.rs`). The core consults them before\n\
         any input acts on a session, and every cell is tested. Playback belongs to the site, not to a session: a session\n\
         continues as soon as nothing plays.\n\n\
         - **accept**: the session acts on it.\n\
         - **postpone**: it waits until the session is over.\n\
         - **close**: the session ends, at once or after a short message to the user.\n\
         - ignore (`·`): nothing changes; it is counted.\n\n\
         An intent that skills have announced only as the answer to a question counts as `nlu/intentNotRecognized` in a session\n\
         that asked no question.\n",
    );
    for (title, dialect) in
        [("Rhasspy", Dialect::RHASSPY), ("Snips", Dialect::SNIPS), ("Project Alice", Dialect::ALICE)]
    {
        write!(page, "\n## {title}\n\n| input |").unwrap();
        for phase in Phase::ALL {
            write!(page, " {} |", phase.name()).unwrap();
        }
        page.push_str("\n|---|---|---|---|---|---|---|\n");
        for input in Input::ALL {
            write!(page, "| {} |", words(input)).unwrap();
            for phase in Phase::ALL {
                let cell = match reaction(dialect, phase, input) {
                    Reaction::Accept => "accept",
                    Reaction::Postpone => "postpone",
                    Reaction::Close => "**close**",
                    Reaction::Ignore => "·",
                };
                write!(page, " {cell} |").unwrap();
            }
            page.push('\n');
        }
    }
    page
}

fn words(input: Input) -> &'static str {
    match input {
        Input::WakeWord => "wake word at the site",
        Input::TextCaptured => "`asr/textCaptured`",
        Input::Intent => "`hermes/intent/...` from the NLU",
        Input::IntentParsed => "`nlu/intentParsed`",
        Input::SlotParsed => "`nlu/slotParsed`",
        Input::IntentNotRecognized => "`nlu/intentNotRecognized`",
        Input::ContinueSession => "`continueSession`",
        Input::EndSession => "`endSession`",
        Input::ForeignSay => "`tts/say` of another component, in the session or outside",
        Input::StartSession => "`startSession` that may wait",
        Input::StartUrgentSession => "`startSession` that must not wait",
        Input::SkillWorking => "a skill needs longer",
        Input::SkillGone => "the last skill that could answer is gone",
        Input::AsrError => "an error of the ASR",
        Input::NluError => "an error of the NLU",
        Input::SpeechError => "an error of TTS or player",
        Input::Timeout => "its time limit",
    }
}
