//! What users may say, and a cache of the NLUs for it: tests of one process with the same sentences share one.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use petasos_sentences::{Grammar, Language, Nlu, NluOptions, Settings};
use petasos_skill::{Catalogue, export};

/// How many NLUs are cached.
const MAX_CACHED: usize = 64;

/// The most recent NLUs, the oldest first.
static CACHE: Mutex<Vec<(Sentences, Arc<Nlu>)>> = Mutex::new(Vec::new());

/// What users may say, in Rhasspy's template language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentences {
    /// `None`: English, without naming a language on the bus.
    lang: Option<String>,
    sentences: String,
    /// Slot lists, by name.
    lists: BTreeMap<String, String>,
}

impl Sentences {
    /// These sentences only.
    pub(super) fn new(lang: Option<String>, sentences: String) -> Self {
        Self { lang, sentences, lists: BTreeMap::new() }
    }

    /// Adds what users may say to a skill.
    pub(super) fn add(&mut self, catalogue: &Catalogue) -> Result<(), export::Error> {
        let files = export::rhasspy(catalogue, self.lang())?;
        self.sentences.extend(files.templates());
        for (name, list) in files.slot_lists() {
            self.lists.entry(name.to_owned()).or_default().push_str(list);
        }
        Ok(())
    }

    /// The NLU that understands them.
    pub(super) fn into_nlu(self) -> Result<Arc<Nlu>, Box<dyn Error>> {
        let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, nlu)) = cache.iter().find(|(sentences, _)| *sentences == self) {
            return Ok(nlu.clone());
        }
        let nlu = Arc::new(self.parse()?);
        if cache.len() >= MAX_CACHED {
            cache.remove(0);
        }
        cache.push((self, nlu.clone()));
        Ok(nlu)
    }

    fn parse(&self) -> Result<Nlu, Box<dyn Error>> {
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

    /// Whether users can say nothing: so it is for a skill that only subscribes to topics.
    fn is_empty(&self) -> bool {
        self.sentences.lines().all(|line| line.is_empty() || line.starts_with('#'))
    }

    fn lang(&self) -> &str {
        self.lang.as_deref().unwrap_or("en")
    }
}
