//! The recorded sessions in Rhasspy's dialect, replayed to Rhasspy's own dialogue manager: the differences are those that
//! docs/replay.md lists, each where it is expected, and no others.

#![expect(clippy::expect_used, reason = "a test fails by panicking, with the reason")]

mod rhasspy;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{iter, thread};

use petasos_tests::peers::RhasspyDialogue;
use petasos_tests::{Mosquitto, Tool};
use rhasspy::reasons::{ALL, ALWAYS, Reason, expected, is_left_out};
use rhasspy::settings;
use serde_json::Value;

/// Files that are replayed at once: most of the time they wait.
const AT_ONCE: usize = 8;

#[test]
fn rhasspys_manager_differs_as_documented_and_in_nothing_else() {
    let (files, next) = (files(), AtomicUsize::new(0));
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let replay = || {
            let file = || files.get(next.fetch_add(1, Ordering::Relaxed));
            iter::from_fn(file).map(|file| judge(file)).collect::<Vec<_>>()
        };
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(replay)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("the panic was printed")).collect()
    });
    let complaints: Vec<&str> =
        outcomes.iter().flat_map(|outcome| &outcome.complaints).map(String::as_str).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let seen: BTreeSet<&str> = outcomes.iter().flat_map(|outcome| &outcome.seen).copied().collect();
    let unseen: Vec<&str> =
        ALL.iter().map(|reason| reason.says).filter(|says| !seen.contains(says)).collect();
    assert!(unseen.is_empty(), "no recorded session shows that {unseen:?}");
}

#[test]
fn every_difference_is_documented() {
    let page = include_str!("../../docs/replay.md");
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for reason in ALL {
        assert!(page.contains(reason.says), "docs/replay.md does not say: {}", reason.says);
    }
}

/// The sessions that Rhasspy's manager can be set to play.
fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions/rhasspy");
    let entries = std::fs::read_dir(folder).expect("the folder of recorded sessions");
    let files = entries.map(|entry| entry.expect("a file").path());
    files.filter(|file| !is_left_out(&name(file))).collect()
}

fn name(file: &Path) -> String {
    file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

struct Outcome {
    complaints: Vec<String>,
    seen: Vec<&'static str>,
}

/// Replays a file, and looks for the reason of every difference.
fn judge(file: &Path) -> Outcome {
    let name = name(file);
    let reasons: Vec<&Reason> = ALWAYS.iter().chain(expected(&name)).copied().collect();
    let differences = differences(file);
    let unexplained = differences.iter().filter(|difference| !is_explained(difference, &reasons));
    let mut complaints: Vec<String> = unexplained.map(|difference| format!("{name}: {difference}")).collect();
    let seen = |reason: &&&Reason| differences.iter().any(|difference| has_part(difference, reason));
    let (seen, unseen): (Vec<&Reason>, Vec<&Reason>) =
        reasons.iter().copied().partition(|reason| seen(&reason));
    let missing = unseen.iter().filter(|reason| !ALWAYS.iter().any(|always| always.says == reason.says));
    complaints.extend(missing.map(|reason| format!("{name}: it does not show that {}", reason.says)));
    Outcome { complaints, seen: seen.iter().map(|reason| reason.says).collect() }
}

/// Replays a file to Rhasspy's manager on a broker of its own.
fn differences(file: &Path) -> Vec<Value> {
    let broker = Mosquitto::start();
    let settings = settings::Settings::of(file);
    let _manager = RhasspyDialogue::start_with(&broker, &settings.arguments);
    let file = file.to_string_lossy();
    let played = Tool::run(&broker, &["replay", &file, "--broker", "--json", "--deadline", "2"]);
    let report: Value = serde_json::from_str(&played.out)
        .unwrap_or_else(|error| unreachable!("{file}: {error}: {}{}", played.out, played.err));
    report.get("differences").and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Whether these reasons explain all of a difference: the message, or every field that changed.
fn is_explained(difference: &Value, reasons: &[&Reason]) -> bool {
    let explained = |field: Option<&str>| reasons.iter().any(|reason| reason.explains(difference, field));
    match fields(difference) {
        Some(fields) => fields.iter().all(|field| explained(Some(field))),
        None => explained(None),
    }
}

/// Whether a reason explains some of a difference.
fn has_part(difference: &Value, reason: &Reason) -> bool {
    match fields(difference) {
        Some(fields) => fields.iter().any(|field| reason.explains(difference, Some(field))),
        None => reason.explains(difference, None),
    }
}

/// The fields that changed, if the message is the same otherwise.
fn fields(difference: &Value) -> Option<Vec<&str>> {
    let fields = difference.get("fields")?.as_array()?;
    Some(fields.iter().filter_map(|field| field.get("path")?.as_str()).collect())
}
