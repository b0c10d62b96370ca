//! Sites and their rooms.

use std::collections::HashMap;

use petasos_messages::SiteId;

/// A site, with the room it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// The id of the site.
    pub id: SiteId,
    /// The room it is in, as the skill is configured; by default the id.
    pub room: String,
}

impl Site {
    /// A site whose room is named like its id.
    pub fn new(id: SiteId) -> Self {
        let room = id.as_str().to_owned();
        Self { id, room }
    }
}

/// The rooms of the sites that are configured.
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
