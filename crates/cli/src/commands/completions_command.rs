//! `petasos completions`: prints shell completions.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, CommandFactory, ValueEnum};
use clap_complete::{Shell, generate};

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Bash,
    Zsh,
    Fish,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos completions bash > ~/.local/share/bash-completion/completions/petasos
  petasos completions zsh > ~/.zfunc/_petasos          with fpath+=~/.zfunc in ~/.zshrc
  petasos completions fish > ~/.config/fish/completions/petasos.fish")]
pub(crate) struct Arguments {
    /// The shell.
    shell: Kind,
}

pub(crate) fn run<C: CommandFactory>(arguments: &Arguments) -> Result<ExitCode> {
    let shell = match arguments.shell {
        Kind::Bash => Shell::Bash,
        Kind::Zsh => Shell::Zsh,
        Kind::Fish => Shell::Fish,
    };
    let mut script = Vec::new();
    generate(shell, &mut C::command(), "petasos", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
