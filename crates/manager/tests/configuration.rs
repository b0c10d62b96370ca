//! Configuration: layers, errors, imported profiles.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::time::Duration;

use petasos_manager::config::{Config, Layers, import_rhasspy};
use petasos_messages::{Dialect, SiteId};
use petasos_program::{Configuration, Environment, Error};

fn from_text(text: &str) -> Result<Config, Error> {
    Layers::new().text("petasosd.toml", text)?.finish()
}

fn site(name: &str) -> SiteId {
    SiteId::new(name).unwrap()
}

#[test]
fn nothing_has_to_be_configured() {
    let config = Layers::new().finish().unwrap();
    assert_eq!(config, Config::default());
    assert_eq!((config.mqtt.host.as_str(), config.mqtt.port), ("127.0.0.1", 1883));
    assert_eq!(config.policy().everywhere.dialect(), Dialect::RHASSPY);
}

#[test]
fn later_layers_win() {
    let variables = [("PETASOS_MQTT_PORT", "2"), ("PETASOS_MQTT_HOST", "from-environment")];
    let environment = Environment::new(variables.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let flags = toml::from_str("mqtt.port = 3").unwrap();
    let config = Layers::new()
        .text("file", "mqtt = { host = 'from-file', port = 1, keep_alive_seconds = 7 }")
        .unwrap()
        .environment(&environment)
        .unwrap()
        .flags(flags)
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!(config.mqtt.keep_alive_seconds, 7, "from the file");
    assert_eq!(config.mqtt.host, "from-environment");
    assert_eq!(config.mqtt.port, 3, "from the flags");
}

#[test]
fn a_password_of_a_higher_layer_replaces_other_ways_to_give_one() {
    let config = Layers::new()
        .text("file", "mqtt = { username = 'u', password_file = '/etc/password' }")
        .unwrap()
        .flags(toml::from_str("mqtt.password = 'p'").unwrap())
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!(config.mqtt.password_file, None);
    assert_eq!(config.mqtt.password.unwrap().reveal(), "p");
}

#[test]
fn an_exception_lies_on_what_holds_everywhere() {
    let policy = from_text(
        "
        [everywhere]
        retries = 2
        timeouts = { skill_seconds = 1.5 }
        phrases.en.give_up = 'I give up.'
        phrases.de.broken = ''

        [site.hall]
        dialect = 'alice'
        retries = 1
        cancel_words = false
        ",
    )
    .unwrap()
    .policy();
    let (everywhere, hall) = (policy.at(&site("kitchen")), policy.at(&site("hall")));
    assert_eq!((everywhere.dialect(), hall.dialect()), (Dialect::RHASSPY, Dialect::ALICE));
    assert_eq!((everywhere.retries, hall.retries), (2, 1));
    assert_eq!(hall.timeouts.skill, Duration::from_millis(1500), "from everywhere");
    assert_eq!(hall.timeouts.listening, Duration::from_secs(10), "from its dialect");
    assert_eq!(hall.phrases["en"].give_up.as_deref(), Some("I give up."));
    assert_eq!(hall.phrases["de"].broken, None, "an empty phrase is silence");
    assert!(hall.phrases["de"].not_understood.is_some(), "the other phrases stay");
    assert!(hall.cancel_words.is_empty());
}

#[test]
fn cancel_words_can_be_switched_on_in_rhasspy() {
    let words = |text: &str| from_text(text).unwrap().policy().everywhere.cancel_words.clone();
    assert!(words("").is_empty());
    assert!(words("everywhere.cancel_words = true").contains_key("en"));
    assert_eq!(words("everywhere.cancel_words = { en = ['hush'] }")["en"], ["hush"]);
}

#[test]
fn the_effective_configuration_says_the_same_as_what_it_was_made_from() {
    for text in
        ["", "dialect = 'snips'", "dialect = 'alice'\neverywhere.lang = 'de'\nsite.hall.sounds = false"]
    {
        let config = from_text(text).unwrap();
        let written = toml::to_string(&config.effective()).unwrap();
        let again = from_text(&written).unwrap();
        assert_eq!(format!("{:?}", again.policy()), format!("{:?}", config.policy()), "{written}");
    }
}

#[test]
fn the_effective_configuration_hides_the_password() {
    let config = from_text("mqtt = { username = 'u', password = 'geheim' }").unwrap();
    let written = toml::to_string(&config.effective()).unwrap();
    assert!(!written.contains("geheim"));
    assert!(written.contains(r#"password = "***""#));
}

#[test]
fn the_example_file_shows_the_defaults() {
    let example = include_str!("../../../config/petasosd.toml");
    let uncommented =
        |line| str::strip_prefix(line, '#').filter(|rest| !rest.starts_with([' ', '#'])).unwrap_or(line);
    let shown = example.lines().map(uncommented).collect::<Vec<_>>().join("\n");
    let config = from_text(&shown).unwrap_or_else(|error| panic!("{error}\n{shown}"));
    assert_eq!(config.effective(), Config::default().effective());
    assert_eq!(from_text(example).unwrap(), Config::default(), "everything is commented out");
}

#[test]
fn the_docs_name_every_key() {
    let page = include_str!("../../../docs/configuration.md");
    for (table, key) in keys(&toml::Table::try_from(Config::default().effective()).unwrap(), "") {
        let in_other_page = table.starts_with("mqtt."); // docs/bus.md
        assert!(in_other_page || page.contains(&key), "docs/configuration.md does not name {table}{key}");
    }
}

fn keys(table: &toml::Table, name: &str) -> Vec<(String, String)> {
    let below = |(key, value): (&String, &toml::Value)| match value {
        toml::Value::Table(inner) => keys(inner, &format!("{name}{key}.")),
        _ => vec![(name.to_owned(), key.clone())],
    };
    table.iter().flat_map(below).collect()
}

#[test]
fn errors_say_where_what_and_what_to_write() {
    let wrong = [
        "mqtt.hots = 'x'",
        "[mqtt]\nport = 'many'",
        "\n\ndialect = 'jarvis'",
        "sounds.volume = 1.5",
        "everywhere.timeouts.listening_seconds = 0",
        "only_sites = ['a/b']",
        "[site.'a+b']\nretries = 1",
        "[site.hall]\nsuond = false",
        "everywhere.cancel_words = 3",
        "everywhere.timeouts.speech_chars_per_second = -1",
        "mqtt.password = 1234",
        "dialect = ",
        "mqtt.will = { topic = 'a' }",
        "mqtt.keep_alive_seconds = 99999",
        "mqtt.password = 'without a name'",
        "log.filter = 'petasos=loud'",
        "log.format = 'xml'",
        "sounds.suffixes = ['wav']",
        "limits.sites = 0",
        "mqtt.qos = { speech = 2 }",
    ];
    let report = wrong.map(|text| format!("{text}\n    {}\n", from_text(text).expect_err(text))).join("\n");
    insta::assert_snapshot!(report);
}

#[test]
fn every_key_at_the_top_is_known_by_name() {
    let at_the_top = toml::Table::try_from(Config::default().effective()).unwrap();
    let tables: Vec<&str> = Config::TABLES.iter().filter_map(|path| path.first().copied()).collect();
    for key in at_the_top.keys().map(String::as_str) {
        let known = Config::KEYS.iter().chain(&tables).chain(Config::FILE_TABLES).any(|known| *known == key);
        assert!(known, "{key} would be left to other programs");
    }
}

#[test]
fn every_table_that_variables_can_set_is_there() {
    for path in Config::TABLES {
        let text = format!("{}.no_such_key = 0", path.join("."));
        let why = from_text(&text).unwrap_err().to_string();
        assert!(why.contains("unknown key"), "{path:?}: {why}");
    }
}

#[test]
fn one_file_serves_skills_too() {
    assert_eq!(from_text("[skill]\nlang = 'de'\n[timers]\nmost = 3").unwrap(), Config::default());
    let alone = from_text("frobnicate = 1").unwrap_err().to_string();
    assert!(alone.contains("unknown key"), "{alone}");
}

#[test]
fn a_missing_file_is_named() {
    let error = Layers::new().file(Path::new("/no/such/petasosd.toml")).unwrap_err();
    assert!(error.to_string().contains("/no/such/petasosd.toml"));
}

#[test]
fn rhasspy_profiles_are_imported() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles");
    for name in ["external-broker", "plain", "dummy-sounds"] {
        let imported = import_rhasspy(&folder.join(name).with_extension("json")).unwrap();
        let written = imported.to_toml();
        from_text(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
        insta::assert_snapshot!(name, written.replace(&folder.display().to_string(), "/profiles/en"));
    }
}

#[test]
fn what_is_no_profile_is_not_imported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("profile.json");
    for text in ["{", "[]", "3"] {
        std::fs::write(&file, text).unwrap();
        assert!(import_rhasspy(&file).unwrap_err().to_string().contains("profile.json"), "{text}");
    }
    assert!(import_rhasspy(&folder.path().join("none")).is_err());
}
