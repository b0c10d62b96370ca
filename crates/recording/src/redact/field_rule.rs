//! The rules for fields.

/// What happens to a field and everything below it. The items of a list follow the rule of the list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// Numbers, true and false stay, even as strings. Other texts are replaced word by word.
    Number,
    /// The name of a site, which stays unless sites are hidden.
    Site,
    /// The name of an intent, a slot or an entity, which stays unless intents are hidden. An object names one in `intentId` or
    /// `intentName`.
    Intent,
    /// Another name that was configured: a wake word, a voice, a program.
    Name,
    /// The id of a session or request.
    Id,
    /// One of these words of the protocol.
    OneOf(&'static [&'static str]),
    /// A language.
    Language,
    /// A version.
    Version,
    /// Text, whose words become pseudonyms.
    Words,
    /// Text in which the words of the dialogue manager's own errors stay.
    Error,
    /// Data that only the sender understands, which becomes one word.
    Opaque,
    /// A value of any shape, of which texts, numbers and keys are replaced.
    Value,
    /// A position in a text, which becomes 0 because pseudonyms have other lengths.
    Position,
    /// An object with these groups of fields. Every other field is removed.
    Object(&'static [&'static [Field]]),
    /// An object whose keys are data, with a rule for the keys and one for the values.
    By(&'static Rule, &'static Rule),
}

/// The name of a field and its rule.
pub(super) type Field = (&'static str, Rule);

impl Rule {
    /// The fields that an object may have under this rule, if they are limited.
    pub(super) fn fields(self) -> Option<&'static [&'static [Field]]> {
        match self {
            Self::Object(groups) => Some(groups),
            Self::Intent => Some(&[SWITCHED_INTENT]),
            _ => None,
        }
    }
}

/// An intent as in `configure`; FHEM writes filters like this too.
pub(super) const SWITCHED_INTENT: &[Field] =
    &[("intentId", Rule::Intent), ("intentName", Rule::Intent), ("enable", Rule::Number)];
