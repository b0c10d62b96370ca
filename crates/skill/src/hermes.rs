//! What a skill does on its own initiative: notifications, sessions, MQTT messages.

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

use crate::session::conversation_handle::{ConversationHandle, Key, Request};
use crate::session::{AskDefaults, SessionInfo};
use crate::site_rooms::Rooms;
use crate::topic_message::DynamicTopics;
use crate::{LocalizedText, Session};

/// Sends notifications and MQTT messages and starts sessions. An argument of handlers and background tasks. No method waits for
/// the network.
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

/// The key of the first conversation that the skill starts; lower keys are those of conversations that handlers are called in.
const FIRST_KEY: Key = 1 << 63;

/// The properties of the skill that [`Hermes`] needs.
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

    /// Speaks a text at a site as soon as the site is idle.
    pub fn notify(&self, site: &SiteId, text: impl Into<LocalizedText>) -> Result<(), PublishError> {
        let text = text.into().in_lang(self.0.lang.as_deref()).to_owned();
        let mut start = StartSession::new(SessionInit::Notification { text });
        start.site_id = Some(site.clone());
        start.lang.clone_from(&self.0.lang);
        self.0.bus.publish(delivery::packet(&Message::StartSession(start), self.0.dialect))
    }

    /// Starts a session at a site. It begins with the first question, as soon as the site is idle, and ends when the returned
    /// value is dropped, or with the text of [`StartedSession::end`].
    ///
    /// ```
    /// use petasos_skill::{Hermes, Result, SiteId};
    ///
    /// async fn washed(hermes: Hermes, basement: SiteId) -> Result<()> {
    ///     let session = hermes.start_session(basement);
    ///     if session.confirm("The laundry is done. Shall I remind you in an hour?").await? {
    ///         session.end("Fine.");
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
        StartedSession { session: Session::new(info, handle.clone()), handle, closing_text: None }
    }

    /// Subscribes to a topic, without wildcards, whose messages are passed to [`Skill::on_followed`](crate::Skill::on_followed).
    /// For topics known only at runtime, such as those in a lamp's own description. The maximum is 16384 topics.
    pub fn follow(&self, topic: &str) -> Result<(), SubscribeError> {
        if self.0.followed.add(topic) {
            self.0.bus.subscribe(&[Subscription::new(topic, QoS::AtLeastOnce)])?;
        }
        Ok(())
    }

    /// The topics added with [`follow`](Self::follow).
    pub(crate) fn followed(&self) -> &DynamicTopics {
        &self.0.followed
    }

    /// Publishes bytes on a topic.
    pub fn publish(&self, topic: impl Into<String>, payload: impl Into<Bytes>) -> Result<(), PublishError> {
        self.0.bus.publish(Publish::new(topic, payload, Class::Report))
    }

    /// Publishes a retained message; an empty payload clears the topic.
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

/// A session started by a skill: a [`Session`] that does not end with a handler.
#[derive(Debug)]
#[must_use = "the session ends when this is dropped"]
pub struct StartedSession {
    session: Session,
    handle: ConversationHandle,
    closing_text: Option<LocalizedText>,
}

impl StartedSession {
    /// Ends the session with this text; if no question was asked, it becomes a notification.
    pub fn end(mut self, text: impl Into<LocalizedText>) {
        self.closing_text = Some(text.into());
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
        self.handle.send(Request::Close(self.closing_text.take()));
    }
}
