//! Rooms.

use std::fmt;

use petasos_messages::slot::Slot;

use super::text;
use crate::Site;
use crate::intent::spec::{Entity, Values};
use crate::intent::{InvalidValue, SlotValue};

/// A room by its spoken name. With `#[slot(default_site)]` it defaults to the room of the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Room(String);

impl Room {
    /// A room with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name of the room.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SlotValue for Room {
    /// One of the rooms that the skill adds at startup, or any other text.
    fn entity() -> Entity {
        Entity::new("room", Values::Any)
    }

    fn read(slot: &Slot, _lang: Option<&str>) -> Result<Self, InvalidValue> {
        text::words(slot).map(Self)
    }
}

impl From<&Site> for Room {
    fn from(site: &Site) -> Self {
        Self(site.room.clone())
    }
}

impl fmt::Display for Room {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl AsRef<str> for Room {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::value;
    use petasos_messages::SiteId;

    #[test]
    fn a_room_is_what_was_said_or_where_it_was_said() {
        assert_eq!(Room::read(&value("living room"), None), Ok(Room::new("living room")));
        let mut site = Site::new(SiteId::default_site());
        site.room = "attic".into();
        assert_eq!(Room::from(&site).to_string(), "attic");
    }
}
