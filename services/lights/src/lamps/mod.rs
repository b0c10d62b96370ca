//! The known lamps, their rooms, abilities and reports.

pub(crate) mod home_assistant;
mod lamp;
mod lamp_registry;
mod lamp_reports;
mod lamp_search;
mod overrides;
mod room_assignment;
mod spoken_name;
pub(crate) mod zigbee2mqtt;

pub(crate) use lamp::{
    Abilities, Availability, AvailabilityMode, ColourSpace, Lamp, LampTopics, WhiteUnit, Whites,
};
pub(crate) use lamp_registry::Lamps;
pub(crate) use lamp_reports::{LampState, Report};
pub(crate) use lamp_search::{LampMatch, LampQuery};
pub(crate) use spoken_name::spoken;
