//! Tests of voice assistants on virtual time: conversations with skills, and replays of recorded sessions.
//!
//! # Skills
//!
//! [`SkillTest`] runs a skill in an installation in memory. A test says what users say, and claims what is said to them:
//!
//! ```text
//! let mut t = SkillTest::new(skill());
//! t.hear("set the kitchen light").await.asked("Which colour?");
//! t.hear("cyan").await.said("Okay").ended();
//! ```
//!
//! # Recorded sessions
//!
//! A session file contains all messages of a session. [`replay`] plays it to Petasos' dialogue manager and compares what the manager
//! publishes with the file; [`replay_skill`] does the same with a skill:
//!
//! ```no_run
//! # use petasos_skill::Skill;
//! # fn lights() -> Skill { Skill::new("lights") }
//! #[test]
//! # fn hidden() {}
//! fn the_kitchen_light_is_switched_on() {
//!     petasos_testkit::replay("sessions/kitchen.jsonl").assert_same();
//!     petasos_testkit::replay_skill(lights(), "sessions/kitchen.jsonl").assert_same();
//! }
//! ```
//!
//! `replay_all!` makes one test of each file of a folder. Any other component can be tested the same way if it is a [`SansIo`] machine
//! of [`Packet`]s: see [`replay_to`].
//!
//! The same file always gives the same result, byte for byte: time is virtual, and ids come from a seeded generator.
//!
//! # Features
//!
//! * `skill` (default): [`SkillTest`] and [`replay_skill`].
//! * `program`: `ConfigExample`, for skills that are programs.
//! * `harness`: `replay_all!`.

#[cfg(feature = "program")]
mod config_example;
#[cfg(feature = "skill")]
mod skill;

#[cfg(feature = "program")]
pub use config_example::ConfigExample;
#[cfg(feature = "harness")]
#[doc(hidden)]
pub use datatest_stable;

#[cfg(feature = "skill")]
pub use petasos_messages::Component;
pub use petasos_replay::{
    Blessed, Error, ManagerUnderTest, Packet, Replayed, SansIo, Time, bless, check, policy, replay,
    replay_recording, replay_to,
};
#[cfg(feature = "skill")]
pub use skill::{At, Mqtt, SkillSubject, SkillTest, Spoken, Step, Turn, replay_skill};

/// Makes one test of each session file (`.jsonl`) of a folder and the folders below it.
///
/// The folder counts from that of the crate. New files are found without compiling anew. The test file stands alone, and
/// `Cargo.toml` says that it has a main function of its own; the macro needs the feature `harness`:
///
/// ```toml
/// [dev-dependencies]
/// petasos-testkit = { version = "0.1", features = ["harness"] }
///
/// [[test]]
/// name = "sessions"
/// harness = false
/// ```
///
/// ```ignore
/// // tests/sessions.rs
/// petasos_testkit::replay_all!("sessions");
/// ```
#[cfg(feature = "harness")]
#[macro_export]
macro_rules! replay_all {
    ($folder:expr) => {
        // Tests bear the name of their function, as it is written here.
        use $crate::check as replay;
        $crate::datatest_stable::harness! {
            { test = replay, root = $folder, pattern = r"\.jsonl$" },
        }
    };
}
