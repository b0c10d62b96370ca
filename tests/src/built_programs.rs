//! The programs of this workspace: those that variables name, or built first, so that they are never old ones.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The daemon; `PETASOSD` may name another one.
pub fn petasosd() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| named("PETASOSD").unwrap_or_else(|| build("petasosd")))
}

/// The command line tool; `PETASOS` may name another one.
pub fn petasos() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| named("PETASOS").unwrap_or_else(|| build("petasos")))
}

/// A service of `services/`, by its package; for `petasos-clock` the variable `CLOCK_PROGRAM` may name another program.
pub fn service(package: &str) -> PathBuf {
    let name = package.trim_start_matches("petasos-").replace('-', "_").to_uppercase();
    named(&format!("{name}_PROGRAM")).unwrap_or_else(|| build(package))
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

fn build(package: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--package", package])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(status.is_ok_and(|status| status.success()), "{package} does not build");
    let test = std::env::current_exe().expect("a test is a program");
    let profile = test.ancestors().nth(2).expect("cargo puts tests into target/<profile>/deps");
    profile.join(package)
}
