//! Where somebody speaks.

use std::collections::HashMap;

use petasos_messages::SiteId;

/// The site of a conversation, with what the skill knows of the room it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// The room it stands in; as the skill's settings have it, otherwise the id.
    pub room: String,
}

impl Site {
    /// A site whose room is called as itself.
    pub fn new(id: SiteId) -> Self {
        let room = id.as_str().to_owned();
        Self { id, room }
    }
}

/// The rooms of sites that are not called as they are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rooms(HashMap<SiteId, String>);

impl Rooms {
    pub(crate) fn put(&mut self, site: SiteId, room: String) {
        self.0.insert(site, room);
    }

    /// A site with its room.
    pub(crate) fn site(&self, id: SiteId) -> Site {
        match self.0.get(&id) {
            Some(room) => Site { id, room: room.clone() },
            None => Site::new(id),
        }
    }
}
