//! Whole conversations with a skill, on virtual time.
//!
//! `house.rs` is what lives: rooms, NLU and stand-ins around a broker in memory, driven by whoever waits. Manager and skills are tasks
//! beside it (`tenant.rs`). `hear.rs` is how a turn goes on and ends, `story.rs` what is remembered of it and how it is told, `turn.rs`
//! and `mqtt.rs` what can be claimed. `replay.rs` plays recorded sessions to a skill.

mod at;
mod clock;
mod faults;
mod hear;
mod house;
mod inside;
mod known;
mod mind;
mod mqtt;
mod ours;
mod part;
mod plan;
mod recorded;
mod replay;
mod room;
mod spoken;
mod story;
mod tenant;
mod things;
mod turn;

use std::time::Duration;

use petasos_messages::Dialect;
use petasos_recording::Recording;
use petasos_skill::Skill;

pub use at::At;
pub use hear::Hear;
pub use mqtt::Mqtt;
pub use part::Part;
pub use replay::{SkillSubject, replay_skill};
pub use spoken::Spoken;
pub use turn::Turn;

use hear::Deed;
use inside::Inside;
use plan::Plan;
use story::Table;

/// A house in which a skill is tested: rooms with people in them, Petasos' dialogue manager, an NLU that has learnt what people may say
/// to the skill, and the skill, around a broker in memory.
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
/// Tokio's clock stands still while somebody works, and jumps when everybody waits: half a minute of silence takes no time, and the
/// same test gives the same conversation. `#[tokio::test]` is enough, without `start_paused`; several threads cannot be had. Who waits
/// for something outside, such as a socket, is not waited for: time jumps on. Let a [stand-in](Self::stand_in) answer instead.
///
/// The clock on the wall goes on as ever. A skill that asks it for the time of day can be given another one in tests.
///
/// # What is not there
///
/// There is no sound; the speech recogniser understands every word, and the manager plays no sounds. It has no journal, so it knows
/// nothing of what was before [its restart](Self::restart_manager).
#[derive(Debug)]
pub struct SkillTest {
    plan: Plan,
    /// Opened by what is done in it first.
    inside: Option<Inside>,
}

impl SkillTest {
    /// A house for this skill.
    pub fn new(skill: Skill) -> Self {
        Self { plan: Plan::new(skill), inside: None }
    }

    /// With another skill beside it.
    #[must_use]
    #[track_caller]
    pub fn beside(mut self, skill: Skill) -> Self {
        self.plan().skills.push(skill);
        self
    }

    /// At this site, in the place of `default`.
    #[must_use]
    pub fn site(self, site: &str) -> Self {
        self.sites([site])
    }

    /// At these sites. What is not said to be [at](Self::at) one of them happens at the first.
    ///
    /// # Panics
    ///
    /// If there is none, or one of them is no name for a site.
    #[must_use]
    #[track_caller]
    pub fn sites<const N: usize>(mut self, sites: [&str; N]) -> Self {
        assert!(N > 0, "a house needs a room: name at least one site");
        self.plan().sites = sites.into_iter().map(plan::site).collect();
        self
    }

    /// In a house that speaks the Hermes of Snips or Project Alice. By default it is that of Rhasspy.
    #[must_use]
    #[track_caller]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.plan().dialect = dialect;
        self
    }

    /// In a house where this language is spoken, such as `de`: the skill, the manager and the NLU are told so. By default it is English,
    /// and nobody is told.
    #[must_use]
    #[track_caller]
    pub fn lang(mut self, lang: &str) -> Self {
        self.plan().lang = Some(lang.to_owned());
        self
    }

    /// The NLU understands these sentences as well, in Rhasspy's template language: `"[GetTime]\nwhat time is it"`.
    #[must_use]
    #[track_caller]
    pub fn sentences(mut self, ini: &str) -> Self {
        self.plan().sentences.push_str(ini);
        self.plan().sentences.push('\n');
        self
    }

    /// The manager is set up like this, as it stands in `petasosd.toml`: `everywhere.timeouts.skill_seconds = 5`.
    #[must_use]
    #[track_caller]
    pub fn manager(mut self, toml: &str) -> Self {
        self.plan().manager.push_str(toml);
        self.plan().manager.push('\n');
        self
    }

    /// Somebody says something: with the wake word before it, if no conversation is going on.
    ///
    /// If one is, they wait until the house listens.
    pub fn hear(&mut self, words: impl Into<String>) -> Hear<'_> {
        self.at_first().hear(words)
    }

    /// Somebody says something, and the test says what it means: see [`Spoken`].
    #[track_caller]
    pub fn intent(&mut self, spoken: impl Into<Spoken>) -> Hear<'_> {
        self.at_first().intent(spoken)
    }

    /// Somebody makes a noise that is no words.
    pub fn noise(&mut self) -> Hear<'_> {
        self.at_first().noise()
    }

    /// Somebody says the wake word, and nothing more for now.
    pub fn wake(&mut self) -> Hear<'_> {
        self.at_first().wake()
    }

    /// Nobody answers: the manager waits until its patience is over, 30 s by default.
    pub fn silence(&mut self) -> Hear<'_> {
        self.at_first().silence()
    }

    /// Time passes, in all rooms; whatever has begun to be said then is said to its end.
    pub fn after(&mut self, time: Duration) -> Hear<'_> {
        Hear::new(self, None, Deed::Wait(time))
    }

    /// The same at one of the sites.
    ///
    /// # Panics
    ///
    /// If there is no such site.
    #[track_caller]
    pub fn at(&mut self, site: &str) -> At<'_> {
        let site = self.plan.known_site(site);
        At::new(self, site)
    }

    /// The conversation so far as a table, for a snapshot.
    pub fn story(&self) -> String {
        let entries = self.inside.as_ref().map_or(&[][..], |inside| &inside.house.entries);
        Table { entries, begin: entries.len() }.to_string()
    }

    /// The conversation so far as a recorded session: written to a file ([`Writer`](petasos_recording::Writer)), it can be seen with
    /// `petasos watch` and played again.
    pub fn recording(&self) -> Recording {
        let entries = self.inside.as_ref().map_or(&[][..], |inside| &inside.house.entries);
        recorded::recording(entries, self.plan.dialect)
    }

    fn at_first(&mut self) -> At<'_> {
        let site = self.plan.first_site();
        At::new(self, site)
    }

    /// The NLU is told what words will mean.
    fn expect(&mut self, spoken: Spoken) {
        self.open().house.mind().expect(spoken);
    }

    /// The plan, as long as it can be changed.
    #[track_caller]
    fn plan(&mut self) -> &mut Plan {
        assert!(
            self.inside.is_none(),
            "the house is open already: say how it is to be before anything happens in it"
        );
        &mut self.plan
    }

    /// The house, with everybody on the way into it.
    #[track_caller]
    fn open(&mut self) -> &mut Inside {
        self.inside.get_or_insert_with(|| self.plan.open())
    }

    /// The house, when everybody has moved in and has heard what was published.
    async fn ready(&mut self) -> &mut Inside {
        let inside = self.open();
        inside.settle().await;
        inside
    }
}
