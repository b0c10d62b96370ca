//! What the skill says, in English and German.

use std::fmt;

use petasos_skill::LocalizedText;

use crate::command_plan::Outcome;
use crate::lamps::{Lamp, LampState};
use crate::light_command::{Unsupported, percent};

/// So many lamps are named; more are counted.
const NAMED: usize = 3;

/// The same in English and German.
pub fn words(en: impl Into<String>, de: impl Into<String>) -> LocalizedText {
    LocalizedText::new(en.into()).or_in("de", de.into())
}

/// What became of an action. What went wrong is said; that the rest was done shows.
pub fn outcome(outcome: &Outcome) -> LocalizedText {
    let mut said = Vec::new();
    if let Some(silent) = Names::of(&outcome.silent) {
        said.push(silent.and(["does not answer", "do not answer"], ["antwortet nicht", "antworten nicht"]));
    }
    if let Some(otherwise) = Names::of(&outcome.otherwise) {
        said.push(otherwise.and(
            ["has answered, but has not done it", "have answered, but have not done it"],
            ["hat geantwortet, es aber nicht getan", "haben geantwortet, es aber nicht getan"],
        ));
    }
    said.extend(unable(&outcome.unable));
    if let (true, Some(told)) = (outcome.done.is_empty(), Names::of(&outcome.told)) {
        said.push(told.and(
            ["was told, but never answers", "were told, but never answer"],
            ["weiß Bescheid, antwortet aber nie", "wissen Bescheid, antworten aber nie"],
        ));
    }
    if said.is_empty() {
        return words("Okay.", "Okay.");
    }
    let sentences = |lang| {
        let sentences: Vec<&str> = said.iter().map(|words| words.in_lang(lang)).collect();
        sentences.join(" ")
    };
    words(sentences(None), sentences(Some("de")))
}

/// Why lamps cannot do what is wanted: a sentence for each reason.
fn unable(lamps: &[(Lamp, Unsupported)]) -> Vec<LocalizedText> {
    let reasons = [
        (
            Unsupported::Colours,
            ["has no colours", "have no colours"],
            ["hat keine Farben", "haben keine Farben"],
        ),
        (
            Unsupported::Dimming,
            ["cannot be dimmed", "cannot be dimmed"],
            ["lässt sich nicht dimmen", "lassen sich nicht dimmen"],
        ),
        (
            Unsupported::Whites,
            ["has only one white", "have only one white"],
            ["hat nur ein Weiß", "haben nur ein Weiß"],
        ),
        (
            Unsupported::Unknown,
            ["has not said how bright it is", "have not said how bright they are"],
            ["hat nicht gesagt, wie hell es ist", "haben nicht gesagt, wie hell sie sind"],
        ),
    ];
    let sentence = |(reason, en, de)| {
        let those: Vec<Lamp> =
            lamps.iter().filter(|(_, why)| *why == reason).map(|(lamp, _)| lamp.clone()).collect();
        Some(Names::of(&those)?.and(en, de))
    };
    reasons.into_iter().filter_map(sentence).collect()
}

/// How lamps are: those that are on, or that none is. Each comes with its state, `None` if it does not answer.
pub fn state(lamps: &[(Lamp, Option<LampState>)]) -> LocalizedText {
    let which = |is: &dyn Fn(&Option<LampState>) -> bool| {
        lamps.iter().filter(|(_, state)| is(state)).map(|(lamp, _)| lamp.clone()).collect::<Vec<_>>()
    };
    let on = which(&|state| state.as_ref().is_some_and(|state| state.on == Some(true)));
    let off = which(&|state| state.as_ref().is_some_and(|state| state.on == Some(false)));
    let unknown = which(&|state| state.as_ref().is_none_or(|state| state.on.is_none()));
    if let Some(names) = Names::of(&on) {
        return match bright(lamps) {
            Some(percent) => yes(&names.and(
                [&format!("is on at {percent} percent"), ""],
                [&format!("ist an, mit {percent} Prozent"), ""],
            )),
            None => yes(&names.and(["is on", "are on"], ["ist an", "sind an"])),
        };
    }
    match (Names::of(&off), Names::of(&unknown)) {
        (Some(off), None) => {
            let off = off.and(["is off", "are off"], ["ist aus", "sind aus"]);
            words(format!("No. {}", off.in_lang(None)), format!("Nein. {}", off.in_lang(Some("de"))))
        }
        (_, Some(unknown)) => {
            unknown.and(["does not answer", "do not answer"], ["antwortet nicht", "antworten nicht"])
        }
        (None, None) => words("I know no lamp there.", "Dort kenne ich keine Lampe."),
    }
}

fn yes(said: &LocalizedText) -> LocalizedText {
    words(format!("Yes. {}", said.in_lang(None)), format!("Ja. {}", said.in_lang(Some("de"))))
}

/// How bright the only lamp is, if it says so and is not at full brightness.
fn bright(lamps: &[(Lamp, Option<LampState>)]) -> Option<u8> {
    let [(lamp, Some(state))] = lamps else { return None };
    percent(state, lamp.abilities.brightness?).filter(|percent| *percent < 100)
}

/// A lamp to choose, as it is called among the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What it is called: with its room, where others have the same name.
    pub called: String,
    /// The lamp.
    pub lamp: Lamp,
}

impl fmt::Display for Choice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.called)
    }
}

/// These lamps, called so that they can be told apart.
pub fn choices(lamps: Vec<Lamp>) -> Vec<Choice> {
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

/// The question which of these is meant. Of many none is named: people know their lamps.
pub fn which(choices: &[Choice]) -> LocalizedText {
    let names: Vec<&str> = choices.iter().map(|choice| choice.called.as_str()).collect();
    let list = |before_last: &str| match names.split_last() {
        Some((last, first)) if !first.is_empty() && first.len() <= NAMED => {
            format!(": {} {before_last} {last}", first.join(", "))
        }
        _ => String::new(),
    };
    words(format!("Which lamp{}?", list("or")), format!("Welche Lampe{}?", list("oder")))
}

/// There is no lamp of this name.
pub fn no_such_lamp(name: &str) -> LocalizedText {
    words(format!("I know no lamp called {name}."), format!("Ich kenne keine Lampe namens {name}."))
}

/// There is no lamp at all.
pub fn no_lamp() -> LocalizedText {
    words("I know no lamps.", "Ich kenne keine Lampen.")
}

/// There is no lamp in this room.
pub fn no_lamp_in(room: &str) -> LocalizedText {
    words(format!("I know no lamp in the room {room}."), format!("Ich kenne keine Lampe im Raum {room}."))
}

/// Lamps as the subject of a sentence.
struct Names {
    en: String,
    de: String,
    several: bool,
}

impl Names {
    /// `None` if there are none.
    fn of(lamps: &[Lamp]) -> Option<Self> {
        let names: Vec<&str> = lamps.iter().map(|lamp| lamp.name.as_str()).collect();
        let (last, first) = names.split_last()?;
        if names.len() > NAMED {
            let count = names.len();
            return Some(Self { en: format!("{count} lamps"), de: format!("{count} Lampen"), several: true });
        }
        let with_article = |name: &&str| format!("the {name}");
        let (mut en, mut de) = (with_article(last), format!("„{last}“"));
        if !first.is_empty() {
            let first_en: Vec<String> = first.iter().map(with_article).collect();
            let first_de: Vec<String> = first.iter().map(|name| format!("„{name}“")).collect();
            en = format!("{} and {en}", first_en.join(", "));
            de = format!("{} und {de}", first_de.join(", "));
        }
        Some(Self { en: capital(&en), de, several: !first.is_empty() })
    }

    /// A sentence: what is said of one, and of several.
    fn and(&self, en: [&str; 2], de: [&str; 2]) -> LocalizedText {
        let said = |[one, several]: [&str; 2]| (if self.several { several } else { one }).to_owned();
        words(format!("{} {}.", self.en, said(en)), format!("{} {}.", self.de, said(de)))
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lamps::{Abilities, LampTopics};

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
