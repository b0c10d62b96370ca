//! What the doctor finds, as text and JSON, and the invariants of the simulator's oracle on recordings.
//!
//! The examination itself is [`petasos_watch::doctor`].

mod finding_report;
mod recorded_invariants;

pub use self::finding_report::{Summary, finding_json, finding_text};
pub use self::recorded_invariants::{InvariantReport, check_invariants};
