//! A skill, from its parts.

use std::collections::HashMap;
use std::collections::hash_map;
use std::future::Future;
use std::mem;
use std::sync::Arc;

use petasos_bus::{Bus, Events};
use petasos_messages::{Dialect, Level, SiteId};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::desk::{Desk, Rules};
use crate::dialogue::{DialogueHandler, During, Durings};
use crate::handler::{AnyIntent, Entry, Handler, NotRecognized, Offer, Shared};
use crate::intent::IntentSpec;
use crate::limits::Limits;
use crate::phrases::Phrases;
use crate::run::{Error, Shell, Spawner};
use crate::session::Manners;
use crate::state::States;
use crate::{Answer, Catalogue, Hermes, Intent};

/// A skill: what it understands, and what it does then.
#[derive(Debug)]
pub struct Skill {
    name: String,
    dialect: Dialect,
    user: Option<String>,
    lang: Option<String>,
    limits: Option<Limits>,
    phrases: Phrases,
    rooms: HashMap<SiteId, String>,
    states: States,
    entries: Vec<Entry>,
    fallback: Option<usize>,
    not_recognized: Option<usize>,
    dialogues: Vec<During>,
    catalogue: Catalogue,
}

impl Skill {
    /// A skill of this name, which is one level of a topic: `lights`. It speaks Rhasspy's dialect and understands nothing yet.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            catalogue: Catalogue::new(name.clone()),
            name,
            dialect: Dialect::default(),
            user: None,
            lang: None,
            limits: None,
            phrases: Phrases::default(),
            rooms: HashMap::new(),
            states: States::default(),
            entries: Vec::new(),
            fallback: None,
            not_recognized: None,
            dialogues: Vec::new(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives handlers something to share: each that has an argument `State<T>` gets a clone. Of one type there is one value.
    #[must_use]
    pub fn state<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.states.put(value);
        self
    }

    /// Handles the intents that are its first argument.
    #[must_use]
    pub fn on<A: 'static, H: Handler<A, Subject: Intent>>(mut self, handler: H) -> Self {
        self.add(Entry::of_intent(handler));
        self
    }

    /// Handles the intents that are its first argument, within limits of their own.
    #[must_use]
    pub fn on_with<A: 'static, H: Handler<A, Subject: Intent>>(mut self, limits: Limits, handler: H) -> Self {
        let mut entry = Entry::of_intent(handler);
        entry.limits = Some(limits);
        self.add(entry);
        self
    }

    /// Handles every intent that has no handler here. Other skills answer their own: this is for a house with one skill.
    #[must_use]
    pub fn fallback<A, H: Handler<A, Subject = AnyIntent>>(mut self, handler: H) -> Self {
        self.fallback = Some(self.add(Entry::of_any_intent(handler)));
        self
    }

    /// Handles words that nobody understood.
    #[must_use]
    pub fn not_recognized<A, H: Handler<A, Subject = NotRecognized>>(mut self, handler: H) -> Self {
        self.not_recognized = Some(self.add(Entry::of_not_recognized(handler)));
        self
    }

    /// Handles answers in a dialogue, whose state was left in the session's data: the first argument is the answer, the second the
    /// state. Of several handlers for one dialogue the first is called that can make something of the answer.
    #[must_use]
    pub fn during<A, H: DialogueHandler<A>>(mut self, handler: H) -> Self {
        self.catalogue.add_answer::<H::Answer>();
        self.dialogues.push(During::of(handler));
        self
    }

    /// Sets limits for all handlers that have none of their own.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Chooses what the kit itself says.
    #[must_use]
    pub fn phrases(mut self, phrases: Phrases) -> Self {
        self.phrases = phrases;
        self
    }

    /// Says in which room a site stands; otherwise a room is called as its site.
    #[must_use]
    pub fn site_room(mut self, site: SiteId, room: impl Into<String>) -> Self {
        self.rooms.insert(site, room.into());
        self
    }

    /// The language where no message names one, such as `en`.
    #[must_use]
    pub fn lang(mut self, lang: impl Into<String>) -> Self {
        self.lang = Some(lang.into());
        self
    }

    /// Whose Hermes is spoken. Default: Rhasspy's.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// The user whose name stands before those of intents: `alice` for `alice:SetColor`. Intents are understood with any user or none;
    /// this one is written into the filters of questions.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// Serves over any bus until `stop` is done, inside the caller's runtime: every handler is a task of it. One that blocks its thread
    /// stalls whoever needs that thread; [`Skill::serve`] does without that.
    pub async fn serve_on(
        self,
        bus: impl Bus + 'static,
        events: Events,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        self.serve_with(Arc::new(bus), events, Spawner::Tasks, stop).await
    }

    async fn serve_with(
        mut self,
        bus: Arc<dyn Bus>,
        events: Events,
        spawner: Spawner,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        let (requests, wishes) = mpsc::unbounded_channel();
        self.check()?;
        let dialogues = self.add_dialogues();
        let rules = self.rules(dialogues)?;
        let manners = rules
            .limits
            .iter()
            .map(|limits| Arc::new(Manners { again: self.phrases.again(), ask_retries: limits.ask_retries }));
        let hermes = Hermes::new(bus.clone(), self.dialect, self.lang.as_deref().map(Arc::from));
        let shell = Shell {
            manners: manners.collect(),
            desk: Desk::new(rules),
            name: self.name,
            dialect: self.dialect,
            entries: self.entries,
            shared: Arc::new(Shared { states: self.states, hermes }),
            rooms: self.rooms,
            bus,
            spawner,
            start: Instant::now(),
            working: HashMap::new(),
            requests,
        };
        shell.serve(events, wishes, stop).await
    }

    /// All that it understands.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Says that its handlers ask for a `T`: what may be answered is exported and announced with its intents.
    #[must_use]
    pub fn asks<T: Answer>(mut self) -> Self {
        self.catalogue.add_answer::<T>();
        self
    }

    /// Adds what a slot or an entity of this name can be, where that is known only now: the names of the lamps in a house.
    #[must_use]
    pub fn values<S: Into<String>>(mut self, name: &str, values: impl IntoIterator<Item = S>) -> Self {
        self.catalogue.add_values(name, values);
        self
    }

    fn add(&mut self, entry: Entry) -> usize {
        self.catalogue.add_intents(entry.intents.iter().copied());
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// Whether it can run at all.
    fn check(&self) -> Result<(), Error> {
        Level::new(&self.name)
            .map_err(|why| Error::Name { name: self.name.clone(), why: why.to_string() })?;
        for handler in &self.dialogues {
            let offer = Offer { states: &self.states, session: true, turn: false };
            handler.check(&offer).map_err(|why| Error::Handler {
                skill: self.name.clone(),
                handler: handler.name.to_owned(),
                why,
            })?;
        }
        for entry in &self.entries {
            let offer = Offer { states: &self.states, session: true, turn: true };
            (entry.check)(&offer).map_err(|why| Error::Handler {
                skill: self.name.clone(),
                handler: entry.name.to_owned(),
                why,
            })?;
        }
        Ok(())
    }

    /// Makes one entry of all handlers of answers in dialogues.
    fn add_dialogues(&mut self) -> Option<usize> {
        let handlers = mem::take(&mut self.dialogues);
        if handlers.is_empty() {
            return None;
        }
        let dialogues = Durings::new(&self.name, handlers, self.phrases.broken_dialogue());
        Some(self.add(Entry::of_dialogues(dialogues)))
    }

    fn rules(&self, dialogues: Option<usize>) -> Result<Rules, Error> {
        let limits = self.limits.clone().unwrap_or_else(|| Limits::of(self.dialect));
        Ok(Rules {
            name: self.name.clone(),
            dialogues,
            mark: format!("petasos/{}/", self.name),
            dialect: self.dialect,
            user: self.user.clone(),
            lang: self.lang.clone(),
            phrases: self.phrases.clone(),
            conversations: limits.conversations,
            answer_within: limits.answer_within,
            limits: self
                .entries
                .iter()
                .map(|entry| entry.limits.as_ref().unwrap_or(&limits).clone())
                .collect(),
            routes: self.routes()?,
            fallback: self.fallback,
            not_recognized: self.not_recognized,
            intents: self.intents().filter_map(|intent| intent.names.first().copied()).collect(),
        })
    }

    fn intents(&self) -> impl Iterator<Item = &'static IntentSpec> {
        self.entries.iter().flat_map(|entry| entry.intents.iter().copied())
    }

    /// The handler of each intent.
    fn routes(&self) -> Result<HashMap<&'static str, usize>, Error> {
        let mut routes = HashMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            for name in entry.intents.iter().flat_map(|intent| intent.names) {
                match routes.entry(*name) {
                    hash_map::Entry::Vacant(free) => drop(free.insert(index)),
                    hash_map::Entry::Occupied(taken) => {
                        let first =
                            self.entries.get(*taken.get()).map_or("another handler", |entry| entry.name);
                        return Err(Error::Twice {
                            skill: self.name.clone(),
                            intent: (*name).to_owned(),
                            first: first.to_owned(),
                            second: entry.name.to_owned(),
                        });
                    }
                }
            }
        }
        Ok(routes)
    }
}
