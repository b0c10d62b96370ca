//! The connection of a handler to its conversation.

use petasos_messages::payload::Termination;
use tokio::sync::{mpsc, oneshot};

use super::Unanswered;
use crate::question::Question;
use crate::reply::Outcome;
use crate::{LocalizedText, Site, Utterance};

/// The number of a conversation: from 0 for those that handlers are called in, from 2^63 for those started by
/// [`Hermes`](crate::Hermes).
pub(crate) type Key = u64;

/// A request of a handler to its conversation.
#[derive(Debug)]
pub(crate) enum Request {
    /// Ask a question. Dropping the sender interrupts the handler.
    Ask { question: Box<Question>, answer: oneshot::Sender<Result<Utterance, Unanswered>> },
    /// Speak a text without ending the session.
    Say(LocalizedText),
    /// The handler has finished.
    Finished(Outcome),
    /// Start a conversation of the skill.
    Open { site: Site, lang: Option<String> },
    /// End a conversation of the skill.
    Close(Option<LocalizedText>),
}

/// Sends the requests of a handler to its conversation.
#[derive(Debug, Clone)]
pub(crate) struct ConversationHandle {
    key: Key,
    requests: mpsc::UnboundedSender<(Key, Request)>,
}

impl ConversationHandle {
    pub(crate) fn new(key: Key, requests: mpsc::UnboundedSender<(Key, Request)>) -> Self {
        Self { key, requests }
    }

    /// Asks a question and waits for the answer.
    pub(crate) async fn ask(&self, question: Question) -> Result<Utterance, Unanswered> {
        let (answer, receiver) = oneshot::channel();
        self.send(Request::Ask { question: Box::new(question), answer });
        receiver.await.unwrap_or_else(|_gone| Err(Unanswered::Interrupted(Termination::Nominal)))
    }

    /// Sends a request. Once the runtime has ended, so have all sessions: a question is interrupted, and other requests have no
    /// effect.
    pub(crate) fn send(&self, request: Request) {
        let _gone = self.requests.send((self.key, request));
    }
}
