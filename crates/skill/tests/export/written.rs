//! What is written.

use petasos_skill::export::{self, Error, Format, Why};
use petasos_skill::values::Room;
use petasos_skill::{Catalogue, Intent, Session, Skill, SlotValue, YesNo};
use tempfile::TempDir;

use crate::skill::catalogue;

#[test]
fn sentences_for_rhasspy_have_slot_lists_and_answers() {
    insta::assert_snapshot!(export::rhasspy(&catalogue(), "en").unwrap().to_text());
}

#[test]
fn sentences_for_snips_name_its_own_entities() {
    insta::assert_snapshot!(export::snips(&catalogue(), "de").unwrap().to_text());
}

#[test]
fn the_percent_of_a_template_is_said_once() {
    let text = export::snips(&catalogue(), "en").unwrap().to_text();
    assert!(text.contains("  - \"set lamp [lamp](twenty) to [level](twenty percent)\"\n"), "{text}");
}

#[test]
fn sentences_for_home_assistant_have_lists_and_wildcards() {
    insta::assert_snapshot!(export::home_assistant(&catalogue(), "en").unwrap().to_text());
}

/// Names a thing.
#[derive(Debug, Intent)]
#[intent(samples(en = ["name the thing {name}"], de = ["nenn!es {name}"]))]
struct Name {
    #[expect(dead_code, reason = "only its sentences are of interest")]
    name: Option<String>,
}

fn catalogue_of<I: Intent>(skill: &str) -> Catalogue {
    let mut catalogue = Catalogue::new(skill);
    catalogue.add_intents(I::specs());
    catalogue
}

#[test]
fn what_cannot_be_written_is_told_with_its_intent_and_template() {
    let why = |lang| export::rhasspy(&catalogue_of::<Name>("naming"), lang).unwrap_err().to_string();
    insta::assert_snapshot!(why("en"), @"`name the thing {name}` of the intent `Name` cannot be exported: the values of `name` are not known: name some with `Skill::values(\"name\", [...])`");
    insta::assert_snapshot!(why("de"), @"`nenn!es {name}` of the intent `Name` cannot be exported: the character `!` has a special meaning in sentences: remove it, or write it as a word");
    insta::assert_snapshot!(why("fr"), @"the intent `Name` has no sentences in `fr`: add `fr = [\"...\"]` to its `samples`");
    let mut catalogue = catalogue_of::<Name>("naming");
    catalogue.add_values("name", ["a:b"]);
    insta::assert_snapshot!(export::rhasspy(&catalogue, "en").unwrap_err(), @"`a:b`, a value of `name`, cannot be exported: the character `:` has a special meaning there");
}

/// Opens what is named as no file can be.
#[derive(Debug, Intent)]
#[intent(samples(en = ["open {name}"]))]
struct Open {
    #[expect(dead_code, reason = "only its sentences are of interest")]
    name: Elsewhere,
}

#[derive(Debug, SlotValue)]
#[slot_value(name = "../door")]
enum Elsewhere {
    Door,
}

#[test]
fn a_slot_list_never_lies_outside_its_folder() {
    let refused = export::rhasspy(&catalogue_of::<Open>("doors"), "en").unwrap_err();
    assert!(matches!(&refused, Error::List(name) if name == "../door"), "{refused}");
}

#[test]
fn words_without_values_are_a_wildcard_of_home_assistant_only() {
    let files = export::home_assistant(&catalogue_of::<Name>("naming"), "en").unwrap();
    let text = files.get("custom_sentences/en/naming.yaml").unwrap();
    assert!(text.contains("  \"name\":\n    wildcard: true\n"), "{text}");
    let refused = export::snips(&catalogue_of::<Name>("naming"), "en").unwrap_err();
    assert!(matches!(refused, Error::Template { why: Why::NoValues { .. }, .. }), "{refused}");
}

/// Everything.
#[derive(Debug, Intent)]
#[intent(samples(en = ["(a|b|c|d|e|f) (a|b|c|d|e|f) (a|b|c|d|e|f) (a|b|c|d|e|f)"]))]
struct Everything;

#[test]
fn a_template_of_too_many_sentences_is_refused_where_all_are_written_out() {
    let catalogue = catalogue_of::<Everything>("everything");
    let refused = export::snips(&catalogue, "en").unwrap_err();
    assert!(matches!(refused, Error::Template { why: Why::TooMany(1000), .. }), "{refused}");
    assert!(export::rhasspy(&catalogue, "en").is_ok());
}

/// Goes to a room.
#[derive(Debug, Intent)]
struct TaughtElsewhere {
    #[expect(dead_code, reason = "only its sentences are of interest")]
    room: Room,
}

#[test]
fn an_intent_without_sentences_is_taught_elsewhere() {
    let catalogue = catalogue_of::<TaughtElsewhere>("elsewhere");
    for format in Format::ALL {
        let text = format.export(&catalogue, "en").unwrap().to_text();
        assert!(!text.contains("TaughtElsewhere"), "{text}");
    }
}

/// Says hello.
#[derive(Debug, Intent)]
#[intent(samples(en = ["hello"], sv = ["hej"]))]
struct Greet;

async fn greet(_: Greet) -> &'static str {
    "Hello."
}

async fn greet_and_ask(_: Greet, session: Session) -> petasos_skill::Result<&'static str> {
    Ok(if session.confirm("Is it you?").await? { "Hello." } else { "Oh." })
}

#[test]
fn yes_and_no_are_exported_for_a_skill_that_can_ask() {
    let silent = Skill::new("greeter").on(greet);
    let asking = Skill::new("greeter").on(greet_and_ask);
    let told = Skill::new("greeter").on(greet).asks::<YesNo>();
    for (skill, yes) in [(silent, 0), (asking, 1), (told, 1)] {
        for format in [Format::Rhasspy, Format::Snips] {
            let text = format.export(skill.catalogue(), "en").unwrap().to_text();
            assert_eq!(text.matches("PetasosYes").count(), yes, "{text}");
        }
        let text = Format::HomeAssistant.export(skill.catalogue(), "en").unwrap().to_text();
        assert!(!text.contains("Petasos"), "{text}");
    }
}

#[test]
fn a_language_without_words_for_yes_and_no_is_exported_without_them() {
    let skill = Skill::new("greeter").on(greet).asks::<YesNo>();
    for format in Format::ALL {
        let text = format.export(skill.catalogue(), "sv").unwrap().to_text();
        assert!(text.contains("hej") && !text.contains("Petasos"), "{text}");
    }
}

#[test]
fn formats_are_known_by_their_names() {
    for format in Format::ALL {
        assert_eq!(format.to_string().parse::<Format>().unwrap(), format);
    }
    assert!("sphinx".parse::<Format>().is_err());
}

#[test]
fn files_of_others_are_overwritten_by_force_only() {
    let folder = TempDir::new().unwrap();
    let files = export::rhasspy(&catalogue(), "en").unwrap();
    let ini = folder.path().join("intents/house.ini");
    std::fs::create_dir(folder.path().join("intents")).unwrap();
    std::fs::write(&ini, "[Mine]\nhands off\n").unwrap();
    let refused = files.write_to(folder.path(), false).unwrap_err();
    assert!(matches!(&refused, Error::Exists { path, .. } if *path == ini), "{refused}");
    assert!(!folder.path().join("slots").exists(), "nothing is written then");
    files.write_to(folder.path(), true).unwrap();
    assert_eq!(std::fs::read_to_string(&ini).unwrap(), files.get("intents/house.ini").unwrap());
}

#[test]
fn all_skills_of_a_house_write_into_one_profile() {
    let profile = TempDir::new().unwrap();
    std::fs::write(profile.path().join("sentences.ini"), "[Mine]\nhands off\n").unwrap();
    for name in ["greeter", "doorman"] {
        let skill = Skill::new(name).on(greet_and_ask);
        export::rhasspy(skill.catalogue(), "en").unwrap().write_to(profile.path(), false).unwrap();
    }
    assert!(profile.path().join("intents/greeter.ini").exists());
    assert!(profile.path().join("intents/doorman.ini").exists());
}

#[test]
fn what_the_skill_wrote_is_written_anew() {
    let folder = TempDir::new().unwrap();
    export::rhasspy(&catalogue(), "de").unwrap().write_to(folder.path(), false).unwrap();
    let files = export::rhasspy(&catalogue(), "en").unwrap();
    files.write_to(folder.path(), false).unwrap();
    for (path, text) in files.iter() {
        assert_eq!(std::fs::read_to_string(folder.path().join(path)).unwrap(), text, "{path}");
    }
}
