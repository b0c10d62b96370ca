//! Phrases the manager speaks and cancel words it recognises, per language.

use std::collections::BTreeMap;

use petasos_messages::IntentName;

/// Phrases the manager speaks itself. For an absent phrase nothing is said, or the error sound is played where there is one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Phrases {
    /// After the wake word, before the microphone opens.
    pub greeting: Option<String>,
    /// When a component failed during a turn.
    pub broken: Option<String>,
    /// When the first utterance was not understood and the user is asked to repeat it.
    pub not_understood: Option<String>,
    /// When an answer was not understood and the user is asked to repeat it.
    pub answer_not_understood: Option<String>,
    /// When the retries are used up.
    pub give_up: Option<String>,
    /// When every skill that announced the intent has stopped.
    pub skill_away: Option<String>,
}

/// The intent of a turn that accepts any text (Project Alice).
pub(crate) fn free_text_intent() -> IntentName {
    #[expect(clippy::expect_used, reason = "a constant that is an id")]
    IntentName::new("UserRandomAnswer").expect("an id")
}

/// Whole utterances that end a session, by language.
pub fn default_cancel_words() -> BTreeMap<String, Vec<String>> {
    [
        ("en", ["never mind", "cancel", "forget it", "stop"].as_slice()),
        ("de", &["vergiss es", "abbrechen", "schon gut", "stopp"]),
        ("fr", &["laisse tomber", "annule", "annuler", "stop"]),
        ("es", &["olvídalo", "cancela", "cancelar", "déjalo"]),
        ("it", &["lascia perdere", "annulla", "lascia stare", "basta"]),
        ("nl", &["laat maar", "annuleer", "stop"]),
        ("pt", &["deixa pra lá", "esquece", "cancela", "cancelar"]),
    ]
    .into_iter()
    .map(|(lang, words)| (lang.to_owned(), words.iter().map(ToString::to_string).collect()))
    .collect()
}

/// The default phrases. There is no default greeting.
pub(crate) fn default_phrases() -> BTreeMap<String, Phrases> {
    [
        (
            "",
            "Sorry, something went wrong.",
            "Sorry, I did not understand.",
            "Sorry, I did not understand your answer.",
            "Sorry, that is not available right now.",
        ),
        (
            "de",
            "Da ist leider etwas schiefgegangen.",
            "Das habe ich nicht verstanden.",
            "Die Antwort habe ich nicht verstanden.",
            "Das ist gerade leider nicht verfügbar.",
        ),
        (
            "fr",
            "Désolé, quelque chose n'a pas marché.",
            "Désolé, je n'ai pas compris.",
            "Désolé, je n'ai pas compris la réponse.",
            "Désolé, ce n'est pas disponible pour le moment.",
        ),
        (
            "es",
            "Lo siento, algo ha fallado.",
            "Lo siento, no he entendido.",
            "Lo siento, no he entendido la respuesta.",
            "Lo siento, eso no está disponible ahora.",
        ),
        (
            "it",
            "Scusa, qualcosa è andato storto.",
            "Scusa, non ho capito.",
            "Scusa, non ho capito la risposta.",
            "Scusa, al momento non è disponibile.",
        ),
        (
            "nl",
            "Sorry, er ging iets mis.",
            "Sorry, dat heb ik niet begrepen.",
            "Sorry, ik heb je antwoord niet begrepen.",
            "Sorry, dat is nu niet beschikbaar.",
        ),
        (
            "pt",
            "Desculpa, algo correu mal.",
            "Desculpa, não percebi.",
            "Desculpa, não percebi a resposta.",
            "Desculpa, isso não está disponível de momento.",
        ),
    ]
    .into_iter()
    .map(|(lang, broken, first, answer, away)| {
        let phrases = Phrases {
            greeting: None,
            broken: Some(broken.to_owned()),
            not_understood: Some(first.to_owned()),
            answer_not_understood: Some(answer.to_owned()),
            give_up: None,
            skill_away: Some(away.to_owned()),
        };
        (lang.to_owned(), phrases)
    })
    .collect()
}
