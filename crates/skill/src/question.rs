//! A question of a handler, before it becomes a message.

use std::borrow::Cow;

use crate::LocalizedText;
use crate::intent::Expected;

/// A question: what is said, and what the NLU may recognise as its answer.
///
/// On the wire it is a `continueSession` with `sendIntentNotRecognized`, so that every answer comes back, understood or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Question {
    /// Said before listening; if empty, the microphone opens at once.
    pub(crate) text: LocalizedText,
    /// The intents that may answer, without a user before their names: the filter. If empty, there is no filter.
    pub(crate) intents: Vec<Cow<'static, str>>,
    /// The slot that is asked for. If the manager elicits slots itself (Snips), its intent alone becomes the filter, and the slot is
    /// named; otherwise `intents` is the filter.
    pub(crate) slot: Option<ElicitedSlot>,
    /// Replaces the `customData` of the session; `None` keeps it.
    pub(crate) custom_data: Option<String>,
    /// Whether any words are an answer. The filter is then a name no NLU knows (Rhasspy: `FreeText`), `UserRandomAnswer` (Alice) or
    /// none (Snips), whatever is in `intents`.
    pub(crate) any_words: bool,
    /// Whether all intents of the skill are added to the filter.
    pub(crate) other_intents: bool,
}

impl Question {
    /// A question for such an answer.
    pub(crate) fn expecting(text: LocalizedText, expected: &Expected) -> Self {
        let mut question = Self { text, ..Self::default() };
        question.expect(expected);
        question
    }

    /// Lets this answer it too.
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
    /// The name of the intent, without a user.
    pub(crate) intent: &'static str,
    /// The name of the slot.
    pub(crate) slot: &'static str,
}
