//! From the settings in a header to the policy of a dialogue manager.

use std::time::Duration;

use petasos_dialogue::Policy;
use petasos_manager::config::Config;
use petasos_recording::Header;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::Error;

/// How long the recorded manager's feedback sounds play, in seconds, as `soundSeconds` in the settings of a header. The files of
/// `petasosd.toml` are not in a recording.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SoundSeconds {
    wake: Vec<f64>,
    recorded: Vec<f64>,
    error: Vec<f64>,
}

/// What of the settings says how long sounds are.
const SOUND_SECONDS: &str = "soundSeconds";

/// The policy of the manager that was recorded, as far as the header tells.
pub fn policy(header: &Header) -> Result<Policy, Error> {
    let wrong = |error: serde_json::Error| Error::Settings(error.to_string());
    let mut settings: Map<String, Value> = header.settings.clone();
    let sounds: SoundSeconds = settings
        .remove(SOUND_SECONDS)
        .map_or(Ok(SoundSeconds::default()), serde_json::from_value)
        .map_err(wrong)?;
    if let Some(dialect) = header.dialect {
        settings.entry("dialect").or_insert_with(|| dialect.to_string().into());
    }
    let config: Config = serde_json::from_value(Value::Object(settings)).map_err(wrong)?;
    let mut policy = config.policy();
    policy.sounds.wake = lengths(&sounds.wake)?;
    policy.sounds.recorded = lengths(&sounds.recorded)?;
    policy.sounds.error = lengths(&sounds.error)?;
    Ok(policy)
}

fn lengths(seconds: &[f64]) -> Result<Vec<Duration>, Error> {
    let lengths =
        seconds.iter().map(|seconds| Duration::try_from_secs_f64(*seconds)).collect::<Result<_, _>>();
    lengths.map_err(|error| Error::Settings(format!("{SOUND_SECONDS}: {error}")))
}
