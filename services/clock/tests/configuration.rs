//! What can be set, and where it is explained.

use petasos_clock::ClockConfig;
use petasos_testkit::ConfigExample;

const EXAMPLE: ConfigExample<ClockConfig> = ConfigExample::new(include_str!("../../../config/clock.toml"));

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
