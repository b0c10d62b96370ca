//! An installation with a skill, in which the test plays the dialogue manager, message by message.

use std::time::Duration;

use petasos_bus::{
    Bus, Class, Event, Events, MemoryBroker, MemoryBus, Publish, QoS, Received, Settings, Subscription,
};
use petasos_messages::payload::{
    self, ContinueSession, DialogueIntentNotRecognized, IntentClassification, SessionEnded, SessionInit,
    StartSession, Termination,
};
use petasos_messages::{Dialect, IntentName, Message, SessionId, SiteId};
use petasos_skill::{Intent, Skill};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

#[derive(Debug, PartialEq, Intent)]
pub(crate) struct GetTime;

#[derive(Debug, PartialEq, Intent)]
pub(crate) struct AllOff;

/// A broker with a skill, and a client that receives everything.
pub(crate) struct Installation {
    pub(crate) broker: MemoryBroker,
    pub(crate) bus: MemoryBus,
    events: Events,
    stop: Option<oneshot::Sender<()>>,
    pub(crate) skill: JoinHandle<Result<(), petasos_skill::Error>>,
    dialect: Dialect,
}

pub(crate) fn id(text: &str) -> SessionId {
    SessionId::new(text).unwrap()
}

pub(crate) fn kitchen() -> SiteId {
    SiteId::new("kitchen").unwrap()
}

impl Installation {
    pub(crate) async fn with(skill: Skill) -> Self {
        let broker = MemoryBroker::new();
        let (bus, events) = broker.connect(Settings::default());
        bus.subscribe(&[Subscription::new("#", QoS::AtLeastOnce)]).unwrap();
        let (stop, skill) = serve(&broker, skill);
        tokio::task::yield_now().await;
        let mut installation =
            Self { broker, bus, events, stop: Some(stop), skill, dialect: Dialect::RHASSPY };
        while installation.events.try_next().is_some() {}
        installation
    }

    /// The skill stops, and another process of it begins.
    pub(crate) async fn restart(&mut self, skill: Skill) {
        let (stop, skill) = serve(&self.broker, skill);
        // Dropping the sender stops the old one.
        self.stop = Some(stop);
        std::mem::replace(&mut self.skill, skill).await.unwrap().unwrap();
        tokio::task::yield_now().await;
    }

    pub(crate) fn publish(&self, message: &Message) {
        let topic = message.topic(self.dialect).to_string();
        self.bus.publish(Publish::new(topic, message.encode(self.dialect), Class::Report)).unwrap();
    }

    /// Somebody says something that is understood.
    pub(crate) fn intent(&mut self, name: &str, session: Option<&str>, input: &str) -> &mut Self {
        let classification = IntentClassification::new(IntentName::new(name).unwrap(), 1.0);
        let mut intent = payload::Intent::new(input, classification);
        intent.session_id = session.map(id);
        intent.site_id = Some(kitchen());
        self.publish(&Message::Intent(Box::new(intent)));
        self
    }

    pub(crate) fn ended(&self, session: &str, termination: Termination) {
        self.publish(&Message::SessionEnded(SessionEnded::new(id(session), kitchen(), termination)));
    }

    /// The next message of the skill; the test's own messages are skipped.
    pub(crate) async fn next(&mut self) -> Message {
        use Message::{ContinueSession, EndSession, Say, StartSession};
        self.find(|received| {
            let message = Message::decode(&received.topic, received.payload).ok();
            message.filter(|one| matches!(one, ContinueSession(_) | EndSession(_) | StartSession(_) | Say(_)))
        })
        .await
    }

    /// The next message on a topic.
    pub(crate) async fn hears(&mut self, topic: &str) -> String {
        let text = |received: Received| String::from_utf8(received.payload.to_vec()).unwrap();
        self.find(|received| (received.topic == topic).then(|| text(received))).await
    }

    /// What `find` makes of the first message that it wants.
    async fn find<T>(&mut self, find: impl Fn(Received) -> Option<T>) -> T {
        let search = async {
            loop {
                if let Event::Received(received) = self.events.next().await.unwrap()
                    && let Some(found) = find(received)
                {
                    return found;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(600), search).await.expect("a message comes")
    }

    /// The skill ends this session, perhaps with words.
    pub(crate) async fn ends(&mut self, session: &str) -> Option<String> {
        match self.next().await {
            Message::EndSession(end) if end.session_id == id(session) => end.text,
            other => panic!("expected the end of {session}, got {other:?}"),
        }
    }

    pub(crate) async fn ends_with(&mut self, session: &str, words: &str) {
        assert_eq!(self.ends(session).await.as_deref(), Some(words));
    }

    /// Something is said in a session that is not understood; with the session's data.
    pub(crate) fn not_understood(&mut self, session: &str, input: &str, data: Option<&str>) -> &mut Self {
        let mut answer = DialogueIntentNotRecognized::new(id(session), kitchen());
        answer.input = Some(input.to_owned());
        answer.custom_data = data.map(str::to_owned);
        self.publish(&Message::DialogueIntentNotRecognized(answer));
        self
    }

    /// The skill asks something, and the session goes on.
    pub(crate) async fn asks(&mut self) -> ContinueSession {
        match self.next().await {
            Message::ContinueSession(question) => question,
            other => panic!("expected a question, got {other:?}"),
        }
    }

    pub(crate) async fn asks_with(&mut self, words: &str) -> ContinueSession {
        let question = self.asks().await;
        assert_eq!(question.text.as_deref(), Some(words));
        question
    }

    /// The skill says something without a session.
    pub(crate) async fn notifies(&mut self) -> String {
        match self.next().await {
            Message::StartSession(StartSession { init: SessionInit::Notification { text }, .. }) => text,
            other => panic!("expected a notification, got {other:?}"),
        }
    }

    /// Another MQTT client publishes.
    pub(crate) fn says(&self, topic: &str, payload: &str) {
        self.bus.publish(Publish::new(topic, payload.to_owned(), Class::Report)).unwrap();
    }

    /// The skill says nothing for minutes.
    pub(crate) async fn says_nothing(&mut self) {
        let next = tokio::time::timeout(Duration::from_secs(500), self.next()).await;
        assert!(next.is_err(), "{next:?}");
    }

    /// The skill is told to end.
    pub(crate) fn end(&mut self) {
        drop(self.stop.take());
    }

    pub(crate) async fn stop(mut self) -> Result<(), petasos_skill::Error> {
        drop(self.stop.take());
        self.skill.await.unwrap()
    }
}

/// The names in a filter.
pub(crate) fn texts(filter: Option<&Vec<IntentName>>) -> Vec<&str> {
    filter.into_iter().flatten().map(IntentName::as_str).collect()
}

/// Serves a skill until the sender is dropped.
fn serve(
    broker: &MemoryBroker,
    skill: Skill,
) -> (oneshot::Sender<()>, JoinHandle<Result<(), petasos_skill::Error>>) {
    let mut settings = Settings::default();
    "skill".clone_into(&mut settings.client_id);
    let (bus, events) = broker.connect(skill.settings(settings).unwrap());
    let (stop, stopped) = oneshot::channel();
    let skill = tokio::spawn(skill.serve_on(bus, events, async {
        let _stop = stopped.await;
    }));
    (stop, skill)
}
