//! Speech that can be heard: a TTS with espeak-ng, and the sound device of this computer.

use bytes::Bytes;
use petasos_inspect::client::ClientError;
use petasos_manager::config::Config;
use petasos_messages::SiteId;
use petasos_messages::payload::{PlayBytes, Say};
use petasos_program::Clock;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::component_client::ComponentClient;
use super::espeak;
use super::espeak_tts::{self, EspeakTts, TtsReport};
use crate::Error;

/// The most sounds that wait to be played; more are dropped.
const QUEUE: usize = 8;

/// A TTS, and a player for this computer.
#[derive(Debug)]
pub(crate) struct AudibleTts {
    tts: ComponentClient<EspeakTts>,
    clock: Clock,
    synthesised: (mpsc::Sender<Synthesised>, mpsc::Receiver<Synthesised>),
    sounds: mpsc::Sender<Bytes>,
    silent: mpsc::Receiver<String>,
    player: JoinHandle<()>,
    /// The language of texts that name none.
    language: &'static str,
}

/// What became of a text.
type Synthesised = (Box<Say>, Result<Bytes, String>);

/// What an [`AudibleTts`] reports.
#[derive(Debug)]
pub(crate) enum AudibleReport {
    /// The TTS was asked to speak at this site, and is broken.
    Broken(SiteId),
    /// Nothing can be heard on this computer, for this reason. Reported once.
    Silent(String),
}

impl AudibleTts {
    /// Starts a TTS for these sites; fails if espeak-ng is not installed.
    pub(crate) async fn start(
        sites: &[SiteId],
        config: Config,
        clock: Clock,
        language: &'static str,
    ) -> Result<Self, Error> {
        espeak::is_installed().await?;
        let tts = EspeakTts::new(sites, config.dialect.0);
        let tts = ComponentClient::connect(tts, config, &espeak_tts::SUBSCRIPTIONS, clock).await?;
        let (sounds, to_play) = mpsc::channel(QUEUE);
        let (report, silent) = mpsc::channel(1);
        let player = tokio::spawn(play(to_play, report));
        Ok(Self { tts, clock, synthesised: mpsc::channel(QUEUE), sounds, silent, player, language })
    }

    /// Breaks the TTS, or repairs it.
    pub(crate) fn set_broken(&mut self, broken: bool) {
        self.tts.machine.set_broken(broken);
    }

    /// Plays a sound on this computer as soon as those before it are over.
    pub(crate) fn play(&self, sound: &PlayBytes) {
        // A full queue drops the sound.
        let _ = self.sounds.try_send(sound.wav.clone());
    }

    /// The next report of the TTS; never, if speech is not to be heard. Safe to cancel.
    pub(crate) async fn next_of(tts: Option<&mut Self>) -> Result<AudibleReport, ClientError> {
        match tts {
            Some(tts) => tts.next().await,
            None => std::future::pending().await,
        }
    }

    async fn next(&mut self) -> Result<AudibleReport, ClientError> {
        loop {
            tokio::select! {
                report = self.tts.next() => match report? {
                    TtsReport::Broken(site) => return Ok(AudibleReport::Broken(site)),
                    TtsReport::Synthesise(say) => self.synthesise(say),
                },
                Some((say, sound)) = self.synthesised.1.recv() => {
                    self.tts.machine.synthesised(self.clock.now(), say, sound);
                },
                Some(reason) = self.silent.recv() => return Ok(AudibleReport::Silent(reason)),
            }
        }
    }

    fn synthesise(&self, say: Box<Say>) {
        let (done, language) = (self.synthesised.0.clone(), self.language);
        tokio::spawn(async move {
            let language = say.lang.as_deref().unwrap_or(language);
            let sound = espeak::synthesise(&say.text, language).await;
            // The receiver is gone once the demonstration has stopped.
            let _ = done.send((say, sound)).await;
        });
    }

    pub(crate) async fn close(self) {
        self.player.abort();
        self.tts.close([]).await;
    }
}

/// Plays one sound after the other, until that fails for the first time.
async fn play(mut sounds: mpsc::Receiver<Bytes>, silent: mpsc::Sender<String>) {
    while let Some(sound) = sounds.recv().await {
        if let Err(error) = espeak::play(&sound).await {
            let _ = silent.send(error).await;
            return;
        }
    }
}
