//! Which sessions are shown.

use petasos_messages::SiteId;
use petasos_watch::Session;
use petasos_watch::tracker::Understood;

/// Which sessions are shown: those that meet all of these conditions.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SessionFilter {
    /// Only sessions at one of these sites; all if empty.
    pub sites: Vec<SiteId>,
    /// Only sessions with one of these intents, by full name or by the part after the colon; all if empty.
    pub intents: Vec<String>,
    /// Only sessions with one of these outcomes; all if empty.
    pub outcomes: Vec<String>,
    /// Only sessions in which something went wrong.
    pub only_problems: bool,
}

impl SessionFilter {
    /// Whether a session is shown.
    pub fn takes(&self, session: &Session) -> bool {
        let outcome = session.ended.as_ref().map_or("", |ended| ended.outcome.as_str());
        self.takes_site(session.site.as_ref())
            && (self.intents.is_empty() || self.intents.iter().any(|intent| has_intent(session, intent)))
            && (self.outcomes.is_empty() || self.outcomes.iter().any(|wanted| wanted == outcome))
            && !(self.only_problems && session.is_well())
    }

    /// Whether what happens at this site is shown.
    pub fn takes_site(&self, site: Option<&SiteId>) -> bool {
        self.sites.is_empty() || site.is_some_and(|site| self.sites.contains(site))
    }
}

fn has_intent(session: &Session, wanted: &str) -> bool {
    session.turns.iter().any(|turn| match &turn.understood {
        Some(Understood::Intent { name, .. }) => {
            name == wanted || name.rsplit(':').next().is_some_and(|end| end == wanted)
        }
        _ => false,
    })
}
