//! What can be set, and where it is explained.

use petasos_home_assistant::HomeAssistantConfig;
use petasos_skill::program::Config;
use petasos_testkit::ConfigExample;

const EXAMPLE: ConfigExample<HomeAssistantConfig> =
    ConfigExample::new(include_str!("../../../config/home-assistant.toml"));

#[test]
fn the_example_file_shows_the_defaults() {
    EXAMPLE.assert_shows_defaults();
}

#[test]
fn every_key_of_the_example_can_be_set() {
    EXAMPLE.assert_keys_can_be_set();
}

#[test]
fn the_readme_names_every_key() {
    EXAMPLE.assert_documented_in(include_str!("../README.md"));
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
