//! What can be set, and where it is explained.

use petasos_home_assistant::HomeAssistantConfig;
use petasos_skill::program::Config;

#[test]
fn the_example_file_shows_the_defaults() {
    let example = include_str!("../../../config/home-assistant.toml");
    let uncommented =
        |line| str::strip_prefix(line, '#').filter(|rest| !rest.starts_with([' ', '#'])).unwrap_or(line);
    let shown = example.lines().map(uncommented).collect::<Vec<_>>().join("\n");
    for text in [example, &shown] {
        let config = Config::<HomeAssistantConfig>::from_toml("home-assistant.toml", text).unwrap();
        assert_eq!(config, Config::default(), "{text}");
    }
}

#[test]
fn every_key_of_the_example_can_be_set() {
    let example = include_str!("../../../config/home-assistant.toml").lines().map(|line| {
        let text = line.trim_start_matches(['#', ' ']);
        let is_table = text.starts_with('[') && text.ends_with(']');
        let is_setting = is_table || text.contains(" = ") && text.starts_with(char::is_lowercase);
        if is_setting { text } else { line }
    });
    let example = example.collect::<Vec<_>>().join("\n");
    Config::<HomeAssistantConfig>::from_toml("home-assistant.toml", &example).unwrap();
}

#[test]
fn the_readme_names_every_key() {
    let page = include_str!("../README.md");
    let example = include_str!("../../../config/home-assistant.toml");
    let table = example.split("[home_assistant]").nth(1).unwrap();
    let keys = table.lines().filter_map(|line| line.trim_start_matches(['#', ' ']).split_once(" = "));
    let keys: Vec<_> = keys.map(|(key, _)| format!("`home_assistant.{key}`")).collect();
    assert!(!keys.is_empty());
    for key in keys {
        assert!(page.contains(&key), "README.md does not name {key}");
    }
}

#[test]
fn what_cannot_be_used_is_explained() {
    let wrong = |text| Config::<HomeAssistantConfig>::from_toml("house.toml", text).unwrap_err().to_string();
    let url = wrong("home_assistant.url = 'homeassistant.local'");
    assert!(url.contains("home_assistant.url") && url.contains("http://"), "{url}");
    let twice = wrong("home_assistant = { token = 'a', token_file = 'b' }");
    assert!(twice.contains("set only one of"), "{twice}");
    let number = wrong("home_assistant.token = 1234");
    assert!(!number.contains("1234"), "{number}");
}
