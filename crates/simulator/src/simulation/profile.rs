//! Who lives in a house, and what goes wrong in it: drawn anew for every seed.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use petasos_dialogue::{Policy, SitePolicy};
use petasos_messages::{Dialect, SiteId, SpeechRequestId};
use petasos_sans_io::Random;

/// What goes wrong in a house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Profile {
    /// Nothing: every part answers once and in time. People and skills are as they are.
    Ideal,
    /// 5 % of the messages arrive twice.
    Duplicates,
    /// 5 % of the messages get lost, and sometimes the broker goes away.
    Loss,
    /// 10 % of the answers are never given.
    SilentParts,
    /// All of these, 10 % of the answers late, some of them wrong, strangers on the broker, and a manager that crashes.
    Chaos,
}

impl Profile {
    /// All profiles, from the best to the worst.
    pub const ALL: [Self; 5] = [Self::Ideal, Self::Duplicates, Self::Loss, Self::SilentParts, Self::Chaos];

    const fn name(self) -> &'static str {
        match self {
            Self::Ideal => "ideal",
            Self::Duplicates => "duplicates",
            Self::Loss => "loss",
            Self::SilentParts => "silent-parts",
            Self::Chaos => "chaos",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// There is no such profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no profile {0:?}; take ideal, duplicates, loss, silent-parts or chaos")]
pub struct UnknownProfile(String);

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(text: &str) -> Result<Self, UnknownProfile> {
        Self::ALL
            .into_iter()
            .find(|profile| profile.name() == text)
            .ok_or_else(|| UnknownProfile(text.to_owned()))
    }
}

/// How often things go wrong, in percent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Faults {
    /// A message is lost on its way to one receiver.
    pub(crate) loss: u64,
    /// A message arrives twice.
    pub(crate) duplicate: u64,
    /// An answer comes seconds late.
    pub(crate) late: u64,
    /// An answer never comes.
    pub(crate) silent: u64,
    /// An answer names another site or session.
    pub(crate) wrong: u64,
    /// Strangers say strange things.
    pub(crate) strangers: bool,
    /// The broker goes away for some seconds.
    pub(crate) outages: bool,
    /// The manager crashes.
    pub(crate) crashes: bool,
}

impl Faults {
    /// Draws the faults of a seed. In chaos every seed has a random subset.
    pub(crate) fn draw(profile: Profile, random: &mut Random) -> Self {
        match profile {
            Profile::Ideal => Self::default(),
            Profile::Duplicates => Self { duplicate: 5, ..Self::default() },
            Profile::Loss => Self { loss: 5, outages: random.percent(30), ..Self::default() },
            Profile::SilentParts => Self { silent: 10, ..Self::default() },
            Profile::Chaos => Self {
                loss: random.pick([0, 5, 5, 5]),
                duplicate: random.pick([0, 5, 5, 5]),
                late: random.pick([0, 10, 10, 10]),
                silent: random.pick([0, 10, 10, 10]),
                wrong: random.pick([0, 3, 3]),
                strangers: random.percent(75),
                outages: random.percent(30),
                crashes: random.percent(40),
            },
        }
    }
}

/// How speech is made and reported at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// Publishes a WAV, and says `sayFinished` when it was played (rhasspy-tts-cli-hermes).
    AfterPlayback,
    /// Publishes a WAV, and says `sayFinished` at once (rhasspy-remote-http-hermes).
    AtOnce,
    /// Speaks itself: there is no WAV.
    WithoutWav,
    /// Publishes a WAV; the satellite says `sayFinished` after every sound it plays (Project Alice).
    Satellite,
}

/// A room, and how its parts behave.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) id: SiteId,
    pub(crate) dialect: Dialect,
    pub(crate) microphone: bool,
    pub(crate) speaker: bool,
    pub(crate) tongue: Tongue,
    /// The player reports the end of what it played.
    pub(crate) reports_playback: bool,
    /// The ASR publishes what it has when it is stopped, as Kaldi does.
    pub(crate) provoked: bool,
}

/// What people and skills do in a house, besides simple questions: every seed has a random subset.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habits {
    /// Somebody presses a button instead of saying the wake word, whatever the hotword service is told.
    pub(crate) buttons: bool,
    /// The wake word fires several times in a row.
    pub(crate) flapping: bool,
    /// People say "never mind".
    pub(crate) cancel_words: bool,
    /// People wake two rooms at once.
    pub(crate) two_rooms: bool,
    /// Skills start sessions, notifications, and sessions that must not wait.
    pub(crate) actions: bool,
    pub(crate) notifications: bool,
    pub(crate) urgent: bool,
    /// Skills switch intents, feedback sounds or the whole manager on and off.
    pub(crate) configure: bool,
    pub(crate) sound_toggles: bool,
    pub(crate) manager_toggles: bool,
    /// Skills answer by `tts/say` and never end the session, as Rhasspy's Home Assistant handler does.
    pub(crate) answers_by_say: bool,
    /// Two skills answer the same intent.
    pub(crate) two_skills: bool,
    /// Skills forget to answer.
    pub(crate) forgetful: bool,
    /// Somebody else mutes wake words for a while.
    pub(crate) mutes: bool,
    /// Parts restart and say so.
    pub(crate) restarts: bool,
    /// Parts say that they broke.
    pub(crate) breaks: bool,
    /// A skill announces what it handles, dies and comes back.
    pub(crate) mortal: bool,
    /// That skill takes what nobody understood.
    pub(crate) takes_anything: bool,
    /// Skills need long, say so, and say something outside the session meanwhile.
    pub(crate) slow: bool,
}

impl Habits {
    pub(crate) fn draw(random: &mut Random) -> Self {
        Self {
            buttons: random.percent(30),
            flapping: random.percent(30),
            cancel_words: random.percent(50),
            two_rooms: random.percent(50),
            actions: random.percent(80),
            notifications: random.percent(80),
            urgent: random.percent(50),
            configure: random.percent(40),
            sound_toggles: random.percent(30),
            manager_toggles: random.percent(15),
            answers_by_say: random.percent(30),
            two_skills: random.percent(40),
            forgetful: random.percent(40),
            mutes: random.percent(25),
            restarts: random.percent(30),
            breaks: random.percent(30),
            mortal: random.percent(40),
            takes_anything: random.percent(30),
            slow: random.percent(30),
        }
    }
}

/// A house: what its owner chose, its rooms and its people.
#[derive(Debug, Clone)]
pub(crate) struct Household {
    pub(crate) policy: Policy,
    pub(crate) places: Vec<Place>,
    pub(crate) habits: Habits,
    pub(crate) faults: Faults,
}

impl Household {
    /// Draws the house of a seed.
    pub(crate) fn draw(profile: Profile, dialect: Option<Dialect>, random: &mut Random) -> Self {
        let drawn = any_dialect(random);
        let dialect = dialect.unwrap_or(drawn);
        let mut policy = Policy::new(dialect);
        policy.everywhere = Arc::new(site_policy(dialect, random));
        if random.percent(60) {
            policy.sounds.wake = vec![Duration::from_millis(500)];
            policy.sounds.recorded = vec![Duration::from_millis(700), Duration::from_millis(300)];
            policy.sounds.error = vec![Duration::from_millis(900)];
        }
        let names = ["kitchen", "dining", "attic"];
        let mut places: Vec<Place> =
            names.iter().filter_map(|name| Some(place(SiteId::new(name).ok()?, dialect, random))).collect();
        if random.percent(20) {
            policy.groups.push(places.iter().take(2).map(|place| place.id.clone()).collect::<BTreeSet<_>>());
        }
        if let Some(last) = places.last_mut().filter(|_| random.percent(30)) {
            make_special(last, &mut policy, random);
        }
        Self { policy, places, habits: Habits::draw(random), faults: Faults::draw(profile, random) }
    }
}

/// Any dialect, the default twice as often as each other.
fn any_dialect(random: &mut Random) -> Dialect {
    let index = random.below(Dialect::ALL.len() as u64 + 1).saturating_sub(1);
    usize::try_from(index).ok().and_then(|index| Dialect::ALL.get(index)).copied().unwrap_or_default()
}

/// What an owner may have chosen for all sites.
fn site_policy(dialect: Dialect, random: &mut Random) -> SitePolicy {
    let mut policy = SitePolicy::new(dialect);
    policy.min_asr_confidence = random.pick([0.0, 0.0, 0.4]);
    policy.follow_up = random.percent(15);
    policy.retries = random.pick([policy.retries, policy.retries, 1]);
    if random.percent(20) {
        policy.cancel_words.insert(String::new(), vec!["never mind".to_owned()]);
    }
    policy
}

/// Makes a site the exception in its house: another dialect, no microphone, or no speaker.
fn make_special(place: &mut Place, policy: &mut Policy, random: &mut Random) {
    let mut own = SitePolicy::clone(&policy.everywhere);
    match random.below(3) {
        0 => {
            let dialect = random.pick(Dialect::ALL);
            *place = self::place(place.id.clone(), dialect, random);
            own = SitePolicy::new(dialect);
        }
        1 => {
            place.microphone = false;
            own.microphone = false;
        }
        _ => {
            place.speaker = false;
            own.speaker = false;
        }
    }
    policy.exceptions.insert(place.id.clone(), Arc::new(own));
}

fn place(id: SiteId, dialect: Dialect, random: &mut Random) -> Place {
    let tongues = match dialect.speech_request_id {
        SpeechRequestId::Session => [Tongue::Satellite, Tongue::Satellite, Tongue::AfterPlayback],
        SpeechRequestId::Own => [Tongue::AfterPlayback, Tongue::AfterPlayback, Tongue::WithoutWav],
        SpeechRequestId::Say => [Tongue::AfterPlayback, Tongue::AtOnce, Tongue::WithoutWav],
    };
    Place {
        id,
        dialect,
        microphone: true,
        speaker: true,
        tongue: random.pick(tongues),
        reports_playback: random.percent(85),
        provoked: dialect.asr_answers_stop && random.percent(50),
    }
}
