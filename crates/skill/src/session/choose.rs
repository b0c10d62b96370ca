//! Questions that offer a choice.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use super::ask::Retrying;
use super::{Session, Unanswered};
use crate::intent::InvalidValue;
use crate::normalized_text::NormalizedText;
use crate::question::Question;
use crate::values::Ordinal;
use crate::{LocalizedText, Utterance};

/// How many options are listed when the question is repeated; users do not remember more.
const MOST_NAMED: usize = 5;

/// A question that offers a choice; made by [`Session::choose`], asked when awaited.
#[must_use = "a question is asked when it is awaited"]
pub struct Choose<'a, T> {
    session: &'a Session,
    text: LocalizedText,
    items: &'a [T],
    retries: u32,
    other_intents: bool,
}

impl Session {
    /// Asks which of several items the user means. The name of an item is its `Display` text.
    ///
    /// Users may say the name, a part of it ("the kitchen" for `kitchen lamp`), or a position ("the second", "the last one", in
    /// English, German and French). If several items match, those are listed and the question is repeated.
    ///
    /// ```
    /// use petasos_skill::{Result, Session};
    ///
    /// async fn which(session: Session) -> Result<String> {
    ///     let lamps = ["ceiling lamp", "floor lamp", "desk lamp"];
    ///     let lamp = session.choose("Which lamp?", &lamps).await?;
    ///     Ok(format!("The {lamp} is on."))
    /// }
    /// ```
    ///
    /// # Errors
    /// Like [`ask`](Self::ask). Without items nothing is asked, and the error is [`Unanswered::NotUnderstood`].
    pub fn choose<'a, T: fmt::Display + Sync>(
        &'a self,
        text: impl Into<LocalizedText>,
        items: &'a [T],
    ) -> Choose<'a, T> {
        let retries = self.retries();
        Choose { session: self, text: text.into(), items, retries, other_intents: false }
    }
}

impl<'a, T: fmt::Display + Sync> Choose<'a, T> {
    /// Sets how often the question is repeated. Default: [`Limits::ask_retries`](crate::Limits::ask_retries).
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Like [`Ask::or_other_intents`](super::Ask::or_other_intents).
    pub fn or_other_intents(mut self) -> Self {
        self.other_intents = true;
        self
    }

    async fn chosen(self) -> Result<&'a T, Unanswered> {
        let names: Vec<_> = self.items.iter().map(|item| NormalizedText::of(&item.to_string())).collect();
        let question = Question {
            text: self.text,
            any_words: true,
            other_intents: self.other_intents,
            ..Question::default()
        };
        let mut retrying = Retrying { session: self.session, question, retries: self.retries };
        // "The second" refers to the items that were listed last.
        let mut named: Vec<usize> = (0..names.len()).collect();
        if named.is_empty() {
            return Err(Unanswered::NotUnderstood { input: String::new() });
        }
        loop {
            let utterance = retrying.ask().await?;
            let fitting = fitting(&utterance, &names, &named);
            if let [only] = *fitting
                && let Some(item) = self.items.get(only)
            {
                return Ok(item);
            }
            let which = |fitting: &[usize]| {
                let items = fitting.iter().filter_map(|index| self.items.get(*index));
                which(self.session, items.map(ToString::to_string).collect())
            };
            let text = if fitting.is_empty() {
                self.session.ask_again_text(&InvalidValue::new(""), &which(&named))
            } else {
                named = fitting;
                which(&named)
            };
            retrying.again(utterance, text)?;
        }
    }
}

impl<'a, T: fmt::Display + Sync> IntoFuture for Choose<'a, T> {
    type Output = Result<&'a T, Unanswered>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.chosen())
    }
}

impl<T> fmt::Debug for Choose<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, items, retries, other_intents, .. } = self;
        let mut choose = formatter.debug_struct("Choose");
        choose.field("text", text).field("items", &items.len());
        choose.field("retries", retries).field("other_intents", other_intents).finish()
    }
}

/// The items that match an utterance. Those listed last take precedence.
fn fitting(utterance: &Utterance, names: &[NormalizedText], named: &[usize]) -> Vec<usize> {
    let values = match utterance {
        Utterance::Recognized(recognized) => {
            recognized.slots.iter().filter_map(|slot| slot.value.text()).collect()
        }
        Utterance::NotRecognized { .. } => Vec::new(),
    };
    let all: Vec<_> = (0..names.len()).collect();
    let mut ways =
        values.iter().map(String::as_str).chain([utterance.input()]).map(NormalizedText::of).flat_map(
            |said| {
                [
                    by_name(&said, names, named),
                    place(&said).and_then(|place| place.among(named)).into_iter().collect(),
                    by_part(&said, names, named),
                    by_name(&said, names, &all),
                    by_part(&said, names, &all),
                    by_beginning(&said, names, &all),
                ]
            },
        );
    ways.find(|fitting| !fitting.is_empty()).unwrap_or_default()
}

/// Items whose whole name was said; "desk lamp" takes precedence over "lamp".
fn by_name(said: &NormalizedText, names: &[NormalizedText], among: &[usize]) -> Vec<usize> {
    best(names, among, |name| if said.has(name) { name.words().len() } else { 0 })
}

/// Items with the most words of their name said, except articles.
fn by_part(said: &NormalizedText, names: &[NormalizedText], among: &[usize]) -> Vec<usize> {
    best(names, among, |name| said.shared_with(name, ARTICLES))
}

/// Items with the most words that start with a spoken word: "die Küche" for `Küchenlampe`. Short words would match too much.
fn by_beginning(said: &NormalizedText, names: &[NormalizedText], among: &[usize]) -> Vec<usize> {
    let said: Vec<_> = said.words().iter().filter(|word| word.chars().count() >= 4).collect();
    let begins = |word: &&String| said.iter().any(|said| word.starts_with(said.as_str()));
    best(names, among, |name| name.words().iter().filter(begins).count())
}

/// The items with the highest score above 0.
fn best(names: &[NormalizedText], among: &[usize], fit: impl Fn(&NormalizedText) -> usize) -> Vec<usize> {
    let fits = |index: usize| names.get(index).map_or(0, &fit);
    match among.iter().map(|index| fits(*index)).max() {
        None | Some(0) => Vec::new(),
        Some(most) => among.iter().copied().filter(|index| fits(*index) == most).collect(),
    }
}

/// A position among the listed items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Index from 0.
    At(usize),
    Last,
}

impl Place {
    fn among(self, named: &[usize]) -> Option<usize> {
        match self {
            Self::At(index) => named.get(index).copied(),
            Self::Last => named.last().copied(),
        }
    }
}

/// The spoken position, in any language: "the second one", "number two", "2"; but not the "one" of "the old one".
fn place(said: &NormalizedText) -> Option<Place> {
    if said.words().iter().any(|word| LAST.contains(&word.as_str())) {
        return Some(Place::Last);
    }
    if ["one", "number one"].iter().any(|one| NormalizedText::of(one) == *said) {
        return Some(Place::At(0));
    }
    let telling: Vec<_> =
        said.words().iter().map(String::as_str).filter(|word| !ARTICLES.contains(word)).collect();
    let whole = Ordinal::in_words(&said.words().join(" "), None).filter(|place| place.0 != 1);
    let place = whole.or_else(|| Ordinal::in_words(&telling.join(" "), None))?;
    usize::try_from(place.0).ok()?.checked_sub(1).map(Place::At)
}

/// Words for "last".
const LAST: &[&str] = &["last", "letzte", "letzten", "letzter", "letztes", "dernier", "dernière"];

/// Words that may precede any name.
const ARTICLES: &[&str] = &[
    "the", "a", "an", "one", "in", "of", "der", "die", "das", "den", "dem", "ein", "eine", "im", "le", "la",
    "les", "l'", "un", "une", "de", "du",
];

/// "Which one: the desk lamp or the floor lamp?", with the first few items.
fn which(session: &Session, mut names: Vec<String>) -> LocalizedText {
    let (phrases, lang) = (&session.info.ask_defaults.phrases, session.lang());
    names.truncate(MOST_NAMED);
    let last = names.pop().unwrap_or_default();
    let list = match names.join(", ") {
        first if first.is_empty() => last,
        first => format!("{first} {} {last}", phrases.or().in_lang(lang)),
    };
    LocalizedText::new(phrases.which().in_lang(lang).replace("{}", &list))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::scripted_session::{conversation, understood, words};

    const LAMPS: [&str; 4] = ["ceiling lamp", "desk lamp", "the old desk lamp", "fairy lights"];

    #[tokio::test]
    async fn an_item_is_chosen_by_its_name_a_part_of_it_or_its_position() {
        for (input, lamp) in [
            ("the ceiling lamp please", "ceiling lamp"),
            ("Ceiling!", "ceiling lamp"),
            ("the one on the ceiling", "ceiling lamp"),
            ("the old one", "the old desk lamp"),
            ("the old desk lamp", "the old desk lamp"),
            ("the desk lamp", "desk lamp"),
            ("the second one", "desk lamp"),
            ("number 3", "the old desk lamp"),
            ("one", "ceiling lamp"),
            ("the last one", "fairy lights"),
            ("die vierte", "fairy lights"),
            ("das vierte", "fairy lights"),
            ("nummer eins", "ceiling lamp"),
            ("la première", "ceiling lamp"),
            ("la troisième", "the old desk lamp"),
        ] {
            let (session, mut asked) = conversation([words(input)]);
            assert_eq!(session.choose("Which lamp?", &LAMPS).await, Ok(&lamp), "{input}");
            let questions = asked.questions();
            assert_eq!(questions.len(), 1, "{input}");
            assert!(questions[0].any_words);
        }
    }

    #[tokio::test]
    async fn positions_beyond_ten_are_understood() {
        let items: Vec<_> = (1..=30).map(|number| format!("item{number}")).collect();
        for (input, item) in [("twenty one", "item21"), ("numéro seize", "item16")] {
            let (session, _asked) = conversation([words(input)]);
            assert_eq!(session.choose("Which?", &items).await.map(String::as_str), Ok(item), "{input}");
        }
    }

    #[tokio::test]
    async fn two_positions_are_ambiguous() {
        let (session, mut asked) = conversation([words("the first or the second"), words("the first")]);
        assert_eq!(session.choose("Which lamp?", &LAMPS).await, Ok(&"ceiling lamp"));
        assert_eq!(asked.questions().len(), 2);
    }

    #[tokio::test]
    async fn several_matching_items_are_listed_in_the_next_question() {
        let (session, mut asked) = conversation([words("the desk"), words("the second")]);
        assert_eq!(session.choose("Which lamp?", &LAMPS).await, Ok(&"the old desk lamp"));
        assert_eq!(asked.words(), ["Which lamp?", "Which one: desk lamp or the old desk lamp?"]);
    }

    #[tokio::test]
    async fn an_item_that_was_not_listed_again_can_still_be_chosen() {
        let (session, _asked) = conversation([words("the desk"), words("no, the fairy lights")]);
        assert_eq!(session.choose("Which lamp?", &LAMPS).await, Ok(&"fairy lights"));
    }

    #[tokio::test]
    async fn all_items_are_listed_if_none_matches() {
        let (session, mut asked) = conversation([words("the moon"), words("hm"), words("hm")]);
        let unanswered = session.choose("Which lamp?", &LAMPS[..2]).await;
        assert_eq!(unanswered, Err(Unanswered::NotUnderstood { input: "hm".into() }));
        assert_eq!(asked.words()[1..], ["Sorry? Which one: ceiling lamp or desk lamp?"; 2]);
    }

    #[tokio::test]
    async fn the_beginning_of_a_compound_is_a_part_of_the_name() {
        let lamps = ["Küchenlampe", "Schlafzimmerlampe", "Nachtlicht"];
        for (input, lamp) in [
            ("die in der Küche", "Küchenlampe"),
            ("Schlafzimmer", "Schlafzimmerlampe"),
            ("nacht", "Nachtlicht"),
        ] {
            let (session, _asked) = conversation([words(input)]);
            assert_eq!(session.choose("Welche?", &lamps).await, Ok(&lamp), "{input}");
        }
    }

    #[tokio::test]
    async fn only_a_few_of_many_items_are_listed() {
        let (session, mut asked) = conversation([words("hm"), words("7")]);
        let items: Vec<_> = (1..=20).map(|number| format!("item{number}")).collect();
        assert_eq!(session.choose("Which?", &items).await.map(String::as_str), Ok("item7"));
        assert_eq!(asked.words()[1], "Sorry? Which one: item1, item2, item3, item4 or item5?");
    }

    #[tokio::test]
    async fn recognized_slots_take_precedence_over_the_text() {
        let (session, _asked) =
            conversation([understood("lamp", "the one above me", &[("lamp", "ceiling lamp")])]);
        assert_eq!(session.choose("Which lamp?", &LAMPS).await, Ok(&"ceiling lamp"));
    }

    #[tokio::test]
    async fn another_intent_is_returned_where_it_is_allowed() {
        let (session, _asked) = conversation([understood("AllOff", "all off", &[])]);
        let unanswered = session.choose("Which lamp?", &LAMPS).or_other_intents().await;
        assert!(matches!(unanswered, Err(Unanswered::Other(recognized)) if recognized.intent == "AllOff"));
    }

    #[tokio::test]
    async fn without_items_nothing_is_asked() {
        let (session, mut asked) = conversation([words("the first")]);
        let none: [&str; 0] = [];
        assert!(matches!(session.choose("Which lamp?", &none).await, Err(Unanswered::NotUnderstood { .. })));
        assert_eq!(asked.questions(), []);
    }
}
