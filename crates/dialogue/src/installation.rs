//! State shared by all sites: skills, enabled intents, toggles, other dialogue managers.

use petasos_messages::payload::{Configure, SkillStatus, Toggle, Version};
use petasos_messages::{Message, SessionId, SiteId};

use crate::configured_intents::ConfiguredIntents;
use crate::skill_registry::SkillChange;
use crate::{DialogueManager, IntentPublisher, Notice, Output, Time};

impl DialogueManager {
    /// A skill started or stopped. Ends the sessions that wait for a skill that has stopped.
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
        let intents = &configure.intents;
        let limit = self.shared.policy.limits.configured_intents;
        let site = configure.site_id.as_ref().map(|id| self.resolve(Some(id)));
        let publisher = match &site {
            None => {
                self.shared.configured.merge(intents, limit);
                for key in self.sites.keys() {
                    self.at(now, key, |context| context.site.configure(|here| here.remove(intents)));
                }
                self.shared.policy.everywhere.intents_from
            }
            Some(id) if self.serves(id) => {
                self.at_named(now, id, |context| {
                    context.site.configure(|here| here.merge(intents, limit));
                });
                self.shared.policy.at(id).intents_from
            }
            Some(_) => return,
        };
        let here = configure.site_id.as_ref();
        let here = here.and_then(|id| self.sites.get(self.find(id)?)?.configured.as_deref());
        let any_enabled =
            self.shared.configured.any_enabled() || here.is_some_and(ConfiguredIntents::any_enabled);
        if publisher == IntentPublisher::Nlu && !any_enabled && !intents.is_empty() {
            self.shared.notice(Notice::CannotDisable { site_id: configure.site_id.clone() });
        }
    }

    pub(crate) fn publish_version(&mut self) {
        let message = Message::DialogueVersion(Version::new(self.shared.policy.version.clone()));
        let dialect = self.shared.policy.everywhere.dialect();
        self.shared.outputs.push_back(Output::Publish { message, dialect });
    }

    /// A session was announced on the bus. If it is not ours, another dialogue manager is running.
    pub(crate) fn session_seen(&mut self, session_id: &SessionId, site_id: &SiteId) {
        let own =
            self.shared.ids.is_own(session_id.as_str()) || self.shared.sessions.contains_key(session_id);
        if !own {
            let (site_id, session_id) = (Some(site_id.clone()), session_id.clone());
            self.shared.notice(Notice::ForeignManager { site_id, session_id });
        }
    }

    /// Publishes the current toggle state again, at one site or at all of them.
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

    /// In dialects whose toggles carry no reason, another component's toggle has to be respected.
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

    /// The site of another component's toggle, if this manager serves it.
    fn served(&self, toggle: &Toggle) -> Option<SiteId> {
        let named = toggle.site_id.as_ref()?;
        Some(self.resolve(Some(named))).filter(|id| self.serves(id))
    }
}
