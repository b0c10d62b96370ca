//! What people may say in the house. It is read once for all tests of a process that say the same.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use petasos_sentences::{Grammar, Language, Nlu, NluOptions, Settings};
use petasos_skill::{Catalogue, export};

/// So many different houses are remembered.
const MOST: usize = 64;

/// What was read before.
static READ: Mutex<Vec<(Known, Arc<Nlu>)>> = Mutex::new(Vec::new());

/// What people may say, in Rhasspy's template language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// `None`: English, and nobody says so.
    lang: Option<String>,
    sentences: String,
    /// Slot lists, by name.
    lists: BTreeMap<String, String>,
}

impl Known {
    /// These sentences.
    pub(super) fn new(lang: Option<String>, sentences: String) -> Self {
        Self { lang, sentences, lists: BTreeMap::new() }
    }

    /// And what people may say to a skill.
    pub(super) fn learn(&mut self, catalogue: &Catalogue) -> Result<(), export::Error> {
        for (path, text) in export::rhasspy(catalogue, self.lang())?.iter() {
            match path.strip_prefix("slots/") {
                Some(list) => self.lists.entry(list.to_owned()).or_default().push_str(text),
                None => self.sentences.push_str(text),
            }
        }
        Ok(())
    }

    /// What understands it.
    pub(super) fn understood(self) -> Result<Arc<Nlu>, Box<dyn Error>> {
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, nlu)) = read.iter().find(|(known, _)| *known == self) {
            return Ok(nlu.clone());
        }
        let nlu = Arc::new(self.read()?);
        if read.len() >= MOST {
            read.remove(0);
        }
        read.push((self, nlu.clone()));
        Ok(nlu)
    }

    fn read(&self) -> Result<Nlu, Box<dyn Error>> {
        let language: Language = self.lang().parse()?;
        let mut settings = Settings::default();
        settings.language = language;
        settings.lists.clone_from(&self.lists);
        let intents = if self.is_empty() {
            Vec::new()
        } else {
            settings.read_text("sentences.ini", &self.sentences)?.intents
        };
        let grammar = Grammar::new(&intents, &settings.limits)?;
        let mut options = NluOptions::default();
        options.language = language;
        options.lang.clone_from(&self.lang);
        Ok(Nlu::new(grammar, options))
    }

    /// Whether nobody can say anything: so it is in the house of a skill that only listens to topics.
    fn is_empty(&self) -> bool {
        self.sentences.lines().all(|line| line.is_empty() || line.starts_with('#'))
    }

    fn lang(&self) -> &str {
        self.lang.as_deref().unwrap_or("en")
    }
}
