//! The command line: our own flags, and every flag of `rhasspy-dialogue-hermes` 0.6.1, so that the program can stand in its
//! place under Rhasspy's supervisor.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};
use toml::{Table, Value};

/// The Petasos dialogue manager: holds conversations between the parts of a voice assistant that speak Hermes over MQTT.
#[derive(Debug, Parser)]
#[command(
    name = "petasosd",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  petasosd                                    serve a Rhasspy house; its broker is at 127.0.0.1:1883
  petasosd --embedded-broker                  the same, and be the broker as well
  petasosd --config /etc/petasos/petasosd.toml
  petasosd --host broker --username house --password-file /etc/petasos/password
  petasosd check --config petasosd.toml       what would hold?
  petasosd import-rhasspy profile.json        turn a Rhasspy profile into a configuration

Every key of the configuration can be set by a variable: mqtt.host is PETASOS_MQTT_HOST.
Exit codes: 0 ended as asked, 1 failed while running, 2 wrong flag or configuration."
)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) flags: Flags,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the house (the default).
    Run(Box<Flags>),
    /// Check the configuration and print what holds, with every default written out and secrets hidden.
    Check(Box<Flags>),
    /// Turn a Rhasspy profile into a configuration.
    ImportRhasspy {
        /// The profile, such as ~/.config/rhasspy/profiles/en/profile.json.
        profile: PathBuf,
        /// Where to write the configuration. Default: standard output.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// What can be set on the command line.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Flags {
    /// Configuration file (TOML).
    #[arg(long, short, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Whose Hermes the house speaks: rhasspy, snips or alice.
    #[arg(long)]
    pub(crate) dialect: Option<String>,
    /// Our name in the topics petasos/NAME/...
    #[arg(long)]
    pub(crate) instance: Option<String>,
    /// Folder for what must survive a crash.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) state_directory: Option<PathBuf>,
    /// Be the broker as well, on --host and --port.
    #[arg(long)]
    pub(crate) embedded_broker: bool,
    /// Where the broker is.
    #[arg(long)]
    pub(crate) host: Option<String>,
    /// The broker's port.
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// User name at the broker.
    #[arg(long)]
    pub(crate) username: Option<String>,
    /// Password at the broker. Others can see it in the list of processes: prefer --password-file.
    #[arg(long)]
    pub(crate) password: Option<String>,
    /// File with the password.
    #[arg(long, value_name = "FILE", conflicts_with = "password")]
    pub(crate) password_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) tls: TlsFlags,
    /// Serve only this site; may be repeated.
    #[arg(long, value_name = "SITE")]
    pub(crate) site_id: Vec<String>,
    /// Answer only to this wake word; may be repeated.
    #[arg(long, value_name = "WAKEWORD")]
    pub(crate) wakeword_id: Vec<String>,
    /// Seconds the user, and then the skill, may take to answer.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) session_timeout: Option<f64>,
    /// Sound to play: wake, recorded or error, and a WAV file or folder; may be repeated.
    #[arg(long, num_args = 2, value_names = ["NAME", "PATH"], action = ArgAction::Append)]
    pub(crate) sound: Vec<String>,
    /// Site without sounds; may be repeated.
    #[arg(long, value_name = "SITE")]
    pub(crate) no_sound: Vec<String>,
    /// Ending of sound files that are taken from a folder; may be repeated.
    #[arg(long, value_name = "SUFFIX")]
    pub(crate) sound_suffix: Vec<String>,
    /// How loud sounds are, 0 to 1.
    #[arg(long)]
    pub(crate) volume: Option<f64>,
    /// Sites whose names are equal up to this text hear the same voice.
    #[arg(long, value_name = "TEXT")]
    pub(crate) group_separator: Option<String>,
    /// Words the ASR is less sure of are not understood, 0 to 1.
    #[arg(long, value_name = "CONFIDENCE")]
    pub(crate) min_asr_confidence: Option<f64>,
    /// How fast speech is; only a slower speed than our own estimate is used.
    #[arg(long, value_name = "CHARACTERS", allow_negative_numbers = true)]
    pub(crate) say_chars_per_second: Option<f64>,
    /// Log more.
    #[arg(long)]
    pub(crate) debug: bool,
    /// `human` or `json`. A format of Python's logging is accepted and means `human`.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) log_format: Option<String>,
}

/// Encryption of the connection, with the names that Rhasspy's services use.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct TlsFlags {
    /// Encrypt the connection.
    #[arg(long)]
    pub(crate) tls: bool,
    /// PEM file with the certificate authorities to trust.
    #[arg(long, value_name = "FILE")]
    pub(crate) tls_ca_certs: Option<PathBuf>,
    /// PEM file with our certificate.
    #[arg(long, value_name = "FILE")]
    pub(crate) tls_certfile: Option<PathBuf>,
    /// PEM file with the key of our certificate.
    #[arg(long, value_name = "FILE")]
    pub(crate) tls_keyfile: Option<PathBuf>,
    /// Accepted for Rhasspy; certificates are always checked.
    #[arg(long, value_name = "WHEN", value_parser = ["CERT_REQUIRED", "CERT_OPTIONAL", "CERT_NONE"])]
    pub(crate) tls_cert_reqs: Option<String>,
    /// Accepted for Rhasspy; the newest version both sides know is used.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) tls_version: Option<i64>,
    /// Accepted for Rhasspy; only safe ciphers are used.
    #[arg(long, value_name = "CIPHERS")]
    pub(crate) tls_ciphers: Option<String>,
}

/// What the flags set, and what should be said about them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Overrides {
    pub(crate) table: Table,
    pub(crate) warnings: Vec<String>,
}

/// Our own estimate of how fast speech is, in characters a second. A faster one would open the microphone into it.
const OWN_SPEECH_SPEED: f64 = 10.0;

impl Flags {
    /// What the flags set, as the topmost layer of the configuration.
    pub(crate) fn overrides(&self) -> Overrides {
        let mut overrides = Overrides::default();
        overrides.house(self);
        overrides.connection(self);
        overrides.encryption(&self.tls);
        overrides.sounds(self);
        overrides.log(self);
        overrides
    }
}

impl Overrides {
    fn house(&mut self, flags: &Flags) {
        self.set("dialect", flags.dialect.clone());
        self.set("instance", flags.instance.clone());
        self.set("state.directory", path(flags.state_directory.as_ref()));
        self.set("only_sites", list(&flags.site_id));
        self.set("wakewords", list(&flags.wakeword_id));
        self.set("group_separator", flags.group_separator.clone());
        self.set("everywhere.timeouts.listening_seconds", flags.session_timeout);
        self.set("everywhere.timeouts.skill_seconds", flags.session_timeout);
        self.set("everywhere.min_asr_confidence", flags.min_asr_confidence);
        match flags.say_chars_per_second {
            Some(speed) if speed > 0.0 && speed < OWN_SPEECH_SPEED => {
                self.set("everywhere.timeouts.speech_chars_per_second", Some(speed));
            }
            Some(speed) if speed != RHASSPY_SPEECH_SPEED => self.warn(
                "--say-chars-per-second is not used: it is faster than speech, and the microphone would open into it",
            ),
            _ => {}
        }
    }

    fn connection(&mut self, flags: &Flags) {
        self.set("mqtt.host", flags.host.clone());
        self.set("mqtt.port", flags.port.map(i64::from));
        self.set("mqtt.username", filled(flags.username.as_ref()));
        self.set("mqtt.password", filled(flags.password.as_ref()));
        self.set("mqtt.password_file", path(flags.password_file.as_ref()));
        if filled(flags.password.as_ref()).is_some() {
            self.warn(
                "others can see --password in the list of processes; use --password-file, PETASOS_PASSWORD or a systemd credential",
            );
        }
    }

    fn encryption(&mut self, tls: &TlsFlags) {
        if !tls.tls {
            return;
        }
        self.set("mqtt.tls", Some(Table::new()));
        self.set("mqtt.tls.ca", path(tls.tls_ca_certs.as_ref()));
        self.set("mqtt.tls.certificate", path(tls.tls_certfile.as_ref()));
        self.set("mqtt.tls.key", path(tls.tls_keyfile.as_ref()));
        if tls.tls_cert_reqs.as_deref().is_some_and(|required| required != "CERT_REQUIRED") {
            self.warn("--tls-cert-reqs is not used: the broker's certificate is always checked");
        }
        if tls.tls_version.is_some() || filled(tls.tls_ciphers.as_ref()).is_some() {
            self.warn("--tls-version and --tls-ciphers are not used: TLS 1.2 or 1.3 with safe ciphers is");
        }
    }

    fn sounds(&mut self, flags: &Flags) {
        for sound in flags.sound.chunks_exact(2) {
            let [name, path] = sound else { continue };
            if matches!(name.as_str(), "wake" | "recorded" | "error") {
                self.set(&format!("sounds.{name}"), filled(Some(path)));
            } else {
                self.warn(&format!("--sound {name} is not used: there are wake, recorded and error"));
            }
        }
        self.set("sounds.volume", flags.volume);
        self.set("sounds.suffixes", list(&flags.sound_suffix));
        for site in &flags.no_sound {
            self.set_at(&["site", site, "sounds"], Value::from(false));
        }
    }

    fn log(&mut self, flags: &Flags) {
        if flags.debug {
            self.set("log.filter", Some("debug"));
        }
        match flags.log_format.as_deref() {
            Some(format @ ("human" | "json")) => self.set("log.format", Some(format)),
            Some(format) if !format.is_empty() => {
                self.warn("--log-format is not used: it is a format of Python; write human or json");
            }
            _ => {}
        }
    }

    fn warn(&mut self, warning: &str) {
        self.warnings.push(warning.to_owned());
    }

    fn set(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set_at(&key.split('.').collect::<Vec<_>>(), value.into());
        }
    }

    fn set_at(&mut self, path: &[&str], value: Value) {
        let [folders @ .., key] = path else { return };
        let mut table = &mut self.table;
        for name in folders {
            let entry = table.entry(*name).or_insert_with(|| Value::Table(Table::new()));
            let Value::Table(inner) = entry else { return };
            table = inner;
        }
        table.insert((*key).to_owned(), value);
    }
}

/// What Rhasspy's supervisor passes unless the owner chose something else; it needs no warning.
const RHASSPY_SPEECH_SPEED: f64 = 33.0;

/// An empty text says nothing: supervisors write one for what is not set.
fn filled(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).cloned()
}

fn path(path: Option<&PathBuf>) -> Option<String> {
    path.map(|path| path.display().to_string()).filter(|path| !path.is_empty())
}

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
        let overrides = parse(arguments).flags.overrides();
        Layers::new().flags(overrides.table.clone()).unwrap().finish().unwrap();
        let warnings = overrides.warnings.iter().map(|warning| format!("# {warning}\n"));
        warnings.chain([overrides.table.to_string()]).collect::<Vec<_>>().concat()
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
        assert_eq!(flags.host.as_deref(), Some("h"));
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
