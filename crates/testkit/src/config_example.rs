//! The example file of a skill's configuration.

use std::fmt::Debug;
use std::marker::PhantomData;

use petasos_skill::program::{Config, SkillProgram};

/// The example file of a skill's configuration: all keys with their defaults, each commented out by a `#`. Lines that begin with `# `
/// are explanations and further examples.
///
/// ```
/// # fn check<EggsConfig: petasos_skill::program::SkillProgram + std::fmt::Debug + PartialEq>() {
/// # use petasos_testkit::ConfigExample;
/// let example = ConfigExample::<EggsConfig>::new("# How long an egg cooks.\n#[eggs]\n#minutes = 5\n");
/// example.assert_shows_defaults();
/// example.assert_keys_can_be_set();
/// example.assert_documented_in("`eggs.minutes`: how long an egg cooks.");
/// # }
/// ```
#[derive(Debug)]
pub struct ConfigExample<P> {
    text: &'static str,
    config: PhantomData<P>,
}

#[expect(clippy::missing_panics_doc, reason = "a claim that does not hold fails the test")]
impl<P: SkillProgram + Debug + PartialEq> ConfigExample<P> {
    /// The example file with this text.
    pub const fn new(text: &'static str) -> Self {
        Self { text, config: PhantomData }
    }

    /// Claims that the file sets nothing, and shows the defaults.
    #[track_caller]
    pub fn assert_shows_defaults(&self) {
        let uncommented =
            |line| str::strip_prefix(line, '#').filter(|rest| !rest.starts_with([' ', '#'])).unwrap_or(line);
        let shown = self.text.lines().map(uncommented).collect::<Vec<_>>().join("\n");
        for text in [self.text, &shown] {
            assert_eq!(Self::read(text), Config::default(), "{text}");
        }
    }

    /// Claims that every key of the file can be set as it shows, also in further examples; returns the configuration with all of them.
    #[track_caller]
    pub fn assert_keys_can_be_set(&self) -> Config<P> {
        let lines = self.text.lines().map(|line| {
            let text = line.trim_start_matches(['#', ' ']);
            let is_table = text.starts_with('[') && text.ends_with(']');
            let is_setting = is_table || text.contains(" = ") && text.starts_with(char::is_lowercase);
            if is_setting { text } else { line }
        });
        Self::read(&lines.collect::<Vec<_>>().join("\n"))
    }

    /// Claims that a page names every key of the skill's own table.
    #[track_caller]
    pub fn assert_documented_in(&self, page: &str) {
        let table = self.text.split(&format!("[{}]", P::TABLE)).nth(1).unwrap_or_default();
        let keys = table.lines().filter_map(|line| line.trim_start_matches(['#', ' ']).split_once(" = "));
        let keys: Vec<_> = keys.map(|(key, _)| format!("`{}.{key}`", P::TABLE)).collect();
        assert!(!keys.is_empty(), "the example has no table [{}]", P::TABLE);
        for key in keys {
            assert!(page.contains(&key), "the page does not name {key}");
        }
    }

    #[expect(clippy::panic, reason = "that is how a test fails")]
    #[track_caller]
    fn read(text: &str) -> Config<P> {
        Config::from_toml("the example", text).unwrap_or_else(|error| panic!("{error}"))
    }
}
