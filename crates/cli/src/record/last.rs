//! `petasos record --last`: what the dialogue manager remembers of the last minutes.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use petasos_messages::payload::{RecordingPart, RecordingRequest};
use petasos_messages::{Level, Message, Topic, filter};
use tokio::time::timeout;

use super::output;
use crate::client::{Client, Common};
use crate::managers;
use crate::output::{Output, plain};

/// So long the next part of the answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the dialogue manager for what was said in the last so long, and writes it into this file, or to standard output.
pub(crate) async fn run(
    common: &Common,
    time: Duration,
    file: Option<&Path>,
    force: bool,
) -> Result<ExitCode> {
    let output = Output::new(common.json);
    let mut client = Client::connect(common, None, &[filter::STATUS]).await?;
    let managers = managers::find(&mut client).await?;
    let Some(instance) =
        managers.iter().find(|status| managers::serves(status)).and_then(|status| status.instance.clone())
    else {
        return output.no_answer(managers::none(&managers, &client));
    };
    client.subscribe(&[Topic::Recording { instance: instance.clone() }]).await?;
    let id = client.name().to_owned();
    let request = RecordingRequest::new(instance.clone(), id.as_str(), Some(time.as_secs_f64()));
    client.tell(&Message::RecordingRequest(request))?;

    let Some(mut part) = next(&mut client, &instance, &id).await? else {
        return output.no_answer(managers::none(&managers, &client));
    };
    if let Some(reason) = &part.error {
        return output.failed(format!("the dialogue manager {instance} has no recording: {}", plain(reason)));
    }
    let mut out = open(file, force)?;
    let mut expected = 0;
    loop {
        ensure!(part.part == expected, "a part of the recording was lost on its way: try again");
        out.write_all(part.text.unwrap_or_default().as_bytes()).context("cannot write the recording")?;
        if part.last {
            break;
        }
        expected += 1;
        part = match next(&mut client, &instance, &id).await? {
            Some(part) => part,
            None => bail!("the dialogue manager {instance} has stopped in the middle of the recording"),
        };
    }
    out.flush().context("cannot write the recording")?;
    if let Some(file) = file {
        let file = file.display().to_string();
        output.line(&file, &serde_json::json!({ "target": file }))?;
    }
    client.close().await?;
    Ok(ExitCode::SUCCESS)
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

fn open(file: Option<&Path>, force: bool) -> Result<Box<dyn Write>> {
    let Some(path) = file else { return Ok(Box::new(io::stdout())) };
    if force {
        output::clear(path)?;
    }
    Ok(Box::new(output::create(path)?))
}
