//! Reloads the templates when their files change, or when a message requests it, and answers that message.

use std::path::PathBuf;

use petasos_messages::payload::{ComponentError, ComponentLoaded, Reload, TrainSuccess};
use petasos_messages::{Message, SessionId, SiteId};
use tokio::task::JoinHandle;

use crate::Error;
use crate::file_watch::FileWatch;
use crate::load_templates::{Loaded, Source};

/// Limit on requests waiting for an answer.
const MAX_REQUESTS: usize = 64;

/// Limit on the published mistakes, in characters; the report has all of them.
const MAX_CHARACTERS: usize = 4000;

/// Why the templates are reloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReloadRequest {
    /// A file has changed.
    Change,
    /// `hermes/nlu/reload` (Snips).
    Reload(Reload),
    /// `rhasspy/nlu/{site}/train`: Rhasspy has new sentences. The compiled graph in the message is not needed: the same sentences are
    /// in the template files.
    Train {
        /// The site.
        site_id: Option<SiteId>,
        /// The request's id, echoed in the answer.
        id: Option<String>,
    },
}

impl ReloadRequest {
    /// The message to publish after a reload, successful or not.
    pub(crate) fn answer(&self, outcome: &Result<(), String>) -> Message {
        match (outcome, self) {
            (Ok(()), Self::Change) => Message::NluLoaded(reloaded(None)),
            (Ok(()), Self::Reload(reload)) => Message::NluLoaded(reloaded(Some(reload.id.clone()))),
            (Ok(()), Self::Train { site_id, id }) => {
                let mut success = TrainSuccess::default();
                success.site_id.clone_from(site_id);
                success.id.clone_from(id);
                Message::NluTrainSuccess(success)
            }
            (Err(problems), _) => Message::NluError(self.failure(problems)),
        }
    }

    /// Rhasspy's server looks for the id of its request in the session id.
    fn failure(&self, problems: &str) -> ComponentError {
        let mut failure = ComponentError::new(problems.chars().take(MAX_CHARACTERS).collect::<String>());
        match self {
            Self::Change => {}
            Self::Reload(reload) => failure.context = Some(reload.id.clone()),
            Self::Train { site_id, id } => {
                failure.site_id.clone_from(site_id);
                failure.session_id = id.as_ref().and_then(|id| SessionId::new(id).ok());
                failure.context.clone_from(id);
            }
        }
        failure
    }
}

/// Reloads the templates whenever needed, one reload at a time.
#[derive(Debug)]
pub(crate) struct Reloads {
    source: Source,
    watch: FileWatch,
    reading: Option<JoinHandle<Result<Loaded, Error>>>,
    /// The requests that the current reload answers.
    requests: Vec<ReloadRequest>,
    /// Requests that came after it had started.
    waiting: Vec<ReloadRequest>,
}

impl Reloads {
    /// Starts watching the templates, before they are read.
    pub(crate) fn new(source: Source) -> Self {
        let watch = FileWatch::new(source.watched(&[]));
        Self { source, watch, reading: None, requests: Vec::new(), waiting: Vec::new() }
    }

    /// Watches the files that the templates were loaded from.
    pub(crate) fn watch_files(&mut self, files: &[PathBuf]) {
        self.watch.follow(self.source.watched(files));
    }

    /// Reloads the templates, changed or not, and answers this request.
    pub(crate) fn request(&mut self, request: ReloadRequest) {
        if self.waiting.len() < MAX_REQUESTS {
            self.waiting.push(request);
        }
    }

    /// Waits for the next reload, and returns it with its reasons. Cancel safe.
    pub(crate) async fn next(&mut self) -> (Result<Loaded, Error>, Vec<ReloadRequest>) {
        if self.reading.is_none() {
            if self.waiting.is_empty() {
                self.watch.changed().await;
                self.waiting.push(ReloadRequest::Change);
            }
            self.requests = std::mem::take(&mut self.waiting);
            let source = self.source.clone();
            self.reading = Some(tokio::spawn(async move { source.load_in_background().await }));
        }
        let loaded = match &mut self.reading {
            Some(reading) => reading.await.unwrap_or(Err(Error::LoadPanicked)),
            None => std::future::pending().await,
        };
        self.reading = None;
        (loaded, std::mem::take(&mut self.requests))
    }
}

/// The message that reports a reload.
fn reloaded(id: Option<String>) -> ComponentLoaded {
    let mut loaded = ComponentLoaded::default();
    (loaded.id, loaded.reloaded) = (id, true);
    loaded
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use petasos_sentences::Settings;
    use tokio::time::timeout;

    use super::*;
    use crate::Sentences;

    #[tokio::test(start_paused = true)]
    async fn what_changes_while_templates_are_read_for_the_first_time_counts() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sentences.ini");
        fs::write(&file, "[Old]\none\n").unwrap();
        let source = Source::new(Sentences::File(file.clone()), Settings::default());
        let mut reloads = Reloads::new(source.clone());
        let first = source.load().unwrap();
        fs::write(&file, "[New]\nanother\n").unwrap();
        reloads.watch_files(&first.files);
        let (again, requests) = timeout(Duration::from_secs(5), reloads.next()).await.unwrap();
        assert_eq!(requests, [ReloadRequest::Change]);
        assert!(again.unwrap().nlu.grammar().intents().any(|name| name.as_str() == "New"));
    }
}
