//! What a simulated installation consists of, how its participants behave and what goes corrupted: drawn from the seed.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use petasos_dialogue::{Policy, SitePolicy};
use petasos_messages::{Dialect, SiteId, SpeechRequestId};
use petasos_sans_io::Random;

/// What goes wrong in a simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Profile {
    /// Nothing: every component answers once and in time.
    Ideal,
    /// 5 % of the messages arrive twice.
    Duplicates,
    /// 5 % of the messages are lost, and sometimes the broker is unreachable.
    Loss,
    /// 10 % of the answers are never given.
    SilentComponents,
    /// All of these, 10 % of the answers late, some of them corrupted, foreign clients on the broker, and a manager that crashes.
    Chaos,
}

impl Profile {
    /// All profiles, from the mildest to the worst.
    pub const ALL: [Self; 5] =
        [Self::Ideal, Self::Duplicates, Self::Loss, Self::SilentComponents, Self::Chaos];

    const fn name(self) -> &'static str {
        match self {
            Self::Ideal => "ideal",
            Self::Duplicates => "duplicates",
            Self::Loss => "loss",
            Self::SilentComponents => "silent-components",
            Self::Chaos => "chaos",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A text that names no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no profile {0:?}; take ideal, duplicates, loss, silent-components or chaos")]
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
    /// An answer comes 2 to 40 s late.
    pub(crate) late: u64,
    /// An answer never comes.
    pub(crate) silent: u64,
    /// An answer names another site or session.
    pub(crate) corrupted: u64,
    /// Foreign clients publish messages that a manager must not act on.
    pub(crate) foreign_clients: bool,
    /// The broker is unreachable for some seconds.
    pub(crate) outages: bool,
    /// The manager crashes.
    pub(crate) crashes: bool,
}

impl Faults {
    /// Draws the faults of a seed: a random subset of them for [`Profile::Chaos`].
    pub(crate) fn draw(profile: Profile, random: &mut Random) -> Self {
        match profile {
            Profile::Ideal => Self::default(),
            Profile::Duplicates => Self { duplicate: 5, ..Self::default() },
            Profile::Loss => Self { loss: 5, outages: random.percent(30), ..Self::default() },
            Profile::SilentComponents => Self { silent: 10, ..Self::default() },
            Profile::Chaos => Self {
                loss: random.pick([0, 5, 5, 5]),
                duplicate: random.pick([0, 5, 5, 5]),
                late: random.pick([0, 10, 10, 10]),
                silent: random.pick([0, 10, 10, 10]),
                corrupted: random.pick([0, 3, 3]),
                foreign_clients: random.percent(75),
                outages: random.percent(30),
                crashes: random.percent(40),
            },
        }
    }
}

/// How a TTS plays and reports its speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TtsKind {
    /// Publishes a WAV, and `sayFinished` when it has been played (rhasspy-tts-cli-hermes).
    AfterPlayback,
    /// Publishes a WAV, and `sayFinished` at once (rhasspy-remote-http-hermes).
    AtOnce,
    /// Plays its speech itself: there is no WAV.
    WithoutWav,
    /// Publishes a WAV; the satellite publishes `sayFinished` after every sound it plays (Project Alice).
    Satellite,
}

/// A site, and how its components behave.
#[derive(Debug, Clone)]
pub(crate) struct SiteProfile {
    pub(crate) id: SiteId,
    pub(crate) dialect: Dialect,
    pub(crate) microphone: bool,
    pub(crate) speaker: bool,
    pub(crate) tts: TtsKind,
    /// The player publishes `playFinished`.
    pub(crate) reports_playback: bool,
    /// The ASR publishes what it has understood so far when it is stopped, as Kaldi does.
    pub(crate) captures_on_stop: bool,
}

/// What users, skills and components do besides simple questions and answers: a random subset for every seed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Behaviour {
    /// Users press a button instead of saying the wake word, whether the hotword service is on or off.
    pub(crate) buttons: bool,
    /// The wake word is detected several times in a row.
    pub(crate) repeated_detections: bool,
    /// Users say "never mind".
    pub(crate) cancel_words: bool,
    /// Users wake two sites at once.
    pub(crate) wakes_two_sites: bool,
    /// Skills start sessions.
    pub(crate) actions: bool,
    /// Skills send notifications.
    pub(crate) notifications: bool,
    /// Some sessions of skills cannot be queued.
    pub(crate) urgent: bool,
    /// Skills enable and disable intents.
    pub(crate) configure: bool,
    /// Skills switch feedback sounds on and off.
    pub(crate) sound_toggles: bool,
    /// Skills switch the whole manager on and off.
    pub(crate) manager_toggles: bool,
    /// Skills answer by `tts/say` and never end the session, as Rhasspy's Home Assistant handler does.
    pub(crate) answers_by_say: bool,
    /// Two skills answer the same intent.
    pub(crate) two_skills: bool,
    /// Skills sometimes do not answer.
    pub(crate) forgetful: bool,
    /// A foreign client switches hotword services off for a while.
    pub(crate) mutes: bool,
    /// Components restart and publish `loaded`.
    pub(crate) component_restarts: bool,
    /// Components publish errors.
    pub(crate) component_errors: bool,
    /// A skill announces its intents, goes offline and comes back.
    pub(crate) announced_skill: bool,
    /// That skill also handles text that the NLU did not recognize.
    pub(crate) handles_not_recognized: bool,
    /// Skills need long, announce it, and say something outside the session meanwhile.
    pub(crate) slow_skills: bool,
}

impl Behaviour {
    pub(crate) fn draw(random: &mut Random) -> Self {
        Self {
            buttons: random.percent(30),
            repeated_detections: random.percent(30),
            cancel_words: random.percent(50),
            wakes_two_sites: random.percent(50),
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
            component_restarts: random.percent(30),
            component_errors: random.percent(30),
            announced_skill: random.percent(40),
            handles_not_recognized: random.percent(30),
            slow_skills: random.percent(30),
        }
    }
}

/// What a seed consists of.
#[derive(Debug, Clone)]
pub(crate) struct Installation {
    pub(crate) policy: Policy,
    pub(crate) sites: Vec<SiteProfile>,
    pub(crate) behaviour: Behaviour,
    pub(crate) faults: Faults,
}

impl Installation {
    /// Draws the installation of a seed; its dialect too, unless one is given.
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
        let mut sites: Vec<SiteProfile> = names
            .iter()
            .filter_map(|name| Some(site_profile(SiteId::new(name).ok()?, dialect, random)))
            .collect();
        if random.percent(20) {
            policy.groups.push(sites.iter().take(2).map(|site| site.id.clone()).collect::<BTreeSet<_>>());
        }
        if let Some(last) = sites.last_mut().filter(|_| random.percent(30)) {
            make_exception(last, &mut policy, random);
        }
        Self { policy, sites, behaviour: Behaviour::draw(random), faults: Faults::draw(profile, random) }
    }
}

/// Any dialect; the default one twice as often as each other.
fn any_dialect(random: &mut Random) -> Dialect {
    let index = random.below(Dialect::ALL.len() as u64 + 1).saturating_sub(1);
    usize::try_from(index).ok().and_then(|index| Dialect::ALL.get(index)).copied().unwrap_or_default()
}

/// A configuration for all sites.
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

/// Makes a site an exception: another dialect, no microphone, or no speaker.
fn make_exception(site: &mut SiteProfile, policy: &mut Policy, random: &mut Random) {
    let mut own = SitePolicy::clone(&policy.everywhere);
    match random.below(3) {
        0 => {
            let dialect = random.pick(Dialect::ALL);
            *site = site_profile(site.id.clone(), dialect, random);
            own = SitePolicy::new(dialect);
        }
        1 => {
            site.microphone = false;
            own.microphone = false;
        }
        _ => {
            site.speaker = false;
            own.speaker = false;
        }
    }
    policy.exceptions.insert(site.id.clone(), Arc::new(own));
}

fn site_profile(id: SiteId, dialect: Dialect, random: &mut Random) -> SiteProfile {
    let kinds = match dialect.speech_request_id {
        SpeechRequestId::Session => [TtsKind::Satellite, TtsKind::Satellite, TtsKind::AfterPlayback],
        SpeechRequestId::Own => [TtsKind::AfterPlayback, TtsKind::AfterPlayback, TtsKind::WithoutWav],
        SpeechRequestId::Say => [TtsKind::AfterPlayback, TtsKind::AtOnce, TtsKind::WithoutWav],
    };
    SiteProfile {
        id,
        dialect,
        microphone: true,
        speaker: true,
        tts: random.pick(kinds),
        reports_playback: random.percent(85),
        captures_on_stop: dialect.asr_answers_stop && random.percent(50),
    }
}
