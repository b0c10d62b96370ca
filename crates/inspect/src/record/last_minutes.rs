//! Fetches what a dialogue manager remembers of the last minutes.

use std::time::Duration;

use petasos_messages::payload::{RecordingPart, RecordingRequest};
use petasos_messages::{Level, Message, Topic};
use petasos_recording::{self as recording, Entry, Reader, Recording};
use tokio::time::timeout;

use crate::client::{Client, ClientError};
use crate::managers;
use crate::terminal_text::plain;

/// How long the next part of the answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// More than any manager remembers.
const MAX_BYTES: usize = 256 * 1024 * 1024;

/// What a dialogue manager remembers.
#[derive(Debug)]
#[non_exhaustive]
pub struct LastMinutes {
    /// The session file, to the letter.
    pub text: String,
    /// The entries in it.
    pub entries: Vec<Entry>,
}

/// Why nothing could be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LastMinutesError {
    /// The connection failed.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// No manager runs, or it did not answer.
    #[error("{0}")]
    NoAnswer(String),
    /// Several managers run, and none was named.
    #[error("several dialogue managers serve: {}", names(.0).join(", "))]
    Several(Vec<Level>),
    /// The manager has no recorder.
    #[error("the dialogue manager {manager} has no recording: {}", plain(reason))]
    Refused {
        /// The name of the manager.
        manager: Level,
        /// Its reason.
        reason: String,
    },
    /// A part of the answer is missing.
    #[error("a part of the recording was lost on its way: try again")]
    Lost,
    /// The answer is larger than any recorder's memory.
    #[error("the dialogue manager {manager} sends without an end")]
    TooLarge {
        /// The name of the manager.
        manager: Level,
    },
    /// The answer has no end.
    #[error("the dialogue manager {manager} has stopped in the middle of the recording")]
    Stopped {
        /// The name of the manager.
        manager: Level,
    },
    /// The answer is not a session file.
    #[error("the dialogue manager {manager} sent no recording")]
    Unreadable {
        /// The name of the manager.
        manager: Level,
        /// What is wrong with it.
        #[source]
        error: recording::Error,
    },
}

/// Asks the manager of this name, or the only one that runs, for the last `time`. The client must have subscribed to
/// [`petasos_messages::filter::STATUS`].
pub async fn last_minutes(
    client: &mut Client,
    time: Duration,
    name: Option<&str>,
) -> Result<LastMinutes, LastMinutesError> {
    let managers = managers::find(client).await?;
    let running = managers.iter().filter(|status| managers::serves(status));
    let mut names: Vec<Level> = running.filter_map(|status| status.instance.clone()).collect();
    names.retain(|known| name.is_none_or(|wanted| known.as_str() == wanted));
    let no_answer =
        |client: &Client| LastMinutesError::NoAnswer(managers::explain_silence(&managers, client));
    let manager = match names.as_slice() {
        [] => return Err(no_answer(client)),
        [manager] => manager.clone(),
        _ => return Err(LastMinutesError::Several(names)),
    };
    client.subscribe(&[Topic::Recording { instance: manager.clone() }]).await?;
    let id = client.name().to_owned();
    let request = RecordingRequest::new(manager.clone(), id.as_str(), Some(time.as_secs_f64()));
    client.send(&Message::RecordingRequest(request))?;

    let first = next(client, &manager, &id).await?.ok_or_else(|| no_answer(client))?;
    if let Some(reason) = first.error {
        return Err(LastMinutesError::Refused { manager, reason });
    }
    let text = join(client, &manager, &id, first).await?;
    let recording = Reader::new(text.as_bytes()).and_then(Recording::read);
    let entries = recording.map_err(|error| LastMinutesError::Unreadable { manager, error })?.entries;
    Ok(LastMinutes { text, entries })
}

/// Joins the parts of the answer.
async fn join(
    client: &mut Client,
    manager: &Level,
    id: &str,
    first: RecordingPart,
) -> Result<String, LastMinutesError> {
    let mut text = String::new();
    let mut part = first;
    for expected in 0.. {
        if part.part != expected {
            return Err(LastMinutesError::Lost);
        }
        text += part.text.as_deref().unwrap_or_default();
        if text.len() > MAX_BYTES {
            return Err(LastMinutesError::TooLarge { manager: manager.clone() });
        }
        if part.last {
            break;
        }
        part = next(client, manager, id)
            .await?
            .ok_or_else(|| LastMinutesError::Stopped { manager: manager.clone() })?;
    }
    Ok(text)
}

/// The next part of the answer to our request, if it comes in time.
async fn next(client: &mut Client, instance: &Level, id: &str) -> Result<Option<RecordingPart>, ClientError> {
    let ours = |message: &Message| match message {
        Message::Recording(part)
            if part.instance.as_ref() == Some(instance) && part.id.as_deref() == Some(id) =>
        {
            Some(part.clone())
        }
        _ => None,
    };
    timeout(PATIENCE, client.find(ours)).await.unwrap_or(Ok(None))
}

fn names(managers: &[Level]) -> Vec<String> {
    managers.iter().map(|name| plain(name.as_str())).collect()
}
