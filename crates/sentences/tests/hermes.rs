//! What the NLU answers to Hermes queries, in each dialect.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, with the reason")]

use petasos_messages::payload::{NluQuery, PartialQuery};
use petasos_messages::{Dialect, IntentName, Message, SessionId, SiteId};
use petasos_sentences::{Grammar, Limits, Nlu, NluOptions, Settings};
use proptest::prelude::*;
use serde_json::json;

const TEMPLATES: &str = "
[Dim]
(dim | set) [the] (living room lamp){name:light_1} to (0..100){level} [percent]

[Wake]
wake me at seven a.m. (:){kind:alarm}
measure (low:0.5 | high:1.5){level!float}
weigh (ten:10){weight!int!object!unit,kg}

[Break]
convert (nothing){number!int}
";

fn nlu() -> Nlu {
    nlu_with(NluOptions::default())
}

fn nlu_with(options: NluOptions) -> Nlu {
    let templates = Settings::default().read_text("sentences.ini", TEMPLATES).unwrap();
    Nlu::new(Grammar::new(&templates.intents, &Limits::default()).unwrap(), options)
}

fn query(input: &str) -> NluQuery {
    let mut query = NluQuery::new(input);
    query.id = Some("question".to_owned());
    query.site_id = Some(SiteId::new("kitchen").unwrap());
    query.session_id = Some(SessionId::new("session").unwrap());
    query.wakeword_id = Some("porcupine".to_owned());
    query.lang = Some("en_GB".to_owned());
    query.custom_data = Some("mine".to_owned());
    query.asr_confidence = Some(0.5);
    query.custom_entities = Some(json!({ "who": "somebody", "age": 42 }));
    query
}

fn named(names: &[&str]) -> Vec<IntentName> {
    names.iter().map(|name| IntentName::new(name).unwrap()).collect()
}

/// Each message as topic and payload.
fn published(messages: &[Message], dialect: Dialect) -> String {
    let packets = messages.iter().map(|message| {
        let payload: serde_json::Value = serde_json::from_slice(&message.encode(dialect)).unwrap();
        format!("{}\n{payload:#}\n", message.topic(dialect))
    });
    packets.collect::<Vec<_>>().concat()
}

fn topics(messages: &[Message], dialect: Dialect) -> Vec<String> {
    messages.iter().map(|message| message.topic(dialect).to_string()).collect()
}

#[test]
fn rhasspy_gets_intent_parsed_and_the_intent() {
    let answers = nlu().answer(&query("Set the living room lamp to 75 percent, please."), Dialect::RHASSPY);
    insta::assert_snapshot!(published(&answers, Dialect::RHASSPY));
}

#[test]
fn snips_gets_intent_parsed_with_positions_in_the_text() {
    let answers = nlu().answer(&query("Set the living room lamp to 75 percent, please."), Dialect::SNIPS);
    insta::assert_snapshot!(published(&answers, Dialect::SNIPS));
}

#[test]
fn alice_gets_intent_parsed_with_the_site() {
    let answers = nlu().answer(&query("wake me at seven a.m."), Dialect::ALICE);
    insta::assert_snapshot!(published(&answers, Dialect::ALICE));
}

#[test]
fn values_that_were_converted_keep_their_type() {
    let answers = [
        nlu().answer(&NluQuery::new("measure low"), Dialect::RHASSPY),
        nlu().answer(&NluQuery::new("weigh ten"), Dialect::SNIPS),
    ];
    let [rhasspy, snips] = &answers;
    insta::assert_snapshot!(published(&rhasspy[..1], Dialect::RHASSPY) + &published(snips, Dialect::SNIPS));
}

#[test]
fn a_text_that_is_not_recognised_is_reported_unchanged() {
    for dialect in Dialect::ALL {
        let answers = nlu().answer(&query("Sing 75 songs!"), dialect);
        let [Message::NluIntentNotRecognized(answer)] = answers.as_slice() else { panic!("{answers:?}") };
        assert_eq!(answer.input, "Sing 75 songs!");
        assert_eq!(answer.session_id, Some(SessionId::new("session").unwrap()));
        assert_eq!((answer.id.as_deref(), answer.custom_data.as_deref()), (Some("question"), Some("mine")));
    }
}

#[test]
fn a_failed_conversion_is_an_error_on_the_topic_of_the_dialect() {
    for (dialect, topic) in [
        (Dialect::RHASSPY, "hermes/error/nlu"),
        (Dialect::ALICE, "hermes/error/nlu"),
        (Dialect::SNIPS, "hermes/nlu/error"),
    ] {
        let answers = nlu().answer(&query("convert nothing"), dialect);
        assert_eq!(topics(&answers, dialect), [topic]);
        let [Message::NluError(error)] = answers.as_slice() else { panic!("{answers:?}") };
        assert!(error.error.contains("number"), "{}", error.error);
        assert_eq!(error.context.as_deref(), Some("convert nothing"));
        assert_eq!(error.session_id, Some(SessionId::new("session").unwrap()));
    }
}

#[test]
fn only_intents_of_the_filter_are_recognised() {
    let mut query = query("measure low");
    for (names, recognised) in [(&["Wake"][..], true), (&["Dim"], false), (&["Dim", "Wake"], true)] {
        query.intent_filter = Some(named(names));
        for dialect in Dialect::ALL {
            let parsed = matches!(nlu().answer(&query, dialect)[0], Message::IntentParsed(_));
            assert_eq!(parsed, recognised, "{names:?} {dialect}");
        }
    }
}

#[test]
fn an_empty_filter_allows_everything_except_with_snips() {
    let mut query = query("measure low");
    query.intent_filter = Some(named(&[]));
    for (dialect, recognised) in [(Dialect::RHASSPY, true), (Dialect::ALICE, true), (Dialect::SNIPS, false)] {
        let parsed = matches!(nlu().answer(&query, dialect)[0], Message::IntentParsed(_));
        assert_eq!(parsed, recognised, "{dialect}");
    }
}

#[test]
fn an_unknown_intent_in_a_filter_is_an_error_with_snips_only() {
    let mut query = query("measure low");
    query.intent_filter = Some(named(&["Wake", "Fly"]));
    assert!(matches!(nlu().answer(&query, Dialect::RHASSPY)[0], Message::IntentParsed(_)));
    let answers = nlu().answer(&query, Dialect::SNIPS);
    let [Message::NluError(error)] = answers.as_slice() else { panic!("{answers:?}") };
    assert!(error.error.contains("Fly"), "{}", error.error);
}

#[test]
fn digits_and_punctuation_can_be_left_alone() {
    let mut options = NluOptions::default();
    (options.spell_numbers, options.near) = (false, false);
    let answer =
        |nlu: &Nlu, input: &str| topics(&nlu.answer(&NluQuery::new(input), Dialect::SNIPS), Dialect::SNIPS);
    let (parsed, not_recognized) = (["hermes/nlu/intentParsed"], ["hermes/nlu/intentNotRecognized"]);
    let digits = nlu_with(options.clone());
    assert_eq!(answer(&digits, "dim living room lamp to 75"), not_recognized);
    assert_eq!(answer(&digits, "dim living room lamp to seven!"), parsed);
    (options.spell_numbers, options.drop_punctuation) = (true, false);
    let signs = nlu_with(options);
    assert_eq!(answer(&signs, "dim living room lamp to 75"), parsed);
    assert_eq!(answer(&signs, "dim living room lamp to seven!"), not_recognized);
}

#[test]
fn a_site_that_is_not_named_is_the_default_site_of_rhasspy() {
    let answers = nlu().answer(&NluQuery::new("measure low"), Dialect::RHASSPY);
    let [Message::IntentParsed(parsed), Message::Intent(intent)] = answers.as_slice() else {
        panic!("{answers:?}")
    };
    assert_eq!(parsed.site_id, Some(SiteId::default_site()));
    assert_eq!(intent.site_id, Some(SiteId::default_site()));
}

#[test]
fn a_configured_language_is_sent_where_the_query_has_none() {
    let mut options = NluOptions::default();
    options.lang = Some("en_US".to_owned());
    let nlu = nlu_with(options);
    let lang = |query: &NluQuery| match nlu.answer(query, Dialect::RHASSPY).pop() {
        Some(Message::Intent(intent)) => intent.lang,
        other => panic!("{other:?}"),
    };
    assert_eq!(lang(&NluQuery::new("measure low")).as_deref(), Some("en_US"));
    assert_eq!(lang(&query("measure low")).as_deref(), Some("en_GB"));
}

#[test]
fn a_partial_query_is_answered() {
    let ask = |input: &str, slot: &str| {
        let query = PartialQuery::new(input, IntentName::new("Dim").unwrap(), slot);
        match nlu().answer_partial(&query, Dialect::SNIPS) {
            Message::SlotParsed(answer) => answer.slot,
            other => panic!("{other:?}"),
        }
    };
    let slot = ask("dim the living room lamp to 20", "level").unwrap();
    assert_eq!((slot.raw_value.as_str(), slot.value.text().as_deref()), ("20", Some("20")));
    assert_eq!(ask("dim the living room lamp to 20", "colour"), None);
    assert_eq!(ask("measure low", "level"), None, "another intent's");
}

/// Words of the templates, numbers, signs and others, in any order.
fn texts() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(vec![
        "set", "Dim", "the", "living", "room", "lamp", "to", "75", "seventy", "five", "-3", "percent",
        "measure", "low,", "HIGH!", "weigh", "ten", "  ", "…", "lümp", "200",
    ]);
    let word = prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}"];
    proptest::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn every_text_has_one_answer_and_slots_have_their_positions_in_it(text in texts()) {
        for dialect in Dialect::ALL {
            let answers = nlu().answer(&query(&text), dialect);
            let slots = match answers.as_slice() {
                [Message::IntentParsed(parsed)] if dialect != Dialect::RHASSPY => parsed.slots.clone(),
                [Message::IntentParsed(parsed), Message::Intent(intent)] if dialect == Dialect::RHASSPY => {
                    prop_assert_eq!(&parsed.slots, &intent.slots);
                    continue;
                }
                [Message::NluIntentNotRecognized(_) | Message::NluError(_)] => continue,
                other => panic!("{other:?}"),
            };
            for slot in slots {
                let range = slot.range.unwrap();
                let (start, end) = (usize::try_from(range.start).unwrap(), usize::try_from(range.end).unwrap());
                let there: String = text.chars().skip(start).take(end - start).collect();
                prop_assert_eq!(there, slot.raw_value);
            }
        }
    }
}

#[test]
fn half_a_number_is_not_recognised() {
    let answer = |input| {
        let mut query = NluQuery::new(input);
        query.intent_filter = Some(named(&["Dim"]));
        let answers = nlu().answer(&query, Dialect::RHASSPY);
        topics(&answers, Dialect::RHASSPY).swap_remove(0)
    };
    assert_eq!(answer("dim living room lamp to 100"), "hermes/nlu/intentParsed");
    assert_eq!(answer("dim living room lamp to 175"), "hermes/nlu/intentNotRecognized");
    assert_eq!(answer("dim living room lamp to -5"), "hermes/nlu/intentNotRecognized");
    assert_eq!(answer("dim 75 living room lamp to 5"), "hermes/nlu/intentParsed");
}
