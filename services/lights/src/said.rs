//! What the skill says, in English and German.

use petasos_skill::Words;

use crate::command::{Unable, percent};
use crate::lamps::{Lamp, LampState};
use crate::plan::Outcome;

/// So many lamps are named; more are counted.
const NAMED: usize = 3;

/// The same in English and German.
pub fn words(en: impl Into<String>, de: impl Into<String>) -> Words {
    Words::new(en.into()).or_in("de", de.into())
}

/// What became of a wish. What went wrong is said; that the rest was done shows.
pub fn outcome(outcome: &Outcome) -> Words {
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
fn unable(lamps: &[(Lamp, Unable)]) -> Vec<Words> {
    let reasons = [
        (Unable::Colours, ["has no colours", "have no colours"], ["hat keine Farben", "haben keine Farben"]),
        (
            Unable::Dimming,
            ["cannot be dimmed", "cannot be dimmed"],
            ["lässt sich nicht dimmen", "lassen sich nicht dimmen"],
        ),
        (
            Unable::Whites,
            ["has only one white", "have only one white"],
            ["hat nur ein Weiß", "haben nur ein Weiß"],
        ),
        (
            Unable::Unknown,
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
pub fn state(lamps: &[(Lamp, Option<LampState>)]) -> Words {
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

fn yes(words_: &Words) -> Words {
    words(format!("Yes. {}", words_.in_lang(None)), format!("Ja. {}", words_.in_lang(Some("de"))))
}

/// How bright the only lamp is, if it says so and is not at full brightness.
fn bright(lamps: &[(Lamp, Option<LampState>)]) -> Option<u8> {
    let [(lamp, Some(state))] = lamps else { return None };
    percent(state, lamp.abilities.brightness?).filter(|percent| *percent < 100)
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
    fn and(&self, en: [&str; 2], de: [&str; 2]) -> Words {
        let said = |[one, several]: [&str; 2]| (if self.several { several } else { one }).to_owned();
        words(format!("{} {}.", self.en, said(en)), format!("{} {}.", self.de, said(de)))
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
