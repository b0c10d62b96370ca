//! Sites, as far as messages describe them.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_messages::payload::{Toggle, ToggleReason};
use petasos_messages::{Component, Message, SessionId, SiteId};
use petasos_recording::{Entry, Sender};

use super::Loudness;
use super::tracked_event::{Event, Sound};

/// The most sites that are remembered. The one that was silent for longest is forgotten first.
const MOST_SITES: usize = 4_096;
/// The most sounds that are followed at a site.
const MOST_SOUNDS: usize = 32;
/// The most reasons for which a wake word is off; Rhasspy knows four.
const MOST_REASONS: usize = 16;
/// A sound of unknown length whose end is not reported is over after this time.
const LONGEST_SOUND: Duration = Duration::from_secs(60);

/// What is known about a site. Times count from the beginning of the recording.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Site {
    /// Its siteId.
    pub id: SiteId,
    /// The session that is active there.
    pub session: Option<SessionId>,
    /// How many sessions are queued for it.
    pub queued: usize,
    /// Whether its wake word is on. `None`: no toggle was seen yet.
    pub hotword: Option<bool>,
    /// Whether its microphone is open for a command.
    pub microphone: bool,
    /// Whether its speaker is playing.
    pub playing: bool,
    /// How loud the last frame of its microphone was, and when that came.
    pub loudness: Option<(Duration, Loudness)>,
    /// When each component last sent a message about this site, as far as senders are known.
    pub components: BTreeMap<Component, Duration>,
    /// When the last message about it came.
    pub last: Duration,
    /// The sounds that are playing, by id, and when they will be over.
    pub(super) sounds: Vec<(String, Duration)>,
    /// Why the wake word is off.
    pub(super) off: Vec<ToggleReason>,
}

/// All sites.
#[derive(Debug, Default)]
pub(super) struct Sites {
    sites: BTreeMap<SiteId, Site>,
}

impl Sites {
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &Site> {
        self.sites.values()
    }

    pub(super) fn get(&self, site: &SiteId) -> Option<&Site> {
        self.sites.get(site)
    }

    /// Sets the active session of a site, and how many wait.
    pub(super) fn set(&mut self, site: &SiteId, session: Option<SessionId>, queued: usize) {
        let site = self.entry(site);
        (site.session, site.queued) = (session, queued);
    }

    pub(super) fn handle(&mut self, at: Duration, entry: &Entry, event: &Event<'_>) {
        if let Event::Message(Message::HotwordToggleOn(toggle) | Message::HotwordToggleOff(toggle)) = event
            && toggle.site_id.is_none()
        {
            self.sites.values_mut().for_each(|site| site.follow(event));
        }
        let Some(site) = event.site() else { return };
        let site = self.entry(site);
        site.last = at;
        if let Sender::One(component) = entry.from {
            site.components.insert(component, at);
        }
        match event {
            Event::Frame { loudness: Some(loudness), .. } => site.loudness = Some((at, *loudness)),
            Event::Sound { id, sound, .. } => site.begin_sound(at, id, *sound),
            event => site.follow(event),
        }
    }

    pub(super) fn handle_time(&mut self, now: Duration) {
        for site in self.sites.values_mut().filter(|site| site.playing) {
            site.sounds.retain(|(_, over)| *over > now);
            site.playing = !site.sounds.is_empty();
        }
    }

    fn entry(&mut self, id: &SiteId) -> &mut Site {
        if self.sites.len() >= MOST_SITES && !self.sites.contains_key(id) {
            let silent = self.sites.values().min_by_key(|site| site.last).map(|site| site.id.clone());
            silent.and_then(|silent| self.sites.remove(&silent));
        }
        self.sites.entry(id.clone()).or_insert_with(|| Site::new(id.clone()))
    }
}

impl Site {
    pub(super) fn new(id: SiteId) -> Self {
        Self {
            id,
            session: None,
            queued: 0,
            hotword: None,
            microphone: false,
            playing: false,
            loudness: None,
            components: BTreeMap::new(),
            last: Duration::ZERO,
            sounds: Vec::new(),
            off: Vec::new(),
        }
    }

    fn follow(&mut self, event: &Event<'_>) {
        match event {
            Event::Played { id: Some(id), .. } => {
                self.sounds.retain(|(sound, _)| sound != *id);
                self.playing = !self.sounds.is_empty();
            }
            Event::Message(Message::HotwordToggleOff(toggle)) => self.hotword_off(toggle),
            Event::Message(Message::HotwordToggleOn(toggle)) => self.hotword_on(toggle),
            Event::Message(Message::StartListening(_)) => self.microphone = true,
            Event::Message(Message::StopListening(_) | Message::TextCaptured(_)) => self.microphone = false,
            _ => {}
        }
    }

    fn begin_sound(&mut self, at: Duration, id: &str, sound: Sound) {
        if self.sounds.len() < MOST_SOUNDS {
            let over = at.saturating_add(sound.length.unwrap_or(LONGEST_SOUND));
            self.sounds.push((id.to_owned(), over));
            self.playing = true;
        }
    }

    /// Rhasspy's toggles carry reasons: the wake word is on again when none is left. Other toggles carry none.
    fn hotword_off(&mut self, toggle: &Toggle) {
        let reason = toggle.reason.clone().unwrap_or(ToggleReason::Unknown);
        if !self.off.contains(&reason) && self.off.len() < MOST_REASONS {
            self.off.push(reason);
        }
        self.hotword = Some(false);
    }

    fn hotword_on(&mut self, toggle: &Toggle) {
        match &toggle.reason {
            None | Some(ToggleReason::Unknown) => self.off.clear(),
            Some(reason) => self.off.retain(|other| other != reason),
        }
        self.hotword = Some(self.off.is_empty());
    }
}
