//! The keys of the recorder.

use std::path::PathBuf;

use petasos_recording::Kept;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Config;

/// The default folder for recordings, inside the state directory.
const RECORDINGS: &str = "recordings";

/// The recorder, which keeps the last messages in memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct RecorderConfig {
    /// How many minutes to keep. Default 0: the recorder is off.
    pub minutes: u16,
    /// Limit on memory, in bytes. Default 8 MiB.
    pub max_bytes: usize,
    /// Whether to save a recording of each session that ends with a timeout or an error. Default false.
    pub save_bad_sessions: bool,
    /// The folder for these recordings. Default: `recordings` in the state directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory: Option<PathBuf>,
    /// Limit on disk space, in bytes; the oldest recordings are deleted. Default 100 MiB.
    pub max_disk_bytes: u64,
    /// What recordings contain unredacted. Default: nothing.
    pub keep: Vec<Keep>,
}

/// Content that recordings may contain unredacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Keep {
    /// Text.
    Text,
    /// Audio that is played. The manager never receives microphone audio.
    Audio,
}

impl Default for RecorderConfig {
    fn default() -> Self {
        Self {
            minutes: 0,
            max_bytes: 8 << 20,
            save_bad_sessions: false,
            directory: None,
            max_disk_bytes: 100 << 20,
            keep: Vec::new(),
        }
    }
}

impl RecorderConfig {
    /// What recordings contain unredacted.
    pub fn kept(&self) -> Kept {
        Kept { text: self.keep.contains(&Keep::Text), audio: self.keep.contains(&Keep::Audio) }
    }
}

impl Config {
    /// The folder for recordings, if there is one.
    pub fn recordings(&self) -> Option<PathBuf> {
        let in_state = || self.state.directory.as_ref().map(|folder| folder.join(RECORDINGS));
        self.recorder.directory.clone().or_else(in_state)
    }

    /// The settings that affect the manager's output, for the header of a recording: those that differ from the defaults, without
    /// secrets and settings of this machine.
    pub fn recorded(&self) -> Map<String, Value> {
        let (ours, defaults) = (self.as_json(), Self::default().as_json());
        let decides = |key: &str| !matches!(key, "mqtt" | "state" | "log" | "recorder" | "limits" | "sounds");
        ours.into_iter().filter(|(key, value)| decides(key) && defaults.get(key) != Some(value)).collect()
    }

    fn as_json(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layers;

    fn config(text: &str) -> Config {
        Layers::new().text("test", text).unwrap().finish().unwrap()
    }

    #[test]
    fn a_recording_has_the_settings_that_decide_what_is_said_and_no_secret() {
        assert_eq!(config("").recorded(), Map::new());
        let config = config(
            "group_separator = \".\"\n[mqtt]\nusername = \"u\"\npassword = \"secret\"\n\
             [everywhere.timeouts]\nskill_seconds = 5\n[log]\nspeech = true",
        );
        insta::assert_json_snapshot!(config.recorded(), @r#"
        {
          "group_separator": ".",
          "everywhere": {
            "timeouts": {
              "skill_seconds": 5
            }
          }
        }
        "#);
    }

    #[test]
    fn recordings_are_kept_beside_the_state_unless_a_folder_is_named() {
        assert_eq!(config("").recordings(), None);
        let state = "[state]\ndirectory = \"/state\"";
        assert_eq!(config(state).recordings(), Some("/state/recordings".into()));
        let named = config("[recorder]\ndirectory = \"/there\"");
        assert_eq!(named.recordings(), Some("/there".into()));
    }

    #[test]
    fn a_recorder_that_saves_needs_a_folder() {
        let layers = Layers::new().text("test", "[recorder]\nminutes = 5\nsave_bad_sessions = true");
        let error = layers.unwrap().finish().unwrap_err().to_string();
        assert!(error.contains("recorder.directory"), "{error}");
    }
}
