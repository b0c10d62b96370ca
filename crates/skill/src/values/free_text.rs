//! Free text.

use crate::intent::{Expected, InvalidValue, Unfilled};
use crate::{Answer, Utterance};

/// Any text, as captured: `session.ask::<FreeText>("What shall I write down?").await?`.
///
/// The intent filter contains an intent that the NLU does not know, so that the text is returned unchanged. Note that an ASR with
/// a closed grammar transcribes only what it was trained on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FreeText(pub String);

impl Answer for FreeText {
    fn expected() -> Expected {
        Expected { any_words: true, ..Expected::default() }
    }

    fn read(utterance: &Utterance) -> Result<Self, Unfilled> {
        match utterance.input().trim() {
            "" => Err(Unfilled::NoAnswer(InvalidValue::new(""))),
            words => Ok(Self(words.to_owned())),
        }
    }
}

impl AsRef<str> for FreeText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_as_they_are() {
        let utterance = |input: &str| Utterance::NotRecognized { input: input.to_owned(), lang: None };
        assert_eq!(FreeText::read(&utterance(" buy Milk ")).ok(), Some(FreeText("buy Milk".into())));
        assert_eq!(FreeText::read(&utterance("  ")).ok(), None);
    }
}
