//! The compiler finds mistakes in skills, points at them and says what to write.
//!
//! `TRYBUILD=overwrite cargo test -p petasos-skill-macros --test ui` writes the expected messages again.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking")]

use std::process::Command;

/// The compiler of the messages in `ui/types`: those about types differ between versions.
const COMPILER: &str = "rustc 1.95.";

#[test]
fn the_compiler_says_what_is_wrong_with_a_skill() {
    let cases = trybuild::TestCases::new();
    // The messages of the derive macros are the same with all of them.
    cases.compile_fail("tests/ui/attributes/*.rs");
    if compiler().starts_with(COMPILER) {
        cases.compile_fail("tests/ui/types/*.rs");
    }
}

fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().unwrap();
    String::from_utf8(version.stdout).unwrap()
}
