//! What may become of a field.

/// What may become of a field, and of everything below it. In a list each item follows the rule of the list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// Numbers, true and false stay, also where they are written as texts. Other texts become words.
    Number,
    /// The name of a site: stays, unless sites are hidden.
    Site,
    /// The name of an intent, a slot or an entity: stays, unless intents are hidden. An object names one in `intentId` or
    /// `intentName`.
    Intent,
    /// Any other name that an owner or a developer gave: a wake word, a voice, a program.
    Name,
    /// The id of a session or request.
    Id,
    /// One of the words that the protocol knows.
    OneOf(&'static [&'static str]),
    /// A language.
    Language,
    /// A version.
    Version,
    /// What people or programs say: words become pseudonyms.
    Words,
    /// Like words, but those stay of which the dialogue manager makes its own errors.
    Error,
    /// Opaque to everybody but the sender: one word in its place.
    Opaque,
    /// What a word stands for, of any shape: texts, numbers and keys become others.
    Value,
    /// Where something stands in a text: 0, since pseudonyms have other lengths.
    Position,
    /// An object: these fields, in any number of groups. Every other field goes.
    Object(&'static [&'static [Field]]),
    /// An object whose keys are data: a rule for the keys, and one for the values.
    By(&'static Rule, &'static Rule),
}

/// The name of a field, and what becomes of it.
pub(super) type Field = (&'static str, Rule);

impl Rule {
    /// The fields that an object may have under this rule, if it may have no others.
    pub(super) fn fields(self) -> Option<&'static [&'static [Field]]> {
        match self {
            Self::Object(groups) => Some(groups),
            Self::Intent => Some(&[SWITCHED_INTENT]),
            _ => None,
        }
    }
}

/// An intent as `configure` names it; FHEM writes filters like that too.
pub(super) const SWITCHED_INTENT: &[Field] =
    &[("intentId", Rule::Intent), ("intentName", Rule::Intent), ("enable", Rule::Number)];
