//! The command line. It accepts every flag of `rhasspy-dialogue-hermes` 0.6.1, so that Rhasspy's supervisor can start `petasosd`
//! in its place.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};
use petasos_program::flags::{Connection, Overlay, filled, path};
use toml::Value;

/// Dialogue manager for voice assistants whose components speak Hermes over MQTT.
#[derive(Debug, Parser)]
#[command(
    name = "petasosd",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  petasosd                                    serve Rhasspy, on the broker at 127.0.0.1:1883
  petasosd --embedded-broker                  the same, with a built-in broker
  petasosd --config /etc/petasos/petasosd.toml
  petasosd --host broker --username petasos --password-file /etc/petasos/password
  petasosd check --config petasosd.toml       check and print the configuration
  petasosd import-rhasspy profile.json        convert a Rhasspy profile

Every configuration key can also be set by an environment variable: mqtt.host by PETASOS_MQTT_HOST.
Exit codes: 0 stopped on request, 1 failed while running, 2 invalid flag or configuration."
)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) flags: Flags,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the dialogue manager (the default).
    Run(Box<Flags>),
    /// Check the configuration, and print it with all defaults filled in and secrets hidden.
    Check(Box<Flags>),
    /// Convert a Rhasspy profile to a configuration file.
    ImportRhasspy {
        /// The profile, such as ~/.config/rhasspy/profiles/en/profile.json.
        profile: PathBuf,
        /// The file to write. Default: standard output.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Name of this manager in the topics petasos/NAME/...
    #[arg(long)]
    pub(crate) instance: Option<String>,
    /// Folder for the state that must survive a crash.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) state_directory: Option<PathBuf>,
    /// Keep the messages of the last minutes in memory, for `petasos record --last`.
    #[arg(long, value_name = "MINUTES")]
    pub(crate) recorder_minutes: Option<u16>,
    /// Run a broker inside this process, on --host and --port.
    #[arg(long)]
    pub(crate) embedded_broker: bool,
    /// Serve only this site; may be repeated.
    #[arg(long, value_name = "SITE")]
    pub(crate) site_id: Vec<String>,
    /// Respond only to this wake word; may be repeated.
    #[arg(long, value_name = "WAKEWORD")]
    pub(crate) wakeword_id: Vec<String>,
    /// How long the user, and then the skill, may take, in seconds.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) session_timeout: Option<f64>,
    /// Feedback sound: wake, recorded or error, and a WAV file or folder; may be repeated.
    #[arg(long, num_args = 2, value_names = ["NAME", "PATH"], action = ArgAction::Append)]
    pub(crate) sound: Vec<String>,
    /// Site without feedback sounds; may be repeated.
    #[arg(long, value_name = "SITE")]
    pub(crate) no_sound: Vec<String>,
    /// Suffix of sound files to use from a folder; may be repeated.
    #[arg(long, value_name = "SUFFIX")]
    pub(crate) sound_suffix: Vec<String>,
    /// Volume of feedback sounds, 0 to 1.
    #[arg(long)]
    pub(crate) volume: Option<f64>,
    /// Sites whose names are equal up to this separator hear the same voice, and only one of them answers.
    #[arg(long, value_name = "TEXT")]
    pub(crate) group_separator: Option<String>,
    /// ASR confidence below which words count as not understood, 0 to 1.
    #[arg(long, value_name = "CONFIDENCE")]
    pub(crate) min_asr_confidence: Option<f64>,
    /// Speed of speech in characters per second; only used if it is slower than the built-in estimate.
    #[arg(long, value_name = "CHARACTERS", allow_negative_numbers = true)]
    pub(crate) say_chars_per_second: Option<f64>,
    /// Log more.
    #[arg(long)]
    pub(crate) debug: bool,
    /// `human` or `json`. A format of Python's logging is accepted and means `human`.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) log_format: Option<String>,
}

/// The built-in estimate of the speed of speech, in characters per second. A faster one would open the microphone during speech.
const OWN_SPEECH_SPEED: f64 = 10.0;

impl Flags {
    /// The configuration layer that the flags set.
    pub(crate) fn overlay(&self) -> Overlay {
        let mut overlay = self.connection.overlay();
        self.manager(&mut overlay);
        self.sounds(&mut overlay);
        self.log(&mut overlay);
        overlay
    }

    fn manager(&self, overlay: &mut Overlay) {
        overlay.set("instance", self.instance.clone());
        overlay.set("state.directory", path(self.state_directory.as_ref()));
        overlay.set("recorder.minutes", self.recorder_minutes.map(i64::from));
        overlay.set("only_sites", list(&self.site_id));
        overlay.set("wakewords", list(&self.wakeword_id));
        overlay.set("group_separator", self.group_separator.clone());
        overlay.set("everywhere.timeouts.listening_seconds", self.session_timeout);
        overlay.set("everywhere.timeouts.skill_seconds", self.session_timeout);
        overlay.set("everywhere.min_asr_confidence", self.min_asr_confidence);
        match self.say_chars_per_second {
            Some(speed) if speed > 0.0 && speed < OWN_SPEECH_SPEED => {
                overlay.set("everywhere.timeouts.speech_chars_per_second", Some(speed));
            }
            Some(speed) if speed != RHASSPY_SPEECH_SPEED => overlay.warn(
                "--say-chars-per-second is ignored: it is faster than speech, so the microphone would open too early",
            ),
            _ => {}
        }
    }

    fn sounds(&self, overlay: &mut Overlay) {
        for sound in self.sound.chunks_exact(2) {
            let [name, path] = sound else { continue };
            if matches!(name.as_str(), "wake" | "recorded" | "error") {
                overlay.set(&format!("sounds.{name}"), filled(Some(path)));
            } else {
                overlay.warn(&format!("--sound {name} is ignored: the sounds are wake, recorded and error"));
            }
        }
        overlay.set("sounds.volume", self.volume);
        overlay.set("sounds.suffixes", list(&self.sound_suffix));
        for site in &self.no_sound {
            overlay.set_at(&["site", site, "sounds"], Value::from(false));
        }
    }

    fn log(&self, overlay: &mut Overlay) {
        if self.debug {
            overlay.set("log.filter", Some("debug"));
        }
        match self.log_format.as_deref() {
            Some(format @ ("human" | "json")) => overlay.set("log.format", Some(format)),
            Some(format) if !format.is_empty() => {
                overlay.warn("--log-format is ignored: it is a Python format; use human or json");
            }
            _ => {}
        }
    }
}

/// The speed that Rhasspy's supervisor passes by default; it needs no warning.
const RHASSPY_SPEECH_SPEED: f64 = 33.0;

fn list(items: &[String]) -> Option<Vec<Value>> {
    (!items.is_empty()).then(|| items.iter().map(|item| Value::from(item.as_str())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use petasos_manager::config::Layers;

    fn parse(arguments: &[&str]) -> CommandLine {
        CommandLine::try_parse_from(std::iter::once(&"rhasspy-dialogue-hermes").chain(arguments)).unwrap()
    }

    fn table(arguments: &[&str]) -> String {
        let overlay = parse(arguments).flags.overlay();
        Layers::new().flags(overlay.table.clone()).unwrap().finish().unwrap();
        let warnings = overlay.warnings.iter().map(|warning| format!("# {warning}\n"));
        warnings.chain([overlay.table.to_string()]).collect::<Vec<_>>().concat()
    }

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn what_rhasspys_supervisor_writes_is_understood() {
        insta::assert_snapshot!(table(&[
            "--debug",
            "--host",
            "localhost",
            "--port",
            "12183",
            "--site-id",
            "default",
            "--site-id",
            "kitchen",
            "--sound",
            "wake",
            "/usr/lib/rhasspy/etc/wav/beep_hi.wav",
            "--sound",
            "error",
            "/profiles/en/sounds",
            "--session-timeout",
            "30",
            "--volume",
            "0.8",
            "--group-separator",
            ".",
            "--min-asr-confidence",
            "0.5",
            "--say-chars-per-second",
            "33.0",
            "--sound-suffix",
            ".wav",
            "--sound-suffix",
            ".mp3",
            "--no-sound",
            "living room",
            "--wakeword-id",
            "porcupine",
        ]));
    }

    #[test]
    fn flags_that_cannot_mean_the_same_are_accepted_with_a_warning() {
        insta::assert_snapshot!(table(&[
            "--username",
            "u",
            "--password",
            "p",
            "--tls",
            "--tls-ca-certs",
            "/ca.pem",
            "--tls-certfile",
            "/c.pem",
            "--tls-keyfile",
            "/k.pem",
            "--tls-cert-reqs",
            "CERT_NONE",
            "--tls-version",
            "2",
            "--tls-ciphers",
            "ALL",
            "--say-chars-per-second",
            "-1",
            "--log-format",
            "%(message)s",
            "--sound",
            "beep",
            "/b.wav",
        ]));
    }

    #[test]
    fn empty_texts_say_nothing() {
        assert_eq!(table(&["--username", "", "--password", "", "--log-format", "", "--tls-ciphers", ""]), "");
    }

    #[test]
    fn slower_speech_lengthens_the_estimate() {
        assert!(table(&["--say-chars-per-second", "7"]).contains("speech_chars_per_second = 7.0"));
    }

    #[test]
    fn subcommands_have_the_same_flags() {
        let CommandLine { command: Some(Command::Check(flags)), .. } = parse(&["check", "--host", "h"])
        else {
            panic!("no check")
        };
        assert_eq!(flags.connection.host.as_deref(), Some("h"));
        assert!(matches!(parse(&["run"]).command, Some(Command::Run(_))));
    }

    #[test]
    fn every_flag_of_rhasspy_dialogue_hermes_is_in_the_docs() {
        let page = include_str!("../../../docs/rhasspy-drop-in.md");
        for argument in CommandLine::command().get_arguments().filter_map(clap::Arg::get_long) {
            assert!(
                page.contains(&format!("`--{argument}")),
                "--{argument} is missing in docs/rhasspy-drop-in.md"
            );
        }
    }
}
