//! The session file of a scenario: records it with `petasos record`, and makes it readable. Its header says what it shows and
//! how the manager was set; what does not belong to the scenario is left out.

use std::process::Command;

use serde_json::Value;

use super::{DialectScenario, PlayedBy};
use crate::SOON;
use crate::built_programs;
use crate::child_process::Process;
use crate::mosquitto::Mosquitto;

/// The `from` of the manager's messages.
const MANAGER: &str = "dialogueManager";

/// `petasos record`, with texts and without audio.
#[derive(Debug)]
pub(super) struct Recorder(Process);

/// What was recorded of a scenario.
#[derive(Debug)]
pub(super) struct Recorded {
    /// The output of `petasos record`.
    pub(super) file: String,
    /// What the scenario has published for the other components: topics and payloads.
    pub(super) published: Vec<(String, Vec<u8>)>,
}

impl Recorder {
    /// Starts it, and returns when it is subscribed.
    pub(super) fn start(broker: &Mosquitto, dialect: &str) -> Self {
        let port = broker.port().to_string();
        let mut command = Command::new(built_programs::petasos());
        command.args(["record", "-", "--keep", "text", "--dialect", dialect]);
        command.args(["--host", "127.0.0.1", "--port", &port]);
        let filters = ["hermes/#", "petasos/#"];
        Self(broker.subscribed(&filters, || Process::start("petasos record", &mut command)))
    }

    /// Ends it after the end of a session at this site. Returns the file.
    pub(super) fn finish_after(mut self, site: &str) -> String {
        let end = |line: &str| line.contains("/sessionEnded\"") && line.contains(&format!("\"{site}\""));
        self.0.wait_for(0, "the end of the last session", end);
        let status = self.0.interrupt(SOON);
        assert!(status.success(), "petasos record has ended with {status}");
        // Its other lines are messages for people.
        self.0.lines().into_iter().filter(|line| line.starts_with('{')).collect::<Vec<_>>().join("\n")
    }
}

/// The session file of a scenario, from what `petasos record` has written. Messages stay as they are, byte for byte.
pub(super) fn tidy(recorded: &Recorded, scenario: &DialectScenario) -> String {
    let (first, messages) = recorded.file.split_once('\n').expect("a session file has a header");
    let barrier = barrier_session(messages);
    let belongs = |line: &&str| {
        let at_barrier = line.contains("\"barrier-") || line.contains("/barrier-");
        let own = line.contains("\"topic\":\"petasos/");
        !at_barrier && !own && !barrier.as_ref().is_some_and(|session| line.contains(session.as_str()))
    };
    let mut file = header(first, scenario);
    for line in messages.lines().filter(belongs) {
        file.push('\n');
        file.push_str(&with_sender(line, |message| match scenario.scenario.played_by {
            PlayedBy::Script => recorded.published.iter().any(|(topic, payload)| message.is(topic, payload)),
            PlayedBy::Rhasspy | PlayedBy::Demo => message.is_of_tts_or_nlu(),
        }));
    }
    file.push('\n');
    file
}

/// A line that names its sender. Where the topic leaves that open, it was the manager, unless it was another component.
fn with_sender(line: &str, by_other_component: impl Fn(&Message) -> bool) -> String {
    let message = Message(serde_json::from_str(line).expect("a line of a session file is JSON"));
    let Some(from) = message.0.get("from") else { return line.to_owned() };
    let may_be: Vec<&str> = match from {
        Value::Array(roles) => roles.iter().filter_map(Value::as_str).collect(),
        role => role.as_str().into_iter().collect(),
    };
    let exact = if may_be.contains(&MANAGER) && !by_other_component(&message) {
        MANAGER
    } else {
        may_be.into_iter().find(|role| *role != MANAGER).unwrap_or("other")
    };
    line.replacen(&format!("\"from\":{from}"), &format!("\"from\":\"{exact}\""), 1)
}

/// A line of a session file.
struct Message(Value);

impl Message {
    fn topic(&self) -> &str {
        self.0.get("topic").and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether it is this one. What is not JSON is compared by its topic alone: audio may have been left out.
    fn is(&self, topic: &str, payload: &[u8]) -> bool {
        let same =
            |json: &Value| serde_json::from_slice::<Value>(payload).is_ok_and(|published| published == *json);
        self.topic() == topic && self.0.get("json").is_none_or(same)
    }

    /// Whether it is speech, or an answer of the NLU: beside real components or those of the demonstration, the manager sends
    /// neither.
    fn is_of_tts_or_nlu(&self) -> bool {
        self.topic().contains("/playBytes/") || self.topic().starts_with("hermes/nlu/intent")
    }
}

fn header(line: &str, scenario: &DialectScenario) -> String {
    let mut header: Value = serde_json::from_str(line).expect("a header is JSON");
    if let Some(fields) = header.as_object_mut() {
        // The broker was a temporary one.
        fields.shift_remove("broker");
        fields.insert("title".to_owned(), scenario.scenario.title.into());
        fields.insert("settings".to_owned(), scenario.settings());
    }
    header.to_string()
}

/// The session with which the installation settled after the scenario.
fn barrier_session(messages: &str) -> Option<String> {
    let started = |line: &&str| line.contains("/sessionStarted\"") && line.contains("\"barrier-");
    let line: Value = serde_json::from_str(messages.lines().find(started)?).ok()?;
    Some(line.pointer("/json/sessionId")?.as_str()?.to_owned())
}
