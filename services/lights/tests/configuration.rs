//! What can be set, and where it is explained.

use petasos_lights::LightsConfig;
use petasos_testkit::ConfigExample;

const EXAMPLE: ConfigExample<LightsConfig> = ConfigExample::new(include_str!("../../../config/lights.toml"));

#[test]
fn the_example_file_shows_the_defaults() {
    EXAMPLE.assert_shows_defaults();
}

#[test]
fn every_key_of_the_example_can_be_set() {
    let config = EXAMPLE.assert_keys_can_be_set();
    assert_eq!(config.own.rooms.len() + config.own.lamps.len(), 2);
}
