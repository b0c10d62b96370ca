//! A question, before it is put into the words of the protocol.

use std::borrow::Cow;

use crate::LocalizedText;
use crate::intent::Expected;

/// One question of a handler: what is said, and what the NLU is to listen for.
///
/// On the wire it is a `continueSession` with `sendIntentNotRecognized`, so that every answer comes back, understood or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Question {
    /// Said before listening. Empty: listen at once.
    pub(crate) words: LocalizedText,
    /// The intents that may answer, without a user before their names: the filter. Empty: no filter.
    pub(crate) intents: Vec<Cow<'static, str>>,
    /// The slot this is about. Where the manager elicits slots itself (Snips), this intent alone becomes the filter, and the slot
    /// is named; elsewhere `intents` is the filter.
    pub(crate) slot: Option<ElicitedSlot>,
    /// Replaces the data of the session; `None` keeps it.
    pub(crate) custom_data: Option<String>,
    /// Whether any words are an answer. The filter is then a name no NLU knows (Rhasspy: `FreeText`), `UserRandomAnswer` (Alice) or
    /// none (Snips), whatever is in `intents`.
    pub(crate) any_words: bool,
    /// Whether all intents of the skill are added to the filter.
    pub(crate) other_intents: bool,
}

impl Question {
    /// A question for such an answer.
    pub(crate) fn expecting(words: LocalizedText, expected: &Expected) -> Self {
        let mut question = Self { words, ..Self::default() };
        question.expect(expected);
        question
    }

    /// Has the NLU listen for this answer too.
    pub(crate) fn expect(&mut self, expected: &Expected) {
        let names = expected.intents.iter().filter_map(|intent| intent.names.first());
        self.intents.extend(names.map(|name| Cow::Borrowed(*name)));
        self.intents.extend(expected.entity.iter().map(|entity| entity.name.clone()));
        self.any_words |= expected.any_words;
    }
}

/// A slot of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ElicitedSlot {
    /// The intent, without a user before its name.
    pub(crate) intent: &'static str,
    /// The slot.
    pub(crate) slot: &'static str,
}
