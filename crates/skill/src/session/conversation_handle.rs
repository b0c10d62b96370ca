//! The way from a handler to the desk, which speaks for it.

use petasos_messages::payload::Termination;
use tokio::sync::{mpsc, oneshot};

use super::Unanswered;
use super::question::Question;
use crate::desk::Outcome;
use crate::{Heard, Site, Words};

/// What a handler wants of the desk.
#[derive(Debug)]
pub(crate) enum Request {
    /// To ask, and to know what was heard. Dropping the sender is an interruption.
    Ask { question: Box<Question>, heard: oneshot::Sender<Result<Heard, Unanswered>> },
    /// To say something without ending the session.
    Say(Words),
    /// Nothing more: it has ended.
    Finished(Outcome),
    /// To talk with somebody, without having been called.
    Open { site: Site, lang: Option<String> },
    /// To end such a talk.
    Close(Option<Words>),
}

/// One end of the way: the conversation's number at the desk goes along with every request.
#[derive(Debug, Clone)]
pub(crate) struct Port {
    conversation: u64,
    requests: mpsc::UnboundedSender<(u64, Request)>,
}

impl Port {
    pub(crate) fn new(conversation: u64, requests: mpsc::UnboundedSender<(u64, Request)>) -> Self {
        Self { conversation, requests }
    }

    /// Asks, and waits for what is heard.
    pub(crate) async fn ask(&self, question: Question) -> Result<Heard, Unanswered> {
        let (heard, answer) = oneshot::channel();
        self.send(Request::Ask { question: Box::new(question), heard });
        answer.await.unwrap_or_else(|_gone| Err(Unanswered::Interrupted(Termination::Nominal)))
    }

    /// Says something in between.
    pub(crate) fn say(&self, words: Words) {
        self.send(Request::Say(words));
    }

    /// A desk that is gone has ended all sessions: who asks learns it from the answer, and nobody hears the rest.
    pub(crate) fn send(&self, request: Request) {
        let _gone = self.requests.send((self.conversation, request));
    }
}
