//! What is written is understood again: by the NLU of Petasos, taught with the exported sentences.

use std::sync::LazyLock;
use std::time::Duration;

use jiff::civil::{Time, time};
use petasos_messages::payload::{IntentParsed, NluQuery};
use petasos_messages::{Dialect, Message, SiteId};
use petasos_sentences::{Grammar, Language, Nlu, NluOptions, Sentence, Settings};
use petasos_skill::intent::{InvalidValue, Unfilled};
use petasos_skill::values::{Money, Ordinal, Percentage, Room, Scale, Temperature};
use petasos_skill::{Catalogue, Form, Site, SlotValue, Slots, YesNo, export};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::skill::{Colour, Dim, Heat, SetColour, SetTimer, catalogue};

static ENGLISH: LazyLock<Taught> = LazyLock::new(|| Taught::new(Language::English, &catalogue()));
static GERMAN: LazyLock<Taught> = LazyLock::new(|| Taught::new(Language::German, &catalogue()));
static ANSWERS: LazyLock<[Taught; 3]> = LazyLock::new(|| {
    [Language::English, Language::German, Language::French]
        .map(|language| Taught::new(language, &questions()))
});

/// A skill that only asks.
fn questions() -> Catalogue {
    let mut catalogue = Catalogue::new("questions");
    catalogue.add_answer::<YesNo>();
    catalogue.add_answer::<bool>();
    catalogue.add_answer::<u8>();
    catalogue.add_answer::<Duration>();
    catalogue.add_answer::<Money>();
    catalogue.add_answer::<Ordinal>();
    catalogue.add_answer::<Percentage>();
    catalogue.add_answer::<Temperature>();
    catalogue.add_answer::<Time>();
    catalogue
}

/// Whether an answer can be read; which value it is tells its intent.
fn answered(turn: &IntentParsed, lang: &str) -> Result<(), InvalidValue> {
    fn one<T: SlotValue>(turn: &IntentParsed, lang: &str) -> Option<Result<(), InvalidValue>> {
        let slot = turn.slots.iter().find(|_| turn.intent.intent_name.as_str() == T::entity().name)?;
        Some(T::read(slot, Some(lang)).map(drop))
    }
    let readers = [
        one::<bool>,
        one::<u8>,
        one::<Duration>,
        one::<Money>,
        one::<Ordinal>,
        one::<Percentage>,
        one::<Temperature>,
        one::<Time>,
    ];
    let yes_or_no = turn.slots.is_empty();
    let read = readers.iter().find_map(|read| read(turn, lang));
    read.unwrap_or_else(|| if yes_or_no { Ok(()) } else { Err(InvalidValue::new("an unknown intent")) })
}

/// An NLU that was taught the exported sentences.
struct Taught {
    language: Language,
    nlu: Nlu,
}

impl Taught {
    fn new(language: Language, catalogue: &Catalogue) -> Self {
        let folder = TempDir::new().unwrap();
        export::rhasspy(catalogue, language.code()).unwrap().write_to(folder.path(), false).unwrap();
        let mut settings = Settings::default();
        settings.language = language;
        settings.slots = vec![folder.path().join("slots")];
        let text =
            std::fs::read_to_string(folder.path().join("intents").join(catalogue.skill.clone() + ".ini"))
                .unwrap();
        let templates = settings.read_text("sentences", &text).unwrap();
        assert!(templates.warnings.is_empty(), "{:?}", templates.warnings);
        let mut options = NluOptions::default();
        options.language = language;
        options.near = false;
        Self { language, nlu: Nlu::new(Grammar::new(&templates.intents, &settings.limits).unwrap(), options) }
    }

    /// What is heard, as the house hears it: the intent and its slots.
    fn hear(&self, words: &str, dialect: Dialect) -> IntentParsed {
        let messages = self.nlu.answer(&NluQuery::new(words), dialect);
        match messages.into_iter().next() {
            Some(Message::IntentParsed(parsed)) => *parsed,
            other => panic!("{words:?} is not understood: {other:?}"),
        }
    }

    /// A sentence by chance.
    fn sample(&self, numbers: Vec<u64>) -> Sentence {
        let mut numbers = numbers.into_iter().cycle();
        let sentence = self.nlu.grammar().sample(None, |below| numbers.next().unwrap_or_default() % below);
        sentence.unwrap().unwrap()
    }

    /// What the skill makes of words.
    fn read<T: Form>(&self, words: &str) -> T {
        let slots = Slots::new(self.hear(words, Dialect::RHASSPY).slots);
        T::read(&slots, &site(), Some(self.language.code())).unwrap_or_else(|why| panic!("{words:?}: {why}"))
    }

    fn number(&self, number: u8) -> String {
        self.language.number_words(number.into()).unwrap().join(" ")
    }
}

fn site() -> Site {
    Site::new(SiteId::default_site())
}

/// Whether the skill can read an intent.
fn readable(intent: &str, slots: &Slots, lang: &str) -> Result<(), Unfilled> {
    match intent {
        "SetColour" => SetColour::read(slots, &site(), Some(lang)).map(drop),
        "Dim" => Dim::read(slots, &site(), Some(lang)).map(drop),
        "SetTimer" => SetTimer::read(slots, &site(), Some(lang)).map(drop),
        "Heat" => Heat::read(slots, &site(), Some(lang)).map(drop),
        _ => Ok(()),
    }
}

proptest! {
    #[test]
    fn every_sentence_is_its_intent_and_its_slots_can_be_read(
        numbers in proptest::collection::vec(any::<u64>(), 100),
        german in any::<bool>(),
        dialect in proptest::sample::select(vec![Dialect::RHASSPY, Dialect::SNIPS]),
    ) {
        let taught = if german { &GERMAN } else { &ENGLISH };
        let sentence = taught.sample(numbers);
        let heard = taught.hear(&sentence.text, dialect);
        let intent = heard.intent.intent_name.to_string();
        prop_assert_eq!(&intent, &sentence.recognition.intent.to_string(), "{}", sentence.text);
        let said: Vec<&str> = sentence.recognition.entities.iter().map(|entity| &*entity.name).collect();
        prop_assert_eq!(heard.slots.iter().map(|slot| slot.slot_name.as_str()).collect::<Vec<_>>(), said);
        let slots = Slots::new(heard.slots);
        let read = readable(&intent, &slots, taught.language.code());
        prop_assert!(read.is_ok(), "{:?} of {:?}: {:?}", read, sentence.text, slots);
    }

    #[test]
    fn every_answer_can_be_read_in_all_languages_that_have_words_for_it(
        numbers in proptest::collection::vec(any::<u64>(), 100),
        language in 0..3_usize,
        dialect in proptest::sample::select(vec![Dialect::RHASSPY, Dialect::SNIPS]),
    ) {
        let taught = &ANSWERS[language];
        let sentence = taught.sample(numbers);
        let heard = taught.hear(&sentence.text, dialect);
        let read = answered(&heard, taught.language.code());
        prop_assert!(read.is_ok(), "{:?} of {:?}: {:?}", read, sentence.text, heard.slots);
    }

    #[test]
    fn colours_and_rooms_come_back_as_they_were_said(red in any::<bool>(), kitchen in any::<bool>()) {
        let room = if kitchen { "kitchen" } else { "living room" };
        let (colour, names) = if red { (Colour::Red, ["crimson", "rot"]) } else { (Colour::LightBlue, ["light blue", "hellblau"]) };
        let english: SetColour = ENGLISH.read(&format!("set the {room} lamp to {}", names[0]));
        let german: SetColour = GERMAN.read(&format!("mach das licht in der {room} {}", names[1]));
        for read in [english, german] {
            prop_assert_eq!((read.room, read.colour), (Some(Room::new(room)), colour));
        }
    }

    #[test]
    fn numbers_come_back_as_they_were_said(level in 0..=100_u8, lamp in any::<u8>(), on in any::<bool>()) {
        let read: Dim = ENGLISH.read(&format!("set lamp {} to {} percent", ENGLISH.number(lamp), ENGLISH.number(level)));
        prop_assert_eq!((read.lamp, read.level), (Some(lamp), Some(Percentage(level.into()))));
        let read: Dim = ENGLISH.read(&format!("switch lamp {lamp} {}", if on { "on" } else { "off" }));
        prop_assert_eq!((read.lamp, read.on), (Some(lamp), Some(on)));
        let read: Dim = GERMAN.read(&format!("dimme auf {} prozent", GERMAN.number(level)));
        prop_assert_eq!(read.level, Some(Percentage(level.into())));
    }

    #[test]
    fn durations_and_times_come_back_as_they_were_said(hours in 2..=23_u8, minutes in 10..=59_u8, which in 0..3_usize) {
        let length = Duration::from_secs((u64::from(hours) * 60 + u64::from(minutes)) * 60);
        let at = time(hours.cast_signed(), minutes.cast_signed(), 0, 0);
        let (h, m) = (ENGLISH.number(hours), ENGLISH.number(minutes));
        let read: SetTimer = ENGLISH.read(&format!("set a timer for {h} hours and {m} minutes"));
        prop_assert_eq!(read.length, Some(length));
        prop_assert_eq!(ENGLISH.read::<SetTimer>(&format!("wake me at {h} {m}")).at, Some(at));
        let (h, m) = (GERMAN.number(hours), GERMAN.number(minutes));
        let read: SetTimer = GERMAN.read(&format!("stell einen timer auf {h} stunden und {m} minuten"));
        prop_assert_eq!(read.length, Some(length));
        prop_assert_eq!(GERMAN.read::<SetTimer>(&format!("weck mich um {h} uhr {m}")).at, Some(at));
        let place = [("first", 1), ("second", 2), ("third", 3)][which];
        prop_assert_eq!(ENGLISH.read::<SetTimer>(&format!("cancel the {} timer", place.0)).which, Some(Ordinal(place.1)));
    }

    #[test]
    fn temperatures_and_money_come_back_as_they_were_said(degrees in 2..=100_u8) {
        let words = ENGLISH.number(degrees);
        let expected = Temperature { degrees: degrees.into(), unit: Some(Scale::Fahrenheit) };
        prop_assert_eq!(ENGLISH.read::<Heat>(&format!("heat to {words} degrees fahrenheit")).warmth, Some(expected));
        let expected = Money { amount: degrees.into(), currency: Some("€".to_owned()) };
        prop_assert_eq!(ENGLISH.read::<Heat>(&format!("pay {words} euros for it")).money, Some(expected));
    }
}
