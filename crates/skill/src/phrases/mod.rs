//! Phrases that the kit itself speaks.

use crate::LocalizedText;
use crate::texts::TextTable;

crate::texts! {
    /// The phrases of a language.
    struct PhraseTexts("texts", ["en", "de", "fr", "es", "it", "nl", "pt"]) {
        done(),
        apology(),
        too_slow(),
        thinking(),
        silence(),
        not_understood(),
        again(),
        which(options),
        or(),
        broken_dialogue(),
    }
}

/// Declares phrases: the description, the name and the placeholders of each.
macro_rules! phrases {
    ($($(#[$what:meta])* $name:ident($($open:literal)?), $with:ident;)*) => {
        /// The phrases that the kit itself speaks, in English, German, French, Spanish, Italian, Dutch and Portuguese. Each can
        /// be replaced:
        ///
        /// ```
        /// use petasos_skill::{LocalizedText, Phrases};
        ///
        /// let phrases = Phrases::default().with_done(LocalizedText::new("Aye, aye.").or_in("de", "Jawohl."));
        /// assert_eq!(phrases.done().in_lang(Some("de")), "Jawohl.");
        /// assert_eq!(phrases.silence().in_lang(Some("de")), "Ich habe nichts gehört.");
        /// ```
        ///
        /// An empty phrase is not spoken.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Phrases {
            $($name: LocalizedText,)*
        }

        impl Default for Phrases {
            fn default() -> Self {
                Self { $($name: PhraseTexts::say(|t| t.$name($($open)?)),)* }
            }
        }

        impl Phrases {
            $(
                $(#[$what])*
                pub fn $name(&self) -> LocalizedText {
                    self.$name.clone()
                }

                #[doc = concat!("Replaces [`", stringify!($name), "`](Self::", stringify!($name), ").")]
                #[must_use]
                pub fn $with(mut self, words: impl Into<LocalizedText>) -> Self {
                    self.$name = words.into();
                    self
                }
            )*

            #[cfg(test)]
            fn all(&self) -> Vec<(&'static str, &LocalizedText)> {
                vec![$((stringify!($name), &self.$name)),*]
            }
        }
    };
}

phrases! {
    /// Spoken when a handler has succeeded without a text.
    done(), with_done;
    /// Spoken when a handler failed or panicked.
    apology(), with_apology;
    /// Spoken when a handler exceeds its deadline.
    too_slow(), with_too_slow;
    /// Spoken when a handler takes longer than users like to wait.
    thinking(), with_thinking;
    /// Spoken when the user did not answer a question.
    silence(), with_silence;
    /// Spoken when no answer to a question was understood.
    not_understood(), with_not_understood;
    /// Spoken before a question is repeated.
    again(), with_again;
    /// Spoken when an answer is ambiguous; `{}` is replaced by the matching options.
    which("{}"), with_which;
    /// Spoken before the last of several options.
    or(), with_or;
    /// Spoken when a dialogue was started by another version of the skill and cannot continue.
    broken_dialogue(), with_broken_dialogue;
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANGUAGES: [&str; 7] = ["en", "de", "fr", "es", "it", "nl", "pt"];

    #[test]
    fn every_phrase_has_words_of_its_own_in_every_language() {
        for (name, words) in Phrases::default().all() {
            assert_eq!(words.in_lang(None), words.in_lang(Some("en")), "{name}");
            for lang in &LANGUAGES[1..] {
                assert_ne!(words.in_lang(Some(lang)), words.in_lang(Some("en")), "{name} in {lang}");
            }
        }
    }

    #[test]
    fn every_language_has_every_text() {
        PhraseTexts::check().unwrap();
    }

    #[test]
    fn one_phrase_can_be_replaced_and_the_others_stay() {
        let phrases = Phrases::default().with_again("What?");
        assert_eq!(phrases.again(), LocalizedText::new("What?"));
        assert_eq!(phrases.done(), Phrases::default().done());
    }
}
