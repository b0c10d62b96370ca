//! The demonstration: a voice assistant to talk to by keyboard, without any hardware.
//!
//! Every part is a client of its own at one broker, so a real one can take its place: the manager is the real one, the sites with
//! their devices come from `petasos-simulator`, the NLU from `petasos-nlu`.
//!
//! Where to look: `installation.rs` starts the `components/`, `repl.rs` is the loop between the person and the installation. `input/`
//! reads lines and what they mean, `monitor/` follows what happens by the messages, `screen/` formats it.

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
use petasos_messages::{Dialect, SiteId};
use petasos_program::StopSignals;

pub use self::components::Part;
use self::demo_installation::Installation;
pub use self::error::{Error, Unexpected};
pub use self::input::demo_script::{BadScript, Script};
use self::input::keyboard::Keyboard;
use self::input::pipe::Pipe;
use self::input::typed_line;
use self::repl::Repl;
use self::screen::line_output::LineOutput;
pub use self::screen::message_trace::Verbosity;
pub use petasos_simulator::sites::Pace;

/// The sentence templates that the skills of the demonstration understand.
pub const SENTENCES: &str = include_str!("../../../config/sentences.ini");

/// Where messages are shown, scenes wait this long for the messages that led to them.
const HOLD: Duration = Duration::from_millis(2);

/// A demonstration, as it is to be.
#[derive(Debug)]
#[non_exhaustive]
pub struct Demo {
    /// The broker to join. Default: an embedded one.
    pub broker: Option<Settings>,
    /// The sites, at least one; the person is at the first. Default: kitchen and bedroom.
    pub sites: Vec<SiteId>,
    /// The parts that others at the broker play. Default: none.
    pub without: BTreeSet<Part>,
    /// Whether speech is to be heard on this computer, by espeak-ng. Default: no.
    pub speak: bool,
    /// How fast people and speech are. Default: as in life.
    pub pace: Pace,
    /// How much is shown of the messages that pass. Default: nothing.
    pub verbosity: Verbosity,
    /// A script to play. Default: read the keyboard, or standard input if that is a pipe.
    pub script: Option<Script>,
    /// How long a script waits for each answer. Default: 10 s.
    pub deadline: Duration,
    /// What the NLU understands, and the dialect of everything.
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

    /// Starts everything, lets a person or the script talk to it, and stops it again: at the end of the input, at `quit`, at Ctrl-C
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

/// Lines come from a script, from a person at a terminal, or out of a pipe.
async fn talk(repl: &mut Repl, script: Option<Script>, deadline: Duration) -> Result<(), Error> {
    repl.greet_others()?;
    if let Some(script) = script {
        return repl.with_script(script, deadline).await;
    }
    if !stdin().is_terminal() || !stdout().is_terminal() {
        return repl.with_pipe(Pipe::open()?).await;
    }
    repl.welcome()?;
    let (keyboard, printer) = Keyboard::open(typed_line::completions(repl.installation.sites()))?;
    repl.output = LineOutput::terminal(printer);
    repl.with_keyboard(keyboard).await
}
