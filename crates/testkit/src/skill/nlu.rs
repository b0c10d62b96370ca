//! The NLU of the house: it understands what the skills' samples say, or what a test tells it to.

use std::sync::Arc;

use petasos_messages::payload::{Intent, IntentParsed, NluQuery};
use petasos_messages::{Dialect, Message};
use petasos_sentences::Nlu;

use super::Spoken;

/// The NLU of the house.
#[derive(Debug)]
pub(super) struct Mind {
    dialect: Dialect,
    nlu: Arc<Nlu>,
    /// Words that are to come, and what they mean.
    told: Vec<Spoken>,
    broken: bool,
}

impl Mind {
    /// A mind with this understanding.
    pub(super) fn new(dialect: Dialect, nlu: Arc<Nlu>) -> Self {
        Self { dialect, nlu, told: Vec::new(), broken: false }
    }

    /// These words mean this, the next time they are heard.
    pub(super) fn expect(&mut self, spoken: Spoken) {
        self.told.push(spoken);
    }

    /// Breaks it (it hears everything and answers nothing), or mends it.
    pub(super) fn set_broken(&mut self, broken: bool) {
        self.broken = broken;
    }

    /// A message passes: what is to be said to it.
    pub(super) fn answer(&mut self, message: &Message) -> Vec<Message> {
        match message {
            _ if self.broken => Vec::new(),
            Message::NluQuery(query) => match self.take(&query.input) {
                Some(told) => understood(told, query, self.dialect),
                None => self.nlu.answer(query, self.dialect),
            },
            Message::PartialQuery(query) => vec![self.nlu.answer_partial(query, self.dialect)],
            _ => Vec::new(),
        }
    }

    fn take(&mut self, words: &str) -> Option<Spoken> {
        let told = self.told.iter().position(|told| told.words == words)?;
        Some(self.told.remove(told))
    }
}

/// Says what the test told, in the place of what the words mean.
fn understood(told: Spoken, query: &NluQuery, dialect: Dialect) -> Vec<Message> {
    let mut parsed = IntentParsed::new(&query.input, told.intent);
    parsed.id.clone_from(&query.id);
    parsed.site_id.clone_from(&query.site_id);
    parsed.session_id.clone_from(&query.session_id);
    parsed.slots = told.slots;
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
