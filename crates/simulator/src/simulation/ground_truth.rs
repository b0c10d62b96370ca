//! Checks against what only the simulation knows: whether hotword services are really off, and what loudspeakers really play.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use petasos_dialogue::{Statistics, Time};
use petasos_messages::payload::PlayBytes;
use petasos_messages::{Message, RequestId, SiteId};

use super::network::Losses;
use super::participants::Participants;
use super::world::World;
use crate::oracle::{ObservedState, Violation};
use crate::silent_wav;

/// How long a hotword service may stay off after one lost message, a crash or a reconnect.
const DEAF_AT_MOST: Duration = Duration::from_secs(30);

/// A WAV that starts within this time found an idle player. That a player was still busy a manager cannot know.
const STARTS_AT_ONCE: Duration = Duration::from_millis(20);

/// The state behind the checks, and the violations found.
#[derive(Debug, Default)]
pub(crate) struct GroundTruth {
    /// Since when hotword services are off that should be on.
    deaf: BTreeMap<SiteId, Time>,
    /// How many `toggleOn` in a row were lost on their way to a site, for each reason.
    lost_toggles: BTreeMap<(SiteId, String), u32>,
    /// Sites where a toggle of another client was lost: the manager cannot know the wanted state there.
    unknowable: BTreeSet<SiteId>,
    /// WAVs that the manager knows of and whose end it has not been told: since when, and their length.
    known_wavs: BTreeMap<RequestId, (Time, Duration)>,
    pub(crate) violations: Vec<Violation>,
}

impl GroundTruth {
    fn add(&mut self, invariant: &'static str, time: Time, explanation: String) {
        self.violations.push(Violation { invariant, time, explanation });
    }

    /// The broker has delivered a message, or lost it.
    pub(crate) fn delivered(&mut self, message: &Message, by_manager: bool, losses: Losses) {
        let Some(site) = message.subject().site else {
            return;
        };
        match message {
            Message::HotwordToggleOn(toggle) if by_manager => {
                let reason = format!("{:?}", toggle.reason);
                let lost = self.lost_toggles.entry((site.clone(), reason)).or_default();
                *lost = if losses.participants { *lost + 1 } else { 0 };
            }
            Message::HotwordToggleOn(_) | Message::HotwordToggleOff(_)
                if losses.manager || losses.participants =>
            {
                self.unknowable.insert(site.clone());
            }
            _ => {}
        }
    }

    /// The manager receives a message.
    pub(crate) fn received(&mut self, now: Time, observed: &ObservedState, message: &Message) {
        match message {
            Message::PlayBytes(sound) if observed.is_own_speech(sound) => self.learn_wav(now, sound),
            Message::PlayFinished(played) => {
                played.id.as_ref().map(|id| self.known_wavs.remove(id));
            }
            Message::AudioPlayError(_) => self.known_wavs.clear(),
            _ => {}
        }
    }

    /// The manager publishes a message.
    pub(crate) fn published(
        &mut self,
        world: &World,
        participants: &Participants,
        margin: Duration,
        message: &Message,
    ) {
        let now = world.now();
        match message {
            Message::PlayBytes(sound) => self.learn_wav(now, sound),
            Message::StartListening(start) => {
                let audible = participants.playing(&start.site_id, now).find(|playing| {
                    let known = self.known_wavs.get(&playing.request).is_some_and(|(since, length)| {
                        now < *since + *length + margin && playing.start <= *since + STARTS_AT_ONCE
                    });
                    playing.note.from_manager && playing.start <= now && known
                });
                if let Some(playing) = audible {
                    let left = playing.end.since(now);
                    let explanation =
                        format!("{} plays for {left:?} more at {}", playing.request, start.site_id);
                    self.add("the microphone hears nothing of ours in truth", now, explanation);
                }
            }
            _ => {}
        }
    }

    fn learn_wav(&mut self, now: Time, sound: &PlayBytes) {
        self.known_wavs
            .entry(sound.request_id.clone())
            .or_insert_with(|| (now, silent_wav::length(&sound.wav)));
    }

    /// The manager crashes: the next one knows no WAVs.
    pub(crate) fn crashed(&mut self) {
        self.known_wavs.clear();
    }

    /// Checks that no hotword service stays off that should be on. `reachable`: manager and broker are up.
    pub(crate) fn check_hotwords(
        &mut self,
        world: &World,
        participants: &Participants,
        observed: &ObservedState,
        reachable: bool,
    ) {
        for site in &world.sites {
            let site = &site.id;
            let deaf = reachable
                && participants
                    .inputs
                    .hotword(site)
                    .is_some_and(|hotword| !hotword.is_on() && !hotword.is_muted_by_others())
                && observed.wants_hotword(site)
                && !self.unknowable.contains(site)
                && !self.lost_toggles.iter().any(|((lossy, _), lost)| lossy == site && *lost >= 2);
            if !deaf {
                self.deaf.remove(site);
                continue;
            }
            let since = *self.deaf.entry(site.clone()).or_insert(world.now());
            if world.now().since(since) > DEAF_AT_MOST {
                self.deaf.insert(site.clone(), world.now());
                self.add(
                    "a site is not deaf for long",
                    world.now(),
                    format!("{site} has been deaf for 30 s"),
                );
            }
        }
    }

    /// Checks that nothing is left after the quiet period.
    pub(crate) fn at_quiescence(
        &mut self,
        world: &World,
        participants: &Participants,
        observed: &ObservedState,
        statistics: Statistics,
        timeout: Option<Time>,
    ) {
        self.check_hotwords(world, participants, observed, true);
        for site in &world.sites {
            if self.deaf.contains_key(&site.id) {
                self.add("a site is not deaf for long", world.now(), format!("{} is deaf at rest", site.id));
            }
        }
        if statistics.sessions_open > 0 || statistics.sites > world.sites.len() {
            self.add("nothing is remembered at rest", world.now(), format!("{statistics:?}"));
        }
        if statistics.sessions_started != statistics.sessions_ended {
            self.add("nothing is remembered at rest", world.now(), format!("{statistics:?}"));
        }
        if let Some(timeout) = timeout {
            self.add(
                "no deadline at rest",
                world.now(),
                format!("the manager wants to be woken at {timeout:?}"),
            );
        }
    }

    /// Checks, after every input, that what the manager remembers is bounded.
    pub(crate) fn check_memory(&mut self, world: &World, statistics: Statistics, queue: usize) {
        if statistics.sessions_open > statistics.sites * (queue + 1) {
            self.add("memory is bounded", world.now(), format!("{statistics:?}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use petasos_dialogue::Policy;
    use petasos_messages::Dialect;
    use petasos_messages::payload::{PlayFinished, StartListening, Toggle};
    use petasos_sans_io::Random;

    use super::*;
    use crate::Oracle;
    use crate::simulation::profile::{Installation, Profile};
    use crate::simulation::world::Publisher;

    /// An ordinary Rhasspy installation, with a manager that can be made to fail.
    struct Rig {
        world: World,
        participants: Participants,
        oracle: Oracle,
        ground_truth: GroundTruth,
    }

    impl Rig {
        fn new() -> Self {
            let mut random = Random::new(1);
            let installation = Installation::draw(Profile::Ideal, Some(Dialect::RHASSPY), &mut random);
            Self {
                world: World::new(random, installation.sites, installation.behaviour, installation.faults),
                participants: Participants::default(),
                oracle: Oracle::new(Policy::new(Dialect::RHASSPY)),
                ground_truth: GroundTruth::default(),
            }
        }

        fn at(&mut self, seconds: u64) {
            self.world.time.pass_until(Time::START + Duration::from_secs(seconds));
        }

        fn mute(&mut self, from: Publisher) {
            let site = self.world.sites[0].id.clone();
            self.participants.handle(&mut self.world, from, &Message::HotwordToggleOff(Toggle::at(site)));
        }

        fn check_hotwords(&mut self) {
            self.ground_truth.check_hotwords(&self.world, &self.participants, self.oracle.observed(), true);
        }

        fn plays(&mut self, seconds: u64) -> PlayBytes {
            let site = self.world.sites[0].id.clone();
            let request = RequestId::new("beep").unwrap();
            let sound = PlayBytes::new(site, request, silent_wav::wav(Duration::from_secs(seconds)));
            self.publish(&Message::PlayBytes(sound.clone()));
            self.participants.handle(&mut self.world, Publisher::Manager, &Message::PlayBytes(sound.clone()));
            sound
        }

        fn listens(&mut self) {
            let site = self.world.sites[0].id.clone();
            self.publish(&Message::StartListening(Box::new(StartListening::new(site))));
        }

        fn publish(&mut self, message: &Message) {
            self.ground_truth.published(&self.world, &self.participants, Duration::from_millis(500), message);
        }

        fn invariants(&self) -> Vec<&'static str> {
            self.ground_truth.violations.iter().map(|violation| violation.invariant).collect()
        }
    }

    #[test]
    fn a_site_that_stays_deaf_is_found_after_30_s() {
        let mut rig = Rig::new();
        rig.mute(Publisher::Manager);
        rig.check_hotwords();
        rig.at(29);
        rig.check_hotwords();
        assert!(rig.invariants().is_empty());
        rig.at(31);
        rig.check_hotwords();
        assert_eq!(rig.invariants(), ["a site is not deaf for long"]);
    }

    #[test]
    fn a_site_that_somebody_else_muted_is_left_alone() {
        let mut rig = Rig::new();
        rig.mute(Publisher::ForeignClient);
        rig.check_hotwords();
        rig.at(100);
        rig.check_hotwords();
        assert!(rig.invariants().is_empty());
    }

    #[test]
    fn an_open_microphone_hears_what_the_speaker_really_plays() {
        let mut rig = Rig::new();
        rig.plays(3);
        rig.at(1);
        rig.listens();
        assert_eq!(rig.invariants(), ["the microphone hears nothing of ours in truth"]);
    }

    #[test]
    fn a_microphone_may_open_when_the_player_says_that_it_is_done() {
        let mut rig = Rig::new();
        let sound = rig.plays(3);
        let mut played = PlayFinished::new(sound.site_id);
        played.id = Some(sound.request_id);
        rig.ground_truth.received(rig.world.now(), rig.oracle.observed(), &Message::PlayFinished(played));
        rig.at(1);
        rig.listens();
        assert!(rig.invariants().is_empty());
    }

    #[test]
    fn what_is_remembered_or_planned_at_rest_is_found() {
        let mut rig = Rig::new();
        let mut statistics = Statistics::default();
        statistics.sites = 9;
        statistics.sessions_started = 1;
        rig.ground_truth.at_quiescence(
            &rig.world,
            &rig.participants,
            rig.oracle.observed(),
            statistics,
            Some(Time::START),
        );
        let nothing = "nothing is remembered at rest";
        assert_eq!(rig.invariants(), [nothing, nothing, "no deadline at rest"]);
    }

    #[test]
    fn more_sessions_than_queues_can_hold_are_found() {
        let mut rig = Rig::new();
        let mut statistics = Statistics::default();
        statistics.sites = 1;
        statistics.sessions_open = 18;
        rig.ground_truth.check_memory(&rig.world, statistics, 16);
        assert_eq!(rig.invariants(), ["memory is bounded"]);
    }
}
