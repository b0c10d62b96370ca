//! The skills of the demonstration: the project's own for lights, timers and the time, and two for what those do not show.
//!
//! What may be said is written from the intents of the skills, so the NLU offers what the skills understand.

use std::collections::{BTreeMap, BTreeSet};

use petasos_bus::{Bus, Class, MqttBus, Publish, Settings};
use petasos_clock::ClockConfig;
use petasos_lights::{LampConfig, LightsConfig, RoomConfig};
use petasos_messages::{Dialect, Level, SiteId, Topic};
use petasos_program::{Checked, WallClock};
use petasos_sentences::Language;
use petasos_skill::config::SharedConfig;
use petasos_skill::intent::IntentSpec;
use petasos_skill::program::Config;
use petasos_skill::{AnyIntent, Catalogue, Intent, LocalizedText, Skill, export};
use petasos_timers::{Timers, TimersConfig};
use tokio::task::JoinSet;

use super::background_service::{BackgroundService, Stop};
use super::component_client::CLOSE_TIMEOUT;
use super::simulated_lamps;
use crate::Error;

/// The skill that switches the simulated lamps.
pub(crate) const LIGHTS: &str = "lights";

/// The skill that hangs, to show how the manager deals with that.
const GARAGE: &str = "garage";

/// Opens the garage.
#[derive(Debug, Intent)]
#[intent(samples(en = ["open the (garage | garage door)"], de = ["öffne (die garage | das garagentor)"]))]
struct OpenGarage;

/// What may be said to the skills of the demonstration: templates in the language of Rhasspy, and the slot lists they name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SkillSentences {
    /// The templates.
    pub templates: String,
    /// The slot lists, by name.
    pub lists: BTreeMap<String, String>,
}

/// What may be said to the skills at these sites, in a language. Skills that do not speak it are left out; it is an error if none does.
pub fn skill_sentences(sites: &[SiteId], language: Language) -> Result<SkillSentences, Error> {
    let mut all = Catalogue::new("demo");
    for skill in skills(sites, language, Dialect::default())? {
        let catalogue = skill.catalogue();
        let in_language =
            |intent: &&IntentSpec| intent.samples.iter().any(|samples| samples.lang == language.code());
        if catalogue.intents.iter().all(in_language) {
            all.merge(catalogue);
        }
    }
    if all.intents.is_empty() {
        return Err(Error::Language(language));
    }
    let files = export::rhasspy(&all, language.code())?;
    let lists = files.slot_lists().map(|(name, list)| (name.to_owned(), list.to_owned())).collect();
    Ok(SkillSentences { templates: files.templates().collect(), lists })
}

/// The skills, with a room and a lamp for each site.
fn skills(sites: &[SiteId], language: Language, dialect: Dialect) -> Result<Vec<Skill>, Error> {
    let mut shared = SharedConfig::default();
    shared.dialect = Some(Checked(dialect));
    shared.skill.lang = Some(language.code().to_owned());
    let mut lights = Config::<LightsConfig>::default();
    lights.shared = shared.clone();
    lights.own.zigbee2mqtt = vec![simulated_lamps::BASE.to_owned()];
    // Real lamps that announce themselves to Home Assistant are left alone.
    lights.own.home_assistant = Vec::new();
    for site in sites {
        let mut lamp = LampConfig::default();
        lamp.names = vec![lamp_name(language).to_owned()];
        lights.own.rooms.insert(site.to_string(), RoomConfig::default());
        lights.own.lamps.insert(simulated_lamps::friendly_name(site, lamp_name(language)), lamp);
    }
    let skills = [
        petasos_lights::skill(&lights),
        petasos_timers::skill(Timers::in_memory(TimersConfig::default(), WallClock::start())),
        petasos_clock::skill(&ClockConfig::default(), WallClock::of_machine())?,
        Skill::new("readback").fallback(read_back),
        Skill::new(GARAGE).on(open_garage),
    ];
    Ok(skills.into_iter().map(|skill| skill.configured(&shared)).collect())
}

/// What a lamp is called in a language.
pub(crate) fn lamp_name(language: Language) -> &'static str {
    match language {
        Language::German => "lampe",
        _ => "lamp",
    }
}

async fn open_garage(_: OpenGarage) {}

/// Connects and announces a skill that does not react to anything, as if it had a bug.
async fn hang(skill: Skill, mqtt: Settings, stop: Stop) -> Result<(), petasos_skill::Error> {
    let (bus, _events) = MqttBus::connect(skill.settings(mqtt)?)?;
    stop.requested().await;
    bus.close(CLOSE_TIMEOUT).await;
    Ok(())
}

/// Takes back what these skills announced. A status that says "offline" would keep the manager of a real home from waiting for others
/// that handle the same intents.
pub(crate) fn withdrawal(names: &BTreeSet<String>) -> impl Iterator<Item = Publish> {
    let topics = names.iter().filter_map(|name| Some(Topic::SkillStatus { skill: Level::new(name).ok()? }));
    topics.map(|topic| Publish::new(topic.to_string(), "", Class::Obligation).retained())
}

/// Says what was understood where no skill handles it, so that sentences without a skill can be tried.
async fn read_back(AnyIntent(recognized): AnyIntent) -> LocalizedText {
    let slots: Vec<String> = recognized
        .slots
        .iter()
        .map(|slot| {
            let value = slot.value.text().unwrap_or_else(|| slot.raw_value.clone());
            format!("{} {value}", slot.slot_name)
        })
        .collect();
    let intent = match slots.as_slice() {
        [] => recognized.intent.clone(),
        slots => format!("{}: {}", recognized.intent, slots.join(", ")),
    };
    LocalizedText::new(format!("No skill handles {intent}."))
        .or_in("de", format!("Kein Skill ist zuständig für {intent}."))
}

/// The running skills.
#[derive(Debug)]
pub(crate) struct RunningSkills {
    pub(crate) names: BTreeSet<String>,
    /// Those that stay out because others with their names run elsewhere.
    pub(crate) left_out: BTreeSet<String>,
    pub(crate) service: BackgroundService,
}

impl RunningSkills {
    /// Starts the skills, each with a connection of its own, except for those with these names, which run elsewhere.
    pub(crate) fn start(
        sites: &[SiteId],
        language: Language,
        dialect: Dialect,
        mqtt: &Settings,
        elsewhere: &BTreeSet<String>,
    ) -> Result<Self, Error> {
        let (left_out, skills): (Vec<_>, Vec<_>) =
            skills(sites, language, dialect)?.into_iter().partition(|skill| elsewhere.contains(skill.name()));
        let names = |skills: &[Skill]| skills.iter().map(|skill| skill.name().to_owned()).collect();
        let (names, left_out) = (names(&skills), names(&left_out));
        let mqtt = mqtt.clone();
        let service = BackgroundService::start("skills", |stop| async move {
            let mut serving = JoinSet::new();
            for skill in skills {
                let (mqtt, stop) = (mqtt.clone(), stop.clone());
                if skill.name() == GARAGE {
                    serving.spawn(hang(skill, mqtt, stop));
                } else {
                    serving.spawn(skill.serve(mqtt, stop.requested()));
                }
            }
            while let Some(ended) = serving.join_next().await {
                ended.map_err(|error| Error::Ended { name: "skill", why: error.to_string() })??;
            }
            Ok(())
        });
        Ok(Self { names, left_out, service })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_sentences::{Grammar, Matching, Settings as Reading};

    fn sites() -> [SiteId; 2] {
        ["living_room", "küche"].map(|name| SiteId::new(name).unwrap())
    }

    /// The intent and the slots that a sentence is understood as.
    fn understood(language: Language, sentence: &str) -> String {
        let sentences = skill_sentences(&sites(), language).unwrap();
        let mut reading = Reading::default();
        (reading.language, reading.lists) = (language, sentences.lists);
        let templates = reading.read_text("skills", &sentences.templates).unwrap();
        let grammar = Grammar::new(&templates.intents, &reading.limits).unwrap();
        let found = grammar.recognise(sentence, &Matching::default()).unwrap().unwrap();
        let slots = found.entities.iter().map(|slot| format!(" {}={}", slot.name, slot.value));
        std::iter::once(found.intent.to_string()).chain(slots).collect()
    }

    #[test]
    fn what_is_offered_is_what_the_skills_understand() {
        for (sentence, intent) in [
            ("turn on the light in the living room", r#"LightSwitch state="on" room="living room""#),
            ("switch the lamp off", r#"LightSwitch name="lamp" state="off""#),
            ("change the colour of the light", "SetColor"),
            ("set a timer for ten minutes", r#"SetTimer duration="10 minutes""#),
            ("what time is it in tokyo", r#"GetTime city="tokyo""#),
            ("open the garage", "OpenGarage"),
            ("yes", "PetasosYes"),
        ] {
            assert_eq!(understood(Language::English, sentence), intent, "{sentence}");
        }
    }

    #[test]
    fn every_intent_is_offered_once_though_several_skills_ask_for_it() {
        let templates = skill_sentences(&sites(), Language::English).unwrap().templates;
        let mut intents: Vec<&str> = templates.lines().filter(|line| line.starts_with('[')).collect();
        assert!(intents.len() > 15, "{intents:?}");
        intents.sort_unstable();
        assert!(intents.windows(2).all(|pair| pair[0] != pair[1]), "{intents:?}");
    }

    #[test]
    fn other_languages_are_offered_as_far_as_skills_speak_them() {
        let light = r#"LightSwitch room="küche" state="on""#;
        assert_eq!(understood(Language::German, "mach das licht in der küche an"), light);
        assert_eq!(understood(Language::German, "öffne die garage"), "OpenGarage");
        assert_eq!(understood(Language::Spanish, "qué hora es"), "GetTime");
        let error = skill_sentences(&sites(), Language::Greek).unwrap_err().to_string();
        assert!(error.contains("--sentences"), "{error}");
    }

    #[test]
    fn rooms_are_those_of_the_sites() {
        let lists = skill_sentences(&sites(), Language::English).unwrap().lists;
        assert_eq!(lists.get("room").map(String::as_str), Some("küche\nliving room\n"));
    }

    #[tokio::test]
    async fn a_skill_that_runs_elsewhere_is_left_out() {
        let start = |elsewhere: &[&str]| {
            let elsewhere = elsewhere.iter().map(|name| (*name).to_owned()).collect();
            let nowhere = Settings::new("127.0.0.1", 1);
            RunningSkills::start(&sites(), Language::English, Dialect::SNIPS, &nowhere, &elsewhere).unwrap()
        };
        assert_eq!(start(&[]).names.len(), 5);
        let others = start(&["lights", "garage", "weather"]);
        assert_eq!(others.left_out.len(), 2);
        assert!(!others.names.contains(LIGHTS) && others.names.contains("timers"));
    }
}
