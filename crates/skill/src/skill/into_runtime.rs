//! Converts a skill into the parts of its runtime.

use std::collections::{HashMap, hash_map};
use std::mem;
use std::sync::Arc;

use petasos_bus::Bus;
use petasos_messages::Level;
use tokio::sync::mpsc;

use super::Skill;
use crate::Hermes;
use crate::conversations::{Config, Conversations};
use crate::handler::{AnswerHandlers, Available, ErasedHandler, Shared};
use crate::handler_limits::Limits;
use crate::hermes::HermesConfig;
use crate::runtime::{Error, Handlers, OwnStatus, RuntimeParts};
use crate::session::AskDefaults;
use crate::session::conversation_handle::{Key, Request};

/// The prefix of the `customData` of sessions that a skill starts.
const SESSION_PREFIX: &str = "petasos";

impl Skill {
    /// Checks the skill and splits it into parts.
    pub(super) fn into_parts(
        mut self,
        bus: &Arc<dyn Bus>,
        request_sender: &mpsc::UnboundedSender<(Key, Request)>,
    ) -> Result<RuntimeParts, Error> {
        self.check()?;
        let status = self.status()?;
        let dialogues = self.add_dialogues();
        let config = self.config(dialogues)?;
        let ask_defaults = |limits: &Limits| {
            Arc::new(AskDefaults {
                phrases: self.phrases.clone(),
                ask_retries: limits.ask_retries,
                lang: self.lang.clone(),
            })
        };
        let hermes_config = HermesConfig {
            dialect: self.dialect,
            lang: self.lang.clone(),
            rooms: self.rooms.clone(),
            ask_defaults: ask_defaults(&config.default_limits),
        };
        let ask_defaults: Vec<_> = config.limits.iter().map(ask_defaults).collect();
        let hermes = Hermes::new(bus.clone(), hermes_config, request_sender.clone());
        let handlers = Handlers {
            all: self.entries.into_iter().zip(ask_defaults).collect(),
            topics: self.topics,
            background: self.background,
            shared: Arc::new(Shared { states: self.states, hermes }),
        };
        let conversations = Conversations::new(config);
        Ok(RuntimeParts {
            name: self.name,
            dialect: self.dialect,
            rooms: self.rooms,
            status,
            conversations,
            handlers,
        })
    }

    /// The retained status of the skill.
    pub(super) fn status(&self) -> Result<OwnStatus, Error> {
        let handled: Vec<_> = self.entries.iter().flat_map(|entry| &entry.intents).copied().collect();
        Ok(OwnStatus::new(self.level()?, &self.run, &self.catalogue, &handled, self.not_recognized.is_some()))
    }

    fn level(&self) -> Result<Level, Error> {
        Level::new(&self.name).map_err(|why| Error::Name { name: self.name.clone(), why: why.to_string() })
    }

    /// Checks that every handler gets its arguments.
    fn check(&self) -> Result<(), Error> {
        let in_dialogues = Available { states: &self.states, session: true, recognized: false };
        for handler in &self.dialogues {
            handler.check(&in_dialogues).map_err(|why| self.not_working(handler.name, why))?;
        }
        for (index, entry) in self.entries.iter().enumerate() {
            let outside =
                self.background.contains(&index) || self.topics.iter().any(|(_, topic)| *topic == index);
            let available = Available {
                states: &self.states,
                session: !outside,
                recognized: !outside && self.not_recognized != Some(index),
            };
            (entry.check)(&available).map_err(|why| self.not_working(entry.name, why))?;
        }
        Ok(())
    }

    fn not_working(&self, handler: &str, why: String) -> Error {
        Error::Handler { skill: self.name.clone(), handler: handler.to_owned(), why }
    }

    /// Combines all handlers of answers in dialogues into one.
    fn add_dialogues(&mut self) -> Option<usize> {
        let handlers = mem::take(&mut self.dialogues);
        if handlers.is_empty() {
            return None;
        }
        let dialogues = AnswerHandlers::new(&self.name, handlers, self.phrases.broken_dialogue());
        Some(self.add(ErasedHandler::of_dialogues(dialogues)))
    }

    fn config(&self, dialogues: Option<usize>) -> Result<Config, Error> {
        let default_limits = self.limits.clone().unwrap_or_else(|| Limits::of(self.dialect));
        let limits = |entry: &ErasedHandler| entry.limits.as_ref().unwrap_or(&default_limits).clone();
        let handled = self.entries.iter().flat_map(|entry| &entry.intents);
        Ok(Config {
            skill: self.level()?,
            session_prefix: format!("{SESSION_PREFIX}/{}/{}/", self.name, self.run.uid),
            dialect: self.dialect,
            user: self.user.clone(),
            lang: self.lang.clone(),
            phrases: self.phrases.clone(),
            limits: self.entries.iter().map(limits).collect(),
            default_limits,
            routes: self.routes()?,
            fallback: self.fallback,
            not_recognized: self.not_recognized,
            dialogues,
            intents: handled.filter_map(|intent| intent.names.first().copied()).collect(),
            aliases: self.aliases().collect(),
        })
    }

    /// For every intent with several names, the first one by each of the others.
    fn aliases(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.catalogue
            .intents
            .iter()
            .filter_map(|intent| intent.names.split_first())
            .flat_map(|(first, others)| others.iter().map(|alias| (*alias, *first)))
    }

    /// The handler of each intent.
    fn routes(&self) -> Result<HashMap<&'static str, usize>, Error> {
        let mut routes = HashMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            for name in entry.intents.iter().flat_map(|intent| intent.names) {
                match routes.entry(*name) {
                    hash_map::Entry::Vacant(free) => drop(free.insert(index)),
                    hash_map::Entry::Occupied(taken) => {
                        let first = self.entries.get(*taken.get());
                        return Err(Error::Twice {
                            skill: self.name.clone(),
                            intent: (*name).to_owned(),
                            first: first.map_or_else(String::new, |entry| entry.name.to_owned()),
                            second: entry.name.to_owned(),
                        });
                    }
                }
            }
        }
        Ok(routes)
    }
}
