//! Toggles are obligations: what we switch off we switch on again.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::{Message, SiteId};

use super::picture::Reason;
use super::sessions::published;
use super::{Check, Findings, Picture};
use crate::Event;

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(OnWithoutSession::default()),
        Box::new(OffWithSession),
        Box::new(Balanced),
        Box::new(MuteRespected),
        Box::new(OnlyOwnReasons),
    ]
}

/// Without a session the wake word is on, unless somebody else muted it (I11).
///
/// A session the user woke is announced after the sound that confirms it, so the wake word of an aborted one may stay off
/// that long.
#[derive(Debug, Default)]
struct OnWithoutSession {
    deaf: BTreeMap<SiteId, Time>,
}

/// What a manager may wait for a player that does not report the end of a sound.
const GRACE: Duration = Duration::from_secs(1);

impl Check for OnWithoutSession {
    fn name(&self) -> &'static str {
        "the wake word is on without a session"
    }

    fn after_step(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        if picture.input == Some(Event::Restarted) {
            after_restart(picture, findings);
        }
        for (id, site) in &picture.sites {
            let deaf = site.active.is_empty()
                && !site.muted
                && site.hotword_off.contains(&Reason::Session)
                && site.voice.busy(picture.now).is_none()
                && picture.alive;
            if !deaf {
                self.deaf.remove(id);
                continue;
            }
            let since = *self.deaf.entry(id.clone()).or_insert(picture.now);
            if picture.now.since(since) > GRACE {
                self.deaf.insert(id.clone(), picture.now);
                findings.add(format!("it is off at {id} without a session, for {:?}", site.hotword_off));
            }
        }
    }
}

/// A manager that comes back switches everything on at once.
fn after_restart(picture: &Picture, findings: &mut Findings<'_>) {
    for (id, site) in &picture.sites {
        if site.active.is_empty() && !site.hotword_off.is_empty() {
            findings.add(format!("it is still off at {id} for {:?}, as before the crash", site.hotword_off));
        }
    }
}

/// In dialects without reasons the wake word stays off from the start of a session to its end.
#[derive(Debug)]
struct OffWithSession;

impl Check for OffWithSession {
    fn name(&self) -> &'static str {
        "no toggleOn within a session"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(Message::HotwordToggleOn(toggle)) = published(event) else {
            return;
        };
        let Some(id) = &toggle.site_id else {
            findings.add("a toggle for no site");
            return;
        };
        let Some(site) = picture.sites.get(id) else {
            return;
        };
        let listening = site.listening.is_some() && site.hotword_off.len() == 1;
        let releases = Reason::of(toggle).is_none_or(|reason| site.hotword_off.contains(&reason));
        if picture.has_reasons(id) {
            if listening && releases {
                findings.add(format!("the wake word is switched on at {id} while the user is listened to"));
            }
        } else if let Some(session) = site.active.first() {
            findings.add(format!("the wake word is switched on at {id} during {session}"));
        }
    }
}

/// At rest nothing is off because of us (I12).
#[derive(Debug)]
struct Balanced;

impl Check for Balanced {
    fn name(&self) -> &'static str {
        "toggles are balanced at rest"
    }

    fn at_rest(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        for (id, site) in &picture.sites {
            if !site.hotword_off.is_empty() && !site.muted {
                findings.add(format!("the wake word is off at {id} for {:?}", site.hotword_off));
            }
            if !site.asr_off.is_empty() {
                findings.add(format!("the ASR is off at {id} for {:?}", site.asr_off));
            }
        }
    }
}

/// A site that somebody else muted is not unmuted by us (I14). Where toggles carry reasons we release only our own.
#[derive(Debug)]
struct MuteRespected;

impl Check for MuteRespected {
    fn name(&self) -> &'static str {
        "somebody else's mute is respected"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(Message::HotwordToggleOn(toggle)) = published(event) else {
            return;
        };
        let muted = |id: &SiteId| picture.sites.get(id).is_some_and(|site| site.muted);
        if let Some(id) = toggle.site_id.as_ref().filter(|id| muted(id)) {
            findings.add(format!("the wake word is switched on at {id}, which somebody else muted"));
        }
    }
}

/// Where toggles carry reasons, ours are `dialogueSession`, `playAudio` and `ttsSay`: never another, never none.
#[derive(Debug)]
struct OnlyOwnReasons;

impl Check for OnlyOwnReasons {
    fn name(&self) -> &'static str {
        "toggles carry our own reasons"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(
            Message::HotwordToggleOn(toggle)
            | Message::HotwordToggleOff(toggle)
            | Message::AsrToggleOn(toggle)
            | Message::AsrToggleOff(toggle),
        ) = published(event)
        else {
            return;
        };
        let Some(site) = toggle.site_id.as_ref().filter(|site| picture.has_reasons(site)) else {
            return;
        };
        if !matches!(Reason::of(toggle), Some(Reason::Session | Reason::Sound | Reason::Speech)) {
            findings.add(format!("a toggle at {site} for {:?}", toggle.reason));
        }
    }
}
