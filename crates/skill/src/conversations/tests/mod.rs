//! Tests of the state machine, without a runtime.

mod cases;
mod properties;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::payload::{
    DialogueIntentNotRecognized, Intent, IntentClassification, SessionEnded, SessionQueued, SessionStarted,
    Termination,
};
use petasos_messages::{Dialect, IntentName, Level, Message, SessionId, SiteId};
use petasos_sans_io::{SansIo, Time};

use super::{Config, Conversations, Input, Key, Outcome, Output};
use crate::handler_limits::Limits;
use crate::phrases::Phrases;
use crate::question::Question;
use crate::{LocalizedText, RecognizedIntent, Reply, Site, Slots, Utterance};

/// The handlers of the skill in these tests.
const A: usize = 0;
const B: usize = 1;

fn config() -> Config {
    Config {
        skill: Level::new("test").unwrap(),
        session_prefix: "petasos/test/".to_owned(),
        dialect: Dialect::RHASSPY,
        user: None,
        lang: None,
        phrases: Phrases::default(),
        default_limits: Limits::default(),
        limits: vec![Limits::default(), Limits::default().deadline(Duration::from_secs(60))],
        routes: HashMap::from([("A", A), ("B", B)]),
        fallback: None,
        not_recognized: None,
        dialogues: None,
        intents: vec!["A", "B"],
        aliases: HashMap::new(),
    }
}

fn conversations() -> Conversations {
    Conversations::new(config())
}

fn id(text: &str) -> SessionId {
    SessionId::new(text).unwrap()
}

fn kitchen() -> Site {
    Site::new(SiteId::new("kitchen").unwrap())
}

fn recognized(intent: &str, session: Option<&str>, input: &str) -> RecognizedIntent {
    let name = IntentName::new(intent).unwrap();
    let mut message = Intent::new(input, IntentClassification::new(name, 1.0));
    message.session_id = session.map(id);
    RecognizedIntent {
        intent: intent.to_owned(),
        input: input.to_owned(),
        slots: Slots::default(),
        confidence: 1.0,
        session_id: message.session_id.clone(),
        site: kitchen(),
        lang: None,
        message: Arc::new(message),
    }
}

fn intent(name: &str, session: Option<&str>, input: &str) -> Input {
    Input::Intent(Arc::new(recognized(name, session, input)))
}

fn not_recognized(session: &str, input: Option<&str>, custom_data: Option<&str>) -> Input {
    let mut message = DialogueIntentNotRecognized::new(id(session), kitchen().id);
    message.input = input.map(str::to_owned);
    message.custom_data = custom_data.map(str::to_owned);
    Input::NotRecognized(message, kitchen())
}

fn ended(session: &str, termination: Termination) -> Input {
    Input::Ended(SessionEnded::new(id(session), kitchen().id, termination))
}

fn started(session: &str, custom_data: &str) -> Input {
    let mut message = SessionStarted::new(id(session), kitchen().id);
    message.custom_data = Some(custom_data.to_owned());
    Input::Started(message)
}

fn asked(key: Key, words: &'static str) -> Input {
    let intents = vec!["Yes".into(), "No".into()];
    Input::Ask(key, Box::new(Question { text: LocalizedText::new(words), intents, ..Question::default() }))
}

fn says(key: Key, words: &'static str) -> Input {
    Input::Finished(key, Outcome::Done(Ok(Reply::say(words))))
}

fn at(seconds: f64) -> Time {
    Time::START + Duration::from_secs_f64(seconds)
}

impl Conversations {
    /// The outputs of an input, each as a short text.
    fn sees(&mut self, seconds: f64, input: Input) -> Vec<String> {
        self.handle(at(seconds), input);
        self.summaries()
    }

    /// The outputs of what is due at this time.
    fn waits_until(&mut self, seconds: f64) -> Vec<String> {
        self.handle_timeout(at(seconds));
        self.summaries()
    }

    fn summaries(&mut self) -> Vec<String> {
        self.outputs().map(|output| summary(&output)).collect()
    }
}

fn summary(output: &Output) -> String {
    match output {
        Output::Call { key, handler, .. } => format!("call {handler} for {key}"),
        Output::Answered(key, Ok(Utterance::Recognized(recognized))) => {
            format!("{key} hears {}", recognized.intent)
        }
        Output::Answered(key, Ok(Utterance::NotRecognized { input, .. })) => format!("{key} hears {input:?}"),
        Output::Answered(key, Err(why)) => format!("{key} hears nothing: {why:?}"),
        Output::Cancel(key) => format!("cancel {key}"),
        Output::Publish(message) => match message {
            Message::EndSession(end) => {
                format!("end {} {}", end.session_id, end.text.as_deref().unwrap_or("silently"))
            }
            Message::ContinueSession(go_on) => {
                format!("ask in {} {}", go_on.session_id, go_on.text.as_deref().unwrap_or("silently"))
            }
            Message::StartSession(start) => {
                format!("start {:?} {}", start.init, start.custom_data.as_deref().unwrap_or(""))
            }
            Message::Say(say) => format!("say {}", say.text),
            Message::SkillWorking(working) => format!("working {} ms on {}", working.ms, working.session_id),
            other => format!("{other:?}"),
        },
    }
}
