//! Virtual time: what is going to happen, and when.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::{Message, RequestId, SessionId, SiteId};
use petasos_sans_io::Random;

use crate::profile::{Faults, Habits, Place};

/// Who publishes. Messages of one publisher keep their order on the way to one receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Hotword,
    Asr,
    Nlu,
    Tts,
    Player,
    Skill,
    OtherSkill,
    Stranger,
    Manager,
}

impl Part {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::Manager as usize + 1;
}

/// Something that is going to happen.
#[derive(Debug)]
pub(crate) enum Happening {
    /// A part publishes.
    Publish(Part, Message),
    /// A message arrives at the manager.
    ToManager { message: Arc<Message>, duplicate: bool, echo: bool },
    /// A message arrives at the parts.
    ToParts(Part, Arc<Message>),
    /// The user has spoken; if the microphone is still open in this turn, the ASR has understood words.
    Spoken { site: SiteId, turn: u64 },
    /// The TTS waits no longer for the player to report the end of its WAV.
    SpeechOver,
    /// A person does something.
    Person,
    /// A skill does something of its own accord.
    Initiative,
    /// A stranger does something.
    Stranger,
    /// The skill that announces itself comes, or dies.
    Skill,
    /// The broker goes away.
    Outage,
    /// The broker is there again.
    Reconnect,
    /// The manager dies.
    Crash,
    /// The manager is started again.
    Restart,
    /// Traffic ends and faults heal.
    Quiet,
}

/// An entry of the agenda, ordered by time, then by when it was planned.
#[derive(Debug)]
struct Planned {
    time: Time,
    number: u64,
    happening: Happening,
}

impl PartialEq for Planned {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Planned {}

impl PartialOrd for Planned {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Planned {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.time, self.number).cmp(&(other.time, other.number))
    }
}

/// The clock, the agenda, chance, and what all parts know of the house.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) now: Time,
    pub(crate) random: Random,
    pub(crate) places: Vec<Place>,
    pub(crate) habits: Habits,
    pub(crate) faults: Faults,
    /// Whether people and skills still begin something.
    pub(crate) busy: bool,
    agenda: BinaryHeap<Reverse<Planned>>,
    planned: u64,
    ids: u64,
}

impl World {
    pub(crate) fn new(random: Random, places: Vec<Place>, habits: Habits, faults: Faults) -> Self {
        let agenda = BinaryHeap::with_capacity(128);
        Self { now: Time::START, random, places, habits, faults, busy: true, agenda, planned: 0, ids: 0 }
    }

    /// Plans something.
    pub(crate) fn plan(&mut self, after: Duration, happening: Happening) {
        self.plan_at(self.now + after, happening);
    }

    /// Plans something for a moment.
    pub(crate) fn plan_at(&mut self, time: Time, happening: Happening) {
        self.planned += 1;
        self.agenda.push(Reverse(Planned { time, number: self.planned, happening }));
    }

    /// When the next thing happens.
    pub(crate) fn next_at(&self) -> Option<Time> {
        self.agenda.peek().map(|Reverse(planned)| planned.time)
    }

    /// The next thing that happens; time moves on to it.
    pub(crate) fn next(&mut self) -> Option<Happening> {
        let Reverse(planned) = self.agenda.pop()?;
        self.now = self.now.max(planned.time);
        Some(planned.happening)
    }

    /// A part answers after a while: or late, twice, wrongly or never, as the faults of the house have it.
    pub(crate) fn answer(&mut self, part: Part, after: Duration, mut message: Message) {
        if self.random.percent(self.faults.silent) {
            return;
        }
        if self.random.percent(self.faults.wrong) {
            self.spoil(&mut message);
        }
        let late = if self.random.percent(self.faults.late) {
            self.random.millis(2_000, 40_000)
        } else {
            Duration::ZERO
        };
        if self.random.percent(self.faults.wrong) {
            let again = after + self.random.millis(0, 3_000);
            self.plan(again, Happening::Publish(part, message.clone()));
        }
        self.plan(after + late, Happening::Publish(part, message));
    }

    /// Makes an answer name another site, or a session that never was.
    fn spoil(&mut self, message: &mut Message) {
        let site = self.any_place().id;
        let session = SessionId::new("no-such-session").ok();
        let other_site = self.random.percent(50);
        match message {
            Message::TextCaptured(heard) if other_site => heard.site_id = Some(site),
            Message::TextCaptured(heard) => heard.session_id = session,
            Message::IntentParsed(parsed) => parsed.session_id = session,
            Message::Intent(intent) => intent.session_id = session,
            Message::NluIntentNotRecognized(denied) => denied.session_id = session,
            Message::SayFinished(said) if other_site => said.id = RequestId::new("no-such-speech").ok(),
            Message::SayFinished(said) => said.site_id = Some(site),
            Message::PlayFinished(played) => played.id = RequestId::new("no-such-sound").ok(),
            _ => {}
        }
    }

    /// A site, if it is one of this house.
    pub(crate) fn place(&self, site: &SiteId) -> Option<&Place> {
        self.places.iter().find(|place| place.id == *site)
    }

    /// Any site.
    pub(crate) fn any_place(&mut self) -> Place {
        let index = self.random.below(self.places.len() as u64);
        #[expect(
            clippy::indexing_slicing,
            reason = "a house has places, and the index is below their number"
        )]
        self.places[usize::try_from(index).unwrap_or_default()].clone()
    }

    /// A text nobody used before.
    pub(crate) fn fresh(&mut self, prefix: &str) -> String {
        self.ids += 1;
        format!("{prefix}-{}", self.ids)
    }

    /// A request id nobody used before.
    #[expect(clippy::expect_used, reason = "the text is short and plain")]
    pub(crate) fn fresh_request(&mut self, prefix: &str) -> RequestId {
        RequestId::new(self.fresh(prefix)).expect("an id")
    }
}
