//! Installs what the tests need, on a Debian machine that has only Rust. Checks first, so that a second run is instant.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::subprocess::{cache, cargo, program, root, run, succeeds, tools};

/// Installs everything, in order, and reports what it installs.
pub(crate) fn everything() -> Result<()> {
    debian_packages()?;
    python_environment("rhasspy")?;
    python_environment("test")?;
    cargo_tool("deny", "0.20.2")?;
    cargo_tool("nextest", "0.9.143")
}

/// A required program, the arguments to test it with, and its Debian package.
const PROGRAMS: [(&str, &[&str], &str); 5] = [
    ("mosquitto", &["-h"], "mosquitto"),
    ("mosquitto_pub", &["--version"], "mosquitto-clients"),
    ("espeak-ng", &["--version"], "espeak-ng"),
    ("openssl", &["version"], "openssl"),
    ("tmux", &["-V"], "tmux"),
];

fn debian_packages() -> Result<()> {
    let mut missing: Vec<&str> =
        PROGRAMS.iter().filter(|(name, ..)| !installed(name)).map(|&(.., package)| package).collect();
    if python().is_err() {
        missing.extend(["python3", "python3-venv"]);
    }
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing Debian packages: {}", missing.join(" "));
    run(apt().args(["update", "--quiet"]))?;
    run(apt().args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(missing))
        .context("install them manually as root, then try again")
}

fn apt() -> Command {
    let mut command = program("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether a program is on the path. It is not run, because Mosquitto exits with an error code on `-h`.
fn installed(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).chain(["/usr/sbin".into()]).any(|folder| folder.join(name).is_file())
}

/// A Python that runs Rhasspy's services and can create virtual environments. It must be 3.11: the services were published for 3.7
/// and still work on 3.11, but fail to import on 3.13.
fn python() -> Result<&'static str> {
    const ASK: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))";
    ["/usr/bin/python3.11", "python3.11", "python3"]
        .into_iter()
        .find(|name| succeeds(program(name).args(["-c", ASK])))
        .context(
            "no Python 3.11 with venv, which Rhasspy's services need; install python3.11 and python3.11-venv",
        )
}

/// Creates the virtual environment `.cache/venv-NAME` with the packages pinned in `tests/peers/NAME.txt`. A copy of the list inside
/// it shows whether it is up to date.
fn python_environment(name: &str) -> Result<()> {
    let list = root().join("tests/peers").join(format!("{name}.txt"));
    let wanted = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let environment = cache().join(format!("venv-{name}"));
    let stamp = environment.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("installing {} into {}", list.display(), environment.display());
    fs::create_dir_all(cache())?;
    run(program(python()?).args(["-m", "venv", "--clear"]).arg(&environment))?;
    run(program(environment.join("bin/pip"))
        .args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"])
        .arg(&list))?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Installs a cargo tool, without optimisation: it runs for seconds, so a release build would not pay off.
fn cargo_tool(name: &str, version: &str) -> Result<()> {
    if succeeds(cargo().args([name, "--version"])) {
        return Ok(());
    }
    println!("installing cargo-{name} into {} (this takes minutes, once)", tools().display());
    let build = cache().join("tools-build");
    run(cargo()
        .args(["install", "--quiet", "--debug", "--locked", "--root"])
        .arg(tools())
        .arg(format!("cargo-{name}@{version}"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_TARGET_DIR", &build))?;
    fs::remove_dir_all(&build).with_context(|| format!("cannot remove {}", build.display()))
}
