//! The arguments of Rhasspy's manager for the settings in the header of a session file.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Duration;

use petasos_tests::silent_wave;
use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Settings {
    pub(crate) arguments: Vec<String>,
    /// The files that the arguments name.
    _sounds: TempDir,
}

/// The settings of `petasosd.toml` and the arguments for them.
const NAMES: [(&str, &str); 6] = [
    ("/group_separator", "--group-separator"),
    ("/only_sites/0", "--site-id"),
    ("/everywhere/min_asr_confidence", "--min-asr-confidence"),
    // It has one time limit for all of these.
    ("/everywhere/timeouts/listening_seconds", "--session-timeout"),
    ("/everywhere/timeouts/understanding_seconds", "--session-timeout"),
    ("/everywhere/timeouts/skill_seconds", "--session-timeout"),
];

impl Settings {
    /// From the first line of this file.
    pub(crate) fn of(file: &Path) -> Self {
        let mut header = String::new();
        let file = File::open(file).expect("a recorded session");
        BufReader::new(file).read_line(&mut header).expect("a header");
        let header: Value = serde_json::from_str(&header).expect("a header is JSON");
        let sounds = TempDir::with_prefix("petasos-sounds-").expect("a folder for temporary files");
        let mut arguments = Vec::new();
        for (place, name) in NAMES {
            if let Some(value) = header.pointer(&format!("/settings{place}")) {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                arguments.extend([name.to_owned(), value]);
            }
        }
        for name in ["wake", "recorded", "error"] {
            let length = header.pointer(&format!("/settings/soundSeconds/{name}/0")).and_then(Value::as_f64);
            if let Some(seconds) = length {
                let sound = sounds.path().join(format!("{name}.wav"));
                std::fs::write(&sound, silent_wave::silence(Duration::from_secs_f64(seconds)))
                    .expect("a sound");
                arguments.extend(["--sound".into(), name.into(), sound.to_string_lossy().into_owned()]);
            }
        }
        Self { arguments, _sounds: sounds }
    }
}
