//! The NLU: answers Hermes queries with a grammar.
//!
//! [`Nlu::answer`] is a pure function of the query: it returns the messages to publish, in order. In Rhasspy the NLU publishes
//! `hermes/intent/...`, in Snips and Alice the dialogue manager does.

mod query_text;
mod slots;

use petasos_messages::payload::{
    AsrToken, ComponentError, Intent, IntentClassification, IntentParsed, NluIntentNotRecognized, NluQuery,
    PartialQuery, SlotParsed,
};
use petasos_messages::slot::Slot;
use petasos_messages::{Dialect, IntentName, Message, SiteId};

use self::query_text::{Located, QueryText};
use crate::python_text::as_text;
use crate::{Grammar, Language, Matching, RecogniseError, Recognition};

/// An NLU that answers Hermes queries with a grammar.
#[derive(Debug)]
pub struct Nlu {
    grammar: Grammar,
    options: NluOptions,
}

/// Options for answering queries.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NluOptions {
    /// The language for spelling out numbers. Default English.
    pub language: Language,
    /// Whether near matches are accepted. Default true.
    pub near: bool,
    /// Whether integers in digits are spelled out as in templates (`75` as `seventy five`). Default true.
    pub spell_numbers: bool,
    /// Whether punctuation at words is dropped if the text does not match with it. Default true.
    pub drop_punctuation: bool,
    /// The language in intents whose query has none (Rhasspy). Default none.
    pub lang: Option<String>,
}

impl Default for NluOptions {
    fn default() -> Self {
        Self {
            language: Language::default(),
            near: true,
            spell_numbers: true,
            drop_punctuation: true,
            lang: None,
        }
    }
}

/// A recognition with its positions in the query.
struct Understood<'a> {
    recognition: Recognition,
    located: Located<'a>,
}

impl Nlu {
    /// An NLU with this grammar.
    pub fn new(grammar: Grammar, options: NluOptions) -> Self {
        Self { grammar, options }
    }

    /// The grammar.
    pub fn grammar(&self) -> &Grammar {
        &self.grammar
    }

    /// The messages that answer a query, in the order in which they must be published.
    ///
    /// A filter without intents is ignored, except in Snips, where it matches nothing. An unknown intent in the filter is an
    /// error in Snips only.
    pub fn answer(&self, query: &NluQuery, dialect: Dialect) -> Vec<Message> {
        if let Some(unknown) = self.unknown_intent(query.intent_filter.as_deref(), dialect) {
            return vec![failure(
                query,
                &format!("the filter names {unknown:?}, an intent that is in no template"),
            )];
        }
        match self.understand(&query.input, query.intent_filter.as_deref(), dialect) {
            Ok(Some(understood)) => understood.messages(query, &self.options, dialect),
            Ok(None) => vec![not_recognized(query, dialect)],
            Err(error) => vec![failure(query, &error.to_string())],
        }
    }

    /// Answers a query for one slot (Snips).
    pub fn answer_partial(&self, query: &PartialQuery, dialect: Dialect) -> Message {
        let filter = std::slice::from_ref(&query.intent_name);
        let slot = match self.understand(&query.input, Some(filter), dialect) {
            Ok(understood) => {
                let slots = understood.map(|understood| understood.slots(dialect)).unwrap_or_default();
                slots.into_iter().find(|slot| slot.slot_name == query.slot_name)
            }
            Err(error) => {
                let mut failure = ComponentError::new(error.to_string());
                failure.session_id.clone_from(&query.session_id);
                failure.context = Some(query.input.clone());
                return Message::NluError(failure);
            }
        };
        let mut answer = SlotParsed::new(&query.input, query.intent_name.clone());
        answer.id.clone_from(&query.id);
        answer.session_id.clone_from(&query.session_id);
        answer.slot = slot;
        Message::SlotParsed(Box::new(answer))
    }

    /// Tries the text as written first, then in the form in which templates are usually written: a template with `a.m.` needs the
    /// dots.
    fn understand<'a>(
        &self,
        text: &'a str,
        filter: Option<&[IntentName]>,
        dialect: Dialect,
    ) -> Result<Option<Understood<'a>>, RecogniseError> {
        if dialect.empty_filter_matches_nothing && filter.is_some_and(<[_]>::is_empty) {
            return Ok(None);
        }
        let verbatim = QueryText::verbatim(text);
        let prepared = self.prepare(verbatim.clone());
        let mut matching = Matching::default().with_near(false);
        matching.filter = filter.filter(|filter| !filter.is_empty());
        if prepared != verbatim
            && let Some(recognition) = self.grammar.recognise(&verbatim.text(), &matching)?
        {
            return Ok(Some(Understood::new(recognition, &verbatim)));
        }
        self.understand_nearly(&prepared, &matching.with_near(self.options.near))
    }

    /// A near match. Words may be skipped, but a number in digits is matched as a whole or not at all.
    fn understand_nearly<'a>(
        &self,
        spoken: &QueryText<'a>,
        matching: &Matching<'_>,
    ) -> Result<Option<Understood<'a>>, RecogniseError> {
        let Some(recognition) = self.grammar.recognise(&spoken.text(), matching)? else { return Ok(None) };
        let understood = Understood::new(recognition, spoken);
        match spoken.with_whole_numbers(&understood.located) {
            Some(whole) => self.understand_nearly(&whole, matching),
            None => Ok(Some(understood)),
        }
    }

    fn prepare<'a>(&self, mut spoken: QueryText<'a>) -> QueryText<'a> {
        let NluOptions { language, spell_numbers, drop_punctuation, .. } = self.options;
        if drop_punctuation {
            spoken = spoken.without_punctuation();
        }
        if spell_numbers {
            spoken = spoken.spelling_numbers(|number| language.number_words(number));
        }
        spoken
    }

    /// An intent in the filter that the grammar does not have, in a dialect where that is an error.
    fn unknown_intent<'a>(
        &self,
        filter: Option<&'a [IntentName]>,
        dialect: Dialect,
    ) -> Option<&'a IntentName> {
        let filter = filter.filter(|_| dialect.filter_must_be_known)?;
        filter.iter().find(|wanted| !self.grammar.intents().any(|known| known == *wanted))
    }
}

impl<'a> Understood<'a> {
    fn new(recognition: Recognition, spoken: &QueryText<'a>) -> Self {
        let located = spoken.locate(&recognition.raw_text);
        Self { recognition, located }
    }

    fn slots(&self, dialect: Dialect) -> Vec<Slot> {
        slots::slots(&self.recognition, &self.located, dialect)
    }

    fn messages(&self, query: &NluQuery, options: &NluOptions, dialect: Dialect) -> Vec<Message> {
        let mut parsed = self.parsed(query, dialect);
        if !dialect.nlu_publishes_intents() {
            parsed.alternatives = Some(Vec::new());
            return vec![Message::IntentParsed(Box::new(parsed))];
        }
        parsed.slots.extend(slots::custom(query.custom_entities.as_ref()));
        let intent = self.intent(query, &parsed, options);
        vec![Message::IntentParsed(Box::new(parsed)), Message::Intent(Box::new(intent))]
    }

    /// Rhasspy's input is the text after substitution, Snips' the one that slot ranges refer to.
    fn parsed(&self, query: &NluQuery, dialect: Dialect) -> IntentParsed {
        let Recognition { intent, confidence, text, .. } = &self.recognition;
        let input = if dialect.nlu_rewrites_input { text } else { &query.input };
        let mut parsed = IntentParsed::new(input, IntentClassification::new(intent.clone(), *confidence));
        parsed.id.clone_from(&query.id);
        parsed.site_id = site(query, dialect);
        parsed.session_id.clone_from(&query.session_id);
        parsed.slots = self.slots(dialect);
        parsed
    }

    /// The intent for skills, as published by Rhasspy's NLU.
    fn intent(&self, query: &NluQuery, parsed: &IntentParsed, options: &NluOptions) -> Intent {
        let mut intent = Intent::new(&parsed.input, parsed.intent.clone());
        intent.id.clone_from(&parsed.id);
        intent.site_id.clone_from(&parsed.site_id);
        intent.session_id.clone_from(&parsed.session_id);
        intent.slots.clone_from(&parsed.slots);
        intent.asr_tokens = Some(vec![tokens(&self.recognition)]);
        intent.asr_confidence = query.asr_confidence;
        intent.raw_input = Some(query.input.clone());
        intent.wakeword_id.clone_from(&query.wakeword_id);
        intent.lang = query.lang.clone().or_else(|| options.lang.clone());
        intent.custom_data.clone_from(&query.custom_data);
        intent
    }
}

/// The tokens of the text after substitution.
fn tokens(recognition: &Recognition) -> Vec<AsrToken> {
    let mut start = 0;
    let tokens = recognition.tokens.iter().map(|token| {
        let value = as_text(token);
        let end = start + u64::try_from(value.chars().count()).unwrap_or(u64::MAX);
        let mut word = AsrToken::default();
        (word.value, word.confidence, word.range_start, word.range_end) = (value, 1.0, start, end);
        start = end + 1;
        word
    });
    tokens.collect()
}

fn not_recognized(query: &NluQuery, dialect: Dialect) -> Message {
    let mut answer = NluIntentNotRecognized::new(&query.input);
    answer.id.clone_from(&query.id);
    answer.site_id = site(query, dialect);
    answer.session_id.clone_from(&query.session_id);
    answer.custom_data.clone_from(&query.custom_data);
    Message::NluIntentNotRecognized(Box::new(answer))
}

fn failure(query: &NluQuery, error: &str) -> Message {
    let mut failure = ComponentError::new(error);
    failure.site_id.clone_from(&query.site_id);
    failure.session_id.clone_from(&query.session_id);
    failure.context = Some(query.input.clone());
    Message::NluError(failure)
}

/// The site of the answer; in dialects that require one, the default site if the query has none.
fn site(query: &NluQuery, dialect: Dialect) -> Option<SiteId> {
    let or_default = || dialect.site_is_required.then(SiteId::default_site);
    query.site_id.clone().or_else(or_default)
}
