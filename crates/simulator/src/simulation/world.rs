//! Virtual time: what is going to happen, and when.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::{Message, RequestId, SessionId, SiteId};
use petasos_sans_io::{Random, Time, VirtualTime};

use super::profile::{Behaviour, Faults, SiteProfile};

/// More deadlines and events than this at one moment are an endless loop.
const MAX_STEPS_AT_ONCE: u32 = 1_000;

/// A client of the broker. The broker keeps the order of messages from one publisher to one receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Publisher {
    Hotword,
    Asr,
    Nlu,
    Tts,
    Player,
    Skill,
    OtherSkill,
    ForeignClient,
    Manager,
}

impl Publisher {
    /// The number of variants.
    pub(crate) const COUNT: usize = Self::Manager as usize + 1;
}

/// Something that is going to happen.
#[derive(Debug)]
pub(crate) enum ScheduledEvent {
    /// A participant publishes.
    Publish(Publisher, Message),
    /// A message arrives at the manager.
    ToManager { message: Arc<Message>, duplicate: bool, echo: bool },
    /// A message arrives at the participants.
    ToParticipants(Publisher, Arc<Message>),
    /// A user has spoken. The ASR understands it if the microphone is still open in this turn.
    Spoken { site: SiteId, turn: u64 },
    /// The TTS stops waiting for the player to report the end of a WAV.
    SpeechOver,
    /// A user acts.
    User,
    /// A skill acts unasked.
    SkillInitiative,
    /// A foreign client acts.
    ForeignClient,
    /// The skill that announces itself goes online or offline.
    SkillPresence,
    /// The broker becomes unreachable.
    Outage,
    /// The broker is reachable again.
    Reconnect,
    /// The manager crashes.
    Crash,
    /// The manager is started again.
    Restart,
    /// Traffic ends and no more faults occur.
    Quiet,
}

/// Clock, schedule and random numbers, and what all participants know of the installation.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) time: VirtualTime,
    pub(crate) random: Random,
    pub(crate) sites: Vec<SiteProfile>,
    pub(crate) behaviour: Behaviour,
    pub(crate) faults: Faults,
    /// Whether users, skills and foreign clients still start anything.
    pub(crate) traffic: bool,
    /// By time, then in the order of scheduling.
    schedule: BTreeMap<(Time, u64), ScheduledEvent>,
    scheduled: u64,
    ids: u64,
}

impl World {
    pub(crate) fn new(random: Random, sites: Vec<SiteProfile>, behaviour: Behaviour, faults: Faults) -> Self {
        let schedule = BTreeMap::new();
        Self {
            time: VirtualTime::with_max_steps_at_once(MAX_STEPS_AT_ONCE),
            random,
            sites,
            behaviour,
            faults,
            traffic: true,
            schedule,
            scheduled: 0,
            ids: 0,
        }
    }

    pub(crate) fn now(&self) -> Time {
        self.time.now()
    }

    /// Schedules an event relative to now.
    pub(crate) fn schedule(&mut self, after: Duration, event: ScheduledEvent) {
        self.schedule_at(self.now() + after, event);
    }

    /// Schedules an event.
    pub(crate) fn schedule_at(&mut self, time: Time, event: ScheduledEvent) {
        self.scheduled += 1;
        self.schedule.insert((time, self.scheduled), event);
    }

    /// Schedules a message.
    pub(crate) fn publish(&mut self, after: Duration, from: Publisher, message: Message) {
        self.schedule(after, ScheduledEvent::Publish(from, message));
    }

    /// The time of the next event.
    pub(crate) fn next_time(&self) -> Option<Time> {
        self.schedule.first_key_value().map(|((time, _), _)| *time)
    }

    /// Takes the next event.
    pub(crate) fn next_event(&mut self) -> Option<ScheduledEvent> {
        self.schedule.pop_first().map(|(_, event)| event)
    }

    /// Publishes a component's answer after a while; depending on the faults late, twice, corrupted or never.
    pub(crate) fn respond(&mut self, from: Publisher, after: Duration, mut message: Message) {
        if self.random.percent(self.faults.silent) {
            return;
        }
        if self.random.percent(self.faults.corrupted) {
            self.corrupt(&mut message);
        }
        let late = if self.random.percent(self.faults.late) {
            self.random.millis(2_000, 40_000)
        } else {
            Duration::ZERO
        };
        if self.random.percent(self.faults.corrupted) {
            let again = after + self.random.millis(0, 3_000);
            self.publish(again, from, message.clone());
        }
        self.publish(after + late, from, message);
    }

    /// Makes an answer name another site, or a session that never existed.
    fn corrupt(&mut self, message: &mut Message) {
        let site = self.random_site().id;
        let session = SessionId::new("no-such-session").ok();
        let other_site = self.random.percent(50);
        match message {
            Message::TextCaptured(captured) if other_site => captured.site_id = Some(site),
            Message::TextCaptured(captured) => captured.session_id = session,
            Message::IntentParsed(parsed) => parsed.session_id = session,
            Message::Intent(intent) => intent.session_id = session,
            Message::NluIntentNotRecognized(refused) => refused.session_id = session,
            Message::SayFinished(finished) if other_site => {
                finished.id = RequestId::new("no-such-speech").ok();
            }
            Message::SayFinished(finished) => finished.site_id = Some(site),
            Message::PlayFinished(finished) => finished.id = RequestId::new("no-such-sound").ok(),
            _ => {}
        }
    }

    /// The profile of a site, if it is one of this installation.
    pub(crate) fn site(&self, site: &SiteId) -> Option<&SiteProfile> {
        self.sites.iter().find(|known| known.id == *site)
    }

    /// A site at random.
    pub(crate) fn random_site(&mut self) -> SiteProfile {
        let index = self.random.below(self.sites.len() as u64);
        #[expect(clippy::indexing_slicing, reason = "there are sites, and the index is below their number")]
        self.sites[usize::try_from(index).unwrap_or_default()].clone()
    }

    /// A text that was not used before.
    pub(crate) fn unique(&mut self, prefix: &str) -> String {
        self.ids += 1;
        format!("{prefix}-{}", self.ids)
    }

    /// A request id that was not used before.
    #[expect(clippy::expect_used, reason = "the text is short and plain")]
    pub(crate) fn unique_request_id(&mut self, prefix: &str) -> RequestId {
        RequestId::new(self.unique(prefix)).expect("an id")
    }
}
