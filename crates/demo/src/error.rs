//! What can go wrong.

use std::io;

use petasos_broker::BrokerError;
use petasos_inspect::client::ClientError;
use petasos_messages::SiteId;
use petasos_sentences::Language;

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The embedded broker does not start.
    #[error(transparent)]
    Broker(#[from] BrokerError),
    /// The broker cannot be joined, or the connection has ended.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The broker does not send us what we publish.
    #[error("the broker does not send us what we publish: are we allowed to publish on petasos/#?")]
    NoEcho,
    /// The dialogue manager cannot run.
    #[error(transparent)]
    Manager(#[from] petasos_manager::Error),
    /// A skill cannot run.
    #[error(transparent)]
    Skill(#[from] petasos_skill::Error),
    /// The sentences of the skills cannot be written.
    #[error(transparent)]
    Sentences(#[from] petasos_skill::export::Error),
    /// The clock skill does not know the time zone.
    #[error(transparent)]
    TimeZone(#[from] petasos_clock::UnknownZone),
    /// No skill speaks this language.
    #[error(
        "no skill of the demonstration speaks {0:?} ({0}): bring your own sentences with --sentences FILE"
    )]
    Language(Language),
    /// A component does not answer after its start.
    #[error("the {0} cannot be reached after the start")]
    NotStarted(&'static str),
    /// The NLU cannot run, or its sentences cannot be read.
    #[error(transparent)]
    Nlu(#[from] petasos_nlu::Error),
    /// The NLU cannot join the broker.
    #[error("the NLU cannot join the broker: {0}")]
    NluDisconnected(String),
    /// A component ended by itself.
    #[error("the {name} ended unexpectedly: {why}")]
    Ended {
        /// Which component.
        name: &'static str,
        /// Its own reason.
        why: String,
    },
    /// There is no espeak-ng to speak with.
    #[error("--speak needs espeak-ng: install it (Debian: apt install espeak-ng), or leave --speak out")]
    NoEspeak,
    /// A script expected another answer.
    #[error(transparent)]
    Unexpected(#[from] Unexpected),
    /// The keyboard or the terminal cannot be used.
    #[error("cannot use the terminal: {0}")]
    Terminal(String),
    /// Something cannot be printed or read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Signals cannot be waited for.
    #[error("cannot wait for signals: {0}")]
    Signals(io::Error),
}

/// What a site said is not what the script expected, or it said nothing.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the script: {site} was expected to say\n    {expected}\n{}", answer(.said.as_deref()))]
pub struct Unexpected {
    pub(crate) line: usize,
    pub(crate) site: SiteId,
    pub(crate) expected: String,
    pub(crate) said: Option<String>,
}

fn answer(said: Option<&str>) -> String {
    said.map_or_else(|| "and said nothing".to_owned(), |said| format!("and said\n    {said}"))
}
