//! A connection that can be muted, so that a skill seems to hang: it receives everything, and nothing of what it says gets through.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use petasos_bus::{Bus, Publish, PublishError, Statistics, SubscribeError, Subscription};

/// Whether a skill is muted. Clones share the switch.
#[derive(Debug, Clone, Default)]
pub(crate) struct MuteSwitch(Arc<AtomicBool>);

impl MuteSwitch {
    /// A switch that mutes.
    pub(crate) fn muted() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }

    /// Mutes the skill, or lets it speak again.
    pub(crate) fn set(&self, muted: bool) {
        self.0.store(muted, Ordering::Relaxed);
    }
}

/// A connection with a switch.
#[derive(Debug)]
pub(crate) struct MutedBus<B> {
    pub(crate) bus: B,
    pub(crate) muted: MuteSwitch,
}

#[async_trait]
impl<B: Bus> Bus for MutedBus<B> {
    /// The retained status passes: it says whether the skill is running, not whether it answers.
    fn publish(&self, packet: Publish) -> Result<(), PublishError> {
        if self.muted.0.load(Ordering::Relaxed) && !packet.retain {
            return Ok(());
        }
        self.bus.publish(packet)
    }

    fn subscribe(&self, subscriptions: &[Subscription]) -> Result<(), SubscribeError> {
        self.bus.subscribe(subscriptions)
    }

    fn statistics(&self) -> Statistics {
        self.bus.statistics()
    }

    async fn close(&self, patience: Duration) {
        self.bus.close(patience).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_bus::{Class, Event, MemoryBroker, QoS, Settings};

    #[tokio::test(start_paused = true)]
    async fn a_muted_skill_receives_everything_and_only_its_status_gets_through() {
        let broker = MemoryBroker::new();
        let (other, mut heard) = broker.connect(Settings::default());
        let (bus, mut received) = broker.connect(Settings::default());
        let skill = MutedBus { bus, muted: MuteSwitch::muted() };
        let all = [Subscription::new("#", QoS::AtLeastOnce)];
        other.subscribe(&all).unwrap();
        skill.subscribe(&all).unwrap();
        let packet = |topic| Publish::new(topic, "", Class::Report);
        skill.publish(packet("answer")).unwrap();
        skill.publish(Publish::new("status", "online", Class::Report).retained()).unwrap();
        skill.muted.set(false);
        skill.publish(packet("answer")).unwrap();
        other.publish(packet("intent")).unwrap();
        assert_eq!(topics(&mut heard).await, ["status", "answer", "intent"]);
        assert_eq!(topics(&mut received).await, ["status", "answer", "intent"]);
    }

    /// The topics of the messages up to the last.
    async fn topics(events: &mut petasos_bus::Events) -> Vec<String> {
        let mut topics = Vec::new();
        while topics.last().is_none_or(|topic| topic != "intent") {
            if let Some(Event::Received(received)) = events.next().await {
                topics.push(received.topic);
            }
        }
        topics
    }
}
