use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Arguments {}

#[expect(clippy::unnecessary_wraps, reason = "it will fail one day")]
pub(crate) fn run(_: &Arguments) -> Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
