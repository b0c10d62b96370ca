//! A conversation, as a handler sees it.

mod unanswered;

pub use unanswered::Unanswered;

use crate::Site;

/// The conversation a handler is called in.
#[derive(Debug, Clone)]
pub struct Session {
    site: Site,
    lang: Option<String>,
}

impl Session {
    /// Where it is held.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Its language, such as `en`; `None` if nobody said.
    pub fn lang(&self) -> Option<&str> {
        self.lang.as_deref()
    }
}
