//! Intents in, messages out.

use std::time::Duration;

use petasos_messages::payload::IntentClassification;
use petasos_messages::slot::{Slot, SlotValue};
use petasos_messages::{IntentName, Message, SessionId, SiteId};
use serde_json::json;

use super::*;

fn site(name: &str) -> SiteId {
    SiteId::new(name).unwrap()
}

fn intent(name: &str, slots: &[(&str, &str)]) -> Intent {
    let mut intent = Intent::new("", IntentClassification::new(IntentName::new(name).unwrap(), 1.0));
    intent.session_id = Some(SessionId::new("s").unwrap());
    intent.site_id = Some(site("kitchen"));
    let slot = |(name, value): &(&str, &str)| {
        Slot::new(*name, *name, *value, SlotValue::Unknown { value: json!(value) })
    };
    intent.slots = slots.iter().map(slot).collect();
    intent
}

fn skills() -> Skills {
    Skills::new(|| "12:05".to_owned())
}

/// What comes out, one line each.
fn outputs(skills: &mut Skills) -> String {
    let line = |output| match output {
        Output::Publish(Message::EndSession(end)) => format!("ends: {}", end.text.unwrap_or_default()),
        Output::Publish(Message::ContinueSession(ask)) => {
            let only = ask.intent_filter.unwrap_or_default();
            format!("asks: {} {only:?} about {:?}", ask.text.unwrap_or_default(), ask.custom_data)
        }
        Output::Publish(Message::StartSession(start)) => {
            format!("starts: {:?} at {:?}", start.init, start.site_id)
        }
        Output::Publish(other) => panic!("{other:?}"),
        Output::NoAnswer(site, name) => format!("{name} in the {site} does not answer"),
    };
    let all: Vec<String> = std::iter::from_fn(|| skills.poll_output()).map(line).collect();
    all.join("\n")
}

fn answer(skills: &mut Skills, intent: Intent) -> String {
    skills.handle(Time::START, &Message::Intent(Box::new(intent)));
    outputs(skills)
}

#[test]
fn a_lamp_is_switched_where_it_was_said_or_where_it_was_meant() {
    let mut skills = skills();
    let on = answer(&mut skills, intent("SwitchLight", &[("state", "on")]));
    assert_eq!(on, "ends: The light in the kitchen is on.");
    let off = answer(&mut skills, intent("SwitchLight", &[("state", "off"), ("room", "bedroom")]));
    assert_eq!(off, "ends: The light in the bedroom is off.");
    assert_eq!(
        (skills.light(&site("kitchen")), skills.light(&site("bedroom"))),
        ("light on".into(), "light off".into())
    );
}

#[test]
fn a_colour_that_was_not_said_is_asked_for() {
    let mut skills = skills();
    let asked = answer(&mut skills, intent("ColourLight", &[("room", "bedroom")]));
    assert_eq!(asked, r#"asks: Which colour? ["ColourLight"] about Some("colour in bedroom")"#);
    let mut reply = intent("ColourLight", &[("colour", "red")]);
    reply.custom_data = Some("colour in bedroom".to_owned());
    assert_eq!(answer(&mut skills, reply), "ends: The light in the bedroom is red now.");
    assert_eq!(skills.light(&site("bedroom")), "red light");
    let told = answer(&mut skills, intent("ColourLight", &[("colour", "blue")]));
    assert_eq!(told, "ends: The light in the kitchen is blue now.");
}

#[test]
fn everything_is_turned_off_only_after_a_yes() {
    let mut skills = skills();
    answer(&mut skills, intent("SwitchLight", &[("state", "on")]));
    let asked = answer(&mut skills, intent("SwitchEverything", &[]));
    assert_eq!(asked, r#"asks: Really turn off everything? ["Yes", "No"] about Some("everything")"#);
    let mut reply = |name| {
        let mut intent = intent(name, &[]);
        intent.custom_data = Some("everything".to_owned());
        answer(&mut skills, intent)
    };
    assert_eq!(reply("No"), "ends: I leave everything as it is.");
    assert_eq!(reply("Yes"), "ends: Everything is off.");
    assert_eq!(skills.light(&site("kitchen")), "light off");
    assert_eq!(answer(&mut skills, intent("Yes", &[])), "ends: I have asked nothing.");
}

#[test]
fn a_timer_speaks_up_when_it_is_over_and_once() {
    let mut skills = skills();
    let set = answer(&mut skills, intent("SetTimer", &[("amount", "2"), ("unit", "minutes")]));
    assert_eq!(set, "ends: I will speak up in 2 minutes.");
    let due = skills.poll_timeout().unwrap();
    assert_eq!(due, Time::START + Duration::from_secs(120));
    skills.handle_timeout(due);
    let told = outputs(&mut skills);
    assert!(told.contains("The timer for 2 minutes is over.") && told.contains("kitchen"), "{told}");
    assert_eq!(skills.poll_timeout(), None);
    skills.handle_timeout(due);
    assert_eq!(outputs(&mut skills), "");
}

#[test]
fn a_timer_that_makes_no_sense_is_not_set() {
    let mut skills = skills();
    for amount in ["0", "-1", "NaN", "1e300", "many"] {
        let told = answer(&mut skills, intent("SetTimer", &[("amount", amount)]));
        assert_eq!(told, "ends: A timer runs for at least one second, and at most one day.");
    }
    assert_eq!(skills.poll_timeout(), None);
}

#[test]
fn the_number_of_timers_is_bounded() {
    let mut skills = skills();
    for _ in 0..200 {
        answer(&mut skills, intent("SetTimer", &[("amount", "5")]));
    }
    skills.handle_timeout(Time::START + Duration::from_secs(10));
    assert_eq!(outputs(&mut skills).lines().count(), 100);
}

#[test]
fn small_talk() {
    let mut skills = skills();
    assert_eq!(answer(&mut skills, intent("Repeat", &[])), "ends: I have said nothing yet.");
    assert_eq!(answer(&mut skills, intent("GetTime", &[])), "ends: It is 12:05.");
    assert_eq!(answer(&mut skills, intent("Repeat", &[])), "ends: It is 12:05.");
    let jokes: Vec<String> = (0..4).map(|_| answer(&mut skills, intent("TellJoke", &[]))).collect();
    assert_ne!(jokes[0], jokes[1]);
    assert_eq!(jokes[0], jokes[3]);
}

#[test]
fn an_intent_without_a_skill_is_read_back() {
    let mut skills = skills();
    let told = answer(&mut skills, intent("GetTemperature", &[("room", "kitchen"), ("unit", "celsius")]));
    assert_eq!(told, "ends: You want GetTemperature: room is kitchen, unit is celsius.");
    assert_eq!(answer(&mut skills, intent("GetForecast", &[])), "ends: You want GetForecast.");
}

#[test]
fn a_skill_that_fails_says_nothing_and_so_do_all_when_they_are_broken() {
    let mut skills = skills();
    let silent = answer(&mut skills, intent("OpenGarage", &[]));
    assert_eq!(silent, "OpenGarage in the kitchen does not answer");
    skills.set_broken(true);
    assert_eq!(answer(&mut skills, intent("GetTime", &[])), "GetTime in the kitchen does not answer");
    skills.set_broken(false);
    assert_eq!(answer(&mut skills, intent("GetTime", &[])), "ends: It is 12:05.");
}

#[test]
fn a_question_to_the_nlu_alone_is_nobodys_conversation() {
    let mut intent = intent("GetTime", &[]);
    intent.session_id = None;
    assert_eq!(answer(&mut skills(), intent), "");
}
