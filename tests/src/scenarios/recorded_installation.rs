//! Where scenarios are played: a house that is recorded, and all its other parts as one calls them.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::dialect::Dialect;
use super::{DialectScenario, PlayedBy};
use crate::petasos_record::Recorder;
use crate::real_installation::{self, Installation};
use crate::silent_wave;
use crate::test_clock::pass;
use crate::{MessageCursor, Mosquitto, Observer, Petasosd, ReceivedMessage, Tool};

pub(super) const DETECTED: &str = "hermes/hotword/default/detected";

/// What in the header of a session file tells how long the manager's sounds are, in s.
const SOUND_SECONDS: &str = "soundSeconds";

/// A site that is left out of what is recorded, as those of all barriers are.
const UNRECORDED_SITE: &str = "barrier-backstage";

/// A wake word heard sooner after another may be the same one.
const BETWEEN_WAKE_WORDS: Duration = Duration::from_millis(300);

/// How long the manager's sounds are played here.
const SOUND_LENGTH: Duration = Duration::from_millis(300);

/// How long speech takes, for each of its characters.
const TIME_PER_CHARACTER: Duration = Duration::from_millis(15);

/// A house in which a scenario is played and recorded.
#[derive(Debug)]
pub struct RecordedInstallation {
    /// Whose Hermes is spoken.
    pub dialect: Dialect,
    /// Broker, manager, and somebody who listens.
    pub installation: Installation,
    rhasspy: Option<real_installation::RhasspyComponents>,
    recorder: Recorder,
    /// What the scenario has said for the other parts: topics and payloads.
    published: Mutex<Vec<(String, Vec<u8>)>>,
    folder: TempDir,
}

/// What was recorded of a scenario.
#[derive(Debug)]
pub struct Recorded {
    /// The session file.
    pub file: String,
    /// What the scenario has said for the other parts: topics and payloads.
    pub published: Vec<(String, Vec<u8>)>,
}

impl RecordedInstallation {
    /// Opens the house, and begins to record when everybody is there.
    ///
    /// # Panics
    ///
    /// When something does not start.
    #[must_use]
    pub fn start(scenario: &DialectScenario) -> Self {
        let folder = TempDir::with_prefix("petasos-scenario-").expect("a folder for temporary files");
        let broker = Mosquitto::start();
        let observer = Observer::start(&broker);
        let configuration = folder.path().join("petasosd.toml");
        let settings =
            toml::to_string(&located(scenario.settings(), folder.path())).expect("settings are a table");
        std::fs::write(&configuration, settings).expect("a file in a fresh folder");
        let configuration = configuration.to_string_lossy();
        let daemon =
            Petasosd::start(&broker, &["--dialect", scenario.dialect.name(), "--config", &configuration]);
        let installation = Installation::of(broker, observer, daemon);
        let rhasspy =
            (scenario.scenario.played_by == PlayedBy::Rhasspy).then(|| installation.start_rhasspy());
        let recorder = Recorder::start(&installation.broker, scenario.dialect.name());
        Self {
            dialect: scenario.dialect,
            installation,
            rhasspy,
            recorder,
            published: Mutex::default(),
            folder,
        }
    }

    /// Ends the recording when everything has been said; returns what stands in it.
    #[must_use]
    pub fn finish(self) -> Recorded {
        self.installation.settle();
        let file = self.recorder.finish_after("barrier-0");
        Recorded { file, published: self.published.into_inner().unwrap_or_else(PoisonError::into_inner) }
    }

    /// Follows what is said from now on.
    #[must_use]
    pub fn messages(&self) -> MessageCursor {
        self.installation.messages()
    }

    /// Says something.
    pub fn publish(&self, topic: &str, message: &Value) {
        self.publish_bytes(topic, message.to_string().as_bytes());
    }

    /// Says something that need not be JSON.
    pub fn publish_bytes(&self, topic: &str, payload: &[u8]) {
        self.published
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((topic.to_owned(), payload.to_owned()));
        self.installation.observer.publish_bytes(topic, payload);
    }

    /// Somebody at this site will say this as soon as Rhasspy's ears are open.
    ///
    /// # Panics
    ///
    /// When the scenario is not one with Rhasspy's parts.
    pub fn transcribe(&self, site: &str, text: &str) {
        self.rhasspy.as_ref().expect("a scenario with Rhasspy's parts").asr.transcribe(site, text);
    }

    /// Time passes, so that another wake word is not taken for the same one.
    pub fn pause(&self) {
        pass(BETWEEN_WAKE_WORDS);
    }

    /// Somebody says the wake word.
    pub fn detect(&self, site: &str) {
        self.publish(DETECTED, &self.dialect.detected(site));
    }

    /// A skill starts a session, and the manager has put it into the queue. Returns its id.
    pub fn queue_session(&self, site: &str, init: &Value, custom_data: &str) -> String {
        let mut messages = self.messages();
        self.request_session(site, init, Some(custom_data));
        let queued = json!({"siteId": site, "customData": custom_data});
        messages.expect("hermes/dialogueManager/sessionQueued", &queued).session().to_owned()
    }

    /// A skill asks for a session.
    pub fn request_session(&self, site: &str, init: &Value, custom_data: Option<&str>) {
        self.publish(
            "hermes/dialogueManager/startSession",
            &json!({"init": init, "siteId": site, "customData": custom_data}),
        );
    }

    /// The text-to-speech speaks, the loudspeaker plays it to its end, and both say so.
    pub fn speak(&self, say: &ReceivedMessage) {
        self.play_speech(say);
        self.finish_playing(say);
        self.finish_saying(say);
    }

    /// The text-to-speech speaks, and the loudspeaker plays.
    pub fn play_speech(&self, say: &ReceivedMessage) {
        self.send_speech(say);
        self.wait_for_playback(say);
    }

    /// The loudspeaker plays the speech that it has.
    pub fn wait_for_playback(&self, say: &ReceivedMessage) {
        pass(length(say));
    }

    /// The text-to-speech hands its speech to the loudspeaker.
    pub fn send_speech(&self, say: &ReceivedMessage) {
        let (site, request) = (say.text("siteId"), self.dialect.playback_id(&say.json));
        let topic = format!("hermes/audioServer/{site}/playBytes/{request}");
        self.publish_bytes(&topic, &silent_wave::silence(length(say)));
    }

    /// The loudspeaker has played the speech.
    pub fn finish_playing(&self, say: &ReceivedMessage) {
        self.publish_play_finished(say.text("siteId"), self.dialect.playback_id(&say.json));
    }

    /// The loudspeaker has played the sound with this request id.
    pub fn publish_play_finished(&self, site: &str, request: &str) {
        let played = self.dialect.play_finished(site, request);
        self.publish(&format!("hermes/audioServer/{site}/playFinished"), &played);
    }

    /// The text-to-speech has spoken.
    pub fn finish_saying(&self, say: &ReceivedMessage) {
        self.publish("hermes/tts/sayFinished", &self.dialect.say_finished(&say.json));
    }

    /// The loudspeaker plays the next sound of the manager to its end.
    pub fn play_sound(&self, messages: &mut MessageCursor, site: &str) {
        let sound = messages.expect(&format!("hermes/audioServer/{site}/playBytes/+"), &json!({}));
        pass(SOUND_LENGTH);
        self.publish_play_finished(site, sound.topic.rsplit('/').next().unwrap_or_default());
    }

    /// The broker goes away and comes back, with everybody who was there.
    pub fn restart_broker(&mut self) {
        self.installation.broker.kill();
        self.installation.restart_broker();
    }

    /// A petasos demo with rooms, NLU and skills joins the house, plays this script, and leaves when the last session has ended.
    ///
    /// # Panics
    ///
    /// When something in it is not as the script expects.
    pub fn play_demo(&self, script: &str) {
        let file = self.folder.path().join("script");
        // It leaves with its script, so that goes on until somebody says something in a room that is not recorded.
        std::fs::write(&file, format!("{script}< {UNRECORDED_SITE}: ...\n"))
            .expect("a file in a fresh folder");
        let (broker, file) =
            (format!("127.0.0.1:{}", self.installation.broker.port()), file.to_string_lossy());
        let arguments =
            ["demo", "--broker", &broker, "--without", "manager", "--dialect", self.dialect.name()];
        let rooms = ["--room", "kitchen", "--room", UNRECORDED_SITE, "--script", &file];
        let mut messages = self.messages();
        let demo = Tool::start(&self.installation.broker, &[&arguments[..], &rooms].concat());
        let mut session = None;
        for answer in script.lines().filter_map(|line| line.strip_prefix("< kitchen: ")) {
            let fields = if answer == "..." { json!({}) } else { json!({"text": answer}) };
            session = Some(messages.expect("hermes/tts/say", &fields).session().to_owned());
        }
        messages.expect("hermes/dialogueManager/sessionEnded", &json!({"sessionId": session}));
        self.installation
            .observer
            .publish("hermes/tts/say", &json!({"text": "That is all.", "siteId": UNRECORDED_SITE}));
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

/// The settings as petasosd reads them: with a WAV file for each sound of which the length is told.
fn located(mut settings: Value, folder: &Path) -> Value {
    let lengths = settings.as_object_mut().and_then(|settings| settings.remove(SOUND_SECONDS));
    let Some(Value::Object(lengths)) = lengths else { return settings };
    let mut sounds = serde_json::Map::new();
    for (name, length) in lengths {
        let file = folder.join(format!("{name}.wav"));
        let seconds = length.pointer("/0").and_then(Value::as_f64).unwrap_or_default();
        std::fs::write(&file, silent_wave::silence(Duration::from_secs_f64(seconds)))
            .expect("a file in a fresh folder");
        sounds.insert(name, file.to_string_lossy().into());
    }
    merged(settings, &json!({"sounds": sounds}))
}
