//! What the kit itself says.

use crate::LocalizedText;
use crate::intent::spec::ByLang;

/// Makes the phrases of their names, what they are for and their words.
macro_rules! phrases {
    ($($(#[$what:meta])* $name:ident, $with:ident = $words:expr;)*) => {
        /// What the kit itself says, in English, German, French, Spanish, Italian, Dutch and Portuguese. Each phrase can be replaced:
        ///
        /// ```
        /// use petasos_skill::{LocalizedText, Phrases};
        ///
        /// let phrases = Phrases::default().with_done(LocalizedText::new("Aye, aye.").or_in("de", "Jawohl."));
        /// assert_eq!(phrases.done().in_lang(Some("de")), "Jawohl.");
        /// assert_eq!(phrases.silence().in_lang(Some("de")), "Ich habe nichts gehört.");
        /// ```
        ///
        /// Empty words are not spoken.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Phrases {
            $($name: LocalizedText,)*
        }

        impl Default for Phrases {
            fn default() -> Self {
                Self { $($name: LocalizedText::of_table($words),)* }
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
    /// Said when a handler has done its work and has nothing to say.
    done, with_done = DONE;
    /// Said when a handler failed or panicked.
    apology, with_apology = APOLOGY;
    /// Said when a handler is not ready at its deadline.
    too_slow, with_too_slow = TOO_SLOW;
    /// Said when a handler takes longer than people like to wait.
    thinking, with_thinking = THINKING;
    /// Said when nobody answered a question.
    silence, with_silence = SILENCE;
    /// Said when no answer to a question was understood.
    not_understood, with_not_understood = NOT_UNDERSTOOD;
    /// Said before a question is asked again.
    again, with_again = AGAIN;
    /// Said when several things fit an answer, which stand in the place of `{}`.
    which, with_which = WHICH;
    /// Said before the last of several things.
    or, with_or = OR;
    /// Said when a dialogue was begun by another version of the skill, and cannot go on.
    broken_dialogue, with_broken_dialogue = BROKEN_DIALOGUE;
}

const DONE: ByLang = &[
    ("en", "Done."),
    ("de", "Erledigt."),
    ("fr", "C'est fait."),
    ("es", "Hecho."),
    ("it", "Fatto."),
    ("nl", "Klaar."),
    ("pt", "Feito."),
];

const APOLOGY: ByLang = &[
    ("en", "Sorry, that did not work."),
    ("de", "Das hat leider nicht geklappt."),
    ("fr", "Désolé, cela n'a pas marché."),
    ("es", "Lo siento, no ha funcionado."),
    ("it", "Mi dispiace, non ha funzionato."),
    ("nl", "Sorry, dat is niet gelukt."),
    ("pt", "Desculpa, não funcionou."),
];

const TOO_SLOW: ByLang = &[
    ("en", "Sorry, that takes too long."),
    ("de", "Das dauert leider zu lange."),
    ("fr", "Désolé, cela prend trop de temps."),
    ("es", "Lo siento, tarda demasiado."),
    ("it", "Mi dispiace, ci vuole troppo tempo."),
    ("nl", "Sorry, dat duurt te lang."),
    ("pt", "Desculpa, está a demorar demasiado."),
];

const THINKING: ByLang = &[
    ("en", "One moment."),
    ("de", "Einen Moment."),
    ("fr", "Un instant."),
    ("es", "Un momento."),
    ("it", "Un momento."),
    ("nl", "Een ogenblik."),
    ("pt", "Um momento."),
];

const SILENCE: ByLang = &[
    ("en", "I did not hear anything."),
    ("de", "Ich habe nichts gehört."),
    ("fr", "Je n'ai rien entendu."),
    ("es", "No he oído nada."),
    ("it", "Non ho sentito nulla."),
    ("nl", "Ik heb niets gehoord."),
    ("pt", "Não ouvi nada."),
];

const NOT_UNDERSTOOD: ByLang = &[
    ("en", "Sorry, I did not understand."),
    ("de", "Das habe ich leider nicht verstanden."),
    ("fr", "Désolé, je n'ai pas compris."),
    ("es", "Lo siento, no lo he entendido."),
    ("it", "Mi dispiace, non ho capito."),
    ("nl", "Sorry, dat heb ik niet begrepen."),
    ("pt", "Desculpa, não percebi."),
];

const AGAIN: ByLang = &[
    ("en", "Sorry?"),
    ("de", "Wie bitte?"),
    ("fr", "Pardon ?"),
    ("es", "¿Cómo?"),
    ("it", "Come?"),
    ("nl", "Pardon?"),
    ("pt", "Como?"),
];

const WHICH: ByLang = &[
    ("en", "Which one: {}?"),
    ("de", "Was davon: {}?"),
    ("fr", "Lequel : {} ?"),
    ("es", "¿Cuál: {}?"),
    ("it", "Quale: {}?"),
    ("nl", "Welke: {}?"),
    ("pt", "Qual: {}?"),
];

const OR: ByLang =
    &[("en", "or"), ("de", "oder"), ("fr", "ou"), ("es", "o"), ("it", "o"), ("nl", "of"), ("pt", "ou")];

const BROKEN_DIALOGUE: ByLang = &[
    ("en", "Sorry, I lost the thread. Please start again."),
    ("de", "Ich habe leider den Faden verloren. Fang bitte noch einmal an."),
    ("fr", "Désolé, j'ai perdu le fil. Recommencez, s'il vous plaît."),
    ("es", "Lo siento, he perdido el hilo. Empieza de nuevo, por favor."),
    ("it", "Mi dispiace, ho perso il filo. Ricomincia, per favore."),
    ("nl", "Sorry, ik ben de draad kwijt. Begin alsjeblieft opnieuw."),
    ("pt", "Desculpa, perdi o fio à meada. Começa de novo, por favor."),
];

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
    fn one_phrase_can_be_replaced_and_the_others_stay() {
        let phrases = Phrases::default().with_again("What?");
        assert_eq!(phrases.again(), LocalizedText::new("What?"));
        assert_eq!(phrases.done(), Phrases::default().done());
    }
}
