//! What can be set, and where it is explained.

use petasos_clock::ClockConfig;
use petasos_skill::program::Config;

#[test]
fn the_example_file_shows_the_defaults() {
    let example = include_str!("../../../config/clock.toml");
    let uncommented =
        |line| str::strip_prefix(line, '#').filter(|rest| !rest.starts_with([' ', '#'])).unwrap_or(line);
    let shown = example.lines().map(uncommented).collect::<Vec<_>>().join("\n");
    for text in [example, &shown] {
        let config = Config::<ClockConfig>::from_toml("clock.toml", text).unwrap();
        assert_eq!(config, Config::default(), "{text}");
    }
}

#[test]
fn every_key_of_the_example_can_be_set() {
    let example = include_str!("../../../config/clock.toml").lines().map(|line| {
        let text = line.trim_start_matches(['#', ' ']);
        let is_table = text.starts_with('[') && text.ends_with(']');
        let is_setting = is_table || text.contains(" = ") && text.starts_with(char::is_lowercase);
        if is_setting { text } else { line }
    });
    let example = example.collect::<Vec<_>>().join("\n");
    Config::<ClockConfig>::from_toml("clock.toml", &example).unwrap();
}

#[test]
fn the_readme_names_every_key() {
    let page = include_str!("../README.md");
    let example = include_str!("../../../config/clock.toml");
    let table = example.split("[clock]").nth(1).unwrap();
    let keys = table.lines().filter_map(|line| line.trim_start_matches(['#', ' ']).split_once(" = "));
    let keys: Vec<_> = keys.map(|(key, _)| format!("`clock.{key}`")).collect();
    assert!(!keys.is_empty());
    for key in keys {
        assert!(page.contains(&key), "README.md does not name {key}");
    }
}
