//! A client of Home Assistant's conversation API.
//!
//! `POST /api/conversation/process`, see <https://developers.home-assistant.io/docs/intent_conversation_api>.

use std::fmt;
use std::time::Duration;

use petasos_skill::config::Secret;
use serde::{Deserialize, Serialize};
use ureq::Agent;
use ureq::http::{Response, StatusCode};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

/// The maximum size of a response: a few sentences, with the entities they concern.
const MOST_BYTES: u64 = 1 << 20;

/// A client of one Home Assistant instance.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    address: String,
    authorization: Secret,
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("address", &self.address).finish_non_exhaustive()
    }
}

/// A request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Request {
    /// The text of the user.
    pub text: String,
    /// The language, such as `en`. Default: Home Assistant's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The conversation to continue; `None` in the first request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
    /// The agent, such as `conversation.chatgpt`. Default: Home Assistant's default agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The text to speak, if any.
    pub speech: Option<String>,
    /// Whether the request succeeded. If not, `speech` says why.
    pub understood: bool,
    /// The conversation id for the next request.
    pub conversation_id: Option<String>,
    /// Whether the agent asked a question.
    pub goes_on: bool,
}

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Home Assistant rejects the token.
    #[error(
        "Home Assistant at {address} rejected the access token; create a new one in your profile there, under Security"
    )]
    Token {
        /// The address of Home Assistant.
        address: String,
    },
    /// The request timed out.
    #[error("Home Assistant at {address} did not answer in time; see home_assistant.answer_seconds")]
    Late {
        /// The address of Home Assistant.
        address: String,
    },
    /// The connection failed.
    #[error("cannot ask Home Assistant at {address}: {why}; see home_assistant.url")]
    Unreachable {
        /// The address of Home Assistant.
        address: String,
        /// The underlying error.
        why: String,
    },
    /// The response is not one of the API.
    #[error("Home Assistant at {address} gave an unexpected answer: {why}")]
    Strange {
        /// The address of Home Assistant.
        address: String,
        /// What is unexpected.
        why: String,
    },
    /// The file with certificates has none.
    #[error("home_assistant.ca contains no certificate")]
    NoCertificate,
}

#[derive(Deserialize)]
struct Reply {
    response: Said,
    #[serde(default)]
    conversation_id: Option<String>,
    #[serde(default)]
    continue_conversation: bool,
}

#[derive(Deserialize)]
struct Said {
    response_type: String,
    #[serde(default)]
    speech: Option<Speech>,
}

#[derive(Deserialize)]
struct Speech {
    #[serde(default)]
    plain: Option<Plain>,
}

#[derive(Deserialize)]
struct Plain {
    #[serde(default)]
    speech: Option<String>,
}

impl Client {
    /// A client for this address, such as `http://homeassistant.local:8123`, with this timeout. `ca` is the PEM text of
    /// certificate authorities to trust instead of the default ones.
    pub fn new(url: &str, token: &Secret, timeout: Duration, ca: Option<&[u8]>) -> Result<Self, Error> {
        let mut config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("petasos-home-assistant/", env!("CARGO_PKG_VERSION")));
        if let Some(pem) = ca {
            config = config.tls_config(TlsConfig::builder().root_certs(roots(pem)?).build());
        }
        Ok(Self {
            agent: config.build().into(),
            address: format!("{}/api/conversation/process", url.trim_end_matches('/')),
            authorization: Secret::from(format!("Bearer {}", token.reveal())),
        })
    }

    /// Sends a request and waits for the answer. Blocks the thread.
    pub fn process(&self, request: &Request) -> Result<Answer, Error> {
        let body = serde_json::to_vec(request).map_err(|error| self.strange(error.to_string()))?;
        let response = self
            .agent
            .post(&self.address)
            .header("Authorization", self.authorization.reveal())
            .header("Content-Type", "application/json")
            .send(&body[..]);
        self.read(response.map_err(|error| self.failed(&error))?)
    }

    fn read(&self, mut response: Response<ureq::Body>) -> Result<Answer, Error> {
        match response.status() {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                return Err(Error::Token { address: self.address.clone() });
            }
            status if !status.is_success() => return Err(self.strange(format!("status {status}"))),
            _ => {}
        }
        let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
        let body = body.map_err(|error| self.failed(&error))?;
        let reply: Reply = serde_json::from_slice(&body).map_err(|error| self.strange(error.to_string()))?;
        let speech = reply.response.speech.and_then(|speech| speech.plain?.speech);
        Ok(Answer {
            speech: speech.map(|speech| speech.trim().to_owned()).filter(|speech| !speech.is_empty()),
            understood: reply.response.response_type != "error",
            conversation_id: reply.conversation_id,
            goes_on: reply.continue_conversation,
        })
    }

    fn failed(&self, error: &ureq::Error) -> Error {
        let address = self.address.clone();
        match error {
            ureq::Error::Timeout(_) => Error::Late { address },
            ureq::Error::BodyExceedsLimit(_) => self.strange(error.to_string()),
            _ => Error::Unreachable { address, why: error.to_string() },
        }
    }

    fn strange(&self, why: String) -> Error {
        Error::Strange { address: self.address.clone(), why }
    }
}

fn roots(pem: &[u8]) -> Result<RootCerts, Error> {
    let certificates = parse_pem(pem).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    let certificates: Vec<_> = certificates.collect();
    if certificates.is_empty() { Err(Error::NoCertificate) } else { Ok(RootCerts::from(certificates)) }
}
