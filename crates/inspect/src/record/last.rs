//! `petasos record --last`: what the dialogue manager remembers of the last minutes.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use petasos_messages::payload::{RecordingPart, RecordingRequest};
use petasos_messages::{Level, Message, Topic, filter};
use petasos_recording::{Entry, Reader, Recording};
use serde_json::json;
use tokio::time::timeout;

use super::output;
use crate::client::{Client, Common};
use crate::managers;
use crate::output::{Output, plain};

/// So long the next part of the answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// More than any manager remembers: who sends more is none.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// What was said in the last so long.
    pub(crate) time: Duration,
    /// By the manager of this name; by the only one that serves if `None`.
    pub(crate) manager: Option<&'a str>,
    /// The file to write; standard output if `None`.
    pub(crate) file: Option<&'a Path>,
    /// Whether a file that exists is overwritten.
    pub(crate) force: bool,
}

/// Asks the dialogue manager for what was said last, and writes it when all of it has come.
pub(crate) async fn run(common: &Common, wanted: &Wanted<'_>) -> Result<ExitCode> {
    let output = Output::new(common.json);
    let mut client = Client::connect(common, None, &[filter::STATUS]).await?;
    let managers = managers::find(&mut client).await?;
    let serving = managers.iter().filter(|status| managers::serves(status));
    let mut names: Vec<Level> = serving.filter_map(|status| status.instance.clone()).collect();
    names.retain(|name| wanted.manager.is_none_or(|wanted| name.as_str() == wanted));
    let instance = match names.as_slice() {
        [] => return output.no_answer(managers::none(&managers, &client)),
        [instance] => instance,
        several => return output.wrong_use(which(several)),
    };
    client.subscribe(&[Topic::Recording { instance: instance.clone() }]).await?;
    let id = client.name().to_owned();
    let request = RecordingRequest::new(instance.clone(), id.as_str(), Some(wanted.time.as_secs_f64()));
    client.tell(&Message::RecordingRequest(request))?;

    let Some(first) = next(&mut client, instance, &id).await? else {
        return output.no_answer(managers::none(&managers, &client));
    };
    if let Some(reason) = &first.error {
        return output.failed(format!("the dialogue manager {instance} has no recording: {}", plain(reason)));
    }
    let text = whole(&mut client, instance, &id, first).await?;
    let recording = Reader::new(text.as_bytes()).and_then(Recording::read);
    let entries =
        recording.with_context(|| format!("the dialogue manager {instance} sent no recording"))?.entries;
    write(wanted, &text)?;
    if let Some(file) = wanted.file {
        tell(output, file, &entries)?;
    }
    client.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Why nobody was asked where several could be.
fn which(several: &[Level]) -> String {
    let names: Vec<String> = several.iter().map(|name| plain(name.as_str())).collect();
    format!("several dialogue managers serve: say which with --manager {}", names.join(" or --manager "))
}

/// All parts of the answer, one after the other.
async fn whole(client: &mut Client, instance: &Level, id: &str, first: RecordingPart) -> Result<String> {
    let mut text = String::new();
    let mut part = first;
    for expected in 0.. {
        ensure!(part.part == expected, "a part of the recording was lost on its way: try again");
        text += part.text.as_deref().unwrap_or_default();
        ensure!(text.len() <= MOST_BYTES, "the dialogue manager {instance} sends without an end");
        if part.last {
            break;
        }
        part = match next(client, instance, id).await? {
            Some(part) => part,
            None => bail!("the dialogue manager {instance} has stopped in the middle of the recording"),
        };
    }
    Ok(text)
}

/// The next part of the answer to our question, if it comes in time.
async fn next(client: &mut Client, instance: &Level, id: &str) -> Result<Option<RecordingPart>> {
    let ours = |message: &Message| match message {
        Message::RecordingPart(part)
            if part.instance.as_ref() == Some(instance) && part.id.as_deref() == Some(id) =>
        {
            Some(part.clone())
        }
        _ => None,
    };
    timeout(PATIENCE, client.expect(ours)).await.unwrap_or(Ok(None))
}

fn write(wanted: &Wanted<'_>, text: &str) -> Result<()> {
    let mut out: Box<dyn Write> = match wanted.file {
        None => Box::new(io::stdout()),
        Some(path) => {
            if wanted.force {
                output::clear(path)?;
            }
            Box::new(output::create(path)?)
        }
    };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot write the recording")
}

/// What has come. It may reach back less far than was asked for.
fn tell(output: Output, file: &Path, entries: &[Entry]) -> Result<()> {
    let file = file.display().to_string();
    let time = |entry: Option<&Entry>| entry.map(|entry| entry.at).unwrap_or_default();
    let seconds = time(entries.last()).saturating_sub(time(entries.first())).as_secs_f64();
    let messages = entries.len();
    output.line(
        format!("{file}: {messages} messages within {seconds:.1} s"),
        &json!({ "target": file, "messages": messages, "seconds": seconds }),
    )
}
