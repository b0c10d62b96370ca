//! Whole conversations with a skill, on virtual time.
//!
//! `house.rs` is what lives: rooms, NLU and stand-ins around a broker in memory, driven by whoever waits. Manager and skills are tasks
//! beside it (`tenant.rs`). `hear.rs` is how a turn goes on and ends, `story.rs` what is remembered of it and how it is told, `turn.rs`
//! and `mqtt.rs` what can be claimed. `replay.rs` plays recorded sessions to a skill.

mod at;
mod clock;
mod hear;
mod house;
mod known;
mod mind;
mod mqtt;
mod part;
mod plan;
mod recorded;
mod replay;
mod room;
mod spoken;
mod story;
mod tenant;
mod turn;

use std::collections::BTreeMap;
use std::fmt::{self, Display as _};
use std::time::Duration;

use bytes::Bytes;
use petasos_bus::{Received, filter_matches};
use petasos_messages::Dialect;
use petasos_recording::Recording;
use petasos_skill::Skill;

pub use at::At;
pub use hear::Hear;
pub use mqtt::Mqtt;
pub use part::Part;
pub use replay::{SkillSubject, replay_skill};
pub use spoken::Spoken;
pub use turn::Turn;

use hear::Deed;
use house::House;
use plan::Plan;
use story::{Table, What};
use tenant::Tenant;

/// So long a message is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// So long a manager may take to take leave.
const LEAVE: Duration = Duration::from_secs(2);

/// A house in which a skill is tested: rooms with people in them, Petasos' dialogue manager, an NLU that has learnt what people may say
/// to the skill, and the skill, around a broker in memory.
///
/// ```
/// use petasos_skill::{Intent, Skill, SlotValue};
/// use petasos_testkit::SkillTest;
///
/// /// Sets the light in the kitchen.
/// #[derive(Intent)]
/// #[intent(samples(en = ["set the kitchen light [to {color}]"]))]
/// struct SetLight {
///     /// The colour.
///     #[slot(ask(en = "Which colour?"))]
///     color: Color,
/// }
///
/// /// A colour.
/// #[derive(SlotValue)]
/// enum Color {
///     Red,
///     Cyan,
/// }
///
/// fn skill() -> Skill {
///     Skill::new("lights").on(|light: SetLight| async move {
///         match light.color {
///             Color::Red => "Red it is",
///             Color::Cyan => "Okay",
///         }
///     })
/// }
///
/// # /*
/// #[tokio::test]
/// # */
/// # #[tokio::main(flavor = "current_thread")] async fn main() { the_colour_is_asked_for().await }
/// async fn the_colour_is_asked_for() {
///     let mut t = SkillTest::new(skill());
///     t.hear("set the kitchen light").await.asked("Which colour?");
///     t.hear("cyan").await.said("Okay").ended();
/// }
/// ```
///
/// # Time
///
/// Tokio's clock stands still while somebody works, and jumps when everybody waits: half a minute of silence takes no time, and the
/// same test gives the same conversation. `#[tokio::test]` is enough, without `start_paused`; several threads cannot be had. Who waits
/// for something outside, such as a socket, is not waited for: time jumps on. Let a [stand-in](Self::stand_in) answer instead.
///
/// The clock on the wall goes on as ever. A skill that asks it for the time of day can be given another one in tests.
///
/// # What is not there
///
/// There is no sound; the speech recogniser understands every word, and the manager plays no sounds. It has no journal, so it knows
/// nothing of what was before [its restart](Self::restart_manager).
#[derive(Debug)]
pub struct SkillTest {
    plan: Plan,
    /// Opened by what is done in it first.
    inside: Option<Inside>,
}

/// The house, and who lives in it.
#[derive(Debug)]
struct Inside {
    house: House,
    manager: Tenant,
    /// So many managers lived here so far.
    managers: u128,
    skills: Vec<Tenant>,
    /// Up to where messages of a topic filter were looked at.
    looked_at: BTreeMap<String, usize>,
    /// What the test has published since it waited last.
    unheard: Vec<(String, Bytes)>,
    /// Whether everybody has moved in.
    ready: bool,
}

impl SkillTest {
    /// A house for this skill.
    pub fn new(skill: Skill) -> Self {
        Self { plan: Plan::new(skill), inside: None }
    }

    /// With another skill beside it.
    #[must_use]
    #[track_caller]
    pub fn beside(mut self, skill: Skill) -> Self {
        self.plan().skills.push(skill);
        self
    }

    /// At this site, in the place of `default`.
    #[must_use]
    pub fn site(self, site: &str) -> Self {
        self.sites([site])
    }

    /// At these sites. What is not said to be [at](Self::at) one of them happens at the first.
    ///
    /// # Panics
    ///
    /// If there is none, or one of them is no name for a site.
    #[must_use]
    #[track_caller]
    pub fn sites<const N: usize>(mut self, sites: [&str; N]) -> Self {
        self.plan().sites = sites.into_iter().map(plan::site).collect();
        self
    }

    /// In a house that speaks the Hermes of Snips or Project Alice. By default it is that of Rhasspy.
    #[must_use]
    #[track_caller]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.plan().dialect = dialect;
        self
    }

    /// In a house where this language is spoken, such as `de`: the skill, the manager and the NLU are told so. By default it is English,
    /// and nobody is told.
    #[must_use]
    #[track_caller]
    pub fn lang(mut self, lang: &str) -> Self {
        self.plan().lang = Some(lang.to_owned());
        self
    }

    /// The NLU understands these sentences as well, in Rhasspy's template language: `"[GetTime]\nwhat time is it"`.
    #[must_use]
    #[track_caller]
    pub fn sentences(mut self, ini: &str) -> Self {
        self.plan().sentences.push_str(ini);
        self.plan().sentences.push('\n');
        self
    }

    /// The manager is set up like this, as it stands in `petasosd.toml`: `everywhere.timeouts.skill_seconds = 5`.
    #[must_use]
    #[track_caller]
    pub fn manager(mut self, toml: &str) -> Self {
        self.plan().manager.push_str(toml);
        self.plan().manager.push('\n');
        self
    }

    /// Somebody says something: with the wake word before it, if no conversation is going on.
    ///
    /// If one is, they wait until the house listens.
    pub fn hear(&mut self, words: impl Into<String>) -> Hear<'_> {
        self.at_first().hear(words)
    }

    /// Somebody says something, and the test says what it means: see [`Spoken`].
    #[track_caller]
    pub fn intent(&mut self, spoken: impl Into<Spoken>) -> Hear<'_> {
        self.at_first().intent(spoken)
    }

    /// Somebody makes a noise that is no words.
    pub fn noise(&mut self) -> Hear<'_> {
        self.at_first().noise()
    }

    /// Somebody says the wake word, and nothing more for now.
    pub fn wake(&mut self) -> Hear<'_> {
        self.at_first().wake()
    }

    /// Nobody answers: the manager waits until its patience is over, 30 s by default.
    pub fn silence(&mut self) -> Hear<'_> {
        self.at_first().silence()
    }

    /// Time passes, in all rooms; whatever has begun to be said then is said to its end.
    pub fn after(&mut self, time: Duration) -> Hear<'_> {
        Hear::new(self, None, Deed::Wait(time))
    }

    /// The same at one of the sites.
    ///
    /// # Panics
    ///
    /// If there is no such site.
    #[track_caller]
    pub fn at(&mut self, site: &str) -> At<'_> {
        let site = self.plan.known_site(site);
        At::new(self, site)
    }

    /// The next message on a topic, from somebody else than the test; `topic` may have the wildcards `+` and `#`. Each is found once,
    /// in the order in which they were published; what has not come yet is waited for, for a minute:
    /// `t.mqtt("lamp/set").await.json_eq(r#"{"state": "ON"}"#)`.
    #[must_use = "nothing is claimed about it yet"]
    pub async fn mqtt(&mut self, topic: &str) -> Mqtt<'_> {
        let inside = self.ready().await;
        let since = inside.looked_at.get(topic).copied().unwrap_or_default();
        let find = |house: &House| {
            let mut later = house.entries.iter().enumerate().skip(since);
            later.find_map(|(at, entry)| match &entry.what {
                What::Message(passed) if !passed.ours && filter_matches(topic, &passed.packet.topic) => {
                    Some(at)
                }
                _ => None,
            })
        };
        inside.house.live_up_to(PATIENCE, |house| find(house).is_some()).await;
        let found = find(&inside.house);
        inside.looked_at.insert(topic.to_owned(), found.map_or(inside.house.entries.len(), |at| at + 1));
        Mqtt::new(topic.to_owned(), &inside.house.entries, found)
    }

    /// The test publishes something; it is heard with the next `.await`.
    pub fn publish(&mut self, topic: &str, payload: impl Into<Bytes>) {
        self.open().unheard.push((topic.to_owned(), payload.into()));
    }

    /// The test publishes something that the broker keeps. What it keeps before anything else has happened, the skill finds there when
    /// it begins.
    pub fn publish_retained(&mut self, topic: &str, payload: impl Into<Bytes>) {
        self.open().house.publish(topic.to_owned(), payload.into(), true);
    }

    /// Stands in for a thing: it answers each message on a topic (`+` and `#` are wildcards) at once, with topics and payloads.
    ///
    /// ```
    /// # use petasos_skill::Skill;
    /// # use petasos_testkit::SkillTest;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// # let mut t = SkillTest::new(Skill::new("lights"));
    /// t.stand_in("zigbee2mqtt/+/set", |set| {
    ///     let lamp = set.topic.trim_end_matches("/set").to_owned();
    ///     vec![(lamp, set.payload.clone())]
    /// });
    /// # }
    /// ```
    pub fn stand_in<T: Into<String>, P: Into<Bytes>>(
        &mut self,
        topic: &str,
        mut answer: impl FnMut(&Received) -> Vec<(T, P)> + 'static,
    ) {
        let answer = move |received: &Received| -> Vec<(String, Bytes)> {
            answer(received).into_iter().map(|(topic, payload)| (topic.into(), payload.into())).collect()
        };
        self.open().house.stand_in(topic.to_owned(), Box::new(answer));
    }

    /// A part of the house breaks: it hears everything, and does nothing.
    pub fn break_part(&mut self, part: Part) {
        self.open().house.set_broken(part, true);
    }

    /// A part works again.
    pub fn mend_part(&mut self, part: Part) {
        self.open().house.set_broken(part, false);
    }

    /// The skill loses its connection, as by an unplugged cable: the broker publishes its will.
    pub fn disconnect_skill(&mut self) {
        let inside = self.open();
        inside.house.note("the skill loses its connection".to_owned());
        inside.skills.iter().for_each(|skill| inside.house.broker.cut(&skill.client_id));
    }

    /// The skill has its connection again.
    pub fn reconnect_skill(&mut self) {
        let inside = self.open();
        inside.house.note("the skill is connected again".to_owned());
        inside.skills.iter().for_each(|skill| inside.house.broker.restore(&skill.client_id));
    }

    /// The skill takes leave, as it does when its process is told to end.
    pub fn stop_skill(&mut self) {
        let inside = self.open();
        inside.house.note("the skill is told to end".to_owned());
        inside.skills.iter_mut().for_each(Tenant::stop);
    }

    /// The skill crashes, and this one is started in its place.
    ///
    /// # Panics
    ///
    /// If there is another one beside it.
    #[track_caller]
    pub fn restart_skill(&mut self, skill: Skill) {
        let skill = self.plan.at_home(skill);
        let inside = self.open();
        assert!(inside.skills.len() == 1, "which of the skills is to crash? This is for tests with one");
        inside.house.note("the skill crashes, and is started again".to_owned());
        inside.skills.clear();
        inside.skills.push(Tenant::skill(skill, &inside.house.broker, 1));
        inside.ready = false;
    }

    /// The dialogue manager is told to end, which ends all conversations, and is started again.
    pub async fn restart_manager(&mut self) {
        let config = self.plan.manager_config();
        let inside = self.ready().await;
        inside.house.note("the manager is told to end, and started again".to_owned());
        inside.manager.stop();
        inside.house.live_for(LEAVE).await;
        inside.managers += 1;
        inside.manager = Tenant::manager(config, &inside.house.broker, inside.managers);
        inside.ready = false;
    }

    /// The conversation so far as a table, for a snapshot.
    pub fn story(&self) -> String {
        let entries = self.inside.as_ref().map_or(&[][..], |inside| &inside.house.entries);
        Table { entries, begin: entries.len() }.to_string()
    }

    /// The conversation so far as a recorded session: written to a file ([`Writer`](petasos_recording::Writer)), it can be seen with
    /// `petasos watch` and played again.
    pub fn recording(&self) -> Recording {
        let entries = self.inside.as_ref().map_or(&[][..], |inside| &inside.house.entries);
        recorded::recording(entries, self.plan.dialect)
    }

    fn at_first(&mut self) -> At<'_> {
        let site = self.plan.first_site();
        At::new(self, site)
    }

    /// The NLU is told what words will mean.
    fn expect(&mut self, spoken: Spoken) {
        self.open().house.mind().expect(spoken);
    }

    /// The plan, as long as it can be changed.
    #[track_caller]
    fn plan(&mut self) -> &mut Plan {
        assert!(
            self.inside.is_none(),
            "the house is open already: say how it is to be before anything happens in it"
        );
        &mut self.plan
    }

    /// The house, with everybody on the way into it.
    #[track_caller]
    fn open(&mut self) -> &mut Inside {
        self.inside.get_or_insert_with(|| self.plan.open())
    }

    /// The house, when everybody has moved in.
    async fn ready(&mut self) -> &mut Inside {
        let inside = self.open();
        if !inside.ready {
            inside.house.live_for(Duration::ZERO).await;
            inside.note_ends();
            inside.ready = true;
        }
        for (topic, payload) in inside.unheard.drain(..) {
            inside.house.publish(topic, payload, false);
        }
        inside
    }
}

impl Inside {
    /// Notes who has ended; that may explain what follows.
    fn note_ends(&mut self) {
        for tenant in self.skills.iter_mut().chain([&mut self.manager]) {
            if let Some(end) = tenant.end() {
                self.house.note(format!("{} {end}", tenant.client_id));
            }
        }
    }
}

impl fmt::Debug for House {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Table { entries: &self.entries, begin: self.entries.len() }.fmt(formatter)
    }
}
