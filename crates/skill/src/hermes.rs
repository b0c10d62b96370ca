//! The house's messages, for those who have something to say without being asked.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use petasos_bus::{Bus, Class, Publish, PublishError, QoS, SubscribeError, Subscription};
use petasos_messages::payload::{SessionInit, StartSession};
use petasos_messages::{Dialect, Message, SiteId};
use petasos_program::delivery;
use serde::Serialize;
use tokio::sync::mpsc;

use crate::dynamic_topics::DynamicTopics;
use crate::session::conversation_handle::{ConversationHandle, Key, Request};
use crate::session::{AskDefaults, SessionInfo};
use crate::site_rooms::Rooms;
use crate::{LocalizedText, Session};

/// The house's messages: an argument of handlers, and what background tasks get. Nothing here waits for the network.
#[derive(Debug, Clone)]
pub struct Hermes(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    bus: Arc<dyn Bus>,
    dialect: Dialect,
    lang: Option<String>,
    rooms: Rooms,
    ask_defaults: Arc<AskDefaults>,
    requests: mpsc::UnboundedSender<(Key, Request)>,
    next_key: AtomicU64,
    followed: DynamicTopics,
}

/// Conversations that are not begun by the desk are numbered from here.
const FIRST_KEY: Key = 1 << 63;

/// What a skill's messages need to know of it.
#[derive(Debug)]
pub(crate) struct HermesConfig {
    pub(crate) dialect: Dialect,
    pub(crate) lang: Option<String>,
    pub(crate) rooms: Rooms,
    pub(crate) ask_defaults: Arc<AskDefaults>,
}

impl Hermes {
    pub(crate) fn new(
        bus: Arc<dyn Bus>,
        config: HermesConfig,
        requests: mpsc::UnboundedSender<(Key, Request)>,
    ) -> Self {
        let HermesConfig { dialect, lang, rooms, ask_defaults } = config;
        let next_key = AtomicU64::new(FIRST_KEY);
        let followed = DynamicTopics::default();
        Self(Arc::new(Inner { bus, dialect, lang, rooms, ask_defaults, requests, next_key, followed }))
    }

    /// Has something said at a site, as soon as nobody speaks there.
    pub fn notify(&self, site: &SiteId, words: impl Into<LocalizedText>) -> Result<(), PublishError> {
        let text = words.into().in_lang(self.0.lang.as_deref()).to_owned();
        let mut start = StartSession::new(SessionInit::Notification { text });
        start.site_id = Some(site.clone());
        start.lang.clone_from(&self.0.lang);
        self.0.bus.publish(delivery::packet(&Message::StartSession(start), self.0.dialect))
    }

    /// Begins to talk with somebody at a site. The first question starts the session, as soon as nobody speaks there; it ends when what
    /// is given back is dropped, or with the last words of [`StartedSession::end`].
    ///
    /// ```
    /// use petasos_messages::SiteId;
    /// use petasos_skill::{Hermes, Result};
    ///
    /// async fn washed(hermes: Hermes, basement: SiteId) -> Result<()> {
    ///     let talk = hermes.start_session(basement);
    ///     if talk.confirm("The laundry is done. Shall I remind you in an hour?").await? {
    ///         talk.end("Fine.");
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn start_session(&self, site: SiteId) -> StartedSession {
        let key = self.0.next_key.fetch_add(1, Ordering::Relaxed);
        let handle = ConversationHandle::new(key, self.0.requests.clone());
        let site = self.0.rooms.site(site);
        handle.send(Request::Open { site: site.clone(), lang: self.0.lang.clone() });
        let info = SessionInfo {
            id: None,
            site,
            lang: self.0.lang.clone(),
            input: String::new(),
            custom_data: None,
            ask_defaults: self.0.ask_defaults.clone(),
        };
        StartedSession { session: Session::new(info, handle.clone()), handle, last_words: None }
    }

    /// Listens to a topic from now on: its messages come to [`Skill::on_followed`](crate::Skill::on_followed). For topics that are
    /// known only while the skill runs, such as those that a lamp names when it describes itself; without wildcards. At most 16384
    /// are followed.
    pub fn follow(&self, topic: &str) -> Result<(), SubscribeError> {
        if self.0.followed.add(topic) {
            self.0.bus.subscribe(&[Subscription::new(topic, QoS::AtLeastOnce)])?;
        }
        Ok(())
    }

    /// The topics that are listened to so.
    pub(crate) fn followed(&self) -> &DynamicTopics {
        &self.0.followed
    }

    /// Publishes any bytes on any topic.
    pub fn publish(&self, topic: impl Into<String>, payload: impl Into<Bytes>) -> Result<(), PublishError> {
        self.0.bus.publish(Publish::new(topic, payload, Class::Report))
    }

    /// Publishes bytes that the broker keeps for those who subscribe later; no bytes clear the topic.
    pub fn publish_retained(
        &self,
        topic: impl Into<String>,
        payload: impl Into<Bytes>,
    ) -> Result<(), PublishError> {
        self.0.bus.publish(Publish::new(topic, payload, Class::Report).retained())
    }

    /// Publishes a value as JSON.
    pub fn publish_json(&self, topic: impl Into<String>, value: &impl Serialize) -> crate::Result<()> {
        let payload = serde_json::to_vec(value)?;
        Ok(self.publish(topic, payload)?)
    }
}

/// A conversation that a skill begins by itself: a [`Session`] that does not end with a handler.
#[derive(Debug)]
#[must_use = "the conversation ends when this is dropped"]
pub struct StartedSession {
    session: Session,
    handle: ConversationHandle,
    last_words: Option<LocalizedText>,
}

impl StartedSession {
    /// Ends it with these words. If nothing was asked yet they go out as a notification.
    pub fn end(mut self, words: impl Into<LocalizedText>) {
        self.last_words = Some(words.into());
    }
}

impl Deref for StartedSession {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl Drop for StartedSession {
    fn drop(&mut self) {
        self.handle.send(Request::Close(self.last_words.take()));
    }
}
