//! Makes a file for people of what was recorded: what it shows and how the manager was set stand in its header, and what is
//! not part of the scenario is left out.

use serde_json::Value;

use super::recorded_installation::Recorded;
use super::{DialectScenario, PlayedBy};

/// The role of who is recorded.
const MANAGER: &str = "dialogueManager";

/// The session file of a scenario, from what `petasos record` has written. Messages stay as they are, byte for byte.
pub(super) fn tidy(recorded: &Recorded, scenario: &DialectScenario) -> String {
    let (first, messages) = recorded.file.split_once('\n').expect("a session file has a header");
    let barrier = barrier_session(messages);
    let belongs = |line: &&str| {
        let of_barrier = line.contains("\"barrier-") || line.contains("/barrier-");
        let own = line.contains("\"topic\":\"petasos/");
        !of_barrier && !own && !barrier.as_ref().is_some_and(|session| line.contains(session.as_str()))
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

/// A line that names its sender. Where a topic leaves open who that is, it was the manager, unless it was another part.
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

    /// Whether it is this one. What is no JSON is compared by its topic alone: sound may have been left out.
    fn is(&self, topic: &str, payload: &[u8]) -> bool {
        let same = |json: &Value| serde_json::from_slice::<Value>(payload).is_ok_and(|said| said == *json);
        self.topic() == topic && self.0.get("json").is_none_or(same)
    }

    /// Whether it is speech, or an answer of the NLU: where whole houses are recorded, the manager sends none.
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

/// The session in which the house came to rest after the scenario.
fn barrier_session(messages: &str) -> Option<String> {
    let started = |line: &&str| line.contains("/sessionStarted\"") && line.contains("\"barrier-");
    let line: Value = serde_json::from_str(messages.lines().find(started)?).ok()?;
    Some(line.pointer("/json/sessionId")?.as_str()?.to_owned())
}
