//! The lamps of a house.

pub mod home_assistant;
mod lamp;
mod lamp_registry;
mod lamp_reports;
mod lamp_search;
mod overrides;
mod room_assignment;
mod spoken_name;
pub mod zigbee2mqtt;

pub use lamp::{Abilities, Availability, AvailabilityMode, ColourSpace, Lamp, LampTopics, WhiteUnit, Whites};
pub use lamp_registry::{Lamps, MAX_LAMPS};
pub use lamp_reports::{LampState, MAX_REPORTS, Report};
pub use lamp_search::{LampMatch, LampQuery};
pub use spoken_name::spoken;
