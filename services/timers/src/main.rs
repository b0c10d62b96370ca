//! The timers skill as a program.

use std::process::ExitCode;

fn main() -> ExitCode {
    petasos_skill::program::main::<petasos_timers::TimersConfig>()
}
