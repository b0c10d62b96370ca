//! Sites and their rooms.

use std::collections::HashMap;

use petasos_messages::SiteId;

/// A site and its room.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// The id of the site.
    pub id: SiteId,
    /// The configured room of the site; by default its id.
    pub room: String,
}

impl Site {
    /// A site whose room has the name of its id.
    pub fn new(id: SiteId) -> Self {
        let room = id.as_str().to_owned();
        Self { id, room }
    }
}

/// The configured rooms of sites.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rooms(HashMap<SiteId, String>);

impl Rooms {
    pub(crate) fn put(&mut self, site: SiteId, room: String) {
        self.0.insert(site, room);
    }

    pub(crate) fn site(&self, id: SiteId) -> Site {
        match self.0.get(&id) {
            Some(room) => Site { id, room: room.clone() },
            None => Site::new(id),
        }
    }
}
