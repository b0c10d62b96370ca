//! A question of a handler, before it is converted to a message.

use std::borrow::Cow;

use crate::LocalizedText;
use crate::intent::Expected;

/// A question: the text to speak and the answers the NLU may recognise.
///
/// On the wire it is a `continueSession` with `sendIntentNotRecognized`, so that every answer is returned, recognised or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Question {
    /// Spoken before listening; if empty, the microphone opens immediately.
    pub(crate) text: LocalizedText,
    /// The intent filter: the intents that may answer, without a user prefix. If empty, there is no filter.
    pub(crate) intents: Vec<Cow<'static, str>>,
    /// The slot that is asked for. If the manager elicits slots itself (Snips), the filter is only the slot's intent, and the
    /// slot is sent; otherwise `intents` is the filter.
    pub(crate) slot: Option<ElicitedSlot>,
    /// Replaces the `customData` of the session; `None` keeps it.
    pub(crate) custom_data: Option<String>,
    /// Whether any text is an answer. The filter is then a name unknown to the NLU (Rhasspy: `FreeText`), `UserRandomAnswer`
    /// (Alice) or empty (Snips), regardless of `intents`.
    pub(crate) any_words: bool,
    /// Whether all intents of the skill are added to the filter.
    pub(crate) other_intents: bool,
}

impl Question {
    /// A question for this answer.
    pub(crate) fn expecting(text: LocalizedText, expected: &Expected) -> Self {
        let mut question = Self { text, ..Self::default() };
        question.expect(expected);
        question
    }

    /// Adds an answer.
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
    /// The name of the intent, without a user prefix.
    pub(crate) intent: &'static str,
    pub(crate) slot: &'static str,
}
