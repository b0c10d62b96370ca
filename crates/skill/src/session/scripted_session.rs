//! Sessions with scripted answers, for tests of questions.

use std::sync::Arc;

use petasos_messages::SiteId;
use tokio::sync::mpsc;

use super::conversation_handle::{ConversationHandle, Request};
use super::{AskDefaults, Session, SessionInfo, Unanswered};
use crate::intent::recognized;
use crate::question::Question;
use crate::{Phrases, Site, Utterance};

/// The questions asked in a session.
#[derive(Debug)]
pub(crate) struct Asked(mpsc::UnboundedReceiver<Question>);

impl Asked {
    pub(crate) fn questions(&mut self) -> Vec<Question> {
        std::iter::from_fn(|| self.0.try_recv().ok()).collect()
    }

    /// Their texts, in English.
    pub(crate) fn words(&mut self) -> Vec<String> {
        self.questions().iter().map(|question| question.text.in_lang(Some("en")).to_owned()).collect()
    }
}

/// A session in English in the kitchen with these answers; after that there are none.
pub(crate) fn conversation(
    utterance: impl IntoIterator<Item = Result<Utterance, Unanswered>>,
) -> (Session, Asked) {
    let utterance: Vec<_> = utterance.into_iter().collect();
    let (requests, mut requested) = mpsc::unbounded_channel();
    let (questions, asked) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut utterance = utterance.into_iter();
        while let Some((_, request)) = requested.recv().await {
            if let Request::Ask { question, answer } = request {
                let _unread = questions.send(*question);
                let _gone = answer.send(utterance.next().unwrap_or(Err(Unanswered::Silence)));
            }
        }
    });
    let info = SessionInfo {
        id: None,
        site: Site::new(SiteId::new("kitchen").unwrap()),
        lang: Some("en".to_owned()),
        input: String::new(),
        custom_data: None,
        ask_defaults: Arc::new(AskDefaults { phrases: Phrases::default(), ask_retries: 2, lang: None }),
    };
    (Session::new(info, ConversationHandle::new(0, requests)), Asked(asked))
}

/// Text that the NLU did not recognise.
#[expect(clippy::unnecessary_wraps, reason = "it stands in a list with unanswered questions")]
pub(crate) fn words(input: &str) -> Result<Utterance, Unanswered> {
    Ok(Utterance::NotRecognized { input: input.to_owned(), lang: Some("en".to_owned()) })
}

/// Text in which the NLU recognised an intent.
#[expect(clippy::unnecessary_wraps, reason = "it stands in a list with unanswered questions")]
pub(crate) fn understood(intent: &str, input: &str, slots: &[(&str, &str)]) -> Result<Utterance, Unanswered> {
    Ok(Utterance::Recognized(recognized(intent, input, slots)))
}
