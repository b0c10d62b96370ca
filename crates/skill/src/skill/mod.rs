//! A skill, from its parts.

mod house;
mod into_runtime;
mod run_skills;

use std::future::Future;
use std::sync::Arc;

use petasos_bus::{Bus, Events, MqttBus, Settings};
use petasos_messages::{Dialect, SiteId};
use petasos_program::{Run, SkillConfig};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

pub use run_skills::{run_all, run_with};

use crate::handler::{
    AnswerHandler, AnyIntent, DialogueHandler, ErasedHandler, Handler, NotRecognized, States,
};
use crate::handler_limits::Limits;
use crate::phrases::Phrases;
use crate::runtime::{Error, Runtime, Spawner};
use crate::site_rooms::Rooms;
use crate::topic_message::TopicSource;
use crate::{Answer, Catalogue, Hermes, Intent, TopicMessage};

/// A skill: what it understands, and what it does then.
#[derive(Debug)]
pub struct Skill {
    name: String,
    dialect: Dialect,
    user: Option<String>,
    lang: Option<String>,
    limits: Option<Limits>,
    phrases: Phrases,
    rooms: Rooms,
    states: States,
    entries: Vec<ErasedHandler>,
    fallback: Option<usize>,
    not_recognized: Option<usize>,
    dialogues: Vec<AnswerHandler>,
    topics: Vec<(TopicSource, usize)>,
    background: Vec<usize>,
    catalogue: Catalogue,
    run: Run,
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
            rooms: Rooms::default(),
            states: States::default(),
            entries: Vec::new(),
            fallback: None,
            not_recognized: None,
            dialogues: Vec::new(),
            topics: Vec::new(),
            background: Vec::new(),
            run: Run::start(),
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
        self.add(ErasedHandler::of_intent(handler));
        self
    }

    /// Handles the intents that are its first argument, within limits of their own.
    #[must_use]
    pub fn on_with<A: 'static, H: Handler<A, Subject: Intent>>(mut self, limits: Limits, handler: H) -> Self {
        let mut entry = ErasedHandler::of_intent(handler);
        entry.limits = Some(limits);
        self.add(entry);
        self
    }

    /// Handles every intent that has no handler: neither here, nor in another skill that has announced it, as all skills made with this
    /// kit do. Beside skills that announce nothing, such as those of rhasspy-hermes-app, a fallback answers for them too, and the
    /// first answer counts.
    #[must_use]
    pub fn fallback<A, H: Handler<A, Subject = AnyIntent>>(mut self, handler: H) -> Self {
        self.fallback = Some(self.add(ErasedHandler::of_any_intent(handler)));
        self
    }

    /// Handles words that nobody understood.
    #[must_use]
    pub fn not_recognized<A, H: Handler<A, Subject = NotRecognized>>(mut self, handler: H) -> Self {
        self.not_recognized = Some(self.add(ErasedHandler::of_not_recognized(handler)));
        self
    }

    /// Handles answers in a dialogue, whose state was left in the session's data: the first argument is the answer, the second the
    /// state. Of several handlers for one dialogue that is called whose kind of answer was asked for.
    #[must_use]
    pub fn during<A, H: DialogueHandler<A>>(mut self, handler: H) -> Self {
        self.catalogue.add_answer::<H::Answer>();
        self.catalogue.can_ask = true;
        self.dialogues.push(AnswerHandler::of(handler));
        self
    }

    /// Handles the messages of a topic filter of MQTT (`zigbee2mqtt/+`), one after the other in the order in which they come; also those
    /// that the broker has kept. If the handler is slow, up to 256 wait, and the oldest are dropped.
    #[must_use]
    pub fn on_topic<A, H: Handler<A, Subject = TopicMessage>>(
        mut self,
        filter: impl Into<String>,
        handler: H,
    ) -> Self {
        let handler = self.add(ErasedHandler::of_topic(handler));
        self.topics.push((TopicSource::Filter(filter.into()), handler));
        self
    }

    /// Handles the messages of topics that are known only while the skill runs: those that [`Hermes::follow`] has named. As with
    /// [`on_topic`](Self::on_topic), one after the other.
    #[must_use]
    pub fn on_followed<A, H: Handler<A, Subject = TopicMessage>>(mut self, handler: H) -> Self {
        let handler = self.add(ErasedHandler::of_topic(handler));
        self.topics.push((TopicSource::Dynamic, handler));
        self
    }

    /// Runs something beside the conversations, from the start of the skill. It may end when it is done; with an error or a panic it
    /// ends the skill.
    #[must_use]
    pub fn background<A, H: Handler<A, Subject = Hermes>>(mut self, task: H) -> Self {
        let handler = self.add(ErasedHandler::of_background(task));
        self.background.push(handler);
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
        self.rooms.put(site, room.into());
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

    /// How the connection of this skill is to be made: as given, with its status as last will and announcement.
    pub fn settings(&self, mut settings: Settings) -> Result<Settings, Error> {
        self.status()?.presence.announce(&mut settings);
        Ok(settings)
    }

    /// Runs as a program of its own until it is told to end (Ctrl-C, SIGTERM). The broker, the dialect, the language and the rooms are set
    /// by the file that `PETASOS_CONFIG` names (the dialogue manager's `petasosd.toml` will do) and by the other `PETASOS_...` variables,
    /// as for `petasosd`. Arguments of the command line are never read.
    pub fn run(self) -> Result<(), Error> {
        run_all([self])
    }

    /// Sets what the owner of the house has set for all skills; what is not set there stays as it is.
    #[must_use]
    pub fn configured(mut self, dialect: Option<Dialect>, config: &SkillConfig) -> Self {
        self.dialect = dialect.unwrap_or(self.dialect);
        self.lang = config.lang.clone().or(self.lang);
        self.user = config.user.clone().or(self.user);
        for (site, room) in &config.rooms {
            self.rooms.put(site.0.clone(), room.clone());
        }
        self
    }

    /// Serves over MQTT until `stop` is done, inside the caller's runtime. Every handler has a thread of its own from the runtime's pool:
    /// one that blocks stalls nobody else. A broker that is not there is waited for.
    pub async fn serve(self, settings: Settings, stop: impl Future<Output = ()>) -> Result<(), Error> {
        self.serve_apart(settings, Handle::current(), stop).await
    }

    /// The same, with the handlers on the threads of another runtime.
    pub(crate) async fn serve_apart(
        self,
        settings: Settings,
        handlers: Handle,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        let (bus, events) = MqttBus::connect(self.settings(settings)?)?;
        self.serve_with(Arc::new(bus), events, Spawner::threads(handlers), stop).await
    }

    /// Serves over any bus until `stop` is done, inside the caller's runtime: every handler is a task of it. One that blocks its thread
    /// stalls whoever needs that thread; [`Skill::serve`] does without that. For others to know the skill, the bus is connected with
    /// [`Skill::settings`].
    pub async fn serve_on(
        self,
        bus: impl Bus + 'static,
        events: Events,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        self.serve_with(Arc::new(bus), events, Spawner::Tasks, stop).await
    }

    async fn serve_with(
        self,
        bus: Arc<dyn Bus>,
        events: Events,
        spawner: Spawner,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        let (requests, wishes) = mpsc::unbounded_channel();
        let parts = self.into_parts(&bus, &requests)?;
        Runtime::new(parts, bus, spawner, requests).serve(events, wishes, stop).await
    }

    /// All that it understands.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Says that its handlers ask for a `T`: what may be answered is exported and announced with its intents. Yes and no are exported
    /// without it if a handler has a [`Session`](crate::Session).
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

    fn add(&mut self, entry: ErasedHandler) -> usize {
        self.catalogue.add_intents(entry.intents.iter().copied());
        self.catalogue.can_ask |= entry.asks;
        self.entries.push(entry);
        self.entries.len() - 1
    }
}
