//! espeak-ng makes sound of texts, and aplay makes it heard.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// The longest sound, in bytes: six minutes of espeak-ng's.
const LONGEST: u64 = 16 << 20;

/// So long a text may take to become sound.
const PATIENCE: Duration = Duration::from_secs(10);

/// Fails, and says how to get it, if espeak-ng is not there.
pub(crate) async fn is_there() -> Result<()> {
    let asked = command("espeak-ng").arg("--version").stdout(Stdio::null()).status().await;
    match asked {
        Ok(status) if status.success() => Ok(()),
        _ => {
            bail!("--speak needs espeak-ng: install it (Debian: apt install espeak-ng), or leave --speak out")
        }
    }
}

/// Makes a WAV file of a text, in this language (such as `en`).
pub(crate) async fn synthesise(text: &str, language: &str) -> Result<Bytes> {
    let known = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if !language.chars().all(known) {
        bail!("{language:?} is no language");
    }
    let mut espeak = command("espeak-ng")
        .args(["--stdin", "--stdout", "-v", language])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("espeak-ng does not start")?;
    let work = async {
        feed(&mut espeak, text.as_bytes()).await?;
        let mut sound = Vec::new();
        if let Some(output) = espeak.stdout.take() {
            output.take(LONGEST).read_to_end(&mut sound).await?;
        }
        let status = espeak.wait().await?;
        if !status.success() || sound.is_empty() {
            bail!("espeak-ng made no sound of the text; does it know the language {language}?");
        }
        Ok(Bytes::from(sound))
    };
    timeout(PATIENCE, work).await.context("espeak-ng takes too long")?
}

/// Plays a WAV file to its end.
pub(crate) async fn play(sound: &[u8]) -> Result<()> {
    let mut aplay = command("aplay")
        .args(["-q", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .context("there is no aplay (Debian: apt install alsa-utils)")?;
    feed(&mut aplay, sound).await.context("there is no sound device")?;
    let status = aplay.wait().await?;
    if !status.success() {
        bail!("there is no sound device that aplay can use");
    }
    Ok(())
}

/// Hands a process its input, and closes it.
async fn feed(process: &mut Child, bytes: &[u8]) -> Result<()> {
    if let Some(mut input) = process.stdin.take() {
        input.write_all(bytes).await?;
    }
    Ok(())
}

/// A process that ends with us, and whose complaints do not disturb the screen.
fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_messages::wav;

    #[tokio::test]
    async fn a_text_becomes_a_wav_that_lasts_a_while() {
        let sound = synthesise("The light in the kitchen is on.", "en").await.unwrap();
        let length = wav::inspect(&sound).unwrap().duration;
        assert!(length > Duration::from_millis(500), "{length:?}");
    }

    #[tokio::test]
    async fn an_unknown_language_is_an_error() {
        let error = synthesise("hello", "zz-none").await.unwrap_err().to_string();
        assert!(error.contains("zz-none"), "{error}");
    }
}
