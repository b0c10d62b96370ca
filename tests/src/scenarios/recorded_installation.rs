//! The installation in which scenarios are played and recorded, and what its components besides the manager do.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::dialect::Dialect;
use super::session_file::{Recorded, Recorder};
use super::{DialectScenario, PlayedBy};
use crate::real_installation::{Installation, RhasspyComponents};
use crate::silent_wave;
use crate::test_clock::pass;
use crate::topic_names::{DETECTED, ENDED, QUEUED, SAY, SAY_FINISHED, START};
use crate::{MessageCursor, ReceivedMessage};

/// The key of a scenario's settings with the lengths of the manager's sounds, in s; it gets into the header of the session file.
const SOUND_SECONDS: &str = "soundSeconds";

/// A site that is left out of the recording, as those of all barriers are.
const UNRECORDED_SITE: &str = "barrier-unrecorded";

/// A wake word that is detected sooner after another may be the same one.
const BETWEEN_WAKE_WORDS: Duration = Duration::from_millis(300);

/// How long the manager's sounds are played.
const SOUND_LENGTH: Duration = Duration::from_millis(300);

/// How long speech takes for each of its characters.
const TIME_PER_CHARACTER: Duration = Duration::from_millis(15);

#[derive(Debug)]
pub struct RecordedInstallation {
    pub dialect: Dialect,
    pub installation: Installation,
    rhasspy: Option<RhasspyComponents>,
    recorder: Recorder,
    /// What the scenario has published for the other components: topics and payloads.
    published: Mutex<Vec<(String, Vec<u8>)>>,
    folder: TempDir,
}

impl RecordedInstallation {
    /// Starts the components that the scenario needs, then the recording.
    pub fn start(scenario: &DialectScenario) -> Self {
        let folder = TempDir::with_prefix("petasos-scenario-").expect("a folder for temporary files");
        let configuration = folder.path().join("petasosd.toml");
        let settings = with_sound_files(scenario.settings(), folder.path());
        let settings = toml::to_string(&settings).expect("settings are a table");
        fs::write(&configuration, settings).expect("a file in a fresh folder");
        let configuration = configuration.to_string_lossy();
        let dialect = scenario.dialect;
        let installation = Installation::start(&["--dialect", dialect.name(), "--config", &configuration]);
        let with_rhasspy = scenario.scenario.played_by == PlayedBy::Rhasspy;
        let rhasspy = with_rhasspy.then(|| installation.start_rhasspy());
        let recorder = Recorder::start(&installation.broker, dialect.name());
        Self { dialect, installation, rhasspy, recorder, published: Mutex::default(), folder }
    }

    /// Ends the recording after everything that is still to come.
    pub(super) fn finish(self) -> Recorded {
        self.installation.settle();
        let file = self.recorder.finish_after("barrier-0");
        Recorded { file, published: self.published.into_inner().unwrap_or_else(PoisonError::into_inner) }
    }

    /// The messages from now on.
    pub fn messages(&self) -> MessageCursor {
        self.installation.messages()
    }

    pub fn publish(&self, topic: &str, message: &Value) {
        self.publish_bytes(topic, message.to_string().as_bytes());
    }

    pub fn publish_bytes(&self, topic: &str, payload: &[u8]) {
        let message = (topic.to_owned(), payload.to_owned());
        self.published.lock().unwrap_or_else(PoisonError::into_inner).push(message);
        self.installation.observer.publish_bytes(topic, payload);
    }

    /// In scenarios that Rhasspy's components play: captures this text as soon as the site listens.
    pub fn transcribe(&self, site: &str, text: &str) {
        self.rhasspy.as_ref().expect("a scenario with Rhasspy's components").asr.transcribe(site, text);
    }

    /// Waits, so that another wake word is not taken for the same one.
    pub fn pause(&self) {
        pass(BETWEEN_WAKE_WORDS);
    }

    /// The wake word is detected.
    pub fn detect(&self, site: &str) {
        self.publish(DETECTED, &self.dialect.detected(site));
    }

    /// A skill requests a session, and the manager queues it. Returns its id.
    pub fn queue_session(&self, site: &str, init: &Value, custom_data: &str) -> String {
        let mut messages = self.messages();
        self.request_session(site, init, Some(custom_data));
        let queued = json!({"siteId": site, "customData": custom_data});
        messages.expect(QUEUED, &queued).session().to_owned()
    }

    /// A skill requests a session.
    pub fn request_session(&self, site: &str, init: &Value, custom_data: Option<&str>) {
        self.publish(START, &json!({"init": init, "siteId": site, "customData": custom_data}));
    }

    /// The TTS speaks, the player plays the speech, and both report that they have finished.
    pub fn speak(&self, say: &ReceivedMessage) {
        self.play_speech(say);
        self.finish_playing(say);
        self.finish_saying(say);
    }

    /// The TTS speaks, and the player plays the speech.
    pub fn play_speech(&self, say: &ReceivedMessage) {
        self.send_speech(say);
        self.wait_for_playback(say);
    }

    /// Waits as long as the speech takes.
    pub fn wait_for_playback(&self, say: &ReceivedMessage) {
        pass(length(say));
    }

    /// The TTS sends the speech to the player.
    pub fn send_speech(&self, say: &ReceivedMessage) {
        let (site, request) = (say.text("siteId"), self.dialect.playback_id(&say.json));
        let topic = format!("hermes/audioServer/{site}/playBytes/{request}");
        self.publish_bytes(&topic, &silent_wave::silence(length(say)));
    }

    /// The player reports that it has played the speech.
    pub fn finish_playing(&self, say: &ReceivedMessage) {
        self.publish_play_finished(say.text("siteId"), self.dialect.playback_id(&say.json));
    }

    /// The player reports that it has played the sound with this id.
    pub fn publish_play_finished(&self, site: &str, request: &str) {
        let finished = self.dialect.play_finished(site, request);
        self.publish(&format!("hermes/audioServer/{site}/playFinished"), &finished);
    }

    /// The TTS reports that it has spoken.
    pub fn finish_saying(&self, say: &ReceivedMessage) {
        self.publish(SAY_FINISHED, &self.dialect.say_finished(&say.json));
    }

    /// The player plays the next sound of the manager.
    pub fn play_sound(&self, messages: &mut MessageCursor, site: &str) {
        let sound = messages.expect(&format!("hermes/audioServer/{site}/playBytes/+"), &json!({}));
        pass(SOUND_LENGTH);
        self.publish_play_finished(site, sound.topic.rsplit('/').next().unwrap_or_default());
    }

    /// The broker ends and is started again; all clients connect again.
    pub fn restart_broker(&mut self) {
        self.installation.broker.kill();
        self.installation.restart_broker();
    }

    /// Runs this script in a `petasos demo` with sites, NLU and skills, until the last session has ended.
    pub fn play_demo(&self, script: &str) {
        let file = self.folder.path().join("script");
        // The demonstration ends with its script, so its last line waits for a text at a site that is not recorded.
        fs::write(&file, format!("{script}< {UNRECORDED_SITE}: ...\n")).expect("a file in a fresh folder");
        let (broker, file) =
            (format!("127.0.0.1:{}", self.installation.broker.port()), file.to_string_lossy());
        let arguments =
            ["demo", "--broker", &broker, "--without", "manager", "--dialect", self.dialect.name()];
        let sites = ["--room", "kitchen", "--room", UNRECORDED_SITE, "--script", &file];
        let mut messages = self.messages();
        let demo = self.installation.tool(&[&arguments[..], &sites].concat());
        let mut session = None;
        for answer in script.lines().filter_map(|line| line.strip_prefix("< kitchen: ")) {
            let fields = if answer == "..." { json!({}) } else { json!({"text": answer}) };
            session = Some(messages.expect(SAY, &fields).session().to_owned());
        }
        messages.expect(ENDED, &json!({"sessionId": session}));
        let last = json!({"text": "That is all.", "siteId": UNRECORDED_SITE});
        self.installation.publish(SAY, &last);
        let ended = demo.finish();
        assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    }
}

/// A message with other or more fields.
pub(super) fn merged(mut message: Value, more: &Value) -> Value {
    if let (Some(message), Some(more)) = (message.as_object_mut(), more.as_object()) {
        message.extend(more.clone());
    }
    message
}

/// How long this speech takes.
fn length(say: &ReceivedMessage) -> Duration {
    TIME_PER_CHARACTER * u32::try_from(say.text("text").len()).unwrap_or(1)
}

/// The settings as petasosd reads them: with a WAV file for each sound that has a length.
fn with_sound_files(mut settings: Value, folder: &Path) -> Value {
    let lengths = settings.as_object_mut().and_then(|settings| settings.remove(SOUND_SECONDS));
    let Some(Value::Object(lengths)) = lengths else { return settings };
    let mut sounds = serde_json::Map::new();
    for (name, length) in lengths {
        let file = folder.join(format!("{name}.wav"));
        let seconds = length.pointer("/0").and_then(Value::as_f64).unwrap_or_default();
        fs::write(&file, silent_wave::silence(Duration::from_secs_f64(seconds)))
            .expect("a file in a fresh folder");
        sounds.insert(name, file.to_string_lossy().into());
    }
    merged(settings, &json!({"sounds": sounds}))
}
