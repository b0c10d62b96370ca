//! The clock skill as a program.

use std::process::ExitCode;

fn main() -> ExitCode {
    petasos_skill::program::main::<petasos_clock::ClockConfig>()
}
