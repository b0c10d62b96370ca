//! The NLU of a test: it understands the samples of the skills, and what the test declares.

use std::sync::Arc;

use petasos_messages::payload::{Intent, IntentParsed, NluQuery};
use petasos_messages::{Dialect, Message};
use petasos_sentences::Nlu;

use super::Spoken;

/// The NLU.
#[derive(Debug)]
pub(super) struct TestNlu {
    dialect: Dialect,
    nlu: Arc<Nlu>,
    /// What the test has declared and no user has said yet.
    declared: Vec<Spoken>,
    broken: bool,
}

impl TestNlu {
    pub(super) fn new(dialect: Dialect, nlu: Arc<Nlu>) -> Self {
        Self { dialect, nlu, declared: Vec::new(), broken: false }
    }

    /// Declares what words mean the next time they are said.
    pub(super) fn declare(&mut self, spoken: Spoken) {
        self.declared.push(spoken);
    }

    /// Breaks it, so that it answers nothing, or repairs it.
    pub(super) fn set_broken(&mut self, broken: bool) {
        self.broken = broken;
    }

    /// The answers to a message.
    pub(super) fn answer(&mut self, message: &Message) -> Vec<Message> {
        match message {
            _ if self.broken => Vec::new(),
            Message::NluQuery(query) => match self.take(&query.input) {
                Some(spoken) => declared_answer(spoken, query, self.dialect),
                None => self.nlu.answer(query, self.dialect),
            },
            Message::PartialQuery(query) => vec![self.nlu.answer_partial(query, self.dialect)],
            _ => Vec::new(),
        }
    }

    fn take(&mut self, words: &str) -> Option<Spoken> {
        let position = self.declared.iter().position(|spoken| spoken.words == words)?;
        Some(self.declared.remove(position))
    }
}

/// The answer to a query whose meaning the test has declared.
fn declared_answer(spoken: Spoken, query: &NluQuery, dialect: Dialect) -> Vec<Message> {
    let mut parsed = IntentParsed::new(&query.input, spoken.intent);
    parsed.id.clone_from(&query.id);
    parsed.site_id.clone_from(&query.site_id);
    parsed.session_id.clone_from(&query.session_id);
    parsed.slots = spoken.slots;
    let mut intent = Intent::new(&query.input, parsed.intent.clone());
    intent.id.clone_from(&query.id);
    intent.site_id.clone_from(&query.site_id);
    intent.session_id.clone_from(&query.session_id);
    intent.slots.clone_from(&parsed.slots);
    intent.lang.clone_from(&query.lang);
    intent.custom_data.clone_from(&query.custom_data);
    let parsed = Message::IntentParsed(Box::new(parsed));
    if dialect.nlu_publishes_intents() {
        vec![parsed, Message::Intent(Box::new(intent))]
    } else {
        vec![parsed]
    }
}
