//! Where somebody speaks.

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
