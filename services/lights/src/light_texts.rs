//! The spoken texts, from the tables in `texts/`.

use std::fmt;

use petasos_skill::LocalizedText;
use petasos_skill::texts::{TextTable, capitalized, joined};

use crate::command_plan::Outcome;
use crate::lamps::{Lamp, LampState};
use crate::light_command::{Unsupported, percent};

/// The maximum number of lamps that are named; more are counted.
const NAMED: usize = 3;

petasos_skill::texts! {
    /// The texts of a language.
    pub(crate) struct LightTexts("texts", ["en", "de"]) {
        okay(),
        then_not(),
        yes(state),
        no(state),
        which_lamp(),
        which_of(lamps),
        which_room(),
        how_bright(),
        warm_or_cold(),
        really_everything(),
        no_lamps(),
        no_lamp_there(),
        no_lamp_in(room),
        no_lamp_called(name),
        no_such_white(),
        lamp(name),
        lamps(count),
        on(count, lamps),
        on_at(lamps, percent),
        off(count, lamps),
        silent(count, lamps),
        not_done(count, lamps),
        never_answers(count, lamps),
        no_colours(count, lamps),
        no_dimming(count, lamps),
        one_white(count, lamps),
        unknown_brightness(count, lamps),
        and(),
        or(),
    }
}

/// A text about lamps, given their number and names.
type AboutLamps = fn(&LightTexts, usize, String) -> String;

/// The outcome of an action. Only failures are described; success is visible.
pub(crate) fn outcome(outcome: &Outcome) -> LocalizedText {
    let unsupported = |reason| {
        let lamps = outcome.unable.iter().filter(move |(_, why)| *why == reason);
        lamps.map(|(lamp, _)| lamp).collect::<Vec<_>>()
    };
    let told = outcome.told.iter().filter(|_| outcome.done.is_empty());
    let problems: [(Vec<&Lamp>, AboutLamps); 7] = [
        (outcome.silent.iter().collect(), LightTexts::silent),
        (outcome.otherwise.iter().collect(), LightTexts::not_done),
        (unsupported(Unsupported::Colours), LightTexts::no_colours),
        (unsupported(Unsupported::Dimming), LightTexts::no_dimming),
        (unsupported(Unsupported::Whites), LightTexts::one_white),
        (unsupported(Unsupported::Unknown), LightTexts::unknown_brightness),
        (told.collect(), LightTexts::never_answers),
    ];
    LightTexts::say(|t| {
        let said = problems.iter().filter_map(|(lamps, text)| sentence(t, *text, lamps));
        let said = said.collect::<Vec<_>>().join(" ");
        if said.is_empty() { t.okay() } else { said }
    })
}

/// The states of lamps: which are on, or that none is. The state is `None` for a lamp that does not answer.
pub(crate) fn state(lamps: &[(Lamp, Option<LampState>)]) -> LocalizedText {
    let with = |on: Option<bool>| {
        let lamps = lamps.iter().filter(|(_, state)| state.as_ref().and_then(|state| state.on) == on);
        lamps.map(|(lamp, _)| lamp).collect::<Vec<_>>()
    };
    let (on, off, unknown) = (with(Some(true)), with(Some(false)), with(None));
    LightTexts::say(|t| {
        if let Some(percent) = brightness(lamps) {
            return t.yes(t.on_at(subject(t, &on), percent));
        }
        if let Some(on) = sentence(t, LightTexts::on, &on) {
            return t.yes(on);
        }
        let unknown = sentence(t, LightTexts::silent, &unknown);
        let off = || sentence(t, LightTexts::off, &off).map(|off| t.no(off));
        unknown.or_else(off).unwrap_or_else(|| t.no_lamp_there())
    })
}

/// The brightness of a single lamp, if it is on, reports it, and is not at full brightness.
fn brightness(lamps: &[(Lamp, Option<LampState>)]) -> Option<u8> {
    let [(lamp, Some(state))] = lamps else { return None };
    let percent = percent(state, lamp.abilities.brightness?).filter(|percent| *percent < 100);
    percent.filter(|_| state.on == Some(true))
}

/// A sentence about lamps; `None` if there are none.
fn sentence(t: &LightTexts, text: AboutLamps, lamps: &[&Lamp]) -> Option<String> {
    (!lamps.is_empty()).then(|| text(t, lamps.len(), subject(t, lamps)))
}

/// Lamps as the subject of a sentence.
fn subject(t: &LightTexts, lamps: &[&Lamp]) -> String {
    if lamps.len() > NAMED {
        return t.lamps(lamps.len());
    }
    let names: Vec<String> = lamps.iter().map(|lamp| t.lamp(lamp.name.as_str())).collect();
    capitalized(&joined(&names, &t.and()))
}

/// A lamp to choose, as it is called among the others.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choice {
    /// The name; with the room if others have the same name.
    pub(crate) called: String,
    pub(crate) lamp: Lamp,
}

impl fmt::Display for Choice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.called)
    }
}

/// Lamps with names that tell them apart.
pub(crate) fn choices(lamps: Vec<Lamp>) -> Vec<Choice> {
    let names: Vec<String> = lamps.iter().map(|lamp| lamp.name.clone()).collect();
    let alike = |lamp: &Lamp| names.iter().filter(|name| **name == lamp.name).count() > 1;
    let choice = |lamp: Lamp| Choice {
        called: match &lamp.room {
            Some(room) if alike(&lamp) => format!("{room} {}", lamp.name),
            _ => lamp.name.clone(),
        },
        lamp,
    };
    lamps.into_iter().map(choice).collect()
}

/// The question which of several lamps is meant. If there are many, none is named: users know their lamps.
pub(crate) fn which(choices: &[Choice]) -> LocalizedText {
    let names: Vec<&str> = choices.iter().map(|choice| choice.called.as_str()).collect();
    LightTexts::say(|t| {
        if (2..=NAMED + 1).contains(&names.len()) {
            t.which_of(joined(&names, &t.or()))
        } else {
            t.which_lamp()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lamps::{Abilities, LampTopics};

    #[test]
    fn every_language_has_every_text() {
        LightTexts::check().unwrap();
    }

    fn lamp(name: &str) -> Lamp {
        Lamp {
            id: name.to_owned(),
            name: name.to_owned(),
            aliases: Vec::new(),
            room: Some("kitchen".to_owned()),
            abilities: Abilities { brightness: Some(254), ..Abilities::default() },
            topics: LampTopics::default(),
            members: Vec::new(),
        }
    }

    fn lamps(names: &[&str]) -> Vec<Lamp> {
        names.iter().map(|name| lamp(name)).collect()
    }

    fn both(words: &LocalizedText) -> [&str; 2] {
        [words.in_lang(None), words.in_lang(Some("de"))]
    }

    #[test]
    fn what_went_well_is_said_in_one_word() {
        let done = Outcome { done: lamps(&["a", "b"]), ..Outcome::default() };
        assert_eq!(both(&outcome(&done)), ["Okay.", "Okay."]);
    }

    #[test]
    fn lamps_that_do_not_answer_are_named() {
        let silent = |names| Outcome { done: lamps(&["a"]), silent: lamps(names), ..Outcome::default() };
        assert_eq!(
            both(&outcome(&silent(&["kitchen lamp"]))),
            ["The kitchen lamp does not answer.", "„kitchen lamp“ antwortet nicht."]
        );
        assert_eq!(
            both(&outcome(&silent(&["shelf", "oven", "floor lamp"]))),
            [
                "The shelf, the oven and the floor lamp do not answer.",
                "„shelf“, „oven“ und „floor lamp“ antworten nicht."
            ]
        );
        assert_eq!(
            both(&outcome(&silent(&["a", "b", "c", "d"]))),
            ["4 lamps do not answer.", "4 Lampen antworten nicht."]
        );
    }

    #[test]
    fn every_reason_gets_its_sentence() {
        let unable = vec![(lamp("shelf"), Unsupported::Colours), (lamp("oven"), Unsupported::Unknown)];
        let all = Outcome { otherwise: lamps(&["lamp"]), unable, ..Outcome::default() };
        assert_eq!(
            outcome(&all).in_lang(None),
            "The lamp has answered, but has not done it. The shelf has no colours. The oven has not said how bright it is."
        );
        let told = Outcome { told: lamps(&["lamp"]), ..Outcome::default() };
        assert_eq!(outcome(&told).in_lang(None), "The lamp was told, but never answers.");
    }

    #[test]
    fn a_question_for_the_state_is_answered_by_yes_or_no() {
        let at = |on, brightness| Some(LampState { on: Some(on), brightness, ..LampState::default() });
        let say = |states: Vec<Option<LampState>>| {
            let lamps: Vec<_> = lamps(&["shelf", "oven"]).into_iter().zip(states).collect();
            both(&state(&lamps)).map(str::to_owned)
        };
        assert_eq!(
            say(vec![at(true, Some(102.0))]),
            ["Yes. The shelf is on at 40 percent.", "Ja. „shelf“ ist an, mit 40 Prozent."]
        );
        assert_eq!(
            say(vec![at(true, None), at(false, None)]),
            ["Yes. The shelf is on.", "Ja. „shelf“ ist an."]
        );
        assert_eq!(say(vec![at(false, None), at(false, None)])[0], "No. The shelf and the oven are off.");
        assert_eq!(say(vec![at(false, None), None])[0], "The oven does not answer.");
        assert_eq!(say(vec![])[0], "I know no lamp there.");
    }

    #[test]
    fn lamps_are_told_apart_by_their_rooms_if_they_must_be() {
        let mut two = lamps(&["floor lamp", "floor lamp", "shelf"]);
        two[1].room = Some("lounge".to_owned());
        let choices = choices(two);
        let names: Vec<String> = choices.iter().map(Choice::to_string).collect();
        assert_eq!(names, ["kitchen floor lamp", "lounge floor lamp", "shelf"]);
        assert_eq!(
            both(&which(&choices)),
            [
                "Which lamp: kitchen floor lamp, lounge floor lamp or shelf?",
                "Welche Lampe: kitchen floor lamp, lounge floor lamp oder shelf?"
            ]
        );
    }

    #[test]
    fn of_many_lamps_none_is_named() {
        let many = choices(lamps(&["a", "b", "c", "d", "e"]));
        assert_eq!(both(&which(&many)), ["Which lamp?", "Welche Lampe?"]);
    }
}
