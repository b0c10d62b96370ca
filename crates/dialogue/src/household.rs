//! What concerns the whole house: configuration, switches, what others do.

use petasos_messages::payload::{
    Configure, SessionEnded, SkillStatus, StopListening, Termination, Toggle, Version,
};
use petasos_messages::{IntentName, Message, SessionId, SiteId};

use crate::site::ConfiguredIntents;
use crate::site::SiteContext;
use crate::site::toggles::Reasons;
use crate::skill_registry::SkillChange;
use crate::{DialogueManager, Fact, IntentPublisher, Notice, Output, Time};

impl DialogueManager {
    /// A skill came or went. Whoever waits for one that is gone is told so.
    pub(crate) fn skill_status(&mut self, now: Time, status: &SkillStatus) {
        let Some(skill) = &status.skill else { return };
        match self.shared.skills.update(skill, status, &self.shared.policy.limits) {
            SkillChange::Nothing => {}
            SkillChange::TooMany => self.shared.notice(Notice::SkillOverlooked(skill.clone())),
            SkillChange::Gone => {
                for key in self.sites.keys() {
                    self.at(now, key, |context| {
                        context.give_up_if_gone();
                    });
                    self.follow_group(now);
                }
            }
        }
    }

    pub(crate) fn configure(&mut self, now: Time, configure: &Configure) {
        let changes =
            configure.intents.iter().filter_map(|intent| Some((intent.intent_id.clone(), intent.enable?)));
        let limit = self.shared.policy.limits.configured_intents;
        let publisher = match configure.site_id.as_ref().map(|id| self.resolve(Some(id))) {
            None => {
                merge(&mut self.shared.configured, changes.clone(), limit);
                for key in self.sites.keys() {
                    self.at(now, key, |context| {
                        context.configure(|here| {
                            here.retain(|name, _| !changes.clone().any(|(changed, _)| changed == *name));
                        });
                    });
                }
                self.shared.policy.everywhere.intents_from
            }
            Some(id) if self.serves(&id) => {
                self.at_named(now, &id, |context| context.configure(|here| merge(here, changes, limit)));
                self.shared.policy.at(&id).intents_from
            }
            Some(_) => return,
        };
        let here =
            configure.site_id.as_ref().and_then(|id| self.find(id)).and_then(|key| self.sites.get(key));
        let here = here.and_then(|site| site.configured.as_deref()).into_iter().flatten();
        let nothing_is_on = !self.shared.configured.iter().chain(here).any(|(_, on)| *on);
        if publisher == IntentPublisher::Nlu && nothing_is_on && !configure.intents.is_empty() {
            self.shared.notice(Notice::CannotDisable { site_id: configure.site_id.clone() });
        }
    }

    pub(crate) fn tell_version(&mut self) {
        let message = Message::DialogueVersion(Version::new(self.shared.policy.version.clone()));
        let dialect = self.shared.policy.everywhere.dialect();
        self.shared.outputs.push_back(Output::Publish { message, dialect });
    }

    /// A session was announced on the bus; if not by us, somebody else acts as dialogue manager.
    pub(crate) fn session_seen(&mut self, session_id: &SessionId, site_id: &SiteId) {
        let own =
            self.shared.ids.is_own(session_id.as_str()) || self.shared.sessions.contains_key(session_id);
        if !own {
            let (site_id, session_id) = (Some(site_id.clone()), session_id.clone());
            self.shared.notice(Notice::ForeignManager { site_id, session_id });
        }
    }

    /// Says the wanted state of the switches again, at one site or everywhere.
    pub(crate) fn reassert(&mut self, now: Time, site: Option<&SiteId>) {
        let keys = match site {
            Some(id) => self.find(id).into_iter().collect(),
            None => self.sites.keys(),
        };
        for key in keys {
            self.at(now, key, |context| {
                let reasons = context.site.toggles.concerns();
                if !reasons.is_empty() {
                    context.reassert(reasons);
                }
            });
        }
    }

    /// Where toggles carry no reasons, somebody else's must be minded.
    pub(crate) fn hotword_toggled(&mut self, now: Time, toggle: &Toggle, off: bool) {
        let Some(id) = self.served(toggle) else { return };
        if !self.shared.policy.at(&id).dialect().toggles_have_reasons {
            self.at_named(now, &id, |context| {
                context.hotword_toggled(toggle, off);
            });
        }
    }

    pub(crate) fn toggle_sounds(&mut self, now: Time, toggle: &Toggle, on: bool) {
        let Some(id) = self.served(toggle) else { return };
        let by_default = self.shared.policy.at(&id).feedback_sounds;
        self.at_named(now, &id, |context| {
            context.site.sounds_toggled = Some(on).filter(|on| *on != by_default);
        });
    }

    /// The site that somebody toggles something at, if it is one of ours.
    fn served(&self, toggle: &Toggle) -> Option<SiteId> {
        let named = toggle.site_id.as_ref()?;
        Some(self.resolve(Some(named))).filter(|id| self.serves(id))
    }
}

impl SiteContext<'_> {
    /// Changes what is switched on here; nothing is remembered where nothing is left.
    fn configure(&mut self, change: impl FnOnce(&mut ConfiguredIntents)) {
        let mut here = self.site.configured.take().unwrap_or_default();
        change(&mut here);
        self.site.configured = Some(here).filter(|here| !here.is_empty());
    }

    /// Ends the sessions that were open when the process was killed, and switches everything on.
    pub(crate) fn recover(&mut self, sessions: &[SessionId]) {
        let site_id = self.site.id.clone();
        for session_id in sessions {
            let mut stop = StopListening::new(site_id.clone());
            stop.session_id = Some(session_id.clone());
            self.publish(Message::StopListening(stop));
            let termination = Termination::Error { error: "the dialogue manager was restarted".to_owned() };
            self.publish(Message::SessionEnded(SessionEnded::new(
                session_id.clone(),
                site_id.clone(),
                termination,
            )));
        }
        self.reassert(Reasons::ALL);
        for session_id in sessions {
            self.durable(Fact::SessionEnded(session_id.clone()));
        }
        self.durable(Fact::SiteClosed(site_id));
    }
}

fn merge(into: &mut ConfiguredIntents, changes: impl Iterator<Item = (IntentName, bool)>, limit: usize) {
    for (name, on) in changes {
        if into.len() < limit || into.contains_key(&name) {
            into.insert(name, on);
        }
    }
}
