//! What the derive macros make of structs and enums.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking")]

mod everything;

use petasos_messages::SiteId;
use petasos_messages::slot::{Slot, SlotValue as Said};
use petasos_skill::intent::spec::{Entity, Samples, Values};
use petasos_skill::intent::{InvalidValue, Unfilled};
use petasos_skill::{Answer, Dialogue, Form, Intent, LocalizedText, Site, SlotValue, Slots, Utterance};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A colour of a lamp.
#[derive(Debug, Clone, PartialEq, SlotValue)]
enum Color {
    #[say("red", "crimson", de("rot"))]
    Red,
    #[say(de("hellblau", "himmelblau"))]
    LightBlue,
    #[value("#ffffff")]
    #[say("white")]
    White,
}

#[derive(Debug, Clone, PartialEq, SlotValue)]
#[slot_value(name = "where")]
enum Place {
    Kitchen,
    #[other]
    Other(String),
}

impl From<&Site> for Place {
    fn from(site: &Site) -> Self {
        Self::Other(site.room.clone())
    }
}

/// Sets the colour
/// of lamps.
///
/// This is not for people who listen.
#[derive(Debug, PartialEq, Intent)]
#[intent(name = "alice:SetColor", alias = "ChangeColor", alias = "bob:PaintLamp")]
#[intent(samples(en = ["set [the] {where} (light | lamp) to {color}", "{color}"], de = ["mach es {color}"]))]
struct SetColor {
    /// Which lamps.
    #[slot(name = "where", default_site)]
    place: Place,
    /// Which colour.
    #[slot(ask(en = "Which colour?", de = "Welche Farbe?"), retries = 1, give_up(en = "Never mind."), check = not_white)]
    color: Color,
    /// How it is to look besides.
    also: Option<Color>,
    then: Vec<Color>,
    #[slot(default = Color::Red)]
    last: Color,
}

fn not_white(color: &Color) -> Result<(), InvalidValue> {
    if *color == Color::White { Err(InvalidValue::new("White is dull.")) } else { Ok(()) }
}

/// Stops.
#[derive(Debug, PartialEq, Intent)]
struct StopIt;

#[derive(Debug, PartialEq, Intent)]
enum Lamp {
    Color(SetColor),
    Stop(StopIt),
}

#[derive(Debug, PartialEq, Form)]
struct Mood {
    color: Color,
    r#where: Option<Place>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Dialogue)]
#[dialogue(name = "off", version = 3, migrate = older)]
enum AllOff {
    Asked { lamps: u32 },
}

fn older(version: u32, state: Value) -> Option<AllOff> {
    let lamps = serde_json::from_value(state).ok()?;
    (version == 2).then_some(AllOff::Asked { lamps })
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Dialogue)]
struct Quiz;

fn slot(name: &str, value: &str) -> Slot {
    Slot::new(name, name, value, Said::Custom(value.to_owned()))
}

fn read<F: Form>(slots: &[(&str, &str)]) -> Result<F, Unfilled> {
    let slots = Slots::new(slots.iter().map(|(name, value)| slot(name, value)).collect());
    F::read(&slots, &Site::new(SiteId::new("attic").unwrap()), Some("en"))
}

fn words(input: &str, lang: &str) -> Utterance {
    Utterance::NotRecognized { input: input.to_owned(), lang: Some(lang.to_owned()) }
}

/**
 * Rings the bell,
 * loudly.
 *
 * Nobody hears more of it.
 */
#[derive(Intent)]
struct Ring;

#[test]
fn a_block_comment_is_a_description_too() {
    assert_eq!(Ring::specs()[0].description, "Rings the bell, loudly.");
}

#[test]
fn the_attributes_of_an_intent_become_its_spec() {
    let [spec] = SetColor::specs()[..] else { panic!("one intent") };
    assert_eq!(spec.names, ["SetColor", "ChangeColor", "PaintLamp"]);
    assert_eq!(spec.description, "Sets the colour of lamps.");
    let samples = [
        Samples { lang: "en", templates: &["set [the] {where} (light | lamp) to {color}", "{color}"] },
        Samples { lang: "de", templates: &["mach es {color}"] },
    ];
    assert_eq!(spec.samples, samples);
    let slots: Vec<_> = spec.slots.iter().map(|slot| (slot.name, slot.required, slot.many)).collect();
    let optional = |name| (name, false, false);
    assert_eq!(
        slots,
        [
            optional("where"),
            ("color", true, false),
            optional("also"),
            ("then", false, true),
            optional("last")
        ]
    );
}

#[test]
fn the_attributes_of_a_field_become_the_spec_of_a_slot() {
    let [place, color, also, ..] = SetColor::slots() else { panic!("five slots") };
    assert_eq!((place.description, color.description), ("Which lamps.", "Which colour."));
    assert_eq!(color.ask, [("en", "Which colour?"), ("de", "Welche Farbe?")]);
    assert_eq!((color.retries, color.give_up), (1, &[("en", "Never mind.")][..]));
    assert_eq!((also.retries, also.ask, also.give_up), (2, &[][..], &[][..]));
    assert_eq!((place.entity)().name, "where");
}

#[test]
fn names_are_those_of_types_and_fields_where_nobody_says_otherwise() {
    let [stop] = StopIt::specs()[..] else { panic!("one intent") };
    assert_eq!((stop.names, stop.slots.len()), (&["StopIt"][..], 0));
    assert_eq!(Color::entity().name, "color");
    let names: Vec<_> = Mood::slots().iter().map(|slot| slot.name).collect();
    assert_eq!(names, ["color", "where"]);
}

#[test]
fn an_enum_of_intents_is_all_of_them() {
    let names: Vec<_> = Lamp::specs().iter().map(|spec| spec.names[0]).collect();
    assert_eq!(names, ["SetColor", "StopIt"]);
    assert_eq!(Lamp::expected().intents, Lamp::specs());
}

#[test]
fn an_enum_of_values_is_an_entity() {
    let Entity { values: Values::Listed { values, open }, .. } = Color::entity() else {
        panic!("listed values")
    };
    let names: Vec<_> = values
        .iter()
        .map(|value| (&*value.value, value.names(Some("en")), value.names(Some("de-AT"))))
        .collect();
    let expected: [(_, &[&str], &[&str]); 3] = [
        ("red", &["red", "crimson"], &["rot"]),
        ("light blue", &["light blue"], &["hellblau", "himmelblau"]),
        ("#ffffff", &["white"], &["white"]),
    ];
    assert_eq!(names, expected);
    assert!(!open);
    assert!(matches!(Place::entity().values, Values::Listed { open: true, .. }));
}

#[test]
fn an_intent_is_read_from_its_slots() {
    let all = [
        ("where", "kitchen"),
        ("color", "Crimson"),
        ("also", "red"),
        ("then", "light blue"),
        ("then", "red"),
        ("last", "#FFFFFF"),
    ];
    let expected = SetColor {
        place: Place::Kitchen,
        color: Color::Red,
        also: Some(Color::Red),
        then: vec![Color::LightBlue, Color::Red],
        last: Color::White,
    };
    assert_eq!(read::<SetColor>(&all), Ok(expected));
}

#[test]
fn what_was_not_said_is_taken_from_the_site_or_the_default() {
    let expected = SetColor {
        place: Place::Other("attic".to_owned()),
        color: Color::Red,
        also: None,
        then: Vec::new(),
        last: Color::Red,
    };
    assert_eq!(read::<SetColor>(&[("color", "red")]), Ok(expected));
}

#[test]
fn the_first_slot_that_is_missing_or_wrong_is_named() {
    let color = &SetColor::slots()[1];
    assert_eq!(read::<SetColor>(&[]), Err(Unfilled::Missing(color)));
    let wrong = |value| match read::<SetColor>(&[("color", value)]) {
        Err(Unfilled::Wrong { slot, why }) => (slot.name, why.why),
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong("white"), ("color", LocalizedText::new("White is dull.")));
    assert_eq!(wrong("loud"), ("color", LocalizedText::default()));
}

#[test]
fn a_form_has_the_slots_of_its_fields() {
    let expected = Mood { color: Color::White, r#where: None };
    assert_eq!(read::<Mood>(&[("color", "white")]), Ok(expected));
}

#[test]
fn a_value_that_is_not_listed_is_kept_where_there_is_a_place_for_it() {
    let read = |value| <Place as SlotValue>::read(&slot("where", value), None);
    assert_eq!(read("kitchen"), Ok(Place::Kitchen));
    assert_eq!(read("the Moon"), Ok(Place::Other("the Moon".to_owned())));
    assert!(<Color as SlotValue>::read(&slot("color", "the Moon"), None).is_err());
}

#[test]
fn words_that_name_a_value_answer_a_question_for_it() {
    assert_eq!(Color::expected().entity, Some(Color::entity()));
    assert_eq!(<Color as Answer>::read(&words("light blue, please", "en")), Ok(Color::LightBlue));
    assert_eq!(<Color as Answer>::read(&words("ein Himmelblau", "de")), Ok(Color::LightBlue));
    assert!(matches!(<Color as Answer>::read(&words("no idea", "en")), Err(Unfilled::NoAnswer(_))));
    assert_eq!(<Place as Answer>::read(&words("the Moon", "en")), Ok(Place::Other("the Moon".to_owned())));
}

#[test]
fn a_dialogue_has_a_name_and_a_version_and_reads_older_ones() {
    assert_eq!((AllOff::NAME, AllOff::VERSION), ("off", 3));
    assert_eq!(AllOff::migrate(2, json!(5)), Some(AllOff::Asked { lamps: 5 }));
    assert_eq!(AllOff::migrate(1, json!(5)), None);
    assert_eq!((Quiz::NAME, Quiz::VERSION), ("Quiz", 1));
    assert_eq!(Quiz::migrate(0, Value::Null), None);
}
