//! The way from a handler to the desk, which speaks for it.

use petasos_messages::payload::Termination;
use tokio::sync::{mpsc, oneshot};

use super::Unanswered;
use crate::question::Question;
use crate::reply::Outcome;
use crate::{LocalizedText, Site, Utterance};

/// Which conversation. Those that the conversations core begins are numbered from 0, those of [`Hermes`](crate::Hermes) from 2^63.
pub(crate) type Key = u64;

/// What a handler wants of the desk.
#[derive(Debug)]
pub(crate) enum Request {
    /// To ask, and to know what was heard. Dropping the sender is an interruption.
    Ask { question: Box<Question>, answer: oneshot::Sender<Result<Utterance, Unanswered>> },
    /// To say something without ending the session.
    Say(LocalizedText),
    /// Nothing more: it has ended.
    Finished(Outcome),
    /// To talk with somebody, without having been called.
    Open { site: Site, lang: Option<String> },
    /// To end such a talk.
    Close(Option<LocalizedText>),
}

/// One end of the way: the conversation's number at the desk goes along with every request.
#[derive(Debug, Clone)]
pub(crate) struct ConversationHandle {
    conversation: Key,
    requests: mpsc::UnboundedSender<(Key, Request)>,
}

impl ConversationHandle {
    pub(crate) fn new(conversation: Key, requests: mpsc::UnboundedSender<(Key, Request)>) -> Self {
        Self { conversation, requests }
    }

    /// Asks, and waits for what is heard.
    pub(crate) async fn ask(&self, question: Question) -> Result<Utterance, Unanswered> {
        let (answer, receiver) = oneshot::channel();
        self.send(Request::Ask { question: Box::new(question), answer });
        receiver.await.unwrap_or_else(|_gone| Err(Unanswered::Interrupted(Termination::Nominal)))
    }

    /// Says something in between.
    pub(crate) fn say(&self, words: LocalizedText) {
        self.send(Request::Say(words));
    }

    /// A desk that is gone has ended all sessions: who asks learns it from the answer, and nobody hears the rest.
    pub(crate) fn send(&self, request: Request) {
        let _gone = self.requests.send((self.conversation, request));
    }
}
