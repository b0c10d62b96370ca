//! What can be set, and where it is explained.

use petasos_testkit::ConfigExample;
use petasos_timers::TimersConfig;

const EXAMPLE: ConfigExample<TimersConfig> = ConfigExample::new(include_str!("../../../config/timers.toml"));

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
