//! espeak-ng, which turns text into sound, and aplay, which plays it.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::Error;

/// The longest sound, in bytes: six minutes of espeak-ng's.
const LONGEST: u64 = 16 << 20;

/// How long espeak-ng may take for a text.
const SYNTHESIS_TIMEOUT: Duration = Duration::from_secs(10);

/// Fails if espeak-ng is not installed.
pub(crate) async fn is_installed() -> Result<(), Error> {
    let asked = command("espeak-ng").arg("--version").stdout(Stdio::null()).status().await;
    if asked.is_ok_and(|status| status.success()) { Ok(()) } else { Err(Error::NoEspeak) }
}

/// Makes a WAV file of a text, in a language such as `en`. The error is a message for the user.
pub(crate) async fn synthesise(text: &str, language: &str) -> Result<Bytes, String> {
    let known = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if !language.chars().all(known) {
        return Err(format!("{language:?} is not a language code"));
    }
    let mut espeak = command("espeak-ng")
        .args(["--stdin", "--stdout", "-v", language])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("espeak-ng does not start: {error}"))?;
    let work = async {
        feed(&mut espeak, text.as_bytes()).await?;
        let mut sound = Vec::new();
        if let Some(output) = espeak.stdout.take() {
            output.take(LONGEST).read_to_end(&mut sound).await?;
        }
        Ok::<_, io::Error>((espeak.wait().await?, sound))
    };
    let (status, sound) = timeout(SYNTHESIS_TIMEOUT, work)
        .await
        .map_err(|_| "espeak-ng takes too long".to_owned())?
        .map_err(|error| error.to_string())?;
    if !status.success() || sound.is_empty() {
        return Err(format!("espeak-ng made no sound of the text; does it know the language {language}?"));
    }
    Ok(Bytes::from(sound))
}

/// Plays a WAV file to its end. The error is a message for the user.
pub(crate) async fn play(sound: &[u8]) -> Result<(), String> {
    let aplay = command("aplay").args(["-q", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
    let mut aplay = aplay.map_err(|_| "there is no aplay (Debian: apt install alsa-utils)".to_owned())?;
    feed(&mut aplay, sound).await.map_err(|_| "there is no sound device".to_owned())?;
    match aplay.wait().await {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("there is no sound device that aplay can use".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Writes the input of a process, and closes it.
async fn feed(process: &mut Child, bytes: &[u8]) -> io::Result<()> {
    if let Some(mut input) = process.stdin.take() {
        input.write_all(bytes).await?;
    }
    Ok(())
}

/// A process that ends with us and does not write to the screen.
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
        let error = synthesise("hello", "zz-none").await.unwrap_err().clone();
        assert!(error.contains("zz-none"), "{error}");
    }
}
