//! The loop between the person and the installation: what is typed goes in, what happens is printed.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use petasos_bus::Received;
use petasos_messages::payload::{Presence, Termination};
use petasos_messages::{Component, Dialect, Message, SiteId};
use petasos_simulator::sites::SiteEvent;
use tokio::time::{Instant, sleep, sleep_until};

use crate::Error;
use crate::components::Part;
use crate::demo_installation::{DemoEvent, Installation};
use crate::input::demo_script::{Script, Wants};
use crate::input::keyboard::Keyboard;
use crate::input::pipe::Pipe;
use crate::input::typed_line::{self, Line};
use crate::monitor::duplicate_services::DuplicateServices;
use crate::monitor::foreign_scenes;
use crate::monitor::open_sessions::{OpenSessions, SessionEnd};
use crate::monitor::whose_turn::WhoseTurn;
use crate::screen::line_output::LineOutput;
use crate::screen::message_trace::{self, Verbosity};
use crate::screen::{self, Screen};

/// How long to wait without any event before the next line of a pipe is said.
const PATIENCE: Duration = Duration::from_secs(15);

/// Reads lines, does what they say, and prints what happens.
#[derive(Debug)]
pub(crate) struct Repl {
    pub(crate) installation: Installation,
    pub(crate) output: LineOutput,
    screen: Screen,
    dialect: Dialect,
    verbosity: Verbosity,
    /// The site where the person is.
    here: SiteId,
    sessions: OpenSessions,
    turns: WhoseTurn,
    /// The sites at which something went wrong in the open session.
    trouble: BTreeSet<SiteId>,
    duplicates: DuplicateServices,
    /// Whether somebody who was not understood was told about `examples`, which happens once.
    helped: bool,
    /// Whether the connection is lost, which is reported once.
    lost: bool,
}

impl Repl {
    /// The person is at the first site.
    pub(crate) fn new(
        installation: Installation,
        dialect: Dialect,
        verbosity: Verbosity,
        output: LineOutput,
    ) -> Self {
        Self {
            screen: Screen::new(installation.sites()),
            here: installation.sites().first().cloned().unwrap_or_default(),
            installation,
            output,
            dialect,
            verbosity,
            sessions: OpenSessions::default(),
            turns: WhoseTurn::default(),
            trouble: BTreeSet::new(),
            duplicates: DuplicateServices::default(),
            helped: false,
            lost: false,
        }
    }

    /// Prints how to begin.
    pub(crate) fn welcome(&mut self) -> Result<(), Error> {
        let welcome = Screen::welcome(self.installation.sites(), &self.installation.broker_address());
        self.output.print(&welcome)
    }

    /// Prints which manager ran before us.
    pub(crate) fn greet_others(&mut self) -> Result<(), Error> {
        let Some(manager) = self.installation.other_manager() else { return Ok(()) };
        let text = format!("A manager ({manager}) is there already, so ours stays out.");
        self.output.print(&screen::notice(&text))
    }

    /// A person types at a terminal.
    pub(crate) async fn with_keyboard(&mut self, mut keyboard: Keyboard) -> Result<(), Error> {
        loop {
            keyboard.ask(&format!("{}> ", self.here));
            let line = loop {
                tokio::select! {
                    line = keyboard.line() => break line,
                    event = self.installation.next() => self.show(&event?)?,
                }
            };
            let Some(line) = line else { break };
            if self.typed(&line).await?.is_break() {
                break;
            }
        }
        keyboard.close();
        Ok(())
    }

    /// Lines come out of a pipe. The next is said when it is the person's turn; after the last answer this returns.
    pub(crate) async fn with_pipe(&mut self, mut pipe: Pipe) -> Result<(), Error> {
        loop {
            self.wait_for_turn().await?;
            let line = loop {
                tokio::select! {
                    line = pipe.line() => break line,
                    event = self.installation.next() => self.show(&event?)?,
                }
            };
            let Some(line) = line else { return Ok(()) };
            self.echo(&line)?;
            if self.typed(&line).await?.is_break() {
                return Ok(());
            }
        }
    }

    async fn wait_for_turn(&mut self) -> Result<(), Error> {
        while !self.turns.is_the_persons(&self.sessions) {
            tokio::select! {
                event = self.installation.next() => self.show(&event?)?,
                () = sleep(PATIENCE) => {
                    self.turns.give_up();
                    break;
                }
            }
        }
        Ok(())
    }

    /// Plays a script. Each answer may take this long.
    pub(crate) async fn with_script(&mut self, mut script: Script, limit: Duration) -> Result<(), Error> {
        let mut left = script.left();
        let mut deadline = Instant::now() + limit;
        loop {
            let wants = script.proceed()?;
            if script.left() < left {
                left = script.left();
                deadline = Instant::now() + limit;
            }
            match wants {
                Wants::Nothing => return Ok(()),
                Wants::Type(line) => {
                    self.echo(&line)?;
                    if self.typed(&line).await?.is_break() {
                        return Ok(());
                    }
                }
                Wants::Answer => {
                    tokio::select! {
                        event = self.installation.next() => {
                            let event = event?;
                            if let Some((site, SiteEvent::Speaking(words))) = self.scene(&event) {
                                script.hear(&site, &words);
                            }
                            self.show(&event)?;
                        }
                        () = sleep_until(deadline) => return script.overdue().map_or(Ok(()), |missing| Err(missing.into())),
                    }
                }
            }
        }
    }

    /// Prints a line that was not typed at the terminal.
    fn echo(&mut self, line: &str) -> Result<(), Error> {
        self.output.print(&screen::notice(&format!("{}> {line}", self.here)))
    }

    /// Does what a line says.
    async fn typed(&mut self, line: &str) -> Result<ControlFlow<()>, Error> {
        match typed_line::read(line, self.installation.sites()) {
            Line::Nothing => {}
            Line::Quit => return Ok(ControlFlow::Break(())),
            Line::Help => self.output.print(&screen::help(self.installation.sites()))?,
            Line::Examples => self.show_examples().await?,
            Line::NoSuchRoom(name) => {
                let text = typed_line::no_such_room(&name, self.installation.sites());
                self.output.print(&screen::notice(&format!("There is {text}.")))?;
            }
            Line::Sites => self.show_sites()?,
            Line::Use(room) => self.here = room,
            Line::Break(part) => self.set_broken(part, true).await?,
            Line::Mend(part) => self.set_broken(part, false).await?,
            Line::Act(room, act) => {
                let room = room.unwrap_or_else(|| self.here.clone());
                self.turns.act(&room, &act);
                self.installation.act(&room, act);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    async fn set_broken(&mut self, part: Part, broken: bool) -> Result<(), Error> {
        if !self.installation.is_ours(part) {
            let text = format!("The {part} is played by somebody else: break it there.");
            return self.output.print(&screen::notice(&text));
        }
        match self.installation.set_broken(part, broken).await {
            Ok(()) => self.output.print(&screen::broken(part, broken)),
            Err(error) => {
                self.output.print(&screen::trouble(&format!("The {part} cannot be mended:")))?;
                self.output.print(&format!("{error}"))
            }
        }
    }

    async fn show_examples(&mut self) -> Result<(), Error> {
        if !self.installation.is_ours(Part::Nlu) {
            let text = "The nlu is played by somebody else: what it understands is not known here.";
            return self.output.print(&screen::notice(text));
        }
        match self.installation.example_sentences().await {
            Ok(sentences) => self.output.print(&screen::examples(&sentences)),
            Err(error) => {
                self.output.print(&screen::trouble("The sentences cannot be read:"))?;
                self.output.print(&format!("{error}"))
            }
        }
    }

    fn show_sites(&mut self) -> Result<(), Error> {
        for site in self.installation.sites() {
            let doing = self.turns.doing(site, &self.sessions).to_owned();
            let state =
                std::iter::once(doing).chain(self.installation.light(site)).collect::<Vec<_>>().join(", ");
            self.output.print(&self.screen.room(site, *site == self.here, &state))?;
        }
        for part in self.installation.broken() {
            self.output.print(&screen::broken(part, true))?;
        }
        Ok(())
    }

    /// What an event means at a site.
    fn scene(&self, event: &DemoEvent) -> Option<(SiteId, SiteEvent)> {
        match event {
            DemoEvent::Scene(site, scene) => Some((site.clone(), scene.clone())),
            DemoEvent::Message(received) if !received.retain => {
                let is_ours = |site: &SiteId, part| {
                    self.installation.is_ours(part) && self.installation.sites().contains(site)
                };
                foreign_scenes::scene(&decode(received)?, is_ours)
            }
            _ => None,
        }
    }

    /// Prints an event.
    fn show(&mut self, event: &DemoEvent) -> Result<(), Error> {
        match event {
            DemoEvent::NoAnswer(site, intent) => {
                self.note_trouble(site);
                self.print(Some(self.screen.no_answer(site, intent)))?;
            }
            // A retained message is old.
            DemoEvent::Message(received) if received.retain => {}
            DemoEvent::Message(received) => self.show_message(received)?,
            DemoEvent::Nlu(report) => self.print(screen::report(report))?,
            DemoEvent::Silent(reason) => {
                self.print(Some(screen::notice(&format!("Nothing can be heard: {reason}."))))?;
            }
            DemoEvent::Lost(reason) if !self.lost => {
                self.lost = true;
                let text = format!("The broker is gone ({reason}). Waiting for it.");
                self.print(Some(screen::trouble(&text)))?;
            }
            DemoEvent::Back if self.lost => {
                self.lost = false;
                self.print(Some(screen::notice("The broker is back.")))?;
            }
            DemoEvent::Scene(..) | DemoEvent::Lost(_) | DemoEvent::Back => {}
        }
        let Some((site, scene)) = self.scene(event) else { return Ok(()) };
        if self.installation.sites().contains(&site) {
            self.turns.see(&site, &scene);
        }
        // A wake word that is not heard starts no session.
        if matches!(scene, SiteEvent::Broken(part) if part != Component::Hotword) {
            self.note_trouble(&site);
        }
        self.print(self.screen.scene(&site, &scene))
    }

    fn note_trouble(&mut self, site: &SiteId) {
        if self.installation.sites().contains(site) {
            self.trouble.insert(site.clone());
        }
    }

    fn show_message(&mut self, received: &Received) -> Result<(), Error> {
        if self.verbosity > Verbosity::Quiet {
            let now = self.installation.clock().now();
            self.print(Some(message_trace::show(now, received, self.dialect, self.verbosity)))?;
        }
        let Some(message) = decode(received) else { return Ok(()) };
        if let Some(part) = self.duplicates.handle(&message) {
            self.print(Some(screen::doubled(part, self.installation.is_ours(part))))?;
        }
        self.print(self.manager_moved(&message))?;
        self.print(self.screen.error(&message))?;
        let Some(ending) = self.sessions.handle(&message) else { return Ok(()) };
        let was_trouble = self.trouble.remove(&ending.site);
        self.print(self.screen.ending(&ending, was_trouble))?;
        self.help_out(&ending)
    }

    /// What to print if the manager that ran before us has gone offline or is back.
    fn manager_moved(&self, message: &Message) -> Option<String> {
        let Message::Status(status) = message else { return None };
        let manager = status
            .instance
            .as_ref()
            .filter(|instance| self.installation.other_manager() == Some(instance))?;
        match status.state {
            Presence::Offline => {
                let text =
                    format!("The manager ({manager}) is gone: nobody leads conversations. Waiting for it.");
                Some(screen::trouble(&text))
            }
            Presence::Online => Some(screen::notice(&format!("The manager ({manager}) is back."))),
            _ => None,
        }
    }

    /// Tells somebody who was not understood, once, how to learn what would be.
    fn help_out(&mut self, ending: &SessionEnd) -> Result<(), Error> {
        let puzzled = ending.termination == Termination::IntentNotRecognized;
        if !puzzled || self.helped || !self.installation.is_ours(Part::Nlu) {
            return Ok(());
        }
        self.helped = true;
        self.output.print(&screen::notice("Type examples to see what the house understands."))
    }

    fn print(&mut self, line: Option<String>) -> Result<(), Error> {
        line.map_or(Ok(()), |line| self.output.print(&line))
    }
}

fn decode(received: &Received) -> Option<Message> {
    Message::decode(&received.topic, received.payload.clone()).ok()
}
