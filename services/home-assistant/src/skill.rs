//! What somebody says goes to Home Assistant, and what it answers is spoken.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use petasos_bus::Secret;
use petasos_skill::{
    AnyIntent, Failure, FreeText, Intent, Limits, LocalizedText, NotRecognized, OrSay, Reply, Result,
    Session, Skill, State,
};

use crate::config::HomeAssistantConfig;
use crate::conversation_api::{Answer, Client, Error, Request};

/// A conversation that is longer goes round in circles.
const MOST_TURNS: usize = 20;

/// What a handler may take longer than Home Assistant: the way there and back.
const MARGIN: Duration = Duration::from_secs(2);

/// Ask Home Assistant for something.
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "AskHomeAssistant",
    samples(
        en = ["[ask | open | talk to] home assistant", "i have a question for home assistant"],
        de = ["(frag | frage | öffne) home assistant", "home assistant", "ich habe eine frage an home assistant"],
    )
)]
pub struct AskHomeAssistant {}

/// Why the skill cannot even begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Home Assistant lets nobody in without a token.
    #[error(
        "there is no access token: make a long-lived one in your profile in Home Assistant, under Security, and name its file in \
         home_assistant.token_file"
    )]
    NoToken,
    /// A file that the configuration names cannot be read.
    #[error("cannot read the file of {key}, {file}: {why}")]
    File {
        /// The key that names it.
        key: &'static str,
        /// The file.
        file: String,
        /// What the operating system says.
        why: std::io::Error,
    },
}

/// The home that is asked.
#[derive(Debug, Clone)]
struct Home {
    client: Client,
    agent: Option<String>,
}

/// The skill for this Home Assistant.
pub fn skill(
    config: &HomeAssistantConfig,
) -> std::result::Result<Skill, Box<dyn std::error::Error + Send + Sync>> {
    let token = match (&config.token, &config.token_file) {
        (Some(token), _) => token.clone(),
        (None, Some(file)) => Secret::from(text("home_assistant.token_file", file)?.trim()),
        (None, None) => return Err(StartError::NoToken.into()),
    };
    let ca = config.ca.as_deref().map(|file| text("home_assistant.ca", file)).transpose()?;
    let patience = config.answer_seconds.get();
    let client = Client::new(&config.url, &token, patience, ca.as_deref().map(str::as_bytes))?;
    let mut limits = Limits::default();
    limits.deadline = patience + MARGIN;
    let mut skill = understood().limits(limits).state(Arc::new(Home { client, agent: config.agent.clone() }));
    if config.not_recognized {
        skill = skill.not_recognized(not_recognized);
    }
    if config.all_intents {
        skill = skill.fallback(any_intent);
    }
    Ok(skill)
}

/// The skill with the intents it has in any house.
pub(crate) fn understood() -> Skill {
    Skill::new("home-assistant").on(ask)
}

fn text(key: &'static str, file: &Path) -> std::result::Result<String, StartError> {
    let unread = |why| StartError::File { key, file: file.display().to_string(), why };
    std::fs::read_to_string(file).map_err(unread)
}

async fn ask(_: AskHomeAssistant, session: Session, State(home): State<Arc<Home>>) -> Result {
    let question = LocalizedText::new("What shall I ask?").or_in("de", "Was soll ich fragen?");
    let FreeText(text) = session.ask(question).await?;
    converse(text, &session, &home).await
}

async fn not_recognized(heard: NotRecognized, session: Session, State(home): State<Arc<Home>>) -> Result {
    if heard.input.trim().is_empty() {
        return Ok(Reply::say(not_understood()));
    }
    converse(heard.input, &session, &home).await
}

async fn any_intent(turn: AnyIntent, session: Session, State(home): State<Arc<Home>>) -> Result {
    converse(turn.input.clone(), &session, &home).await
}

/// Hands texts over until Home Assistant asks nothing more.
async fn converse(mut text: String, session: &Session, home: &Home) -> Result {
    let mut conversation_id = None;
    for _ in 0..MOST_TURNS {
        let request = Request {
            text,
            language: session.lang().map(str::to_owned),
            conversation_id,
            agent_id: home.agent.clone(),
        };
        let client = home.client.clone();
        let answer = tokio::task::spawn_blocking(move || client.process(&request)).await?;
        let answer = answer.or_else(|error| {
            let words = spoken(&error);
            Err(error).or_say(words)
        });
        let Answer { speech, understood, goes_on, conversation_id: conversation } = answer?;
        match speech {
            Some(speech) if goes_on => text = session.ask::<FreeText>(speech).await?.0,
            Some(speech) => return Ok(Reply::say(speech)),
            None if understood => return Ok(Reply::Done),
            None => return Ok(Reply::say(not_understood())),
        }
        conversation_id = conversation;
    }
    Err(Failure::say(LocalizedText::new("Let us leave it at that.").or_in("de", "Lassen wir es dabei.")))
}

fn not_understood() -> LocalizedText {
    LocalizedText::new("I did not understand that.").or_in("de", "Das habe ich nicht verstanden.")
}

/// What people hear when there is no answer; the log says more.
fn spoken(error: &Error) -> LocalizedText {
    match error {
        Error::Token { .. } => LocalizedText::new(
            "Home Assistant does not let me in. My access token has to be renewed.",
        )
        .or_in("de", "Home Assistant lässt mich nicht hinein. Mein Zugangsschlüssel muss erneuert werden."),
        Error::Late { .. } => LocalizedText::new("Home Assistant takes too long to answer.")
            .or_in("de", "Home Assistant braucht zu lange für eine Antwort."),
        Error::Unreachable { .. } => LocalizedText::new("I cannot reach Home Assistant.")
            .or_in("de", "Ich erreiche Home Assistant nicht."),
        Error::Strange { .. } | Error::NoCertificate => {
            LocalizedText::new("Home Assistant did not answer as it should.")
                .or_in("de", "Home Assistant hat nicht geantwortet, wie es sollte.")
        }
    }
}
