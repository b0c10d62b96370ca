//! When the templates are read again: when their files change, and when somebody asks for it.

use std::path::PathBuf;

use anyhow::Result;
use petasos_messages::payload::{ComponentError, ComponentLoaded, Reload, TrainSuccess};
use petasos_messages::{Message, SessionId, SiteId};
use tokio::task::JoinHandle;

use super::load::{Loaded, Source};
use super::watch::Watch;

/// So many who asked are answered; more at once is no house.
const MOST_ASKED: usize = 64;

/// Somebody who wants the templates read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// `hermes/nlu/reload` (Snips).
    Reload(Reload),
    /// `rhasspy/nlu/{site}/train`: Rhasspy has new sentences. What it compiled them to is its own affair; the same
    /// sentences lie in our files.
    Train {
        /// Where.
        site_id: Option<SiteId>,
        /// Echoed in the answer.
        id: Option<String>,
    },
}

impl Asked {
    /// The answer when the templates were read.
    pub(super) fn done(&self) -> Message {
        match self {
            Self::Reload(reload) => Message::NluLoaded(reloaded(Some(reload.id.clone()))),
            Self::Train { site_id, id } => {
                let mut success = TrainSuccess::default();
                success.site_id.clone_from(site_id);
                success.id.clone_from(id);
                Message::NluTrainSuccess(success)
            }
        }
    }

    /// The answer when they cannot be used. Rhasspy's server looks for the id of its request in the session id.
    pub(super) fn failed(&self, problems: &str) -> Message {
        let mut failure = ComponentError::new(problems);
        match self {
            Self::Reload(reload) => failure.context = Some(reload.id.clone()),
            Self::Train { site_id, id } => {
                failure.site_id.clone_from(site_id);
                failure.session_id = id.as_ref().and_then(|id| SessionId::new(id).ok());
                failure.context.clone_from(id);
            }
        }
        Message::NluError(failure)
    }
}

/// Reads the templates again whenever that is needed, one reading at a time.
#[derive(Debug)]
pub(super) struct Reloads {
    source: Source,
    watch: Watch,
    reading: Option<JoinHandle<Result<Loaded>>>,
    /// Those whom the present reading is for.
    asked: Vec<Asked>,
    /// Those who came while it had begun.
    waiting: Vec<Asked>,
}

impl Reloads {
    /// Watches these files.
    pub(super) fn new(source: Source, files: Vec<PathBuf>) -> Self {
        Self { source, watch: Watch::new(files), reading: None, asked: Vec::new(), waiting: Vec::new() }
    }

    /// Watches these files instead.
    pub(super) fn follow(&mut self, files: Vec<PathBuf>) {
        self.watch.follow(files);
    }

    /// Reads the templates, changed or not, and answers this one.
    pub(super) fn ask(&mut self, asked: Asked) {
        if self.waiting.len() < MOST_ASKED {
            self.waiting.push(asked);
        }
    }

    /// The next reading, and who asked for it. Safe to cancel.
    pub(super) async fn next(&mut self) -> (Result<Loaded>, Vec<Asked>) {
        if self.reading.is_none() {
            if self.waiting.is_empty() {
                self.watch.changed().await;
            }
            self.asked = std::mem::take(&mut self.waiting);
            let source = self.source.clone();
            self.reading = Some(tokio::spawn(async move { source.load_aside().await }));
        }
        let loaded = match &mut self.reading {
            Some(reading) => reading.await.unwrap_or_else(|panic| Err(panic.into())),
            None => std::future::pending().await,
        };
        self.reading = None;
        (loaded, std::mem::take(&mut self.asked))
    }
}

/// What tells that the templates were read again.
pub(super) fn reloaded(id: Option<String>) -> ComponentLoaded {
    let mut loaded = ComponentLoaded::default();
    (loaded.id, loaded.reloaded) = (id, true);
    loaded
}
