//! The lamps of a house.

mod directory;
mod find;
mod lamp;
mod owner;
mod place;
mod report;
mod spoken;

pub use directory::{Lamps, MAX_LAMPS};
pub use find::{Found, Wanted};
pub use lamp::{Abilities, Availability, AvailabilityMode, ColourSpace, Lamp, WhiteUnit, Whites, Wire};
pub use report::{LampState, MAX_REPORTS, Report};
pub use spoken::spoken;
