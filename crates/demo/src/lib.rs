//! The demonstration: a voice assistant to talk to by keyboard, without any hardware.
//!
//! Every component is a client of its own at one broker, so a real one can take its place: the manager and the skills are the real ones,
//! the sites with their devices come from `petasos-simulator`, the NLU from `petasos-nlu`.
//!
//! Where to look: `demo_installation.rs` starts the `components/`, `repl.rs` is the loop between the user and the installation. `input/`
//! reads lines and what they mean, `monitor/` follows what happens, `screen/` formats it.

mod components;
mod demo_installation;
mod error;
mod input;
mod monitor;
mod repl;
mod screen;

use std::collections::BTreeSet;
use std::io::{IsTerminal, stdin, stdout};
use std::time::Duration;

use petasos_bus::Settings;
use petasos_messages::{Component, Dialect, SiteId};
use petasos_program::StopSignals;

pub use self::components::COMPONENTS;
pub use self::components::demo_skills::{SkillSentences, skill_sentences};
use self::demo_installation::Installation;
pub use self::error::{Error, Unexpected};
pub use self::input::demo_script::{BadScript, Script};
use self::input::keyboard::Keyboard;
use self::input::{pipe, typed_line};
use self::repl::Repl;
use self::screen::line_output::LineOutput;
pub use self::screen::message_trace::Verbosity;
pub use petasos_simulator::sites::Pace;

/// The configuration of a demonstration.
#[derive(Debug)]
#[non_exhaustive]
pub struct Demo {
    /// The broker to join. Default: an embedded one.
    pub broker: Option<Settings>,
    /// The sites, at least one, named like the rooms they are in; the user is at the first. Default: kitchen and bedroom.
    pub sites: Vec<SiteId>,
    /// The components of [`COMPONENTS`] that others at the broker provide. Default: none.
    pub without: BTreeSet<Component>,
    /// Whether espeak-ng speaks on this computer. Default: no.
    pub speak: bool,
    /// How long users and speech take. Default: about as long as in life.
    pub pace: Pace,
    /// How much of the messages is shown. Default: nothing.
    pub verbosity: Verbosity,
    /// A script to run. Default: read the keyboard, or standard input if that is a pipe.
    pub script: Option<Script>,
    /// How long a script waits for each answer. Default: 10 s.
    pub deadline: Duration,
    /// What the NLU understands. Its dialect and its language are those of all components.
    pub nlu: petasos_nlu::Service,
}

impl Demo {
    /// Kitchen and bedroom at an embedded broker, with this NLU.
    pub fn new(nlu: petasos_nlu::Service) -> Self {
        Self {
            broker: None,
            sites: ["kitchen", "bedroom"].into_iter().filter_map(|site| SiteId::new(site).ok()).collect(),
            without: BTreeSet::new(),
            speak: false,
            pace: Pace::default(),
            verbosity: Verbosity::Quiet,
            script: None,
            deadline: Duration::from_secs(10),
            nlu,
        }
    }

    /// Starts everything, lets the user or the script talk to it, and stops it again: at the end of the input, at `quit`, at Ctrl-C
    /// and at SIGTERM.
    pub async fn run(mut self) -> Result<(), Error> {
        let (script, deadline) = (self.script.take(), self.deadline);
        let (dialect, verbosity): (Dialect, _) = (self.nlu.dialect, self.verbosity);
        let installation = Box::pin(Installation::start(self)).await?;
        let mut repl = Repl::new(installation, dialect, verbosity, LineOutput::Plain);
        let mut signals = StopSignals::listen().map_err(Error::Signals)?;
        let outcome = tokio::select! {
            outcome = talk(&mut repl, script, deadline) => outcome,
            () = signals.asked() => Ok(()),
        };
        Box::pin(repl.installation.stop()).await;
        outcome
    }
}

/// Takes lines from the script, the terminal or a pipe.
async fn talk(repl: &mut Repl, script: Option<Script>, deadline: Duration) -> Result<(), Error> {
    repl.name_others()?;
    if let Some(script) = script {
        return repl.with_script(script, deadline).await;
    }
    if !stdin().is_terminal() || !stdout().is_terminal() {
        return repl.with_pipe(pipe::lines()?).await;
    }
    repl.welcome()?;
    let (keyboard, printer) = Keyboard::open(typed_line::completions(repl.installation.sites()))?;
    repl.output = LineOutput::terminal(printer);
    repl.with_keyboard(keyboard).await
}
