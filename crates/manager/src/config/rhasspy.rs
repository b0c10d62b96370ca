//! Conversion of a Rhasspy profile to a configuration file.
//!
//! A profile contains what differs from Rhasspy's defaults, often with numbers and booleans as text. Rhasspy's supervisor
//! (rhasspy-supervisor 0.9.5) derives the flags of `rhasspy-dialogue-hermes` from it; this module derives the equivalent TOML.

use std::path::Path;

use serde_json::Value as Json;
use toml::{Table, Value};

use crate::Error;
use petasos_messages::Dialect;

/// The port of Rhasspy's internal broker, used unless the profile names another one.
const INTERNAL_PORT: i64 = 12183;

/// The sounds that ship with Rhasspy, in its installation folder.
const SOUNDS: [(&str, &str); 3] =
    [("wake", "beep_hi.wav"), ("recorded", "beep_lo.wav"), ("error", "beep_error.wav")];

/// A converted profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The content of the configuration file.
    pub table: Table,
    /// Hints for the user.
    pub hints: Vec<String>,
}

impl Imported {
    /// The configuration file, with the hints as comments at the top.
    pub fn to_toml(&self) -> String {
        let title = "# Imported from a Rhasspy profile by `petasosd import-rhasspy`.".to_owned();
        let hints = self.hints.iter().map(|hint| format!("# Note: {hint}"));
        let head: Vec<String> = std::iter::once(title).chain(hints).collect();
        format!("{}\n\n{}", head.join("\n"), self.table)
    }
}

/// Reads a `profile.json`. `${RHASSPY_PROFILE_DIR}` in paths stands for its folder.
pub fn import_rhasspy(file: &Path) -> Result<Imported, Error> {
    let wrong = |why: String| Error::Profile { file: file.to_owned(), why };
    let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
    let json: Json =
        serde_json::from_str(&text).map_err(|error| wrong(format!("{error}; it must be JSON")))?;
    if !json.is_object() {
        return Err(wrong("it must be a JSON object".to_owned()));
    }
    let folder = file.parent().unwrap_or(Path::new("")).display().to_string();
    Ok(Import { profile: Profile { json, folder }, table: Table::new(), hints: Vec::new() }.run())
}

struct Import {
    profile: Profile,
    table: Table,
    hints: Vec<String>,
}

impl Import {
    fn run(mut self) -> Imported {
        self.table.insert("dialect".into(), Dialect::RHASSPY.as_str().into());
        self.sites();
        self.dialogue();
        self.sounds();
        self.mqtt();
        Imported { table: self.table, hints: self.hints }
    }

    fn sites(&mut self) {
        let own = self.own_sites();
        let satellites = self.profile.list("dialogue.satellite_site_ids");
        let sites: Vec<Value> = own.into_iter().chain(satellites).map(Value::from).collect();
        self.table.insert("only_sites".into(), Value::Array(sites));
    }

    fn own_sites(&self) -> Vec<String> {
        let sites = self.profile.list("mqtt.site_id");
        if sites.is_empty() { vec!["default".to_owned()] } else { sites }
    }

    fn dialogue(&mut self) {
        match self.profile.text("dialogue.system").as_deref() {
            Some("rhasspy") => {
                self.hint(
                    "set Dialogue Management to \"Hermes MQTT\" in Rhasspy; otherwise two managers answer",
                );
            }
            Some("hermes") => {}
            _ => self
                .hint("Dialogue Management is disabled in the profile; set it to \"Hermes MQTT\" in Rhasspy"),
        }
        if let Some(separator) = self.profile.text("dialogue.group_separator") {
            self.table.insert("group_separator".into(), separator.into());
        }
        if let Some(misspelt) = self.profile.text("dialogue.group_seperator") {
            self.hint("the profile has `group_seperator`, which Rhasspy ignores; it is imported as `group_separator`");
            self.table.entry("group_separator").or_insert_with(|| misspelt.into());
        }
        if let Some(seconds) = self.profile.number("dialogue.session_timeout") {
            self.set(&["everywhere", "timeouts"], "listening_seconds", seconds.clone());
            self.set(&["everywhere", "timeouts"], "skill_seconds", seconds);
        }
        let system = self.profile.text("speech_to_text.system").unwrap_or_default();
        if let Some(confidence) = self.profile.number(&format!("speech_to_text.{system}.min_confidence")) {
            self.set(&["everywhere"], "min_asr_confidence", confidence);
        }
        if self.profile.number("dialogue.say_chars_per_second").is_some() {
            self.hint("say_chars_per_second is not imported: petasosd waits until speech has really ended, see everywhere.timeouts");
        }
    }

    fn sounds(&mut self) {
        let satellites = !self.profile.list("dialogue.satellite_site_ids").is_empty();
        let silent = matches!(self.profile.text("sounds.system").as_deref(), None | Some("dummy"));
        if silent && !satellites {
            return;
        }
        for (name, file) in SOUNDS {
            match self.profile.json_at(&format!("sounds.{name}")) {
                Some(Json::String(path)) if path.is_empty() => {}
                Some(Json::String(path)) => {
                    let path = path.replace("${RHASSPY_PROFILE_DIR}", &self.profile.folder);
                    self.set(&["sounds"], name, path.into());
                }
                _ => self.set(&["sounds"], name, format!("${{RHASSPY_BASE_DIR}}/etc/wav/{file}").into()),
            }
        }
        if self.table.get("sounds").is_some_and(|sounds| sounds.to_string().contains("RHASSPY_BASE_DIR")) {
            self.hint("set RHASSPY_BASE_DIR to Rhasspy's folder (/usr/lib/rhasspy in its image), so that its sounds are found");
        }
        if let Some(volume) = self.profile.number("dialogue.volume") {
            self.set(&["sounds"], "volume", volume);
        }
        let suffixes = self.profile.list("dialogue.sound_suffixes");
        if suffixes.iter().any(|suffix| suffix != ".wav") {
            self.hint("only WAV sounds are played; files of other formats in sound folders are skipped");
        }
        if silent {
            for site in self.own_sites() {
                self.set(&["site", &site], "sounds", false.into());
            }
        }
    }

    fn mqtt(&mut self) {
        if self.profile.flag("mqtt.enabled") != Some(true) {
            self.hint("the profile uses Rhasspy's internal broker; its port must be reachable from here");
            self.set(&["mqtt"], "port", INTERNAL_PORT.into());
            return;
        }
        for key in ["host", "username", "password"] {
            if let Some(text) = self.profile.text(&format!("mqtt.{key}")) {
                self.set(&["mqtt"], key, text.into());
            }
        }
        if let Some(port) = self.profile.number("mqtt.port") {
            self.set(&["mqtt"], "port", port);
        }
        if self.profile.text("mqtt.password").is_some() {
            self.hint("this file contains a password: make it readable only by the service, or use mqtt.password_file");
        }
        if self.profile.flag("mqtt.tls.enabled") == Some(true) {
            self.set_table(&["mqtt", "tls"]);
            for (theirs, ours) in [("ca_certs", "ca"), ("certfile", "certificate"), ("keyfile", "key")] {
                if let Some(path) = self.profile.text(&format!("mqtt.tls.{theirs}")) {
                    let path = path.replace("${RHASSPY_PROFILE_DIR}", &self.profile.folder);
                    self.set(&["mqtt", "tls"], ours, path.into());
                }
            }
            if self.profile.text("mqtt.tls.cert_reqs").is_some_and(|required| required != "CERT_REQUIRED") {
                self.hint("the broker's certificate is always verified, whatever mqtt.tls.cert_reqs says");
            }
        }
    }

    fn hint(&mut self, hint: &str) {
        self.hints.push(hint.to_owned());
    }

    fn set(&mut self, path: &[&str], key: &str, value: Value) {
        self.set_table(path).insert(key.to_owned(), value);
    }

    fn set_table(&mut self, path: &[&str]) -> &mut Table {
        let mut table = &mut self.table;
        for name in path {
            let entry = table.entry(*name).or_insert_with(|| Value::Table(Table::new()));
            #[expect(clippy::unreachable, reason = "tables and values have different names here")]
            match entry {
                Value::Table(inner) => table = inner,
                _ => unreachable!("{name} is a table"),
            }
        }
        table
    }
}

/// A profile, read liberally: numbers and booleans may be text.
struct Profile {
    json: Json,
    folder: String,
}

impl Profile {
    fn json_at(&self, path: &str) -> Option<&Json> {
        path.split('.').try_fold(&self.json, |value, key| value.get(key))
    }

    /// A non-empty text.
    fn text(&self, path: &str) -> Option<String> {
        match self.json_at(path)? {
            Json::String(text) => Some(text.trim().to_owned()),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        }
        .filter(|text| !text.is_empty())
    }

    /// A number, as an integer if it was written as one.
    fn number(&self, path: &str) -> Option<Value> {
        let text = self.text(path)?;
        let whole = text.parse::<i64>().map(Value::from);
        whole.or_else(|_| text.parse::<f64>().map(Value::from)).ok()
    }

    fn flag(&self, path: &str) -> Option<bool> {
        match self.json_at(path)? {
            Json::Bool(flag) => Some(*flag),
            Json::String(text) => Some(matches!(text.to_lowercase().as_str(), "true" | "1" | "yes" | "on")),
            Json::Number(number) => Some(number.as_i64() != Some(0)),
            _ => None,
        }
    }

    /// A list, or a comma-separated text.
    fn list(&self, path: &str) -> Vec<String> {
        let items: Vec<&str> = match self.json_at(path) {
            Some(Json::String(text)) => text.split(',').collect(),
            Some(Json::Array(items)) => items.iter().filter_map(Json::as_str).collect(),
            _ => Vec::new(),
        };
        items.into_iter().map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }
}
