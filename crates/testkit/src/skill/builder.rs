//! How the house is to be, before it is opened.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use petasos_manager::config::{Config, Layers};
use petasos_messages::{Dialect, SiteId};
use petasos_sentences::Nlu;
use petasos_skill::Skill;

use super::clock;
use super::house::House;
use super::inside::Inside;
use super::known::Known;
use super::mind::Mind;
use super::tenant::Tenant;

/// How the house is to be.
pub(super) struct Plan {
    pub(super) skills: Vec<Skill>,
    pub(super) sites: Vec<SiteId>,
    pub(super) dialect: Dialect,
    pub(super) lang: Option<String>,
    /// What the NLU understands, besides what the skills' samples say.
    pub(super) sentences: String,
    /// The manager's configuration.
    pub(super) manager: String,
}

impl Plan {
    pub(super) fn new(skill: Skill) -> Self {
        Self {
            skills: vec![skill],
            sites: vec![SiteId::default_site()],
            dialect: Dialect::default(),
            lang: None,
            sentences: String::new(),
            manager: String::new(),
        }
    }

    /// The site of whatever names none.
    pub(super) fn first_site(&self) -> SiteId {
        self.sites.first().cloned().unwrap_or_else(SiteId::default_site)
    }

    /// The site of this name.
    #[track_caller]
    pub(super) fn known_site(&self, name: &str) -> SiteId {
        match self.sites.iter().find(|site| site.as_str() == name) {
            Some(site) => site.clone(),
            None => fail(&format_args!("there is no site {name:?} in this test; say .sites([..]) first")),
        }
    }

    /// The manager's configuration.
    #[track_caller]
    pub(super) fn manager_config(&self) -> Config {
        let config =
            Layers::new().text("the settings of the manager", &self.manager).and_then(Layers::finish);
        let mut config = config.unwrap_or_else(|error| fail(&error));
        config.dialect.0 = self.dialect;
        config.everywhere.lang = config.everywhere.lang.or_else(|| self.lang.clone());
        config
    }

    /// Opens the house: on virtual time, with everybody on the way into it.
    #[track_caller]
    pub(super) fn open(&mut self) -> Inside {
        clock::pause();
        let mind = Mind::new(self.dialect, self.nlu());
        let house = House::new(self.dialect, self.sites.clone(), mind);
        let manager = Tenant::manager(self.manager_config(), &house.broker, 0);
        let skills: Vec<_> = self.skills.drain(..).collect();
        let skills = skills.into_iter().zip(1..);
        let skills = skills.map(|(skill, n)| Tenant::skill(self.at_home(skill), &house.broker, n)).collect();
        Inside {
            house,
            manager,
            managers: 0,
            skills,
            looked_at: BTreeMap::new(),
            unheard: Vec::new(),
            ready: false,
        }
    }

    /// The skill, with the dialect and the language of the house.
    pub(super) fn at_home(&self, skill: Skill) -> Skill {
        let skill = skill.dialect(self.dialect);
        match &self.lang {
            Some(lang) => skill.lang(lang.clone()),
            None => skill,
        }
    }

    /// What understands what people may say to the skills.
    #[track_caller]
    fn nlu(&self) -> Arc<Nlu> {
        let mut known = Known::new(self.lang.clone(), self.sentences.clone());
        for skill in &self.skills {
            known.learn(skill.catalogue()).unwrap_or_else(|error| fail(&error));
        }
        known.understood().unwrap_or_else(|error| fail(&error))
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Plan")
            .field("sites", &self.sites)
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}

/// A site of this name.
#[track_caller]
pub(super) fn site(name: &str) -> SiteId {
    SiteId::new(name).unwrap_or_else(|error| fail(&error))
}

/// A test that cannot go on fails.
#[expect(clippy::panic, reason = "that is how a test fails")]
#[track_caller]
pub(super) fn fail(why: &dyn fmt::Display) -> ! {
    panic!("{why}")
}
