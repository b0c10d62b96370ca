//! Which sessions are shown.

use clap::Args;
use petasos_messages::SiteId;
use petasos_watch::Session;
use petasos_watch::sessions::Understood;

/// Which sessions are shown: those to which all of this applies.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub(super) struct Filter {
    /// Only what happens at this site. May be given several times.
    #[arg(long, value_name = "SITE")]
    site: Vec<SiteId>,
    /// Only sessions with this intent: its name, or what follows the colon in it. May be given several times.
    #[arg(long, value_name = "NAME")]
    intent: Vec<String>,
    /// Only sessions that ended so: nominal, abortedByUser, intentNotRecognized, timeout, error, unseen ... May be given several times.
    #[arg(long, value_name = "REASON")]
    outcome: Vec<String>,
    /// Only sessions in which something went wrong.
    #[arg(long)]
    problems: bool,
}

impl Filter {
    /// Whether this session is shown, now that it is over.
    pub(super) fn takes(&self, session: &Session) -> bool {
        let outcome = session.ended.as_ref().map_or("", |ended| ended.outcome.as_str());
        self.takes_site(session.site.as_ref())
            && (self.intent.is_empty() || self.intent.iter().any(|intent| has_intent(session, intent)))
            && (self.outcome.is_empty() || self.outcome.iter().any(|wanted| wanted == outcome))
            && !(self.problems && session.is_well())
    }

    /// Whether what happens at this site is shown.
    pub(super) fn takes_site(&self, site: Option<&SiteId>) -> bool {
        self.site.is_empty() || site.is_some_and(|site| self.site.contains(site))
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
