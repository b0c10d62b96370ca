//! Building and serving skills.

mod into_runtime;
mod run_skills;

use std::future::Future;
use std::sync::Arc;

use petasos_bus::{Bus, Events, MqttBus, Settings};
use petasos_messages::{Dialect, SiteId};
use petasos_program::Run;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

pub use run_skills::{run_all, run_with};

use crate::config::SharedConfig;
use crate::handler::{
    AnswerHandler, AnyIntent, DialogueHandler, ErasedHandler, Handler, NotRecognized, States,
};
use crate::handler_limits::Limits;
use crate::phrases::Phrases;
use crate::runtime::{Error, Runtime, Spawner};
use crate::site_rooms::Rooms;
use crate::topic_message::TopicSource;
use crate::{Answer, Catalogue, Hermes, Intent, TopicMessage};

/// A skill: its handlers and their configuration.
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
    /// A skill without handlers, in Rhasspy's dialect. The name is one level of a topic, such as `lights`.
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

    /// The name of the skill.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Shares a value with all handlers: each one with an argument `State<T>` gets a clone. There is one value per type.
    #[must_use]
    pub fn state<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.states.put(value);
        self
    }

    /// Adds a handler of the intents in its first argument.
    #[must_use]
    pub fn on<A: 'static, H: Handler<A, Subject: Intent>>(mut self, handler: H) -> Self {
        self.add(ErasedHandler::of_intent(handler));
        self
    }

    /// Adds a handler of the intents in its first argument, with its own limits.
    #[must_use]
    pub fn on_with<A: 'static, H: Handler<A, Subject: Intent>>(mut self, limits: Limits, handler: H) -> Self {
        let mut entry = ErasedHandler::of_intent(handler);
        entry.limits = Some(limits);
        self.add(entry);
        self
    }

    /// Sets the handler of intents without another handler, in this skill or in another one that announced them, as all skills
    /// built with this kit do. If there are skills that announce nothing, such as those of rhasspy-hermes-app, the fallback is
    /// called for their intents, too, and the first answer counts.
    #[must_use]
    pub fn fallback<A, H: Handler<A, Subject = AnyIntent>>(mut self, handler: H) -> Self {
        self.fallback = Some(self.add(ErasedHandler::of_any_intent(handler)));
        self
    }

    /// Sets the handler of utterances that the NLU did not recognise.
    #[must_use]
    pub fn not_recognized<A, H: Handler<A, Subject = NotRecognized>>(mut self, handler: H) -> Self {
        self.not_recognized = Some(self.add(ErasedHandler::of_not_recognized(handler)));
        self
    }

    /// Adds a handler of answers in a dialogue, whose state is in the `customData` of the session: the first argument is the
    /// answer, the second the state. If a dialogue has several handlers, the one with the expected type of answer is called.
    #[must_use]
    pub fn during<A, H: DialogueHandler<A>>(mut self, handler: H) -> Self {
        self.catalogue.add_answer::<H::Answer>();
        self.catalogue.can_ask = true;
        self.dialogues.push(AnswerHandler::of(handler));
        self
    }

    /// Adds a handler of MQTT messages that match a topic filter (`zigbee2mqtt/+`), including retained ones. They are handled one
    /// at a time, in the order of arrival. If the handler is slow, up to 256 messages are queued and the oldest are dropped.
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

    /// Adds a handler of MQTT messages on the topics that [`Hermes::follow`] subscribed to at runtime. As with
    /// [`on_topic`](Self::on_topic), they are handled one at a time.
    #[must_use]
    pub fn on_followed<A, H: Handler<A, Subject = TopicMessage>>(mut self, handler: H) -> Self {
        let handler = self.add(ErasedHandler::of_topic(handler));
        self.topics.push((TopicSource::Dynamic, handler));
        self
    }

    /// Adds a task that runs from the start of the skill, independently of sessions. It may return when it is done; an error or a
    /// panic stops the skill.
    #[must_use]
    pub fn background<A, H: Handler<A, Subject = Hermes>>(mut self, task: H) -> Self {
        let handler = self.add(ErasedHandler::of_background(task));
        self.background.push(handler);
        self
    }

    /// Sets the limits of all handlers without their own.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Sets the phrases that the kit itself speaks.
    #[must_use]
    pub fn phrases(mut self, phrases: Phrases) -> Self {
        self.phrases = phrases;
        self
    }

    /// Sets the room of a site. By default it has the name of the site's id.
    #[must_use]
    pub fn site_room(mut self, site: SiteId, room: impl Into<String>) -> Self {
        self.rooms.put(site, room.into());
        self
    }

    /// Sets the language of messages that have none, such as `en`.
    #[must_use]
    pub fn lang(mut self, lang: impl Into<String>) -> Self {
        self.lang = Some(lang.into());
        self
    }

    /// Sets the dialect of Hermes. Default: Rhasspy.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Sets the user prefix of intents in filters: `alice` for `alice:SetColor`. Received intents are accepted with any user or
    /// none.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// Completes connection settings for this skill, with its retained status as announcement and last will.
    pub fn settings(&self, mut settings: Settings) -> Result<Settings, Error> {
        self.status()?.presence.announce(&mut settings);
        Ok(settings)
    }

    /// Runs as a program until it is stopped (Ctrl-C, SIGTERM). Broker, dialect, language and rooms are configured by the file
    /// that `PETASOS_CONFIG` names (the dialogue manager's `petasosd.toml` works) and by the other `PETASOS_...` variables, as
    /// for `petasosd`. Command-line arguments are not read.
    pub fn run(self) -> Result<(), Error> {
        run_all([self])
    }

    /// Applies the configuration shared by all skills of an installation. Keys that are not set change nothing.
    #[must_use]
    pub fn configured(mut self, config: &SharedConfig) -> Self {
        self.dialect = config.dialect.as_ref().map_or(self.dialect, |dialect| dialect.0);
        self.lang = config.skill.lang.clone().or(self.lang);
        self.user = config.skill.user.clone().or(self.user);
        for (site, room) in &config.skill.rooms {
            self.rooms.put(site.0.clone(), room.clone());
        }
        self
    }

    /// Serves over MQTT until `stop` completes, on the caller's runtime. Every handler runs on its own thread of the blocking
    /// pool, so that one that blocks delays no other. Waits for the broker if it is not reachable.
    pub async fn serve(self, settings: Settings, stop: impl Future<Output = ()>) -> Result<(), Error> {
        self.serve_apart(settings, Handle::current(), stop).await
    }

    /// Like [`serve`](Self::serve), with the handlers on the threads of another runtime.
    pub(crate) async fn serve_apart(
        self,
        settings: Settings,
        handlers: Handle,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        let (bus, events) = MqttBus::connect(self.settings(settings)?)?;
        self.serve_with(Arc::new(bus), events, Spawner::threads(handlers), stop).await
    }

    /// Serves over any bus until `stop` completes, on the caller's runtime. Every handler is a task of that runtime: unlike with
    /// [`Skill::serve`], one that blocks its thread delays the other tasks of that thread. Connect the bus with
    /// [`Skill::settings`], so that the status of the skill is published.
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
        let (request_sender, requests) = mpsc::unbounded_channel();
        let parts = self.into_parts(&bus, &request_sender)?;
        Runtime::new(parts, bus, spawner, request_sender).serve(events, requests, stop).await
    }

    /// The intents and answers of the skill, as data.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Declares that handlers ask for a `T`, so that its answers are exported and announced with the intents. Yes and no need not
    /// be declared if a handler has a [`Session`](crate::Session).
    #[must_use]
    pub fn asks<T: Answer>(mut self) -> Self {
        self.catalogue.add_answer::<T>();
        self
    }

    /// Adds values of the slot or entity of this name that are known only at startup, such as the names of lamps.
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
