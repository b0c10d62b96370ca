//! Passes utterances to Home Assistant, and speaks the answers.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use petasos_skill::config::{InvalidKey, Secret};
use petasos_skill::program::{AnyError, Config, SkillProgram};
use petasos_skill::texts::TextTable;
use petasos_skill::{
    AnyIntent, Catalogue, Failure, FreeText, Intent, Limits, LocalizedText, NotRecognized, OrSay, Reply,
    Result, Session, Skill, State,
};

use crate::config::HomeAssistantConfig;
use crate::conversation_api::{Answer, Client, Error, Request};

petasos_skill::texts! {
    /// The texts of a language.
    struct HomeAssistantTexts("texts", ["en", "de"]) {
        what_to_ask(),
        not_understood(),
        leave_it(),
        token_refused(),
        too_slow(),
        unreachable(),
        bad_answer(),
    }
}

/// The maximum number of turns: longer conversations go round in circles.
const MOST_TURNS: usize = 20;

/// How much longer than Home Assistant's timeout a handler may take.
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
struct AskHomeAssistant {}

/// Why the skill cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// There is no access token, and Home Assistant requires one.
    #[error(
        "there is no access token: create a long-lived one in your Home Assistant profile, under Security, and set \
         home_assistant.token_file to a file with it"
    )]
    NoToken,
    /// A file that the configuration names cannot be read.
    #[error("cannot read the file {file} of {key}: {why}")]
    File {
        /// The configuration key.
        key: &'static str,
        /// The path of the file.
        file: String,
        /// The underlying error.
        why: std::io::Error,
    },
}

/// State shared by the handlers.
#[derive(Debug, Clone)]
struct HomeAssistant {
    client: Client,
    agent: Option<String>,
}

impl SkillProgram for HomeAssistantConfig {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const ABOUT: &'static str =
        "Passes what no other skill understands to Home Assistant's conversation API, and speaks the reply.";
    const EXAMPLES: &'static str = "  \
  PETASOS_HOME_ASSISTANT_TOKEN_FILE=/etc/petasos/token petasos-home-assistant
  petasos-home-assistant --config /etc/petasos/home-assistant.toml
  petasos-home-assistant check                     print the configuration in effect
  petasos-home-assistant export rhasspy            export the sentences for the NLU";
    const TABLE: &'static str = "home_assistant";

    fn check(&self) -> std::result::Result<(), InvalidKey> {
        self.validate()
    }

    fn skill(config: &Config<Self>) -> std::result::Result<Skill, AnyError> {
        skill(&config.own)
    }

    fn catalogue(_: &Config<Self>) -> std::result::Result<Catalogue, AnyError> {
        Ok(with_intents().catalogue().clone())
    }

    fn look(config: &Config<Self>) -> std::result::Result<(), AnyError> {
        Self::skill(config).map(drop)
    }
}

/// The skill for this Home Assistant.
pub fn skill(config: &HomeAssistantConfig) -> std::result::Result<Skill, AnyError> {
    let token = match (&config.token, &config.token_file) {
        (Some(token), _) => token.clone(),
        (None, Some(file)) => Secret::from(text("home_assistant.token_file", file)?.trim()),
        (None, None) => return Err(StartError::NoToken.into()),
    };
    let ca = config.ca.as_deref().map(|file| text("home_assistant.ca", file)).transpose()?;
    let answer_time = config.answer_seconds.get();
    let client = Client::new(&config.url, &token, answer_time, ca.as_deref().map(str::as_bytes))?;
    let mut limits = Limits::default();
    limits.deadline = answer_time + MARGIN;
    let mut skill =
        with_intents().limits(limits).state(Arc::new(HomeAssistant { client, agent: config.agent.clone() }));
    if config.not_recognized {
        skill = skill.not_recognized(not_recognized);
    }
    if config.all_intents {
        skill = skill.fallback(any_intent);
    }
    Ok(skill)
}

/// The skill with the intents that do not depend on the configuration.
fn with_intents() -> Skill {
    Skill::new("home-assistant").on(ask)
}

fn text(key: &'static str, file: &Path) -> std::result::Result<String, StartError> {
    let unread = |why| StartError::File { key, file: file.display().to_string(), why };
    std::fs::read_to_string(file).map_err(unread)
}

async fn ask(
    _: AskHomeAssistant,
    session: Session,
    State(home_assistant): State<Arc<HomeAssistant>>,
) -> Result {
    let FreeText(text) = session.ask(HomeAssistantTexts::say(HomeAssistantTexts::what_to_ask)).await?;
    converse(text, &session, &home_assistant).await
}

async fn not_recognized(
    heard: NotRecognized,
    session: Session,
    State(home_assistant): State<Arc<HomeAssistant>>,
) -> Result {
    if heard.input.trim().is_empty() {
        return Ok(Reply::say(not_understood()));
    }
    converse(heard.input, &session, &home_assistant).await
}

async fn any_intent(
    turn: AnyIntent,
    session: Session,
    State(home_assistant): State<Arc<HomeAssistant>>,
) -> Result {
    converse(turn.input.clone(), &session, &home_assistant).await
}

/// Passes on utterances until Home Assistant asks no more questions.
async fn converse(mut text: String, session: &Session, home_assistant: &HomeAssistant) -> Result {
    let mut conversation_id = None;
    for _ in 0..MOST_TURNS {
        let request = Request {
            text,
            language: session.lang().map(str::to_owned),
            conversation_id,
            agent_id: home_assistant.agent.clone(),
        };
        let client = home_assistant.client.clone();
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
    Err(Failure::say(HomeAssistantTexts::say(HomeAssistantTexts::leave_it)))
}

fn not_understood() -> LocalizedText {
    HomeAssistantTexts::say(HomeAssistantTexts::not_understood)
}

/// The spoken text for an error; the log has the details.
fn spoken(error: &Error) -> LocalizedText {
    HomeAssistantTexts::say(|t| match error {
        Error::Token { .. } => t.token_refused(),
        Error::Late { .. } => t.too_slow(),
        Error::Unreachable { .. } => t.unreachable(),
        Error::Strange { .. } | Error::NoCertificate => t.bad_answer(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_text() {
        HomeAssistantTexts::check().unwrap();
    }
}
