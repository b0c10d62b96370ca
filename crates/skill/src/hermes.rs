//! The house's messages, for those who have something to say without being asked.

use std::sync::Arc;

use bytes::Bytes;
use petasos_bus::{Bus, Class, Publish, PublishError};
use petasos_messages::payload::{SessionInit, StartSession};
use petasos_messages::{Dialect, Message, SiteId};
use serde::Serialize;

use crate::Words;
use crate::run::delivery;

/// The house's messages: an argument of handlers, and all that background tasks get. Nothing here waits for anybody.
#[derive(Debug, Clone)]
pub struct Hermes {
    bus: Arc<dyn Bus>,
    dialect: Dialect,
    lang: Option<Arc<str>>,
}

impl Hermes {
    pub(crate) fn new(bus: Arc<dyn Bus>, dialect: Dialect, lang: Option<Arc<str>>) -> Self {
        Self { bus, dialect, lang }
    }

    /// Has something said at a site, as soon as nobody speaks there.
    pub fn notify(&self, site: &SiteId, words: impl Into<Words>) -> Result<(), PublishError> {
        let text = words.into().in_lang(self.lang.as_deref()).to_owned();
        let mut start = StartSession::new(SessionInit::Notification { text });
        start.site_id = Some(site.clone());
        start.lang = self.lang.as_deref().map(str::to_owned);
        self.send(&Message::StartSession(start))
    }

    /// Publishes any bytes on any topic.
    pub fn publish(&self, topic: impl Into<String>, payload: impl Into<Bytes>) -> Result<(), PublishError> {
        self.bus.publish(Publish::new(topic, payload, Class::Report))
    }

    /// Publishes bytes that the broker keeps for those who subscribe later; no bytes clear the topic.
    pub fn publish_retained(
        &self,
        topic: impl Into<String>,
        payload: impl Into<Bytes>,
    ) -> Result<(), PublishError> {
        self.bus.publish(Publish::new(topic, payload, Class::Report).retained())
    }

    /// Publishes a value as JSON.
    pub fn publish_json(&self, topic: impl Into<String>, value: &impl Serialize) -> crate::Result<()> {
        let payload = serde_json::to_vec(value)?;
        Ok(self.publish(topic, payload)?)
    }

    /// Sends a message of the protocol.
    pub(crate) fn send(&self, message: &Message) -> Result<(), PublishError> {
        self.bus.publish(delivery::packet(message, self.dialect))
    }
}
