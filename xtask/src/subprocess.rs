//! Runs other programs in the workspace's root.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// The workspace's root folder.
pub(crate) fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// Where the tasks install things: never outside of the checkout.
pub(crate) fn cache() -> PathBuf {
    root().join(".cache")
}

/// Where `cargo install` puts missing tools.
pub(crate) fn tools() -> PathBuf {
    cache().join("tools")
}

/// A program to run in the root, which also finds the tools installed here.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root()).env("PATH", search_path());
    command
}

/// The cargo that runs this program.
pub(crate) fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The programs of this workspace that tests start, and the variables that name them.
const PROGRAMS: [(&str, &str); 6] = [
    ("PETASOSD", "petasosd"),
    ("PETASOS", "petasos"),
    ("LIGHTS_PROGRAM", "petasos-lights"),
    ("TIMERS_PROGRAM", "petasos-timers"),
    ("CLOCK_PROGRAM", "petasos-clock"),
    ("HOME_ASSISTANT_PROGRAM", "petasos-home-assistant"),
];

/// Sets the variables that name the programs of this workspace, which are in the same folder as this one.
pub(crate) fn name_programs(command: &mut Command) -> Result<()> {
    let beside = std::env::current_exe()?;
    for (variable, program) in PROGRAMS {
        command.env(variable, beside.with_file_name(program));
    }
    Ok(())
}

/// Runs a command to its end, with inherited output.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    ensure!(status.success(), "`{}` failed: {status}", line(command));
    Ok(())
}

/// The command line.
fn line(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words: Vec<_> = std::iter::once(name).chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

/// Whether a command runs and succeeds; its output is discarded.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn search_path() -> OsString {
    let mut path = tools().join("bin").into_os_string();
    if let Some(inherited) = std::env::var_os("PATH") {
        path.push(":");
        path.push(inherited);
    }
    path
}
