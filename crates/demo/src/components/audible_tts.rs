//! Speech that can be heard: a real voice among the parts, and the sound device of this computer.

use anyhow::Result;
use bytes::Bytes;
use petasos_bus::Settings;
use petasos_messages::payload::{PlayBytes, Say};
use petasos_messages::{Dialect, SiteId};
use petasos_program::Clock;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::client::Client;
use super::espeak;
use super::voice::{self, Told, Voice};

/// So many sounds may wait to be heard; more are not played.
const QUEUE: usize = 8;

/// What a text is spoken in that names no language.
const LANGUAGE: &str = "en";

/// A voice, and ears to hear it with.
#[derive(Debug)]
pub(crate) struct Aloud {
    voice: Client<Voice>,
    clock: Clock,
    synthesised: (mpsc::Sender<Synthesised>, mpsc::Receiver<Synthesised>),
    sounds: mpsc::Sender<Bytes>,
    silent: mpsc::Receiver<String>,
    player: JoinHandle<()>,
}

/// What became of a text.
type Synthesised = (Box<Say>, Result<Bytes, String>);

/// What is worth telling.
#[derive(Debug)]
pub(crate) enum Heard {
    /// The voice was asked to speak here, and is broken.
    Broken(SiteId),
    /// Nothing can be heard on this computer, for this reason. Told once.
    Silent(String),
}

impl Aloud {
    /// Joins the house; fails if there is no espeak-ng.
    pub(crate) async fn open(
        sites: &[SiteId],
        mqtt: Settings,
        clock: Clock,
        dialect: Dialect,
    ) -> Result<Self> {
        espeak::is_there().await?;
        let voice = Voice::new(sites, dialect);
        let voice = Client::connect(voice, mqtt, &voice::SUBSCRIPTIONS, clock, dialect).await?;
        let (sounds, to_play) = mpsc::channel(QUEUE);
        let (tell, silent) = mpsc::channel(1);
        let player = tokio::spawn(play(to_play, tell));
        Ok(Self { voice, clock, synthesised: mpsc::channel(QUEUE), sounds, silent, player })
    }

    /// Breaks the voice, or mends it.
    pub(crate) fn set_broken(&mut self, broken: bool) {
        self.voice.core.set_broken(broken);
    }

    /// Plays a sound on this computer as soon as those before it are over.
    pub(crate) fn play(&self, sound: &PlayBytes) {
        // Where too much is to be heard, something is not.
        let _ = self.sounds.try_send(sound.wav.clone());
    }

    /// Works until there is something to tell. May be cancelled at any time: nothing is lost.
    pub(crate) async fn next(&mut self) -> Result<Heard> {
        loop {
            tokio::select! {
                told = self.voice.next() => match told? {
                    Told::Broken(site) => return Ok(Heard::Broken(site)),
                    Told::Synthesise(say) => self.synthesise(say),
                },
                Some((say, sound)) = self.synthesised.1.recv() => {
                    self.voice.core.synthesised(self.clock.now(), say, sound);
                },
                Some(reason) = self.silent.recv() => return Ok(Heard::Silent(reason)),
            }
        }
    }

    fn synthesise(&self, say: Box<Say>) {
        let done = self.synthesised.0.clone();
        tokio::spawn(async move {
            let language = say.lang.as_deref().unwrap_or(LANGUAGE);
            let sound = espeak::synthesise(&say.text, language).await;
            // Nobody waits for it once the house is closed.
            let _ = done.send((say, sound.map_err(|error| format!("{error:#}")))).await;
        });
    }

    /// Leaves the house.
    pub(crate) async fn close(self) {
        self.player.abort();
        self.voice.close().await;
    }
}

/// Plays one sound after the other, until that fails for the first time.
async fn play(mut sounds: mpsc::Receiver<Bytes>, silent: mpsc::Sender<String>) {
    while let Some(sound) = sounds.recv().await {
        if let Err(error) = espeak::play(&sound).await {
            let _ = silent.send(error.to_string()).await;
            return;
        }
    }
}
