//! Logs what the core noticed.

use petasos_dialogue::{Notice, Time};
use petasos_messages::Message;
use tracing::{error, info, warn};

use super::Manager;
use crate::log_rate_limit::LogKey;

impl Manager {
    /// Logs a notice, unless one of its kind was logged recently.
    pub(super) fn log_notice(&mut self, now: Time, notice: &Notice, cause: Option<&Message>) {
        if !self.log_rate_limit.is_new(now, key(notice)) {
            return;
        }
        match notice {
            Notice::Ignored { reason, site_id, session_id, .. } => {
                let topic = cause.map(|message| message.topic(self.dialect).to_string());
                let (site, session) = (text(site_id.as_ref()), text(session_id.as_ref()));
                info!(topic, reason, site, session, "ignored a message");
            }
            Notice::ForeignManager { site_id, session_id } => error!(
                session = %session_id,
                site = text(site_id.as_ref()),
                "another dialogue manager is running on this broker, so every wake word is answered twice; stop one of them"
            ),
            Notice::Refused { site_id, reason } => warn!(site = %site_id, reason, "refused a session"),
            Notice::CannotDisable { site_id } => warn!(
                site = text(site_id.as_ref()),
                "intents were disabled without enabling others, which has no effect: Rhasspy's NLU publishes intents itself"
            ),
            Notice::SiteForgotten(site) => warn!(
                %site,
                "too many sites: forgot one without a session; see limits.sites and only_sites"
            ),
            Notice::Broken { component, error, site_id } => {
                warn!(component, site = %site_id, error, "a component failed during a session");
            }
            Notice::SkillOverlooked(skill) => warn!(
                %skill,
                "too many skills: this one is not tracked, so its answers are awaited even when it is not running"
            ),
            Notice::SkillAway { skill, intent, site_id } => warn!(
                %skill,
                %intent,
                site = %site_id,
                "no running skill handles this intent: start the skill, or forget it with `petasos intents --forget`"
            ),
            _ => info!(?notice, "noticed"),
        }
    }
}

/// Notices with the same key are logged once.
fn key(notice: &Notice) -> LogKey {
    match notice {
        Notice::Ignored { message, reason, .. } => LogKey::new("ignored a message", *message, *reason),
        Notice::ForeignManager { .. } => LogKey::new("another dialogue manager", "its sessions", ""),
        Notice::Refused { site_id, reason } => LogKey::new("refused a session", site_id.to_string(), *reason),
        Notice::CannotDisable { site_id } => {
            LogKey::new("cannot disable intents", text(site_id.as_ref()).unwrap_or_default(), "")
        }
        Notice::SiteForgotten(_) => LogKey::new("too many sites", "", ""),
        Notice::Broken { component, site_id, .. } => {
            LogKey::new("a component failed during a session", *component, site_id.to_string())
        }
        Notice::SkillOverlooked(_) => LogKey::new("too many skills", "", ""),
        Notice::SkillAway { skill, intent, .. } => {
            LogKey::new("no running skill handles this intent", skill.to_string(), intent.to_string())
        }
        _ => LogKey::new("noticed", "", ""),
    }
}

fn text(id: Option<&impl ToString>) -> Option<String> {
    id.map(ToString::to_string)
}
