//! How the installation of a test is set up, and its start.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use petasos_manager::config::{Config, Layers};
use petasos_messages::{Dialect, SiteId};
use petasos_program::Driver;
use petasos_sentences::Nlu;
use petasos_skill::Skill;
use tokio::time::Instant;

use super::fail;
use super::grammar_cache::Sentences;
use super::nlu::TestNlu;
use super::process::Process;
use super::running::{OneByOne, Running};
use super::test_installation::Installation;

/// The settings of an installation that has not started.
pub(super) struct Builder {
    pub(super) skills: Vec<Skill>,
    pub(super) sites: Vec<SiteId>,
    pub(super) dialect: Dialect,
    pub(super) lang: Option<String>,
    /// What the NLU understands besides the samples of the skills.
    pub(super) sentences: String,
    /// The manager's configuration, in TOML.
    pub(super) manager: String,
}

impl Builder {
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

    /// The site of everything that names none.
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

    /// Starts the installation on virtual time, and manager and skills in it.
    #[track_caller]
    pub(super) fn start(&mut self) -> Running {
        pause_clock();
        let nlu = TestNlu::new(self.dialect, self.nlu());
        let (installation, events) = Installation::new(self.dialect, self.sites.clone(), nlu);
        let manager = Process::manager(self.manager_config(), &installation.broker, 0);
        let skills: Vec<_> = self.skills.drain(..).collect();
        let skills = skills.into_iter().zip(1..);
        let skills = skills.map(|(skill, n)| Process::skill(self.configured(skill), &installation.broker, n));
        Running {
            skills: skills.collect(),
            driver: Driver::new(installation.clock),
            inputs: OneByOne(events),
            installation,
            manager,
            restarts: 0,
            claimed: BTreeMap::new(),
            unpublished: Vec::new(),
            ready: false,
        }
    }

    /// A skill with the dialect and the language of the installation.
    pub(super) fn configured(&self, skill: Skill) -> Skill {
        let skill = skill.dialect(self.dialect);
        match &self.lang {
            Some(lang) => skill.lang(lang.clone()),
            None => skill,
        }
    }

    /// The NLU for what users may say to the skills.
    #[track_caller]
    fn nlu(&self) -> Arc<Nlu> {
        let mut sentences = Sentences::new(self.lang.clone(), self.sentences.clone());
        for skill in &self.skills {
            sentences.add(skill.catalogue()).unwrap_or_else(|error| fail(&error));
        }
        sentences.into_nlu().unwrap_or_else(|error| fail(&error))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Builder")
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

/// Pauses tokio's clock: time stands still while a task runs, and jumps to the next deadline when all tasks wait.
///
/// `#[tokio::test(start_paused = true)]` has done so already, and pausing a clock twice is an error.
///
/// # Panics
///
/// If the runtime has more than one thread.
#[track_caller]
fn pause_clock() {
    if !is_clock_paused() {
        tokio::time::pause();
    }
}

#[expect(clippy::disallowed_methods, reason = "it finds out whether tokio's clock follows the real one")]
fn is_clock_paused() -> bool {
    let (before, real) = (Instant::now(), std::time::Instant::now());
    while std::time::Instant::now() == real {}
    Instant::now() == before
}
