//! Installs what the tests need, on a Debian machine that has only Rust. Asks first, so that a second run is instant.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::subprocess::{cache, cargo, program, root, run, succeeds, tools};

/// Everything, in order; says what it installs and nothing when all is there.
pub(crate) fn everything() -> Result<()> {
    debian_packages()?;
    python_environment("rhasspy")?;
    python_environment("test")?;
    cargo_tool("deny", "0.20.2")?;
    cargo_tool("nextest", "0.9.143")
}

/// A program that must be there, how to ask for it, and the Debian package that brings it.
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
        .context("install them by hand (root is needed), then try again")
}

fn apt() -> Command {
    let mut command = program("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether a program is on the path. (Mosquitto answers `-h` with an error code, so it is not asked.)
fn installed(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).chain(["/usr/sbin".into()]).any(|folder| folder.join(name).is_file())
}

/// A Python that runs Rhasspy's services and can make virtual environments. They need 3.11: published for 3.7, they
/// still work there, and die at their imports on 3.13.
fn python() -> Result<&'static str> {
    const ASK: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))";
    ["/usr/bin/python3.11", "python3.11", "python3"]
        .into_iter()
        .find(|name| succeeds(program(name).args(["-c", ASK])))
        .context(
            "no Python 3.11 with venv: Rhasspy's services need it; install python3.11 and python3.11-venv",
        )
}

/// The virtual environment `.cache/venv-NAME` with what `tests/peers/NAME.txt` pins. The list it was made from lies in
/// it, so that a changed list makes it new.
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

/// One of cargo's own tools, unoptimised: it runs for seconds, so a release build would never pay for itself.
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
