//! What only the house itself can know: which site is really deaf, and what a speaker really plays.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use petasos_dialogue::{Statistics, Time};
use petasos_messages::payload::PlayBytes;
use petasos_messages::{Message, RequestId, SiteId};

use crate::network::Losses;
use crate::oracle::{Picture, Violation};
use crate::parts::Parts;
use crate::wav;
use crate::world::World;

/// A site may be deaf for so long after one lost message, a crash or a reconnect.
const DEAF_AT_MOST: Duration = Duration::from_secs(30);

/// A player that starts so soon was idle: a manager cannot know that one is still busy with something else.
const PROMPT: Duration = Duration::from_millis(20);

/// The checks against the truth.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    deaf: BTreeMap<SiteId, Time>,
    /// How many `toggleOn` in a row were lost on their way to a site, for each reason.
    lost: BTreeMap<(SiteId, String), u32>,
    /// Sites where a toggle of somebody else never reached the manager: it cannot know what is wanted there.
    confused: BTreeSet<SiteId>,
    /// WAVs the manager knows of and has not been told the end of: since when, and for how long.
    known: BTreeMap<RequestId, (Time, Duration)>,
    pub(crate) violations: Vec<Violation>,
}

impl Truth {
    fn add(&mut self, invariant: &'static str, time: Time, explanation: String) {
        self.violations.push(Violation { invariant, time, explanation });
    }

    /// Something was published, by the manager or by somebody else.
    pub(crate) fn carried(&mut self, message: &Message, own: bool, losses: Losses) {
        let Some(site) = message.subject().site else {
            return;
        };
        match message {
            Message::HotwordToggleOn(toggle) if own => {
                let reason = format!("{:?}", toggle.reason);
                let lost = self.lost.entry((site.clone(), reason)).or_default();
                *lost = if losses.parts { *lost + 1 } else { 0 };
            }
            Message::HotwordToggleOn(_) | Message::HotwordToggleOff(_) if losses.manager || losses.parts => {
                self.confused.insert(site.clone());
            }
            _ => {}
        }
    }

    /// The manager received something.
    pub(crate) fn received(&mut self, now: Time, picture: &Picture, message: &Message) {
        match message {
            Message::PlayBytes(sound) if picture.is_our_speech(sound) => self.learn(now, sound),
            Message::PlayFinished(played) => {
                played.id.as_ref().map(|id| self.known.remove(id));
            }
            Message::AudioPlayError(_) => self.known.clear(),
            _ => {}
        }
    }

    /// The manager published something.
    pub(crate) fn published(&mut self, world: &World, parts: &Parts, margin: Duration, message: &Message) {
        let now = world.now;
        match message {
            Message::PlayBytes(sound) => self.learn(now, sound),
            Message::StartListening(start) => {
                let heard = parts.playing(&start.site_id, now).find(|playing| {
                    let knew = self.known.get(&playing.request).is_some_and(|(since, length)| {
                        now < *since + *length + margin && playing.start <= *since + PROMPT
                    });
                    playing.note.ours && playing.start <= now && knew
                });
                if let Some(playing) = heard {
                    let left = playing.end.since(now);
                    let explanation =
                        format!("{} plays for {left:?} more at {}", playing.request, start.site_id);
                    self.add("the microphone hears nothing of ours in truth", now, explanation);
                }
            }
            _ => {}
        }
    }

    fn learn(&mut self, now: Time, sound: &PlayBytes) {
        self.known.entry(sound.request_id.clone()).or_insert_with(|| (now, wav::length(&sound.wav)));
    }

    /// The manager crashed: the next one knows nothing.
    pub(crate) fn crashed(&mut self) {
        self.known.clear();
    }

    /// Looks whether a site is deaf that should hear. `reachable`: there is a manager, and a broker.
    pub(crate) fn look(&mut self, world: &World, parts: &Parts, picture: &Picture, reachable: bool) {
        for place in &world.places {
            let site = &place.id;
            let deaf = reachable
                && parts
                    .ears
                    .hotword(site)
                    .is_some_and(|hotword| !hotword.is_on() && !hotword.is_by_others())
                && picture.wants_hotword(site)
                && !self.confused.contains(site)
                && !self.lost.iter().any(|((lossy, _), lost)| lossy == site && *lost >= 2);
            if !deaf {
                self.deaf.remove(site);
                continue;
            }
            let since = *self.deaf.entry(site.clone()).or_insert(world.now);
            if world.now.since(since) > DEAF_AT_MOST {
                self.deaf.insert(site.clone(), world.now);
                self.add("a site is not deaf for long", world.now, format!("{site} has been deaf for 30 s"));
            }
        }
    }

    /// Everybody has been quiet for long.
    pub(crate) fn at_rest(
        &mut self,
        world: &World,
        parts: &Parts,
        picture: &Picture,
        statistics: Statistics,
        timeout: Option<Time>,
    ) {
        self.look(world, parts, picture, true);
        for place in &world.places {
            if self.deaf.contains_key(&place.id) {
                self.add("a site is not deaf for long", world.now, format!("{} is deaf at rest", place.id));
            }
        }
        if statistics.sessions_open > 0 || statistics.sites > world.places.len() {
            self.add("nothing is remembered at rest", world.now, format!("{statistics:?}"));
        }
        if statistics.sessions_started != statistics.sessions_ended {
            self.add("nothing is remembered at rest", world.now, format!("{statistics:?}"));
        }
        if let Some(timeout) = timeout {
            self.add(
                "no deadline at rest",
                world.now,
                format!("the manager wants to be woken at {timeout:?}"),
            );
        }
    }

    /// After every step: what the manager remembers is bounded.
    pub(crate) fn bounded(&mut self, world: &World, statistics: Statistics, queue: usize) {
        if statistics.sessions_open > statistics.sites * (queue + 1) {
            self.add("memory is bounded", world.now, format!("{statistics:?}"));
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
    use crate::oracle::Oracle;
    use crate::profile::{Household, Profile};
    use crate::world::Part;

    /// An ordinary Rhasspy house, in which the manager can be made to do wrong.
    struct Rig {
        world: World,
        parts: Parts,
        oracle: Oracle,
        truth: Truth,
    }

    impl Rig {
        fn new() -> Self {
            let mut random = Random::new(1);
            let household = Household::draw(Profile::Ideal, Some(Dialect::RHASSPY), &mut random);
            Self {
                world: World::new(random, household.places, household.habits, household.faults),
                parts: Parts::default(),
                oracle: Oracle::new(Policy::new(Dialect::RHASSPY)),
                truth: Truth::default(),
            }
        }

        fn at(&mut self, seconds: u64) {
            self.world.now = Time::START + Duration::from_secs(seconds);
        }

        fn mute(&mut self, from: Part) {
            let site = self.world.places[0].id.clone();
            self.parts.hear(&mut self.world, from, &Message::HotwordToggleOff(Toggle::at(site)));
        }

        fn look(&mut self) {
            self.truth.look(&self.world, &self.parts, self.oracle.picture(), true);
        }

        fn plays(&mut self, seconds: u64) -> PlayBytes {
            let site = self.world.places[0].id.clone();
            let request = RequestId::new("beep").unwrap();
            let sound = PlayBytes::new(site, request, wav::wav(Duration::from_secs(seconds)));
            self.publish(&Message::PlayBytes(sound.clone()));
            self.parts.hear(&mut self.world, Part::Manager, &Message::PlayBytes(sound.clone()));
            sound
        }

        fn listens(&mut self) {
            let site = self.world.places[0].id.clone();
            self.publish(&Message::StartListening(Box::new(StartListening::new(site))));
        }

        fn publish(&mut self, message: &Message) {
            self.truth.published(&self.world, &self.parts, Duration::from_millis(500), message);
        }

        fn invariants(&self) -> Vec<&'static str> {
            self.truth.violations.iter().map(|violation| violation.invariant).collect()
        }
    }

    #[test]
    fn a_site_that_stays_deaf_is_found_after_30_s() {
        let mut rig = Rig::new();
        rig.mute(Part::Manager);
        rig.look();
        rig.at(29);
        rig.look();
        assert!(rig.invariants().is_empty());
        rig.at(31);
        rig.look();
        assert_eq!(rig.invariants(), ["a site is not deaf for long"]);
    }

    #[test]
    fn a_site_that_somebody_else_muted_is_left_alone() {
        let mut rig = Rig::new();
        rig.mute(Part::Stranger);
        rig.look();
        rig.at(100);
        rig.look();
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
        rig.truth.received(rig.world.now, rig.oracle.picture(), &Message::PlayFinished(played));
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
        rig.truth.at_rest(&rig.world, &rig.parts, rig.oracle.picture(), statistics, Some(Time::START));
        let nothing = "nothing is remembered at rest";
        assert_eq!(rig.invariants(), [nothing, nothing, "no deadline at rest"]);
    }

    #[test]
    fn more_sessions_than_queues_can_hold_are_found() {
        let mut rig = Rig::new();
        let mut statistics = Statistics::default();
        statistics.sites = 1;
        statistics.sessions_open = 18;
        rig.truth.bounded(&rig.world, statistics, 16);
        assert_eq!(rig.invariants(), ["memory is bounded"]);
    }
}
