//! Tests of a skill on virtual time.
//!
//! `builder` holds the settings of a test and starts it. `test_installation` is what the waiting test drives: simulated sites, NLU and
//! stand-ins around a broker in memory; `running` drives it in simulated time, within limits; `process` runs manager and skills as tasks
//! beside it. `test_step` is how a turn begins and ends, `transcript` what happened in it, `turn_claims` and `mqtt_peers` what can be
//! claimed about it. `skill_subject` replays recorded sessions to a skill.

mod builder;
mod bus_observer;
mod faults;
mod grammar_cache;
mod mqtt_peers;
mod nlu;
mod process;
mod running;
mod skill_subject;
mod spoken_intent;
mod test_installation;
mod test_step;
mod transcript;
mod turn_claims;

use std::fmt;
use std::time::Duration;

use petasos_messages::{Dialect, SiteId};
use petasos_recording::Recording;
use petasos_simulator::sites::UserAction;
use petasos_skill::Skill;

pub use mqtt_peers::Mqtt;
pub use skill_subject::{SkillSubject, replay_skill};
pub use spoken_intent::Spoken;
pub use test_step::Step;
pub use turn_claims::Turn;

use builder::Builder;
use running::Running;
use test_step::Action;
use transcript::Table;

/// A test of a skill in an installation around a broker in memory: simulated sites with a user each, Petasos' dialogue manager, an NLU
/// that understands what users may say to the skill, and the skill.
///
/// ```
/// use petasos_skill::{Intent, Skill, SlotValue};
/// use petasos_testkit::SkillTest;
///
/// /// Sets the light in the kitchen.
/// #[derive(Intent)]
/// #[intent(samples(en = ["set the kitchen light [to {color}]"]))]
/// struct SetLight {
///     /// The colour.
///     #[slot(ask(en = "Which colour?"))]
///     color: Color,
/// }
///
/// /// A colour.
/// #[derive(SlotValue)]
/// enum Color {
///     Red,
///     Cyan,
/// }
///
/// fn skill() -> Skill {
///     Skill::new("lights").on(|light: SetLight| async move {
///         match light.color {
///             Color::Red => "Red it is",
///             Color::Cyan => "Okay",
///         }
///     })
/// }
///
/// # /*
/// #[tokio::test]
/// # */
/// # #[tokio::main(flavor = "current_thread")] async fn main() { the_colour_is_asked_for().await }
/// async fn the_colour_is_asked_for() {
///     let mut t = SkillTest::new(skill());
///     t.hear("set the kitchen light").await.asked("Which colour?");
///     t.hear("cyan").await.said("Okay").ended();
/// }
/// ```
///
/// # Time
///
/// Tokio's clock is paused: it stands still while a task runs, and jumps to the next deadline when all tasks wait. Half a minute of
/// silence takes no time, and the same test gives the same conversation. `#[tokio::test]` is enough, without `start_paused`; a runtime
/// with several threads does not work. Tokio does not wait for anything outside, such as a socket, before time jumps on: let a
/// [stand-in](Self::stand_in) answer instead.
///
/// The wall clock is the real one. A skill that tells the time of day needs one that a test can replace.
///
/// # What is not there
///
/// There is no sound: the ASR understands every word, and the manager plays no feedback sounds. The manager has no journal, so after
/// [a restart](Self::restart_manager) it knows nothing of what was before.
#[derive(Debug)]
pub struct SkillTest {
    builder: Builder,
    /// Started by the first action.
    running: Option<Running>,
}

impl SkillTest {
    /// A test of this skill.
    pub fn new(skill: Skill) -> Self {
        Self { builder: Builder::new(skill), running: None }
    }

    /// Adds another skill.
    #[must_use]
    #[track_caller]
    pub fn beside(mut self, skill: Skill) -> Self {
        self.builder().skills.push(skill);
        self
    }

    /// Sets the site; without this it is `default`.
    #[must_use]
    pub fn site(self, site: &str) -> Self {
        self.sites([site])
    }

    /// Sets several sites. Everything happens at the first, unless it is done [at](Self::at) another.
    ///
    /// # Panics
    ///
    /// Without any site, or if one of them is not a valid site id.
    #[must_use]
    #[track_caller]
    pub fn sites<const N: usize>(mut self, sites: [&str; N]) -> Self {
        assert!(N > 0, "name at least one site");
        self.builder().sites = sites.into_iter().map(builder::site).collect();
        self
    }

    /// Sets the dialect: Snips or Project Alice. By default it is Rhasspy.
    #[must_use]
    #[track_caller]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.builder().dialect = dialect;
        self
    }

    /// Sets the language, such as `de`, of skill, manager and NLU. By default it is English, without naming it to any of them.
    #[must_use]
    #[track_caller]
    pub fn lang(mut self, lang: &str) -> Self {
        self.builder().lang = Some(lang.to_owned());
        self
    }

    /// Adds sentences that the NLU understands, in Rhasspy's template language: `"[GetTime]\nwhat time is it"`.
    #[must_use]
    #[track_caller]
    pub fn sentences(mut self, ini: &str) -> Self {
        self.builder().sentences.push_str(ini);
        self.builder().sentences.push('\n');
        self
    }

    /// Adds to the manager's configuration, as in `petasosd.toml`: `everywhere.timeouts.skill_seconds = 5`.
    #[must_use]
    #[track_caller]
    pub fn manager(mut self, toml: &str) -> Self {
        self.builder().manager.push_str(toml);
        self.builder().manager.push('\n');
        self
    }

    /// The user says something: with the wake word before it, unless a session is active. Then the user waits until the microphone is
    /// open.
    pub fn hear(&mut self, words: impl Into<String>) -> Step<'_> {
        self.at_first().hear(words)
    }

    /// The user says something, and the test declares what it means: see [`Spoken`].
    #[track_caller]
    pub fn intent(&mut self, spoken: impl Into<Spoken>) -> Step<'_> {
        self.at_first().intent(spoken)
    }

    /// The user makes a noise without words.
    pub fn noise(&mut self) -> Step<'_> {
        self.at_first().noise()
    }

    /// The user says the wake word, and nothing more for now.
    pub fn wake(&mut self) -> Step<'_> {
        self.at_first().wake()
    }

    /// The user does not answer, until the manager's timeout ends the turn: 30 s by default.
    pub fn silence(&mut self) -> Step<'_> {
        self.at_first().silence()
    }

    /// Time passes at all sites. Speech that has started by then is played to its end.
    pub fn after(&mut self, time: Duration) -> Step<'_> {
        Step::new(self, None, Action::Wait(time))
    }

    /// Does the next step at this site.
    ///
    /// # Panics
    ///
    /// If there is no such site.
    #[track_caller]
    pub fn at(&mut self, site: &str) -> At<'_> {
        let site = self.builder.known_site(site);
        At::new(self, site)
    }

    /// The transcript so far as a table, for a snapshot.
    pub fn story(&self) -> String {
        let entries = self.running.as_ref().map_or(&[][..], |running| &running.installation.entries);
        Table { entries, begin: entries.len() }.to_string()
    }

    /// The messages so far as a recording: written to a file by a [`Writer`](petasos_recording::Writer), it can be shown by
    /// `petasos watch` and replayed.
    pub fn recording(&self) -> Recording {
        let entries = self.running.as_ref().map_or(&[][..], |running| &running.installation.entries);
        transcript::recording(entries, self.builder.dialect)
    }

    fn at_first(&mut self) -> At<'_> {
        let site = self.builder.first_site();
        At::new(self, site)
    }

    /// Declares what words will mean.
    fn declare(&mut self, spoken: Spoken) {
        self.open().installation.nlu.declare(spoken);
    }

    /// The settings, which can be changed until the installation starts.
    #[track_caller]
    fn builder(&mut self) -> &mut Builder {
        assert!(self.running.is_none(), "the test has begun already: configure it before the first step");
        &mut self.builder
    }

    /// Starts the installation, unless it runs already.
    #[track_caller]
    fn open(&mut self) -> &mut Running {
        self.running.get_or_insert_with(|| self.builder.start())
    }

    /// Waits until manager and skills have started and what the test published is on the bus.
    async fn ready(&mut self) -> &mut Running {
        let running = self.open();
        running.settle().await;
        running
    }
}

/// One of the sites of a [`SkillTest`].
#[derive(Debug)]
pub struct At<'a> {
    test: &'a mut SkillTest,
    site: SiteId,
}

impl<'a> At<'a> {
    fn new(test: &'a mut SkillTest, site: SiteId) -> Self {
        Self { test, site }
    }

    /// As [`SkillTest::hear`].
    pub fn hear(self, words: impl Into<String>) -> Step<'a> {
        self.act(UserAction::Say(words.into()))
    }

    /// As [`SkillTest::intent`].
    pub fn intent(self, spoken: impl Into<Spoken>) -> Step<'a> {
        let spoken = spoken.into();
        let words = spoken.words.clone();
        self.test.declare(spoken);
        self.hear(words)
    }

    /// As [`SkillTest::noise`].
    pub fn noise(self) -> Step<'a> {
        self.act(UserAction::Noise)
    }

    /// As [`SkillTest::wake`].
    pub fn wake(self) -> Step<'a> {
        self.act(UserAction::Wake)
    }

    /// As [`SkillTest::silence`].
    pub fn silence(self) -> Step<'a> {
        Step::new(self.test, Some(self.site), Action::Silence)
    }

    fn act(self, action: UserAction) -> Step<'a> {
        Step::new(self.test, Some(self.site), Action::Act(action))
    }
}

/// Fails the test.
#[expect(clippy::panic, reason = "that is how a test fails")]
#[track_caller]
fn fail(why: &dyn fmt::Display) -> ! {
    panic!("{why}")
}
